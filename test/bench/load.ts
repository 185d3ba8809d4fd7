// Hundreds of jobs at once against the simulator with its limits on, on a virtual clock: the real client, budget and
// follower in one window or several. Counts what the service refuses and compares the time with what it cannot beat.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createRandom } from '../../src/simulator/random.ts'
import { createSimulator } from '../../src/simulator/simulator.ts'
import { Budget, type SharedRecord, sharedInMemory } from '../../src/tripo/budget.ts'
import { findCapability, type Params, POOLS } from '../../src/tripo/catalogue/index.ts'
import { TripoClient } from '../../src/tripo/client.ts'
import { mostPerMinute } from './follow.ts'
import { seeded, VirtualClock } from './virtual-clock.ts'

export interface Load {
  dialect: 'v2' | 'v3'
  /** How many of each: a catalogue id with its parameters. */
  jobs: readonly { capability: string; params: Params; count: number }[]
  windows: number
  seed: number
}

export interface LoadResult {
  finished: number
  /** Answers with HTTP 429. */
  refused: number
  /** The most requests in any 60 s. */
  mostPerMinute: number
  /** Virtual seconds, and what cannot be beaten. */
  seconds: number
  bound: number
  /** Seconds from the service's end of a task to its being known; NaN on v2. */
  medianDelay: number
  p95Delay: number
  /** The largest the shared record was, in characters. */
  record: number
  /** Bytes of heap in use when a fifth of the jobs was done, and at the end. */
  heap: { early: number; late: number }
  /** Jobs that were told that they wait. */
  waited: number
}

const BASE = { v2: 'https://api.tripo3d.ai/v2/openapi', v3: 'https://openapi.tripo3d.ai/v3' } as const
const PER_MINUTE = 50
/** What of it reading keeps: creations cannot have more than the rest. */
const READS = 20
/** Milliseconds a request is under way, there and back. */
const LATENCY = { from: 80, to: 250 }

function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

/**
 * Seconds that no client can do better in: all creations within their part of the minute, of which the first minute's
 * can go at once, and the tasks of each pool through the places that the service works on at a time, which is half of the pool (simulator/schedule.ts).
 */
function boundOf({ jobs }: Load): number {
  const creations = jobs.reduce((sum, { count }) => sum + count, 0)
  const work = new Map<string, number>()
  for (const { capability: id, params, count } of jobs) {
    const capability = findCapability(id)
    if (!capability) throw new Error(`no capability ${id}`)
    const pool = capability.pool(params)
    const slots = Math.max(1, Math.ceil(POOLS[pool] / 2))
    work.set(pool, (work.get(pool) ?? 0) + (count * capability.nominalSeconds) / slots)
  }
  return Math.max(60 * (creations / (PER_MINUTE - READS) - 1), ...work.values())
}

/** The jobs dealt out one of each kind at a time, as a mixed batch comes. */
function deal({ jobs }: Load): { capability: string; params: Params }[] {
  const left = jobs.map((job) => ({ ...job }))
  const dealt: { capability: string; params: Params }[] = []
  while (left.some(({ count }) => count > 0)) {
    for (const job of left) {
      if (job.count <= 0) continue
      job.count -= 1
      dealt.push({ capability: job.capability, params: job.params })
    }
  }
  return dealt
}

const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN

/** Runs a load to its end. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const clock = new VirtualClock()
  const random = seeded(load.seed)
  const file = { kind: 'model', extension: 'glb', mediaType: 'model/gltf-binary', bytes: new Uint8Array(20) } as const
  const simulator = createSimulator({
    build: async () => [file],
    clock,
    random: createRandom(load.seed),
    rate: PER_MINUTE,
    uploadRate: true,
    credits: 1_000_000,
  })
  const arrivals: number[] = []
  const ends = new Map<string, number>()
  let refused = 0
  const oneWay = () => (LATENCY.from + (LATENCY.to - LATENCY.from) * random()) / 2
  const fetch = async (url: string, init?: RequestInit) => {
    await clock.wait(oneWay())
    arrivals.push(clock.now())
    const answer = await clock.hold(simulator.fetch(new Request(url, init)))
    if (answer.status === 429) refused += 1
    await clock.wait(oneWay())
    return answer
  }
  let record = 0
  const inner = sharedInMemory()
  const shared: SharedRecord = {
    update: (change) =>
      inner.update((before) => {
        const after = change(before)
        record = Math.max(record, JSON.stringify(after).length)
        return after
      }),
  }
  const clients = Array.from({ length: load.windows }, () => {
    const { dialect } = load
    const budget = new Budget({ clock, dialect, shared })
    const base = { dialect, region: 'global', url: BASE[dialect] } as const
    return new TripoClient({ apiKey: 'tsk_load0123456789abcdef', base, resources: { fetch, clock, random }, budget })
  })
  const began = clock.now()
  const heap = { early: 0, late: 0 }
  const delays: number[] = []
  const dealt = deal(load)
  let waited = 0
  const work = dealt.map(async ({ capability, params }, index) => {
    const client = clients[index % clients.length]
    if (!client) return
    let isWaiting = false
    const onWaiting = () => {
      isWaiting = true
    }
    const id = await client.createTask({ ...params, type: capability }, { onWaiting })
    if (isWaiting) waited += 1
    const task = await client.waitForTask(id)
    if (task.status !== 'success') throw new Error(`${id} ended as ${task.status}`)
    // v2 does not say when a task ended.
    if (task.finishedAt) delays.push((clock.now() - task.finishedAt.getTime()) / 1000)
    ends.set(id, clock.now())
    if (ends.size === Math.ceil(dealt.length / 5)) heap.early = heapInUse()
  })
  try {
    await clock.run(Promise.all(work))
  } finally {
    for (const client of clients) client.dispose()
    simulator.dispose()
  }
  heap.late = heapInUse()
  return {
    ...{ finished: ends.size, refused, mostPerMinute: mostPerMinute(arrivals), record, heap, waited },
    ...{ seconds: (clock.now() - began) / 1000, bound: boundOf(load) },
    ...{ medianDelay: quantile(delays, 0.5), p95Delay: quantile(delays, 0.95) },
  }
}
