// The sleep experiment with real processes: one is stopped (SIGSTOP) before or after each of its changes, longer than its
// lease; this process takes its jobs over and ends them; then the first one goes on (SIGCONT).
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { everyStep, type StepsOptions } from './every-step.ts'
import { bundleLife } from './harness.ts'
import type { Kind, Night } from './kinds.ts'
import { type LifeConfig, STOPS } from './life.ts'
import { auditNight } from './sleep.ts'
import { allEnded } from './wait.ts'
import { openWorld, prepareWorld, type World } from './world.ts'

const LEASE = { beat: 200, gone: 1500, look: 100, reconcile: [] }
const SCALE = 300
const AT_ONCE = 10

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Resolves when the system says that a process is stopped. */
async function isStopped(pid: number): Promise<void> {
  for (;;) {
    const state = /\) (\w)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1]
    if (state === 'T') return
    await pause(5)
  }
}

/** Starts a life; tells where it stops, or undefined when it ends without. */
function begin(program: string, config: LifeConfig) {
  const child = spawn(process.execPath, [program, JSON.stringify(config)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  let out = ''
  const stops = new Promise<string | undefined>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
      const name = new RegExp(`${STOPS}(.*)\n`).exec(out)?.[1]
      if (name !== undefined) resolve(name)
    })
    child.once('close', () => resolve(undefined))
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`ended with code ${code}: ${said}`))))
  })
  // Looked at when the other window has done its part.
  ended.catch(() => undefined)
  return { child, stops, ended }
}

async function stopOnce(program: string, world: World, v3: string, kind: Kind, at: number): Promise<Night> {
  await prepareWorld(world)
  const { child, stops, ended } = begin(program, { world, numbers: [], stop: { kind, at } })
  const name = await stops
  const wrong: string[] = []
  if (name !== undefined && child.pid !== undefined) {
    await isStopped(child.pid)
    await pause(LEASE.gone + 100)
    const second = openWorld(world)
    try {
      await second.jobs.recover()
      await allEnded(second.jobs)
    } finally {
      child.kill('SIGCONT')
    }
    await ended.catch((error: unknown) => wrong.push(String(error)))
    await allEnded(second.jobs)
    await second.close()
  } else await ended
  const end = await auditNight(world, v3, kind)
  wrong.push(...end.wrong)
  return { ...end, kind, at: name === undefined ? undefined : `${at} ${name}`, wrong }
}

/** Stops a process at every step of every kind of request. */
export const stopEverywhere = (options: Pick<StepsOptions, 'every'> & Partial<StepsOptions>): Promise<Night[]> =>
  everyStep({ atOnce: AT_ONCE, scale: SCALE, lease: LEASE, ...options }, async (folder) => {
    const program = await bundleLife(folder)
    return (world, v3, kind, at) => stopOnce(program, world, v3, kind, at)
  })
