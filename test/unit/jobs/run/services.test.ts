// Jobs over the real client and the simulator, in both dialects: what the stand-in of the other tests leaves out.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readProvenance } from '../../../../src/assets/index.ts'
import { jobConnection } from '../../../../src/jobs/index.ts'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { createFileSink } from '../../../../src/platform/file-sink.ts'
import { openJournal } from '../../../../src/platform/journal-files.ts'
import type { BuildJob, BuiltFile } from '../../../../src/sandbox/build.ts'
import type { Simulator } from '../../../../src/simulator/options.ts'
import { createSimulator } from '../../../../src/simulator/simulator.ts'
import { POOLS } from '../../../../src/tripo/catalogue/index.ts'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { RateLimiter } from '../../../../src/tripo/rate-limiter.ts'
import { KEY, ORIGIN, png } from '../../simulator/support.ts'
import { quickClock } from '../../tripo/fakes.ts'
import { type Bench, chair, lantern, phase, until, useBench } from '../bench.ts'

/** The smallest thing that is whole as a GLB: a header that tells its own length. */
function glb(text: string): Uint8Array {
  const bytes = new Uint8Array([
    ...new TextEncoder().encode('glTF'),
    ...new Uint8Array(8),
    ...new TextEncoder().encode(text),
  ])
  const view = new DataView(bytes.buffer)
  view.setUint32(4, 2, true)
  view.setUint32(8, bytes.length, true)
  return bytes
}

const build = async ({ params }: BuildJob): Promise<BuiltFile[]> => [
  { kind: 'pbr_model', extension: 'glb', mediaType: 'model/gltf-binary', bytes: glb(String(params.prompt)) },
  { kind: 'rendered_image', extension: 'png', mediaType: 'image/png', bytes: png(512, 512) },
]

/** Waits of the client pass quickly; the service's times are scaled on their own. */
const clock = quickClock(20)

/** The simulator's time, which can be made to stand still: what is to happen meanwhile cannot come too late then. */
class HeldClock {
  #lag = 0
  #heldAt: number | undefined
  #rung: (() => void)[] = []

  now = () => (this.#heldAt ?? Date.now()) - this.#lag

  setTimer = (callback: () => void, ms: number): (() => void) => {
    let isCancelled = false
    const ring = () => {
      if (!isCancelled) callback()
    }
    const timer = setTimeout(() => (this.#heldAt === undefined ? ring() : void this.#rung.push(ring)), ms)
    return () => {
      isCancelled = true
      clearTimeout(timer)
    }
  }

  hold(): void {
    this.#heldAt ??= Date.now()
  }

  release(): void {
    this.#lag += Date.now() - (this.#heldAt ?? Date.now())
    this.#heldAt = undefined
    for (const ring of this.#rung.splice(0)) ring()
  }
}

let bench: Bench
let serviceTime: HeldClock
let simulator: Simulator
let creations = 0
/** What downloads asked for. */
let ranges: (string | null)[] = []
useBench((opened) => {
  bench = opened
  serviceTime = new HeldClock()
  simulator = createSimulator({ build, clock: serviceTime, timeScale: 100 })
  creations = 0
  ranges = []
})
afterEach(async () => {
  simulator.dispose()
})

function open(dialect: 'v2' | 'v3', rateLimiter?: RateLimiter): { jobs: Jobs; client: TripoClient } {
  const path = dialect === 'v2' ? '/v2/openapi' : '/v3'
  const client = new TripoClient({
    apiKey: KEY,
    base: { dialect, region: 'custom', url: `${ORIGIN}${path}` },
    rateLimiter,
    resources: {
      clock,
      files: createFileSink(200),
      fetch: (url, init) => {
        if (/\/task$|\/generation\//.test(url)) creations += 1
        if (url.includes('/cdn/')) ranges.push(new Headers(init?.headers).get('range'))
        return simulator.fetch(new Request(url, init))
      },
    },
  })
  const jobs = bench.jobs({
    store: openJournal(join(bench.base, 'journal')),
    connect: async (service) => jobConnection(client, service, 'account'),
  })
  return { jobs, client }
}

/** Milliseconds in which one upload fits. */
const MINUTE = 60_000

describe.each(['v2', 'v3'] as const)('on %s', (dialect) => {
  test('a prompt and an image become files', async () => {
    bench.images.set('file:///props/lantern.png', png(64, 64))
    const { jobs, client } = open(dialect)
    const where = { target: bench.target, service: 'sandbox' as const }
    const ids = [await jobs.submit(chair, where), await jobs.submit(lantern, where)]
    for (const id of ids) expect((await phase(jobs, id, 'delivered')).problem).toBeUndefined()
    const names = ['lantern', 'wooden-dining-chair'].flatMap((name) => [`${name}.glb`, `${name}.tripo.json`])
    expect(await bench.names('game', 'assets')).toEqual(names)
    expect((await readFile(join(bench.folder, 'wooden-dining-chair.glb'))).toString('latin1')).toContain(
      chair.params.prompt,
    )
    const provenance = readProvenance(await bench.text('game', 'assets', 'wooden-dining-chair.tripo.json'))
    expect(provenance).toMatchObject({ dialect, region: 'simulator.test', service: 'sandbox', credits: 20 })
    expect(Object.keys(provenance?.seeds ?? {})).toContain('model_seed')
    const thumbnail = jobs.thumbnail(ids[0] ?? '')
    expect(thumbnail?.endsWith(`${ids[0]}.png`)).toBe(true)
    expect(creations).toBe(2)
    await jobs.dispose()
    client.dispose()
  })

  test('a window that closes in between is no loss', async () => {
    const first = open(dialect)
    const id = await first.jobs.submit(chair, { target: bench.target, service: 'service' })
    await until(first.jobs, id, (job) => job.taskId !== undefined)
    await first.jobs.dispose()
    first.client.dispose()
    const second = open(dialect)
    await second.jobs.recover()
    await phase(second.jobs, id, 'delivered')
    expect(creations).toBe(1)
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    await second.jobs.dispose()
    second.client.dispose()
  })

  test('a window that closes within a download leaves its beginning, and the next one goes on from there', async () => {
    const request = { capability: 'text_to_model', params: { prompt: `a chair ${'and a chair '.repeat(80)}` } }
    const trickle = { type: 'trickle', bytes: 100, ms: 20 } as const
    simulator.setFaults([{ match: { route: '/cdn/*' }, action: trickle }])
    const first = open(dialect)
    const id = await first.jobs.submit(request, { target: bench.target, service: 'service' })
    await until(first.jobs, id, (job) => job.phase === 'downloading' && (job.progress ?? 0) > 0.3)
    await first.jobs.dispose()
    first.client.dispose()
    expect(await bench.names('game', 'assets')).toEqual([expect.stringMatching(`^\\.tripo-${id}\\.[\\w-]+$`)])
    simulator.setFaults([])
    const second = open(dialect)
    await second.jobs.recover()
    await phase(second.jobs, id, 'delivered')
    expect(ranges.filter((range) => range !== null)).toEqual([expect.stringMatching(/^bytes=[1-9]\d+-$/)])
    const [model = ''] = (await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))
    expect((await readFile(join(bench.folder, model))).toString('latin1')).toContain(request.params.prompt.trim())
    expect(await bench.leftovers()).toEqual([])
    await second.jobs.dispose()
    second.client.dispose()
  })

  test('what does not fit waits, says for what, is no error, and starts when there is room', async () => {
    bench.images.set('file:///props/lantern.png', png(64, 64))
    const pools = { ...POOLS, generation: 1 }
    const limits = { requests: 1000, reads: 20, pools, uploads: { count: 1, ms: MINUTE } }
    let passed = 0
    const own = { ...clock, now: () => clock.now() + passed }
    const { jobs, client } = open(dialect, new RateLimiter({ clock: own, dialect, limits }))
    const said = new Map<string, Set<string>>()
    const problems: unknown[] = []
    jobs.onDidChange((ids) => {
      for (const id of ids) {
        const view = jobs.get(id)
        if (view?.phase === 'waiting') said.set(id, (said.get(id) ?? new Set()).add(String(view.waitingFor)))
        else if (view) expect(view.waitingFor).toBeUndefined()
        if (view?.problem) problems.push(view.problem)
      }
    })
    const where = { target: bench.target, service: 'sandbox' as const }
    // Other bytes: the same would be sent once.
    bench.images.set('file:///props/other.png', png(64, 65))
    const other = { capability: 'image_to_model', params: { file: { upload: 'file:///props/other.png' } } }
    serviceTime.hold()
    const ids = [await jobs.submit(chair, where)]
    await until(jobs, ids[0] ?? '', ({ taskId }) => taskId !== undefined)
    for (const request of [chair, lantern, other]) ids.push(await jobs.submit(request, where))
    const hasSaid = (word: string) => [...said.values()].some((words) => words.has(word))
    await until(jobs, ids[1] ?? '', () => hasSaid('place') && hasSaid('minute'))
    serviceTime.release()
    passed = MINUTE
    for (const id of ids) await phase(jobs, id, 'delivered')
    const reasons = ids.map((id) => [...(said.get(id) ?? [])])
    expect(reasons[0]).toEqual([])
    expect(reasons[1]).toEqual(['place'])
    // One of the two uploads has to wait; whether a place is free by then is a matter of luck.
    expect(reasons.flat().filter((reason) => reason !== 'place')).toEqual(['minute'])
    expect(problems).toEqual([])
    expect(creations).toBe(4)
    await jobs.dispose()
    client.dispose()
  })

  test('what the service refuses is told in its words, and costs nothing', async () => {
    const { jobs, client } = open(dialect)
    const request = { capability: 'text_to_model', params: { prompt: 'a gore chair' } }
    const id = await jobs.submit(request, { target: bench.target, service: 'service' })
    expect((await phase(jobs, id, 'failed')).problem).toMatchObject({ code: 'service.2008', billed: 'no' })
    const balance = await client.getBalance()
    expect(balance).toEqual({ balance: 10_000, frozen: 0 })
    await jobs.dispose()
    client.dispose()
  })
})
