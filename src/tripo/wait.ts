// Waits for one task with the caller's own limits, on top of the follower that watches all of them.
import { waitedTooLong } from './failures.ts'
import type { Follower, FollowOptions } from './follow.ts'
import type { Clock, Logger } from './resources.ts'
import type { Task } from './task.ts'

export interface WaitOptions {
  signal?: AbortSignal
  /** Seconds between two polls; without it the schedule adapts. */
  pollingInterval?: number
  /** Seconds; without it there is no end but the task's. */
  timeout?: number
  onProgress?: (task: Task) => void
  /** Tells the log of every change. */
  verbose?: boolean
}

const newsOf = ({ taskId, status, progress, queuingNum, runningLeftTime }: Task) =>
  [
    `Task ${taskId}: ${status}, ${progress}%`,
    ...(queuingNum !== undefined && queuingNum > 0 ? [`place ${queuingNum}`] : []),
    ...(runningLeftTime !== undefined ? [`about ${runningLeftTime} s left`] : []),
  ].join(', ')

/** Waits until a task is final; throws TripoTimeoutError `wait.timeout`, or the signal's reason. */
export async function wait(
  follower: Follower,
  { clock, log }: { clock: Clock; log: Logger },
  taskId: string,
  options: WaitOptions,
): Promise<Task> {
  const { signal, pollingInterval, timeout, verbose = false } = options
  const onProgress = (task: Task) => {
    if (verbose) log.debug(newsOf(task))
    options.onProgress?.(task)
  }
  if (timeout === undefined) return follower.follow(taskId, { signal, pollingInterval, onProgress })
  const controller = new AbortController()
  const stop = () => controller.abort(signal?.reason)
  signal?.throwIfAborted()
  signal?.addEventListener('abort', stop, { once: true })
  const late = waitedTooLong(taskId, timeout)
  const cancel = clock.after(timeout * 1000, () => controller.abort(late))
  try {
    const follow: FollowOptions = { signal: controller.signal, pollingInterval, onProgress }
    return await follower.follow(taskId, follow)
  } finally {
    cancel()
    signal?.removeEventListener('abort', stop)
  }
}
