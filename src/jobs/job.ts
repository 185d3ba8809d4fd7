// One job at run time: its record, unsaved changes, its live state, and the means to stop it.

import type { JobView, Problem } from '../protocol/index.ts'
import { isElsewhere } from '../text/problem-codes.ts'
import type { Clock } from '../tripo/resources.ts'
import { elsewhere, problemOf } from './problems.ts'
import { clockOf, type JobServices } from './run/services.ts'
import type { Journal } from './store/journal.ts'
import type { JobRecord } from './store/record.ts'
import { type Live, viewOf } from './view.ts'

/** Why a run is ended from outside. */
export class Stop extends Error {
  override readonly name = 'AbortError'
  constructor(readonly why: 'cancel' | 'dispose') {
    super(why)
  }
}

/** The result of `work`, unless the signal aborts first; for work that does not take a signal and may be abandoned. */
export async function unlessStopped<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  let stop = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

export class Job {
  #live: Live | undefined
  #controller: AbortController | undefined
  #done: Promise<void> = Promise.resolve()
  /** Changes that could not be written yet; they are part of the next write. */
  #unwritten: Partial<JobRecord> = {}

  #current: JobRecord
  readonly #journal: Journal
  readonly #services: JobServices
  readonly #changed: (job: Job) => void

  constructor(current: JobRecord, journal: Journal, services: JobServices, changed: (job: Job) => void) {
    this.#current = current
    this.#journal = journal
    this.#services = services
    this.#changed = changed
  }

  get record(): JobRecord {
    return this.#current
  }

  get view(): JobView {
    return viewOf(this.#current, this.#live, this.#services)
  }

  get isRunning(): boolean {
    return this.#controller !== undefined
  }

  /** The run is over, except for recording its outcome. */
  get isEnding(): boolean {
    return this.isRunning && this.#live === undefined
  }

  /** Resolves when the current run, if any, has ended. */
  get ended(): Promise<void> {
    return this.#done
  }

  get clock(): Clock {
    return clockOf(this.#services)
  }

  now(): number {
    return this.clock.now()
  }

  /** Writes the record first and then updates the job. Rejects when it cannot be written. */
  save(patch: Partial<JobRecord>): Promise<void> {
    return this.#change(patch, (written) => this.#checkOwn(written))
  }

  /**
   * Updates the job with something that has already happened, and writes it. A journal that cannot be written is
   * reported and does not end the job: the next write includes the change.
   */
  persist(patch: Partial<JobRecord>): Promise<void> {
    return this.save(patch).catch((error: unknown) => this.#keepUnwritten(patch, error))
  }

  /**
   * Takes for true that the service has accepted the request as this task, also when another window believes that its
   * outcome is not known; unless that one has found the task meanwhile. False, and nothing is changed, when the request
   * was sent once more since, and the record names what came of that.
   */
  async accept(taskId: string, traceId?: string): Promise<boolean> {
    const { window } = this.#current
    const patch: Partial<JobRecord> = {
      state: 'following',
      taskId,
      traceId,
      submittedAt: this.now(),
      problem: undefined,
      window,
    }
    let isOther = false
    await this.#change(patch, (written) => {
      isOther = written?.taskId !== undefined && written.taskId !== taskId
      if (isOther || (written?.taskId === taskId && written.window !== window)) throw elsewhere()
      // The person has given it up; that it was paid for is noted all the same.
      patch.state = written?.state === 'dismissed' ? 'dismissed' : 'following'
    }).catch((error: unknown) => {
      if (!isOther) this.#keepUnwritten(patch, error)
    })
    return !isOther
  }

  /**
   * Goes on with a job that stood still, because the person says so, in this window. Rejects when another window has
   * done something about it since it was last looked at: of two that are told the same thing, one does it.
   */
  async resume(window: string, patch: Partial<JobRecord>): Promise<void> {
    const { revision, state } = this.#current
    await this.#change({ ...patch, window }, (written) => {
      this.#checkOwn(written)
      if (!written) return
      const isSame = written.window === window || written.revision === revision
      if (!isSame || written.state !== state) throw elsewhere()
    })
  }

  /** The same for what costs nothing: a journal that cannot be written is reported and holds nothing up. */
  resumeAnyway(window: string, patch: Partial<JobRecord>): Promise<void> {
    return this.resume(window, patch).catch((error: unknown) => this.#keepUnwritten({ ...patch, window }, error))
  }

  /** Makes the job a window's, from what is on disk. Rejects when a third window has it by now, or it is done. */
  takeOver(window: string, isUnfinished: (record: JobRecord) => boolean): Promise<void> {
    const make = (written = this.#current) => {
      this.#checkOwn(written)
      if (!isUnfinished(written)) throw elsewhere()
      return { ...written, window, updatedAt: this.now() }
    }
    return this.#journal.change(this.#current.id, make, (next) => this.replace(next))
  }

  /** Throws when another window has taken the job over, as after this one was asleep: it must not be run twice. */
  #checkOwn(written: JobRecord | undefined): void {
    if (written && written.window !== this.#current.window) throw elsewhere()
  }

  #change(patch: Partial<JobRecord>, check: (written: JobRecord | undefined) => void): Promise<void> {
    let pending = this.#unwritten
    const make = (written: JobRecord | undefined) => {
      check(written)
      pending = this.#unwritten
      return this.#patched(patch, written)
    }
    return this.#journal.change(this.#current.id, make, (next) => {
      if (this.#unwritten === pending) this.#unwritten = {}
      this.#apply(next, patch)
    })
  }

  /** What is on disk, with what is known better here. */
  #patched(patch: Partial<JobRecord>, written: JobRecord = this.#current): JobRecord {
    return { ...written, ...this.#unwritten, ...patch, updatedAt: this.now() }
  }

  /** A fact stays one when it cannot be written, but not when it is another window's to tell. */
  #keepUnwritten(patch: Partial<JobRecord>, error: unknown): void {
    if (isElsewhere(error)) throw error
    this.#unwritten = { ...this.#unwritten, ...patch }
    this.#apply(this.#patched(patch), patch)
    this.#services.onTrouble?.(problemOf(error))
  }

  /** Adopts the state on disk. */
  async reread(): Promise<void> {
    const written = await this.#journal.find(this.#current.id)
    if (written) this.replace(written)
  }

  /** Adopts what another window has written. */
  replace(written: JobRecord): void {
    this.#current = written
    this.#unwritten = {}
    this.#changed(this)
  }

  #apply(next: JobRecord, patch: Partial<JobRecord>): void {
    this.#current = next
    // A new step begins with nothing known of its progress.
    if (patch.state && this.#live) this.#live = { lastCheckedAt: this.#live.lastCheckedAt }
    this.#changed(this)
  }

  /** Updates the live state of a running job. */
  show(live: Live): void {
    const before = this.#live
    if (!before) return
    this.#live = { ...before, ...live }
    const isNews =
      this.#live.phase !== before.phase ||
      this.#live.waitingFor !== before.waitingFor ||
      this.#live.queuePlace !== before.queuePlace ||
      this.#live.secondsLeft !== before.secondsLeft ||
      this.#live.lastCheckedAt !== before.lastCheckedAt ||
      Math.round((this.#live.progress ?? -1) * 200) !== Math.round((before.progress ?? -1) * 200)
    if (isNews) this.#changed(this)
  }

  /**
   * Runs `work` with a signal; `trouble` takes what it throws. Returns false when the job is running already.
   */
  start(work: (signal: AbortSignal) => Promise<void>, trouble: (error: unknown) => Promise<void>): boolean {
    if (this.#controller) return false
    const controller = new AbortController()
    this.#controller = controller
    this.#live = {}
    // Written with what comes next.
    if (this.#current.problem) this.#unwritten = { ...this.#unwritten, problem: undefined }
    this.#current = { ...this.#current, problem: undefined }
    const run = async () => {
      try {
        await work(controller.signal)
      } catch (error) {
        this.#live = undefined
        await trouble(error)
      } finally {
        this.#controller = undefined
        this.#live = undefined
        this.#changed(this)
      }
    }
    this.#done = run().catch((error: unknown) => this.#services.onTrouble?.(problemOf(error)))
    this.#changed(this)
    return true
  }

  stop(why: 'cancel' | 'dispose'): void {
    this.#controller?.abort(new Stop(why))
  }

  /** Reports a failure that does not end the job. */
  report(problem: Problem): void {
    this.#services.onTrouble?.(problem)
  }
}
