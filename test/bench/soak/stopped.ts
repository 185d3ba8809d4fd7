// The sleep experiment with real processes: one is stopped (SIGSTOP) before or after each of its changes, longer than its
// lease; this process takes its jobs over and ends them; then the first one goes on (SIGCONT).
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../../../src/simulator/server.ts'
import { bundleLife } from './harness.ts'
import { type LifeConfig, STOPS } from './life.ts'
import { auditNight, KINDS, type Kind, type Night } from './sleep.ts'
import { tinyBuilder } from './tiny.ts'
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
  wrong.push(...(await auditNight(world, v3, kind)))
  return { kind, at: name === undefined ? undefined : `${at} ${name}`, wrong }
}

export interface StoppedOptions {
  /** Only every so manieth step. */
  every: number
  from?: number
  kinds?: readonly Kind[]
  onKind?(kind: Kind, nights: readonly Night[]): void
}

/** Stops a process at every step of every kind of request. */
export async function stopEverywhere({ every, from = 1, kinds = ALL, onKind }: StoppedOptions): Promise<Night[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tripo-stop-'))
  const server = await startServer({ build: tinyBuilder, timeScale: SCALE, credits: 1_000_000_000 })
  const all: Night[] = []
  try {
    const program = await bundleLife(folder)
    for (const kind of kinds) {
      const nights: Night[] = []
      let next = from
      let isOver = false
      const worker = async () => {
        while (!isOver) {
          const at = next
          next += every
          const name = `${kind.replace(/\W+/g, '-')}-${at}`
          const { dialect } = KINDS[kind]
          const world: World = {
            ...{ folder: join(folder, name), dialect, url: server[dialect], key: `tsk_${name}`, lease: LEASE },
          }
          const night = await stopOnce(program, world, server.v3, kind, at).catch((error: unknown) => ({
            ...{ kind, at: `${at}`, wrong: [error instanceof Error ? error.message : String(error)] },
          }))
          if (night.at === undefined) isOver = true
          nights.push(night)
          await rm(world.folder, { recursive: true, force: true, maxRetries: 3 })
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
      onKind?.(kind, nights)
      all.push(...nights)
    }
    return all
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const ALL = Object.keys(KINDS).filter((kind): kind is Kind => kind in KINDS)
