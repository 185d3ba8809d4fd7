// Taking jobs over from windows that are gone, and following along with those that other windows run.
import { sleep } from '../tripo/resources.ts'
import type { Job } from './job.ts'
import type { Journal } from './journal.ts'
import { cutOff, isElsewhere, problemOf, tooOld } from './problems.ts'
import { type JobRecord, UNDERWAY, UNSENT } from './record.ts'
import type { Windows } from './windows.ts'

/** A request that waited longer than this is not sent unasked any more. */
const FRESH = 24 * 3600 * 1000
/** Milliseconds in which two windows that reach for one job at the same moment have both written their names. */
const CONTEST = 50
/** Records read at each look at other windows' jobs: of hundreds, all have their turn within some looks. */
const AT_A_LOOK = 50

/** Whether something is still to be done for a job without anybody asking. */
export const isUnfinished = ({ state, problem }: JobRecord) =>
  // An unsent request with a problem waits for the person.
  (UNSENT.includes(state) && !problem) || UNDERWAY.includes(state) || state === 'submitting'

/**
 * The change to a record that a dead window left, before it may go on; undefined when it can go on as it is. A creation
 * that was cut off is never sent again: its task may exist.
 */
export function recovered(record: JobRecord, now: number): Partial<JobRecord> | undefined {
  if (record.state === 'submitting') return { state: 'unconfirmed', problem: cutOff().problem }
  if (UNSENT.includes(record.state) && now - record.createdAt > FRESH)
    return { state: 'failed', problem: tooOld().problem }
  return undefined
}

export class Recovery {
  /** Unfinished jobs that another window runs, as far as is known. */
  private readonly foreign = new Set<Job>()
  /** Jobs whose trouble with the journal was told. */
  private readonly troubled = new WeakSet<Job>()
  private cancelLook: (() => void) | undefined
  private isEnded = false

  constructor(
    private readonly journal: Journal,
    private readonly windows: Windows,
    private readonly start: (job: Job) => void,
    /** A job that another window ran has ended. */
    private readonly ended: (job: Job) => void,
  ) {}

  /** Runs an unfinished job here when no other window does; else keeps an eye on it. */
  async adopt(job: Job): Promise<void> {
    if (this.isEnded || job.isRunning || !isUnfinished(job.record)) return
    if (!(await this.isFree(job))) {
      this.watch(job)
      return
    }
    try {
      if (!(await this.takeOver(job))) {
        await job.reread()
        this.watch(job)
      }
    } catch (error) {
      // Lost to another window between two writes; else the journal cannot be written, which is tried again.
      if (isElsewhere(error)) await job.reread()
      else this.tellOnce(job, error)
      this.watch(job)
    }
  }

  private tellOnce(job: Job, error: unknown): void {
    if (!this.troubled.has(job)) job.report(problemOf(error))
    this.troubled.add(job)
  }

  /** Makes the job this window's and goes on with it; false when another window is faster. */
  private async takeOver(job: Job): Promise<boolean> {
    const { window } = job.record
    const isFirst = await this.journal.alone(job.record.id, () => job.takeOver(this.windows.own, isUnfinished))
    if (!isFirst) return false
    // A store without marks: the last one to write has it.
    if (window !== this.windows.own) await sleep(this.windows.clock, CONTEST)
    await job.checkWritten()
    const isClaimed = UNSENT.includes(job.record.state) && (await this.journal.isClaimed(job.record.id))
    const patch = recovered(isClaimed ? { ...job.record, state: 'submitting' } : job.record, job.now())
    if (patch) await job.keep(patch)
    else if (!this.isEnded) this.start(job)
    return true
  }

  /** Keeps an eye on a job that another window runs. */
  private watch(job: Job): void {
    if (this.isEnded) return
    this.foreign.add(job)
    this.cancelLook ??= this.windows.clock.after(this.windows.lease.look, () => void this.look())
  }

  /** Whether no other living window runs a job; takes what that window has written about it. */
  async isFree(job: Job, isAlive = (window: string | undefined) => this.windows.isAlive(window)): Promise<boolean> {
    const { window } = job.record
    const isOwn = window === this.windows.own
    const isRunElsewhere = !isOwn && (await isAlive(window))
    if (isOwn && job.isRunning) return true
    // Read after the look: a window writes its last words before it goes.
    const written = await this.journal.findNewer(job.record)
    // Here it may be known better than it could be written.
    const isKnown = !written || (isOwn && written.window === window)
    if (isKnown || job.isRunning) return !isRunElsewhere
    job.take(written)
    return written.window === window ? !isRunElsewhere : this.isFree(job, isAlive)
  }

  /** Takes what other windows have done about a job that ended here, and watches it if that goes on. */
  async refresh(job: Job): Promise<void> {
    if (job.isRunning) return
    await this.isFree(job)
    await this.adopt(job)
  }

  end(): void {
    this.isEnded = true
    this.cancelLook?.()
  }

  private async look(): Promise<void> {
    this.cancelLook = undefined
    const jobs = [...this.foreign].slice(0, AT_A_LOOK)
    const signs = new Map<string | undefined, Promise<boolean>>()
    const isAlive = (window: string | undefined) => {
      const sign = signs.get(window) ?? this.windows.isAlive(window)
      signs.set(window, sign)
      return sign
    }
    const looks = jobs.map(async (job) => {
      // Watched on, it goes to the end of the line.
      this.foreign.delete(job)
      if (!(await this.isFree(job, isAlive)) && isUnfinished(job.record)) this.watch(job)
      else if (isUnfinished(job.record)) await this.adopt(job)
      else this.ended(job)
    })
    await Promise.allSettled(looks)
    const [next] = this.foreign
    if (next) this.watch(next)
  }
}
