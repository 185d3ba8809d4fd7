// Takes over jobs from windows that are gone, and follows jobs that other windows run.
import { isElsewhere } from '../../text/problem-codes.ts'
import type { Job } from '../job.ts'
import { cutOff, problemOf, tooOld } from '../problems.ts'
import { endUnsent } from '../run/runner.ts'
import { UNDERWAY, UNSENT } from '../states.ts'
import type { Journal } from './journal.ts'
import type { JobRecord } from './record.ts'
import type { Windows } from './windows.ts'

/** A request that waited longer than this is not sent unasked any more. */
const FRESH = 24 * 3600 * 1000
/** Records read at each look at other windows' jobs: of hundreds, all have their turn within some looks. */
const AT_A_LOOK = 50

/** Whether something is still to be done for a job without anybody asking. */
export const isUnfinished = ({ state, problem }: JobRecord) =>
  // An unsent request with a problem waits for the person.
  (UNSENT.includes(state) && !problem) || UNDERWAY.includes(state) || state === 'submitting'

/** Whether it may be that a job's request was sent, as far as its state says. */
const mayBeSent = ({ state }: JobRecord) => state === 'submitting' || UNSENT.includes(state)

export class Recovery {
  /** Unfinished jobs that another window runs, as far as is known. */
  readonly #foreign = new Set<Job>()
  /** Jobs whose trouble with the journal was told. */
  readonly #troubled = new WeakSet<Job>()
  #cancelLook: (() => void) | undefined
  #isEnded = false

  readonly #journal: Journal
  readonly #windows: Windows
  readonly #start: (job: Job) => void
  /** A job that another window ran has ended. */
  readonly #ended: (job: Job) => void

  constructor(
    journal: Journal,
    windows: Windows,
    start: (job: Job) => void,

    ended: (job: Job) => void,
  ) {
    this.#journal = journal
    this.#windows = windows
    this.#start = start
    this.#ended = ended
  }

  /** Runs an unfinished job here if no other window does; else watches it. */
  async recover(job: Job): Promise<void> {
    if (this.#isEnded || job.isRunning || !isUnfinished(job.record)) return
    if (!(await this.isFree(job))) {
      this.#watch(job)
      return
    }
    try {
      await this.#takeOver(job)
    } catch (error) {
      // Lost to another window between two writes; else the journal cannot be written, which is tried again.
      if (isElsewhere(error)) await job.reread()
      else this.#reportOnce(job, error)
      this.#watch(job)
    }
  }

  #reportOnce(job: Job, error: unknown): void {
    if (!this.#troubled.has(job)) job.report(problemOf(error))
    this.#troubled.add(job)
  }

  /** Makes the job this window's and goes on with it. Rejects when another window is faster. */
  async #takeOver(job: Job): Promise<void> {
    await job.takeOver(this.#windows.own, isUnfinished)
    const canGoOn = !mayBeSent(job.record) || (await this.#prepare(job))
    if (canGoOn && !this.#isEnded) this.#start(job)
  }

  /**
   * Brings a record that a window left before it knew its task to where it can go on; false when it cannot. A creation
   * that was perhaps sent is never sent again: its task may exist.
   */
  async #prepare(job: Job): Promise<boolean> {
    const { record } = job
    const { attempts } = this.#journal
    // Earlier versions of the extension sent without a claim.
    const isMarked = await this.#journal.isMarked(record.id)
    const isOld = isMarked || (record.state === 'submitting' && record.attempt === undefined)
    const next = await attempts.next(record)
    if (next.kind === 'accepted') {
      await job.persist({ state: 'following', taskId: next.taskId, submittedAt: job.now(), problem: undefined })
      return true
    }
    if (isOld || next.kind === 'open') {
      await job.persist({ state: 'unconfirmed', problem: cutOff().problem })
      if (isMarked) await this.#journal.unmark(record.id)
      return false
    }
    if (job.now() - record.createdAt > FRESH) {
      await endUnsent(job, this.#journal, { state: 'failed', problem: tooOld().problem })
      return false
    }
    if (record.state === 'submitting') await job.persist({ state: 'uploading' })
    return true
  }

  /** Takes up a request of unknown outcome whose sender has noted its task after all. */
  async #reconsider(job: Job): Promise<void> {
    const next = await this.#journal.attempts.next(job.record)
    if (next.kind !== 'accepted') return
    const patch = { state: 'following', taskId: next.taskId, submittedAt: job.now(), problem: undefined } as const
    await job.resume(this.#windows.own, patch)
    if (!this.#isEnded) this.#start(job)
  }

  /** Keeps an eye on a job that another window runs. */
  #watch(job: Job): void {
    if (this.#isEnded) return
    this.#foreign.add(job)
    this.#cancelLook ??= this.#windows.clock.after(this.#windows.lease.look, () => void this.#look())
  }

  /** Whether no other living window runs a job; takes what that window has written about it. */
  async isFree(job: Job, isAlive = (window: string | undefined) => this.#windows.isAlive(window)): Promise<boolean> {
    const { window } = job.record
    const isOwn = window === this.#windows.own
    const isRunElsewhere = !isOwn && (await isAlive(window))
    if (isOwn && job.isRunning) return true
    // Read after the look: a window writes its last words before it goes.
    const written = await this.#journal.findNewer(job.record)
    // Here it may be known better than it could be written.
    const isKnown = !written || (isOwn && written.window === window)
    if (isKnown || job.isRunning) return !isRunElsewhere
    job.replace(written)
    return written.window === window ? !isRunElsewhere : this.isFree(job, isAlive)
  }

  /** Takes what other windows have done about a job that ended here, and watches it if that goes on. */
  async refresh(job: Job): Promise<void> {
    if (job.isRunning) return
    await this.isFree(job)
    // Whoever is faster has it.
    if (job.record.state === 'unconfirmed' && !this.#isEnded) await this.#reconsider(job).catch(() => undefined)
    await this.recover(job)
  }

  /**
   * Takes what other windows have done about a job that rested here, and goes on with it when that window is gone: a
   * person may have taken it up again there. What rests for this window's person goes on resting.
   */
  async catchUp(job: Job): Promise<void> {
    if (job.isRunning || this.#foreign.has(job)) return
    await this.isFree(job)
    if (job.record.window !== this.#windows.own) await this.recover(job)
  }

  end(): void {
    this.#isEnded = true
    this.#cancelLook?.()
  }

  async #look(): Promise<void> {
    this.#cancelLook = undefined
    const jobs = [...this.#foreign].slice(0, AT_A_LOOK)
    const signs = new Map<string | undefined, Promise<boolean>>()
    const isAlive = (window: string | undefined) => {
      const sign = signs.get(window) ?? this.#windows.isAlive(window)
      signs.set(window, sign)
      return sign
    }
    const looks = jobs.map(async (job) => {
      // Watched on, it goes to the end of the line.
      this.#foreign.delete(job)
      if (!(await this.isFree(job, isAlive)) && isUnfinished(job.record)) this.#watch(job)
      else if (isUnfinished(job.record)) await this.recover(job)
      else this.#ended(job)
    })
    await Promise.allSettled(looks)
    const [next] = this.#foreign
    if (next) this.#watch(next)
  }
}
