// What src/jobs does for the other layers, as one interface; one object implements it (jobs.ts), and whoever needs a part of
// it asks for that part of this interface. All that spends passes `JobServices.withinLimits`.
import type { ChainRequest, JobView, LocalStep, RequestStep } from '../protocol/index.ts'
import type { Amend } from './adopt.ts'
import type { Destination } from './context.ts'
import type { Groups } from './groups/group.ts'
import type { History } from './history.ts'
import type { Disposable } from './listeners.ts'
import type { JobRecord, Target } from './store/record.ts'

export interface JobsApi {
  /** Ids of jobs that changed, appeared or were dismissed (then `get` has nothing). */
  onDidChange(listener: (ids: readonly string[]) => void): Disposable
  /** A job ended while it ran here: delivered, failed, unconfirmed, or held up by a problem. */
  onDidFinish(listener: (job: JobView) => void): Disposable
  /** All jobs but dismissed ones, newest first. */
  list(): readonly JobView[]
  get(id: string): JobView | undefined
  /** What the journal has of a job of this window's list. */
  record(id: string): JobRecord | undefined
  /** Absolute path of a job's rendered picture. */
  thumbnail(id: string): string | undefined
  /** How far chains and batches are, and what of them is still to be paid. */
  readonly groups: Pick<Groups, 'summary' | 'leftOf'>
  /** Everything ever done, also in other workspaces. */
  readonly history: Pick<History, 'search' | 'deliverAgain' | 'noteFound' | 'importOf' | 'dismissed'>

  /**
   * Takes checked requests of one click, each of which is sent once: several become a batch, one with further steps a chain.
   * Rejects with a JobError when one cannot be noted, and then sends nothing.
   * @returns the ids of their jobs as soon as they are on disk; none when the person called it off
   */
  start(requests: readonly ChainRequest[], destination: Destination): Promise<readonly string[]>
  /**
   * Makes something of a finished job's result, step by step.
   * @param local what this machine does with the last result
   * @returns the new jobs' ids; none when the person called it off
   */
  continueWith(id: string, steps: readonly RequestStep[], local?: readonly LocalStep[]): Promise<readonly string[]>
  /** Goes on with a chain or batch: what failed or was held is sent (again), amended; what is done stays. */
  resumeGroup(id: string, amend?: Amend): Promise<void>
  /** Sends an unconfirmed or failed request again, because the person says so: it may be paid twice. */
  submitAgain(id: string, amend?: Amend): Promise<void>

  /**
   * Stops waiting for a job. Before its task was created it is really cancelled and nothing is billed; afterwards the
   * service goes on, and the result can be fetched.
   */
  cancel(id: string): Promise<'cancelled' | 'stopped' | 'ended'>
  /**
   * Goes on with a job whose task is at the service: after a stop, a failed download, or with the right key.
   * @param options `anySize`: a result above the limit too, since the person says so
   */
  fetch(id: string, options?: { anySize?: true }): Promise<void>
  /** Makes a task of the service the answer to an unconfirmed job, and fetches its result. */
  adopt(id: string, taskId: string): Promise<void>
  /** Adds a task that was made elsewhere, or that no job knows; gives the new job's id. */
  addTask(taskId: string, destination: Destination): Promise<string>
  /** Places a finished result, in another folder if one is given. */
  retryDelivery(id: string, target?: Target): Promise<void>
  /** Puts a finished variation where results go. */
  keep(id: string): Promise<void>
  /** Takes an ended job out of the list. Its record stays for 400 days at least; a result that has no place yet is given up. */
  dismiss(id: string): Promise<void>
  /** Notes that files of a delivered job are at other absolute paths now. Of several windows that see it, one does. */
  relocate(id: string, moved: ReadonlyMap<string, string>): Promise<void>
  /** Tells that these jobs are to be looked at anew: whether their files are missing has changed. */
  refresh(ids: readonly string[]): void

  /**
   * Reads the journal and goes on with what was cut off; again whenever a workspace folder was added. Resolves when
   * the list is complete; jobs run on.
   */
  recover(): Promise<void>
  /** Ends all runs, leaving records from which the next start goes on. Takes at most two seconds. */
  dispose(): Promise<void>
}
