// Following many tasks to their end with as few requests as possible: push where the service has it, and one shared,
// adaptive poll for all tasks beside it. Trouble with the network is reported and never ends the following.
import type { DialectSpec } from './dialects/index.ts'
import { TripoApiError, TripoError } from './errors.ts'
import { unknownStatus } from './failures.ts'
import { isFinal, isUnknownStatus, type Task } from './task.ts'
import { checkTaskId, type TaskReader } from './task-reader.ts'
import type { Transport } from './transport.ts'
import { Watch, type WatchMode } from './watch.ts'

export interface FollowOptions {
  /** Stops following this task; the promise rejects with the signal's reason. */
  signal?: AbortSignal
  /** Every news of the task, also the final one. */
  onUpdate?: (task: Task) => void
  /** Seconds between two polls; without it the pace adapts. */
  pollingInterval?: number
}

/** How well following goes, for a visible "last checked". */
export interface FollowHealth {
  /** Milliseconds since the epoch of the last answer. */
  lastChecked?: number
  /** Why the last attempt failed, until one succeeds. */
  trouble?: TripoError
  push: WatchMode
}

interface Followed extends FollowOptions {
  id: string
  since: number
  settle(task: Task): void
  reject(error: unknown): void
  last?: Task
  /** When the last news was pushed. */
  pushedAt?: number
  unknownSince?: number
  missing: number
}

/** Milliseconds. */
const PACE = {
  /** At the start and near the end. */
  quick: 1000,
  normal: 2000,
  /** A long queue or a long run. */
  slow: 3000,
  /** Only to notice when the push has gone silent. */
  besidePush: 10_000,
  worst: 30_000,
}
/** A socket that has said nothing for so long about a task that has changed is given up. */
const SILENCE_MS = 8000
/** How long a status that is not known here is waited for. */
const UNKNOWN_LIMIT_MS = 10 * 60_000
/** A task just created may not be readable everywhere at once. */
const MISSING_LIMIT = 3

export class Follower {
  private readonly followed = new Map<string, Set<Followed>>()
  private readonly watch: Watch
  private cancelTick: (() => void) | undefined
  private isPolling = false
  private isPaused = false
  private isDisposed = false
  private failures = 0
  private lastChecked: number | undefined
  private trouble: TripoError | undefined

  constructor(
    private readonly transport: Transport,
    dialect: DialectSpec,
    private readonly reader: TaskReader,
    private readonly onHealth?: (health: FollowHealth) => void,
  ) {
    this.watch = new Watch(transport, dialect, (task) => this.take(task, true))
  }

  get health(): FollowHealth {
    return { lastChecked: this.lastChecked, trouble: this.trouble, push: this.watch.mode }
  }

  /**
   * Follows a task until it is final, whatever its end. Rejects when it is stopped, when the service does not know the
   * task or no longer takes the key, and after 10 minutes of a status that is not known here.
   */
  follow(id: string, options: FollowOptions = {}): Promise<Task> {
    return new Promise((resolve, reject) => {
      const { signal } = options
      if (this.isDisposed || signal?.aborted) {
        reject(signal?.reason ?? new DOMException('The client was closed.', 'AbortError'))
        return
      }
      checkTaskId(id)
      const abort = () => end(() => reject(signal?.reason))
      const end = (tell: () => void) => {
        signal?.removeEventListener('abort', abort)
        this.forget(entry)
        tell()
      }
      const entry: Followed = {
        ...options,
        id,
        since: this.now(),
        missing: 0,
        settle: (task) => end(() => resolve(task)),
        reject: (error) => end(() => reject(error)),
      }
      signal?.addEventListener('abort', abort, { once: true })
      const entries = this.followed.get(id) ?? new Set()
      this.followed.set(id, entries.add(entry))
      this.watch.add(id)
      this.schedule(0)
    })
  }

  /** Asks the service about all tasks now. */
  checkNow(): void {
    this.schedule(0)
  }

  /** Stops asking, such as while the window sleeps; `resume` asks at once. */
  pause(): void {
    this.isPaused = true
    this.cancelTick?.()
  }

  resume(): void {
    this.isPaused = false
    this.schedule(0)
  }

  /** Ends everything; what is followed is rejected with an AbortError. */
  dispose(): void {
    this.isDisposed = true
    this.cancelTick?.()
    for (const entry of this.entries()) entry.reject(new DOMException('The client was closed.', 'AbortError'))
    this.watch.dispose()
  }

  private now(): number {
    return this.transport.resources.clock.now()
  }

  private entries(): Followed[] {
    return [...this.followed.values()].flatMap((entries) => [...entries])
  }

  private forget(entry: Followed): void {
    const entries = this.followed.get(entry.id)
    entries?.delete(entry)
    if (!entries || entries.size > 0) return
    this.followed.delete(entry.id)
    this.watch.remove(entry.id)
    if (this.followed.size === 0) this.cancelTick?.()
  }

  private schedule(delay: number): void {
    this.cancelTick?.()
    if (this.isPaused || this.isDisposed || this.isPolling || this.followed.size === 0) return
    this.cancelTick = this.transport.resources.clock.after(delay, () => void this.tick())
  }

  private async tick(): Promise<void> {
    if (this.isPolling) return
    this.isPolling = true
    try {
      await this.poll()
      this.failures = 0
      this.trouble = undefined
      this.lastChecked = this.now()
    } catch (error) {
      this.failures += 1
      this.trouble = error instanceof TripoError ? error : undefined
      // Only a refused key, or a mistake of ours, ends the following.
      const isHopeless = !(error instanceof TripoError) || (error instanceof TripoApiError && !error.retryable)
      if (isHopeless) for (const entry of this.entries()) entry.reject(error)
    } finally {
      this.isPolling = false
    }
    this.onHealth?.(this.health)
    this.schedule(this.pace())
  }

  private async poll(): Promise<void> {
    // The tick itself repeats, so a request is made once; its failure slows the next tick down.
    const readings = await this.reader.many([...this.followed.keys()], { attempts: 1 })
    for (const [id, reading] of readings) {
      if (reading instanceof TripoError) this.miss(id, reading)
      else this.take(reading, false)
    }
  }

  /** The service has nothing to say about a task; after a few times that is final. */
  private miss(id: string, error: TripoError): void {
    for (const entry of [...(this.followed.get(id) ?? [])]) {
      entry.missing += 1
      const mayAppear = error.httpStatus === 404 && entry.last === undefined && entry.missing < MISSING_LIMIT
      if (!mayAppear) entry.reject(error)
    }
  }

  private take(task: Task, isPushed: boolean): void {
    const now = this.now()
    for (const entry of [...(this.followed.get(task.taskId) ?? [])]) {
      if (isPushed) entry.pushedAt = now
      else this.noticeSilence(entry, task, now)
      if (isStale(task, entry.last)) continue
      entry.last = task
      entry.missing = 0
      try {
        entry.onUpdate?.(task)
      } catch (error) {
        // A listener's mistake must not end the following of other tasks.
        entry.reject(error)
        continue
      }
      if (isFinal(task)) entry.settle(task)
      else if (isUnknownStatus(task)) this.noticeUnknown(entry, task, now)
      else entry.unknownSince = undefined
    }
  }

  private noticeUnknown(entry: Followed, task: Task, now: number): void {
    entry.unknownSince ??= now
    if (now - entry.unknownSince >= UNKNOWN_LIMIT_MS) entry.reject(unknownStatus(task.taskId, task.status))
  }

  /** A poll that knows more than an open socket told: the socket is no good. */
  private noticeSilence(entry: Followed, task: Task, now: number): void {
    const changed = entry.last && (entry.last.status !== task.status || entry.last.progress !== task.progress)
    const quietSince = entry.pushedAt ?? entry.since
    if (changed && this.watch.covers(entry.id) && now - quietSince > SILENCE_MS) this.watch.demote()
  }

  /** Milliseconds until the next poll. */
  private pace(): number {
    if (this.failures > 0) {
      const slower = PACE.normal * 2 ** Math.min(this.failures - 1, 5)
      const asked = this.entries().map((entry) => (entry.pollingInterval ?? 0) * 1000)
      return Math.min(PACE.worst, Math.max(slower, ...asked))
    }
    return Math.min(...this.entries().map((entry) => this.paceOf(entry)))
  }

  private paceOf(entry: Followed): number {
    if (entry.pollingInterval !== undefined) return Math.max(100, entry.pollingInterval * 1000)
    if (this.watch.covers(entry.id)) return PACE.besidePush
    const { last } = entry
    const isNearEnd = last !== undefined && (last.progress >= 85 || (last.runningLeftTime ?? Infinity) <= 4)
    if (isNearEnd) return PACE.quick
    const age = this.now() - entry.since
    if (age < 10_000) return PACE.quick
    return (last?.queuingNum ?? 0) > 3 || age > 180_000 ? PACE.slow : PACE.normal
  }
}

/** Whether news is older than what is known: a late frame or answer must not turn progress back. */
function isStale(task: Task, last: Task | undefined): boolean {
  if (!last || isFinal(task)) return false
  if (last.status === 'running' && task.status === 'queued') return true
  return last.status === task.status && task.progress < last.progress
}
