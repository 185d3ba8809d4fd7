// One job while the extension runs: its record with what is written of it, what is known only now, and its stop button.
import type { JobView, Problem } from '../protocol/index.ts'
import type { Clock } from '../tripo/resources.ts'
import type { Journal } from './journal.ts'
import { elsewhere, problemOf } from './problems.ts'
import type { JobRecord } from './record.ts'
import { clockOf, type JobServices } from './service.ts'
import { type Live, viewOf } from './view.ts'

/** Why a run is ended from outside. */
export class Stop extends Error {
  override readonly name = 'AbortError'
  constructor(readonly why: 'cancel' | 'dispose') {
    super(why)
  }
}

/** What `work` gives, unless the signal comes first: for work that does not know the signal and may be left alone. */
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
  private live: Live | undefined
  private controller: AbortController | undefined
  private done: Promise<void> = Promise.resolve()

  constructor(
    private current: JobRecord,
    private readonly journal: Journal,
    private readonly services: JobServices,
    private readonly changed: (job: Job) => void,
  ) {}

  get record(): JobRecord {
    return this.current
  }

  get view(): JobView {
    return viewOf(this.current, this.live, this.services)
  }

  get isRunning(): boolean {
    return this.controller !== undefined
  }

  /** The run is over but for writing down how. */
  get isEnding(): boolean {
    return this.isRunning && this.live === undefined
  }

  /** Resolves when the present run, if any, has ended. */
  get ended(): Promise<void> {
    return this.done
  }

  get clock(): Clock {
    return clockOf(this.services)
  }

  now(): number {
    return this.clock.now()
  }

  /** Writes the record, and only then takes it for true. Rejects when it cannot be written. */
  async save(patch: Partial<JobRecord>): Promise<void> {
    await this.checkOwn(patch)
    const next = { ...this.current, ...patch, updatedAt: this.now() }
    await this.journal.write(next)
    this.adopt(next, patch)
  }

  /**
   * Takes a fact for true that has already happened, and writes it. A journal that cannot be written is reported and
   * does not end the job: the next write brings it up to date.
   */
  async keep(patch: Partial<JobRecord>): Promise<void> {
    await this.checkOwn(patch)
    const next = { ...this.current, ...patch, updatedAt: this.now() }
    this.adopt(next, patch)
    await this.journal.write(next).catch((error: unknown) => this.services.onTrouble?.(problemOf(error)))
  }

  /** Rejects when another window has taken the job over, as after this one was asleep: it must not be run twice. */
  async checkOwn(patch: Partial<JobRecord> = {}): Promise<void> {
    if ('window' in patch && patch.window !== undefined) return
    const written = await this.journal.find(this.current.id)
    if (written && written.window !== this.current.window) throw elsewhere()
  }

  /** Takes for true what is on disk. */
  async reread(): Promise<void> {
    const written = await this.journal.find(this.current.id)
    if (written) this.take(written)
  }

  /** Takes what another window has written for true. */
  take(written: JobRecord): void {
    this.current = written
    this.changed(this)
  }

  private adopt(next: JobRecord, patch: Partial<JobRecord>): void {
    this.current = next
    // A new step begins with nothing known of its progress.
    if (patch.state && this.live) this.live = { lastCheckedAt: this.live.lastCheckedAt }
    this.changed(this)
  }

  /** Shows how a running job is doing. */
  show(live: Live): void {
    const before = this.live
    if (!before) return
    this.live = { ...before, ...live }
    const isNews =
      this.live.phase !== before.phase ||
      this.live.queuePlace !== before.queuePlace ||
      this.live.secondsLeft !== before.secondsLeft ||
      this.live.lastCheckedAt !== before.lastCheckedAt ||
      Math.round((this.live.progress ?? -1) * 200) !== Math.round((before.progress ?? -1) * 200)
    if (isNews) this.changed(this)
  }

  /**
   * Runs `work` with a signal; `trouble` takes what it throws. Returns false when the job is running already.
   */
  start(work: (signal: AbortSignal) => Promise<void>, trouble: (error: unknown) => Promise<void>): boolean {
    if (this.controller) return false
    const controller = new AbortController()
    this.controller = controller
    this.live = {}
    this.current = { ...this.current, problem: undefined }
    const run = async () => {
      try {
        await work(controller.signal)
      } catch (error) {
        this.live = undefined
        await trouble(error)
      } finally {
        this.controller = undefined
        this.live = undefined
        this.changed(this)
      }
    }
    this.done = run().catch((error: unknown) => this.services.onTrouble?.(problemOf(error)))
    this.changed(this)
    return true
  }

  stop(why: 'cancel' | 'dispose'): void {
    this.controller?.abort(new Stop(why))
  }

  /** Reports trouble that does not end the job. */
  report(problem: Problem): void {
    this.services.onTrouble?.(problem)
  }
}
