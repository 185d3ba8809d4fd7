// When a new task leaves the queue and when it ends: computed once, at its creation.

/** Every task waits about this long, so that clients see it queued (nominal seconds). */
const QUEUE_SECONDS = 1

/** How many tasks of a pool run at a time; the others of the pool wait in its queue. */
const slots = (limit: number) => Math.max(1, Math.ceil(limit / 2))

export interface Planned {
  startAt: number
  endAt: number
}

/**
 * Plans a task behind the others of its pool.
 * @param active the pool's tasks that are not done
 * @param limit how many the pool takes, queued and running
 * @param seconds nominal duration
 */
export function plan(now: number, active: readonly Planned[], limit: number, seconds: number, scale: number): Planned {
  const ends = active.map((task) => task.endAt).sort((a, b) => b - a)
  const free = ends[slots(limit) - 1] ?? now
  const startAt = Math.max(now + (QUEUE_SECONDS * 1000) / scale, free)
  return { startAt, endAt: startAt + (seconds * 1000) / scale }
}

/** Seconds until the pool takes another task: a true Retry-After, at least 1. */
export function secondsUntilFree(now: number, active: readonly Planned[]): number {
  const first = Math.min(...active.map((task) => task.endAt))
  // a pool of none never gets free
  return Number.isFinite(first) ? Math.max(1, Math.ceil((first - now) / 1000)) : 1
}
