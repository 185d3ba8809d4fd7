// v2's websocket: a task's current state, each change, and progress in between. Source: docs/protocol.md#websocket.
import type { Answers } from './answers.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'
import type { Ledger } from './ledger.ts'
import type { WatchSocket } from './options.ts'
import type { TaskRecord } from './store.ts'

/** How often progress is told, milliseconds of wall clock. */
const PROGRESS_INTERVAL = 500
/** Above this a time is in milliseconds, below in seconds: both are seen. */
const MILLISECONDS = 100_000_000_000

/** Which tasks a watch is about. */
export type WatchTarget = { task: string } | { since?: number }

/** What a watch path (below `/task/watch/`) asks for. */
export function readTarget(rest: readonly string[]): WatchTarget | undefined {
  const [first, since, ...more] = rest
  if (first === undefined || first === '' || more.length > 0) return undefined
  if (first !== 'all') return since === undefined ? { task: first } : undefined
  if (since === undefined) return {}
  const time = Number(since)
  if (since === '' || !Number.isFinite(time))
    throw new ServiceError(1004, 'since: must be a time in seconds since 1970.')
  return { since: time < MILLISECONDS ? time * 1000 : time }
}

export interface WatchParts {
  ledger: Ledger
  answers: Answers
  clock: Clock
}

/**
 * Starts telling a socket about an account's tasks.
 * A watch of one task ends with it; a watch of all goes on. `since` also tells finished tasks created from then on.
 * @returns a function that ends the watch
 */
export async function startWatch(
  { ledger, answers, clock }: WatchParts,
  { account, target, origin, socket }: { account: string; target: WatchTarget; origin: string; socket: WatchSocket },
): Promise<() => void> {
  const one = 'task' in target ? target.task : undefined
  const since = 'task' in target ? undefined : target.since
  const told = new Map<string, string>()
  let ended = false
  let cancel = () => {}
  let queue = Promise.resolve()

  async function send(task: TaskRecord): Promise<void> {
    const data = await answers.task(task, 'v2', origin)
    const { status, progress, running_left_time: left, queuing_num: place } = data
    const key = JSON.stringify([status, progress, left, place])
    if (ended || told.get(task.id) === key) return
    told.set(task.id, key)
    const final = task.outcome !== undefined
    socket.send(JSON.stringify({ event: final ? 'finalized' : 'update', data }))
    if (!final) return
    if (one !== undefined) {
      stop()
      socket.close(1000, 'finalized')
    }
  }
  /** Frames go out one after the other, in the order of what they tell. */
  const enqueue = (task: TaskRecord) => {
    queue = queue.then(() => send(task)).catch(() => undefined)
  }
  const concerns = (task: TaskRecord) => task.account === account && (one === undefined || task.id === one)

  const unsubscribe = ledger.onChange((task) => {
    if (concerns(task)) enqueue(task)
  })
  function stop(): void {
    ended = true
    cancel()
    unsubscribe()
  }
  async function look(): Promise<void> {
    const tasks = await ledger.list(account)
    for (const task of tasks) if (concerns(task) && !task.outcome) enqueue(task)
  }
  function tick(): void {
    if (ended) return
    look().catch(() => undefined)
    cancel = clock.setTimer(tick, PROGRESS_INTERVAL)
  }

  const tasks = await ledger.list(account)
  for (const task of tasks) {
    const wanted = one !== undefined || !task.outcome || (since !== undefined && task.createdAt >= since)
    if (concerns(task) && wanted) enqueue(task)
  }
  cancel = clock.setTimer(tick, PROGRESS_INTERVAL)
  return stop
}
