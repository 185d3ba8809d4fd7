// The soak run: worlds whose extension process is killed again and again while the service goes on, then a last quiet
// life, a user who adopts what is unconfirmed, and the audit.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { createRandom } from '../../../src/simulator/random.ts'
import { startServer } from '../../../src/simulator/server.ts'
import { audit, type Findings, finish, noFindings } from './audit.ts'
import type { LifeConfig } from './life.ts'
import { startProxy } from './proxy.ts'
import { tinyBuilder } from './tiny.ts'
import { prepareWorld, type World } from './world.ts'

export interface SoakOptions {
  /** Kills after which the run ends, or the moment (milliseconds since the epoch) at which it does. */
  kills?: number
  until?: number
  seed: number
  /** Only the worlds whose name contains this. */
  only?: string
  onProgress?(line: string): void
}

/** Requests that a life makes on top of what earlier ones left. */
const REQUESTS = 3
/** How downloads come: in pieces, so that a life can end within one. */
const TRICKLE = { bytes: 4000, ms: 4 }
/** Lives in one world: what it has done makes each next one slower. */
const LIVES = 40
/** The most steps after which a life dies: about as many as a whole life of three requests has. */
const STEPS = 600
/** The most milliseconds after which a life is killed that does not die by itself. */
const LONGEST = 1500
const LEASE = { beat: 50, gone: 150, look: 25, reconcile: [150, 500] }
/** Two windows that are alive together need a lease that a busy machine keeps. */
const CALM_LEASE = { beat: 200, gone: 1500, look: 100, reconcile: [150, 500] }

interface Plan {
  name: string
  dialect: 'v2' | 'v3'
  /** Share of connections that are cut. */
  drops: number
  windows: 1 | 2
}

const PLANS: readonly Plan[] = [
  { name: 'v3', dialect: 'v3', drops: 0, windows: 1 },
  { name: 'v2', dialect: 'v2', drops: 0, windows: 1 },
  { name: 'v3-bad-line', dialect: 'v3', drops: 0.25, windows: 1 },
  { name: 'v2-bad-line', dialect: 'v2', drops: 0.25, windows: 1 },
  { name: 'v3-two-windows', dialect: 'v3', drops: 0, windows: 2 },
  { name: 'v2-two-windows', dialect: 'v2', drops: 0, windows: 2 },
]

/** Bundles the program that is killed; gives its path. */
export async function bundleLife(folder: string): Promise<string> {
  const outfile = join(folder, 'life.cjs')
  // The bundled harness is told where its sources are.
  const sources = process.env.SOAK_SOURCES ?? dirname(fileURLToPath(import.meta.url))
  const entry = join(sources, 'child.ts')
  await build({
    ...{ entryPoints: [entry], outfile, bundle: true, minify: true, platform: 'node', format: 'cjs' },
    ...{ target: 'node20', logLevel: 'error', loader: { '.wasm': 'binary' } },
  })
  return outfile
}

/** Runs one life; true when it was killed. Rejects when it ended by a failure of its own. */
function liveOnce(program: string, config: LifeConfig, killAfter: number | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, JSON.stringify(config)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    let out = ''
    child.stdout.on('data', (text) => {
      out += text
    })
    child.stdout.once('data', () => {
      if (killAfter !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), killAfter)
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (process.env.SOAK_DEBUG)
        process.stdout.write(`${config.world.key} ${signal ?? code} ${said}${out.split('\n')}\n`)
      if (signal === 'SIGKILL') resolve(true)
      else if (code === 0) resolve(false)
      else reject(new Error(`A life ended with code ${code} ${signal}: ${said}`))
    })
  })
}

export async function soak(options: SoakOptions): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'tripo-soak-'))
  const random = createRandom(options.seed)
  const server = await startServer({
    ...{ build: tinyBuilder, timeScale: 150, credits: 1_000_000_000, pools: POOLS },
    faults: [{ match: { route: '/cdn/*' }, action: { type: 'trickle', ...TRICKLE } }],
  })
  const findings = noFindings()
  try {
    const program = await bundleLife(folder)
    let isBroken = false
    const isOver = () =>
      isBroken ||
      findings.kills >= (options.kills ?? Number.POSITIVE_INFINITY) ||
      Date.now() >= (options.until ?? Number.POSITIVE_INFINITY)
    /** A world that is lived in for some lives, then brought to rest and looked at. */
    const playRound = async ({ name, dialect, windows }: Plan, port: number, round: number) => {
      const path = dialect === 'v3' ? '/v3' : '/v2/openapi'
      const world: World = {
        folder: join(folder, `${name}-${round}`),
        dialect,
        url: `http://127.0.0.1:${port}${path}`,
        key: `tsk_soak-${name}-${round}`,
        lease: windows === 2 ? CALM_LEASE : LEASE,
      }
      await prepareWorld(world)
      let next = 1
      let lives = 0
      const window = async () => {
        while (!isOver() && lives++ < LIVES) {
          const numbers = Array.from({ length: REQUESTS }, () => next++)
          const isOwn = random() < 0.6
          const config: LifeConfig = {
            world,
            numbers,
            dieAt: isOwn ? 1 + Math.floor(random() * STEPS) : undefined,
            dieAfter: random() < 0.5 ? 0 : Math.floor(random() * 30),
          }
          if (await liveOnce(program, config, isOwn ? undefined : 50 + random() * LONGEST)) findings.kills += 1
          findings.lives += 1
          if (findings.lives % 50 === 0) options.onProgress?.(`${findings.lives} lives, ${findings.kills} kills`)
        }
      }
      await Promise.all(Array.from({ length: windows }, window))
      const direct = { ...world, url: `${server.url}${path}` }
      await finish(direct, server.v3, findings)
      await audit(direct, server.v3, findings)
      await rm(world.folder, { recursive: true, force: true, maxRetries: 3 })
    }
    const run = async (plan: Plan) => {
      const proxy = plan.drops > 0 ? await startProxy(server.port, plan.drops, random) : undefined
      try {
        for (let round = 1; !isOver(); round++) await playRound(plan, proxy?.port ?? server.port, round)
      } finally {
        findings.faults += proxy?.drops() ?? 0
        await proxy?.close()
      }
    }
    const ends = await Promise.allSettled(
      PLANS.filter(({ name }) => name.includes(options.only ?? '')).map((plan) =>
        run(plan).catch((error) => {
          isBroken = true
          throw error
        }),
      ),
    )
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    return findings
  } finally {
    await server.close()
    // What has failed says why; a folder that is still written to is no news beside it.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}

/** Room for everything: what is measured here is loss, not waiting. */
const POOLS = { generation: 1000, other: 1000 }
