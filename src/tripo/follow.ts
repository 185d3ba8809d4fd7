// Follows many tasks to their end with as few requests as possible: push where the service has it, and one shared poll for all
// tasks beside it, scheduled by poll-schedule.ts. Network problems are reported and never stop it.
import type { DialectSpec } from './dialects/index.ts'
import { Durations } from './durations.ts'
import { TripoApiError, TripoError } from './errors.ts'
import { unknownStatus } from './failures.ts'
import { nextPoll, POLL_SCHEDULE, TaskPollSchedule } from './poll-schedule.ts'
import { isFinal, isUnknownStatus, outputFiles, type Task } from './task.ts'
import { checkTaskId, type TaskReader } from './task-reader.ts'
import { TaskSocket, type TaskSocketMode } from './task-socket.ts'
import type { Transport } from './transport.ts'

export interface FollowOptions {
  /** Stops following this task; the promise rejects with the signal's reason. */
  signal?: AbortSignal
  /** Every news of the task, also the final one. */
  onProgress?: (task: Task) => void
  /** Seconds between two polls; without it the schedule adapts. */
  pollingInterval?: number
}

/** How well following goes, for a visible "last checked". */
export interface FollowHealth {
  /** Milliseconds since the epoch of the last answer. */
  lastChecked?: number
  /** Why the last attempt failed, until one succeeds. */
  trouble?: TripoError
  push: TaskSocketMode
}

interface Followed extends FollowOptions {
  id: string
  since: number
  settle(task: Task): void
  reject(error: unknown): void
  schedule: TaskPollSchedule
  last?: Task
  /** When the last news was pushed. */
  pushedAt?: number
  unknownSince?: number
  missing: number
}

/** Milliseconds until the next try after trouble, doubling. */
const AFTER_TROUBLE = { first: 2000, worst: 30_000 }
/** A socket that has said nothing for so long about a task that has changed is given up. */
const SILENCE_MS = 8000
/** How long a status that is not known here is waited for. */
const UNKNOWN_LIMIT_MS = 10 * 60_000
/** A task just created may not be readable everywhere at once. */
const MISSING_LIMIT = 3

export interface FollowerOptions {
  /** After every poll. */
  onHealth?: (health: FollowHealth) => void
  /** What is known of how long tasks take; default: nothing yet. */
  durations?: Durations
}

export class Follower {
  readonly #followed = new Map<string, Set<Followed>>()
  readonly #watch: TaskSocket
  #cancelTick: (() => void) | undefined
  #isPolling = false
  #mustAsk = false
  #isPaused = false
  #isDisposed = false
  #failures = 0
  /** When it was last asked. */
  #asked = Number.NEGATIVE_INFINITY
  readonly #durations: Durations
  /** Ends a question that still waits for its turn. */
  #stop = new AbortController()
  #lastChecked: number | undefined
  #trouble: TripoError | undefined

  readonly #transport: Transport
  readonly #reader: TaskReader
  readonly #options: FollowerOptions

  constructor(transport: Transport, dialect: DialectSpec, reader: TaskReader, options: FollowerOptions = {}) {
    this.#transport = transport
    this.#reader = reader
    this.#options = options

    this.#durations = options.durations ?? new Durations()
    const reschedule = () => this.#schedule(this.#delay())
    this.#watch = new TaskSocket(transport, dialect, (task) => this.#receive(task, true), reschedule)
  }

  get health(): FollowHealth {
    return { lastChecked: this.#lastChecked, trouble: this.#trouble, push: this.#watch.mode }
  }

  /**
   * Follows a task until it is final, whatever its end. Rejects when it is stopped, when the service does not know the
   * task or no longer takes the key, and after 10 minutes of a status that is not known here.
   */
  follow(id: string, options: FollowOptions = {}): Promise<Task> {
    return new Promise((resolve, reject) => {
      const { signal } = options
      if (this.#isDisposed || signal?.aborted) {
        reject(signal?.reason ?? new DOMException('The client was closed.', 'AbortError'))
        return
      }
      checkTaskId(id)
      const abort = () => end(() => reject(signal?.reason))
      const end = (settle: () => void) => {
        signal?.removeEventListener('abort', abort)
        this.#forget(entry)
        settle()
      }
      const entry: Followed = {
        ...options,
        id,
        since: this.#now(),
        missing: 0,
        schedule: new TaskPollSchedule(this.#now(), this.#durations),
        settle: (task) => end(() => resolve(task)),
        reject: (error) => end(() => reject(error)),
      }
      signal?.addEventListener('abort', abort, { once: true })
      const entries = this.#followed.get(id) ?? new Set()
      this.#followed.set(id, entries.add(entry))
      this.#watch.add(id)
      this.#schedule(this.#delay())
    })
  }

  /** Asks the service about all tasks now. */
  checkNow(): void {
    // What is being asked right now may have been answered before whatever this is about.
    this.#mustAsk = this.#isPolling
    this.#schedule(0)
  }

  /** Stops asking, such as while the window sleeps; `resume` asks at once. */
  pause(): void {
    this.#isPaused = true
    this.#interrupt()
    this.#cancelTick?.()
  }

  resume(): void {
    this.#isPaused = false
    this.#schedule(0)
  }

  /** Ends everything; what is followed is rejected with an AbortError. */
  dispose(): void {
    this.#isDisposed = true
    this.#interrupt()
    this.#cancelTick?.()
    for (const entry of this.#entries()) entry.reject(new DOMException('The client was closed.', 'AbortError'))
    this.#watch.dispose()
  }

  #now(): number {
    return this.#transport.resources.clock.now()
  }

  #entries(): Followed[] {
    return [...this.#followed.values()].flatMap((entries) => [...entries])
  }

  #forget(entry: Followed): void {
    const entries = this.#followed.get(entry.id)
    entries?.delete(entry)
    if (!entries || entries.size > 0) return
    this.#followed.delete(entry.id)
    this.#watch.remove(entry.id)
    if (this.#followed.size > 0) return
    this.#interrupt()
    this.#cancelTick?.()
  }

  #interrupt(): void {
    this.#stop.abort(new DOMException('Nothing is followed now.', 'AbortError'))
    this.#stop = new AbortController()
  }

  #schedule(delay: number): void {
    this.#cancelTick?.()
    if (this.#isPaused || this.#isDisposed || this.#isPolling || this.#followed.size === 0) return
    this.#cancelTick = this.#transport.resources.clock.after(delay, () => void this.#tick())
  }

  async #tick(): Promise<void> {
    if (this.#isPolling) return
    this.#isPolling = true
    const { signal } = this.#stop
    try {
      await this.#poll(signal)
      this.#failures = 0
      this.#trouble = undefined
      this.#lastChecked = this.#now()
    } catch (error) {
      // Stopped by us; what is followed by now gets a tick of its own below.
      if (signal.aborted) return
      this.#failures += 1
      this.#trouble = error instanceof TripoError ? error : undefined
      // Only a refused key, or a mistake of ours, ends the following.
      const isHopeless = !(error instanceof TripoError) || (error instanceof TripoApiError && !error.retryable)
      if (isHopeless) for (const entry of this.#entries()) entry.reject(error)
    } finally {
      this.#isPolling = false
      this.#schedule(this.#mustAsk && this.#failures === 0 ? 0 : this.#delay())
      this.#mustAsk = false
    }
    this.#options.onHealth?.(this.health)
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const sent = this.#now()
    this.#asked = sent
    // The tick itself repeats, so a request is made once; its failure slows the next tick down.
    const readings = await this.#reader.many(this.#due(sent), { attempts: 1, signal })
    for (const [id, reading] of readings) {
      if (reading instanceof TripoError) this.#miss(id, reading)
      else this.#receive(reading, false)
    }
  }

  /** Whom to ask about: all, or with a budget as many as one request can, the likeliest to have ended first. */
  #due(now: number): string[] {
    const ids = [...this.#followed.keys()]
    const most = this.#reader.perRequest
    if (!this.#transport.rateLimiter || ids.length <= most) return ids
    const urgency = (id: string) =>
      Math.max(...[...(this.#followed.get(id) ?? [])].map(({ schedule }) => schedule.urgency(now)))
    const ranked = ids.map((id) => ({ id, urgency: urgency(id) })).sort((a, b) => b.urgency - a.urgency)
    return ranked.slice(0, most).map(({ id }) => id)
  }

  /** The service has nothing to say about a task; after a few times that is final. */
  #miss(id: string, error: TripoError): void {
    for (const entry of [...(this.#followed.get(id) ?? [])]) {
      entry.missing += 1
      const mayAppear = error.httpStatus === 404 && entry.last === undefined && entry.missing < MISSING_LIMIT
      if (!mayAppear) entry.reject(error)
    }
  }

  #receive(task: Task, isPushed: boolean): void {
    const now = this.#now()
    // An end that names no result is read before it is believed: a wrong one would lose the result, or have it paid twice.
    if (isPushed && isFinal(task) && !hasOutput(task)) {
      if (this.#followed.has(task.taskId)) this.checkNow()
      return
    }
    if (isPushed) this.#transport.rateLimiter?.observe(task)
    for (const entry of [...(this.#followed.get(task.taskId) ?? [])]) {
      if (isPushed) entry.pushedAt = now
      else this.#noticeSilence(entry, task, now)
      if (isStale(task, entry.last)) continue
      entry.last = task
      entry.missing = 0
      entry.schedule.observe(task, now)
      try {
        entry.onProgress?.(task)
      } catch (error) {
        // A listener's mistake must not end the following of other tasks.
        entry.reject(error)
        continue
      }
      if (isFinal(task)) entry.settle(task)
      else if (isUnknownStatus(task)) this.#noticeUnknown(entry, task, now)
      else entry.unknownSince = undefined
    }
  }

  #noticeUnknown(entry: Followed, task: Task, now: number): void {
    entry.unknownSince ??= now
    if (now - entry.unknownSince >= UNKNOWN_LIMIT_MS) entry.reject(unknownStatus(task.taskId, task.status))
  }

  /** A poll that knows more than an open socket told: the socket is no good. */
  #noticeSilence(entry: Followed, task: Task, now: number): void {
    const changed = entry.last && (entry.last.status !== task.status || entry.last.progress !== task.progress)
    const quietSince = entry.pushedAt ?? entry.since
    if (changed && this.#watch.covers(entry.id) && now - quietSince > SILENCE_MS) this.#watch.demote()
  }

  /** Milliseconds until the next poll. */
  #delay(): number {
    const entries = this.#entries()
    const own = entries.map(({ pollingInterval }) => pollingInterval && Math.max(100, pollingInterval * 1000))
    const asked = own.filter((ms) => ms !== undefined)
    if (this.#failures > 0) {
      const slower = AFTER_TROUBLE.first * 2 ** Math.min(this.#failures - 1, 5)
      return Math.min(AFTER_TROUBLE.worst, Math.max(slower, ...asked))
    }
    const now = this.#now()
    // The clock was set back while an answer was on its way.
    this.#asked = Math.min(this.#asked, now)
    const scheduled = entries.filter((entry) => entry.pollingInterval === undefined)
    const polled = scheduled.filter((entry) => !this.#watch.covers(entry.id)).map(({ schedule }) => schedule)
    const times = asked.map((ms) => this.#asked + ms)
    if (polled.length > 0) {
      times.push(nextPoll(polled, { now, asked: this.#asked, forecast: this.#transport.rateLimiter?.forecast() }))
    }
    if (polled.length < scheduled.length) times.push(this.#asked + POLL_SCHEDULE.besidePush)
    return Math.max(0, Math.min(...times) - now)
  }
}

/** Whether a task names anything that it has made or found out. */
const hasOutput = (task: Task) => task.output.riggable !== undefined || outputFiles(task).length > 0

/** Whether news is older than what is known: a late frame or answer must not turn progress back. */
function isStale(task: Task, last: Task | undefined): boolean {
  if (!last || isFinal(task)) return false
  if (last.status === 'running' && task.status === 'queued') return true
  return last.status === task.status && task.progress < last.progress
}
