// The service as the bench models it: tasks whose true durations only it knows, progress that stalls and hurries, a
// latency on every request, and on v2 a websocket. Nothing is refused: what is asked too often is counted.
import type { OpenSocket, SocketEvents } from '../../../src/tripo/resources.ts'
import type { VirtualClock } from '../virtual-clock.ts'

/** Seconds that a task takes, uniform; milliseconds a request is under way, there and back together. */
const DURATION = { from: 20, to: 90 }
const LATENCY = { from: 80, to: 250 }
/** Seconds in the queue before it runs, inside the duration. */
const QUEUED = 1
/** Pieces of a run that each go at a speed of their own. */
const PIECES = 12

export interface ModelledTask {
  id: string
  startAt: number
  endAt: number
  /** Corners of its progress: share of the run's time, share of its progress. */
  corners: readonly (readonly [number, number])[]
  /** By how much the service's own guess of the time left is off. */
  bias: number
}

/** One task: most run roughly evenly, a third stand still for a while, every seventh hangs just before its end. */
function makeTask(id: string, now: number, random: () => number): ModelledTask {
  const seconds = DURATION.from + (DURATION.to - DURATION.from) * random()
  const pieces = Array.from({ length: PIECES }, () => ({ time: 1, progress: Math.exp(0.8 * (random() - 0.5)) }))
  if (random() < 1 / 3) {
    pieces.splice(Math.floor(random() * PIECES), 0, { time: ((2 + 6 * random()) / seconds) * PIECES, progress: 0 })
  }
  if (random() < 1 / 7) pieces.push({ time: ((1 + 3 * random()) / seconds) * PIECES, progress: 0 })
  const times = pieces.reduce((sum, { time }) => sum + time, 0)
  const whole = pieces.reduce((sum, { progress }) => sum + progress, 0)
  let [time, progress] = [0, 0]
  const corners: (readonly [number, number])[] = [[0, 0]]
  for (const piece of pieces) {
    time += piece.time / times
    progress += piece.progress / whole
    corners.push([time, progress])
  }
  return { id, startAt: now + QUEUED * 1000, endAt: now + seconds * 1000, corners, bias: 0.8 + 0.4 * random() }
}

function progressAt({ startAt, endAt, corners }: ModelledTask, now: number): number {
  const share = (now - startAt) / (endAt - startAt)
  const index = Math.max(
    1,
    corners.findIndex(([time]) => time >= share),
  )
  const [[fromTime, from], [toTime, to]] = [corners[index - 1] ?? [0, 0], corners[index] ?? [1, 1]]
  const done = from + ((to - from) * (share - fromTime)) / Math.max(1e-9, toTime - fromTime)
  return Math.min(99, Math.max(0, Math.floor(100 * done)))
}

export class ModelledService {
  readonly tasks: readonly ModelledTask[]
  /** When requests arrived. */
  readonly arrivals: number[] = []

  readonly #clock: VirtualClock
  readonly #random: () => number
  readonly #options: { dialect: 'v2' | 'v3'; count: number }

  constructor(clock: VirtualClock, random: () => number, options: { dialect: 'v2' | 'v3'; count: number }) {
    this.#clock = clock
    this.#random = random
    this.#options = options

    this.tasks = Array.from({ length: options.count }, (_, index) => makeTask(`task-${index}`, clock.now(), random))
  }

  #oneWay(): number {
    return (LATENCY.from + (LATENCY.to - LATENCY.from) * this.#random()) / 2
  }

  /** A task on the wire, as it is now. */
  #wire(task: ModelledTask): Record<string, unknown> {
    const now = this.#clock.now()
    const status = now >= task.endAt ? 'success' : now >= task.startAt ? 'running' : 'queued'
    const progress = status === 'success' ? 100 : status === 'queued' ? 0 : progressAt(task, now)
    const output = status === 'success' ? { model: `https://files.test/${task.id}.glb` } : {}
    const common = { task_id: task.id, type: 'text_to_model', status, progress, input: {}, output }
    if (this.#options.dialect === 'v3') return { ...common, created_at: new Date(task.startAt).toISOString() }
    const left = status === 'running' ? Math.round(((task.endAt - now) / 1000) * task.bias) : -1
    return { ...common, create_time: Math.floor(task.startAt / 1000), running_left_time: left, queuing_num: -1 }
  }

  /** The service behind `fetch`: single tasks and the batch. */
  fetch = async (url: string, init?: RequestInit): Promise<Response> => {
    await this.#clock.wait(this.#oneWay())
    this.arrivals.push(this.#clock.now())
    const asked: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    const ids = typeof asked === 'object' && asked !== null && 'task_ids' in asked ? asked.task_ids : undefined
    const find = (id: unknown) => this.tasks.find((task) => task.id === id)
    const found = Array.isArray(ids) ? ids.map(find) : [find(url.split('/').at(-1))]
    const known = found.filter((task) => task !== undefined).map((task) => this.#wire(task))
    const data = Array.isArray(ids)
      ? { tasks: Object.fromEntries(known.map((task) => [task.task_id, task])) }
      : known[0]
    const answer = new Response(JSON.stringify({ code: 0, data }), { headers: { 'content-type': 'application/json' } })
    await this.#clock.wait(this.#oneWay())
    return answer
  }

  /** The account-wide websocket: each task's progress every two seconds, and its end at once. */
  openSocket: OpenSocket = (_url, _headers, events: SocketEvents) => {
    let isOpen = true
    const send = async (task: ModelledTask, event: string) => {
      const text = JSON.stringify({ event, data: this.#wire(task) })
      await this.#clock.wait(this.#oneWay())
      if (isOpen) events.message(text)
    }
    const update = async (task: ModelledTask) => {
      while (isOpen && this.#clock.now() + 2000 < task.endAt) {
        await this.#clock.wait(2000)
        void send(task, 'update')
      }
      await this.#clock.wait(task.endAt - this.#clock.now())
      void send(task, 'finalized')
    }
    void this.#clock.wait(2 * this.#oneWay()).then(() => {
      if (isOpen) events.open()
      for (const task of this.tasks) void update(task)
    })
    return {
      close: () => {
        isOpen = false
      },
    }
  }
}
