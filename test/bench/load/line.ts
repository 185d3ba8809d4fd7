// The simulator with the service's limits on, on a virtual clock, behind a line with a latency. Counts what arrives.
import { createRandom } from '../../../src/simulator/random.ts'
import { createSimulator } from '../../../src/simulator/simulator.ts'
import { createMemoryStore, readTaskRecord, type TaskRecord } from '../../../src/simulator/store.ts'
import type { WorkFile, WorkJob } from '../../../src/simulator/work.ts'
import type { Fetch, OpenSocket } from '../../../src/tripo/resources.ts'
import { type Step, stepOf } from '../soak/faults.ts'
import { NUMBER, numberOf, PIXEL, tinyGlb } from '../soak/tiny.ts'
import { seeded, type VirtualClock } from '../virtual-clock.ts'

/** Requests per minute that the service takes. */
export const PER_MINUTE = 50
/** Milliseconds a request is under way, there and back. */
const LATENCY = { from: 80, to: 250 }
const KEY = 'tsk_load0123456789abcdef'

/** A request that counts against the minute. */
export interface Arrival {
  at: number
  step: Step | undefined
}

/** A request's number, which its result carries: prompts name it, pictures have it as their seed. */
export const promptOf = (number: number) => `thing ${number}`
export function numberOfRequest({ prompt, [NUMBER]: seed }: WorkJob['params']): number | undefined {
  if (typeof prompt === 'string') return Number(prompt.replace('thing ', ''))
  return typeof seed === 'number' ? seed : undefined
}

const numberBytes = (number: number) => new TextEncoder().encode(` ${number}`)

/** The smallest results: a GLB without a mesh, or a picture of one pixel with the number behind it. */
async function build({ capability, params }: WorkJob): Promise<WorkFile[]> {
  const number = numberOfRequest(params) ?? 0
  const picture = { extension: 'png', mediaType: 'image/png' }
  if (capability === 'text_to_image') {
    return [{ ...picture, kind: 'generated_image', bytes: new Uint8Array([...PIXEL, ...numberBytes(number)]) }]
  }
  const bytes = tinyGlb(number, 0)
  return [
    { kind: 'pbr_model', extension: 'glb', mediaType: 'model/gltf-binary', bytes },
    { ...picture, kind: 'rendered_image', bytes: PIXEL },
  ]
}

/** The number in a delivered file; undefined when it is none of ours, or not whole. */
export function numberOfResult(bytes: Uint8Array): number | undefined {
  if (bytes[0] !== PIXEL[0]) return numberOf(bytes)
  const text = new TextDecoder().decode(bytes.subarray(PIXEL.length))
  return /^ \d+$/.test(text) ? Number(text) : undefined
}

export interface Line {
  key: string
  fetch: Fetch
  openSocket: OpenSocket
  /** Requests to the API, without those for files. */
  arrivals: readonly Arrival[]
  /** Answers with HTTP 429. */
  refused(): number
  /** All tasks that the service has accepted. */
  tasks(): Promise<TaskRecord[]>
  close(): void
}

export function openLine(clock: VirtualClock, seed: number): Line {
  const random = seeded(seed)
  const store = createMemoryStore()
  const simulator = createSimulator({
    ...{ build, clock, store, credits: 1_000_000, cacheBytes: 1_000_000 },
    ...{ random: createRandom(seed), rate: PER_MINUTE, uploadRate: true },
  })
  const arrivals: Arrival[] = []
  let refused = 0
  const oneWay = () => clock.wait((LATENCY.from + (LATENCY.to - LATENCY.from) * random()) / 2)
  const fetch: Fetch = async (url, init) => {
    await oneWay()
    const step = stepOf(url, init?.method)
    if (step !== 'download') arrivals.push({ at: clock.now(), step })
    const answer = await clock.hold(simulator.fetch(new Request(url, init)))
    if (answer.status === 429) refused += 1
    await oneWay()
    return answer
  }
  const openSocket: OpenSocket = (url, headers, events) => {
    let close = () => {}
    let isClosed = false
    const closed = (reason: string) => {
      if (!isClosed) events.closed(reason)
      isClosed = true
    }
    const socket = {
      send: (text: string) => void oneWay().then(() => isClosed || events.message(text)),
      close: (code: number) => void oneWay().then(() => closed(`closed with ${code}`)),
    }
    const open = async () => {
      await oneWay()
      const watch = await simulator.watch(new Request(url.replace(/^ws/, 'http'), { headers }), socket)
      if (watch instanceof Response) return closed(`refused with ${watch.status}`)
      close = watch
      if (isClosed) close()
      else events.open()
    }
    open().catch((error: unknown) => closed(String(error)))
    return {
      close: () => {
        closed('closed here')
        close()
      },
    }
  }
  return {
    ...{ key: KEY, fetch, openSocket, arrivals },
    refused: () => refused,
    tasks: async () => {
      const records = await Promise.all((await store.records.list()).map((id) => store.records.read(id)))
      return records.map(readTaskRecord).filter((task) => task !== undefined)
    },
    close: () => simulator.dispose(),
  }
}
