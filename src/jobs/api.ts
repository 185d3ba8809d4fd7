// The interface of src/jobs for the other layers. One class implements it (jobs.ts); code that needs only a part of it takes a
// `Pick` of this interface. Everything that spends credits passes `JobServices.withinLimits`.
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
  /** A job that ran in this window ended: delivered, failed, unconfirmed, or blocked by a problem. */
  onDidFinish(listener: (job: JobView) => void): Disposable
  /** All jobs except dismissed ones, newest first. */
  list(): readonly JobView[]
  get(id: string): JobView | undefined
  /** The journal's record of a job in this window's list. */
  record(id: string): JobRecord | undefined
  /** Absolute path of a job's rendered picture. */
  thumbnail(id: string): string | undefined
  /** Progress of chains and batches, and their remaining cost. */
  readonly groups: Pick<Groups, 'summary' | 'leftOf'>
  /** All jobs of all workspaces, also dismissed ones. */
  readonly history: Pick<History, 'search' | 'deliverAgain' | 'recordFound' | 'importOf' | 'dismissed'>

  /**
   * Submits the checked requests of one click. Several requests become a batch, one with further steps a chain.
   * Rejects with a JobError when one cannot be recorded; then nothing is sent.
   * @returns the ids of the jobs as soon as their records are on disk; empty when the person cancelled
   */
  start(requests: readonly ChainRequest[], destination: Destination): Promise<readonly string[]>
  /**
   * Runs further steps on a finished job's result.
   * @param local local tools that run on the last result
   * @returns the new jobs' ids; empty when the person cancelled
   */
  continueWith(id: string, steps: readonly RequestStep[], local?: readonly LocalStep[]): Promise<readonly string[]>
  /** Resumes a chain or batch: failed and held requests are sent (again), with `amend` applied; finished ones stay. */
  resumeGroup(id: string, amend?: Amend): Promise<void>
  /** Resends an unconfirmed or failed request at the person's explicit wish: it may be paid for twice. */
  submitAgain(id: string, amend?: Amend): Promise<void>

  /**
   * Stops waiting for a job. Before its task is created it is cancelled and nothing is billed; after that the service
   * continues, and the result can be fetched.
   */
  cancel(id: string): Promise<'cancelled' | 'stopped' | 'ended'>
  /**
   * Resumes a job whose task exists at the service: after a stop, a failed download, or with the right key.
   * @param options `anySize`: the person has allowed a result above the size limit
   */
  fetch(id: string, options?: { anySize?: true }): Promise<void>
  /** Assigns an existing task to an unconfirmed job and fetches its result. */
  adopt(id: string, taskId: string): Promise<void>
  /** Adds a task that was created elsewhere or that no job knows. @returns the new job's id */
  addTask(taskId: string, destination: Destination): Promise<string>
  /** Places a finished result, in another folder if one is given. */
  retryDelivery(id: string, target?: Target): Promise<void>
  /** Places a finished variation in the results folder. */
  keep(id: string): Promise<void>
  /** Removes an ended job from the list. Its record stays for at least 400 days; a result that is not placed yet is discarded. */
  dismiss(id: string): Promise<void>
  /**
   * Records that files of a delivered job were moved. If several windows notice, one of them records it.
   * @param moved new absolute paths by the old ones
   */
  relocate(id: string, moved: ReadonlyMap<string, string>): Promise<void>
  /** Notifies listeners that these jobs changed: their files are missing now, or are back. */
  refresh(ids: readonly string[]): void

  /**
   * Reads the journal and resumes interrupted jobs; called again whenever a workspace folder was added. Resolves when
   * the list is complete; jobs keep running.
   */
  recover(): Promise<void>
  /** Stops all running jobs; their records allow the next start to resume them. Takes at most two seconds. */
  dispose(): Promise<void>
}
