// The implementation of JobsApi: submits requests, runs them concurrently, restores them from the journal after a restart, and
// carries out a person's actions on them.
import {
  type ChainRequest,
  type GenerateRequest,
  isBusy,
  type JobView,
  type LocalStep,
  type RequestStep,
} from '../protocol/index.ts'
import type { Clock } from '../tripo/resources.ts'
import { type Amend, addSurplus, addTask, adopt } from './adopt.ts'
import type { JobsApi } from './api.ts'
import type { Destination, JobContext } from './context.ts'
import { BatchQueue } from './groups/batch-queue.ts'
import { Chains, isWaiting } from './groups/chain.ts'
import { Groups } from './groups/group.ts'
import { History } from './history.ts'
import { Job } from './job.ts'
import { cancel, dismiss, fetchResult, relocate, retryDelivery } from './job-actions.ts'
import { keepVariation } from './keep.ts'
import { type Disposable, Listeners } from './listeners.ts'
import { elsewhere, problemOf, unknownJob } from './problems.ts'
import { Reconciler } from './reconcile.ts'
import { BackgroundDownloads, downloadThumbnail, isThumbnailDue } from './run/background-downloads.ts'
import { run, settle } from './run/runner.ts'
import { clockOf, type JobServices } from './run/services.ts'
import type { SubmitContext } from './run/submit.ts'
import { Journal } from './store/journal.ts'
import type { JobRecord, Target } from './store/record.ts'
import { isUnfinished, Recovery } from './store/recovery.ts'
import { Scan } from './store/scan.ts'
import { Spending } from './store/spending.ts'
import { sweepSettled } from './store/sweep.ts'
import { Windows } from './store/windows.ts'
import { Submissions } from './submissions.ts'
import { withMissing } from './view.ts'

/** Longest that `dispose` waits for the disk and the network, in milliseconds. */
const DISPOSE_TIMEOUT = 2000

/** Opens the jobs of a journal; nothing is read or sent before `recover`, or the first of its methods. */
export const openJobs = (services: JobServices): JobsApi => new Jobs(services)

export class Jobs implements JobsApi {
  readonly #journal: Journal
  readonly #windows: Windows
  readonly #recovery: Recovery
  readonly #jobs = new Map<string, Job>()
  readonly #changed: Listeners<readonly string[]>
  readonly #finished: Listeners<JobView>
  readonly #clock: Clock
  /** The end of fetching pictures of jobs that ended in earlier runs. */
  #thumbnails: Promise<void> = Promise.resolve()
  readonly #disposing = new AbortController()
  #isDisposed = false
  readonly #context: JobContext
  readonly #batchQueue = new BatchQueue()
  readonly #submitContext: SubmitContext
  readonly #chains: Chains
  /** Chains of steps and batches of requests. */
  readonly groups: Groups
  /** What was done, in all workspaces. */
  readonly history: History
  /** What was spent today, in all windows. */
  readonly spending: Spending
  readonly #backgroundDownloads: BackgroundDownloads
  readonly #reconciler: Reconciler
  readonly #scan: Scan
  readonly #submissions: Submissions
  readonly #services: JobServices

  constructor(services: JobServices) {
    this.#services = services
    const onTrouble = (error: unknown) => services.onTrouble?.(problemOf(error))
    this.#changed = new Listeners(onTrouble)
    this.#finished = new Listeners(onTrouble)
    const clock = clockOf(services)
    const windows = new Windows(services.store, clock, services.lease)
    const journal = new Journal(services.store, clock, windows.lease.gone)
    this.#clock = clock
    this.#windows = windows
    this.#journal = journal
    this.#context = {
      services,
      journal,
      window: windows.own,
      clock,
      now: () => clock.now(),
      all: () => [...this.#jobs.values()],
      findEnded: (id) => this.#findEnded(id),
      ready: () => windows.begin(),
      follow: (job) => this.#recovery.refresh(job),
      isAlive: (window) => windows.isAlive(window),
      add: (record) => this.#add(record),
      beingWritten: new Set(),
      start: (job) => {
        if (!this.#isDisposed) this.#start(job)
      },
    }
    this.#submitContext = {
      journal,
      batchQueue: this.#batchQueue,
      addSurplus: (record, taskId) => addSurplus(this.#context, record, taskId),
    }
    this.#chains = new Chains(this.#context)
    this.history = new History(this.#context)
    this.spending = new Spending(journal, clock, (window) => windows.isAlive(window))
    this.#reconciler = new Reconciler(this.#context, windows.lease.reconcile, (job) => this.#notify(job))
    this.#backgroundDownloads = new BackgroundDownloads(journal, services)
    this.groups = new Groups(this.#context, this.#batchQueue)
    this.#submissions = new Submissions({
      ...{ context: this.#context, groups: this.groups, spending: this.spending },
      record: (id) => this.record(id),
    })
    this.#recovery = new Recovery(
      journal,
      windows,
      (job) => this.#start(job),
      (job) => this.#finish(job),
    )
    this.#scan = new Scan(this.#context, windows.lease, this.#backgroundDownloads, this.#recovery, (id) =>
      this.#jobs.get(id),
    )
  }

  onDidChange(listener: (ids: readonly string[]) => void): Disposable {
    return this.#changed.add(listener)
  }

  onDidFinish(listener: (job: JobView) => void): Disposable {
    return this.#finished.add(listener)
  }

  list(): JobView[] {
    const shown = [...this.#jobs.values()].filter((job) => job.record.state !== 'dismissed')
    const costs = new Map<string, number>()
    return shown.map((job) => this.#viewOf(job, costs)).sort((a, b) => b.startedAt - a.startedAt)
  }

  get(id: string): JobView | undefined {
    const job = this.#jobs.get(id)
    return job && job.record.state !== 'dismissed' ? this.#viewOf(job, new Map()) : undefined
  }

  /** @param costs of going on with groups, as far as they are known */
  #viewOf(job: Job, costs: Map<string, number>): JobView {
    const view = this.groups.viewOf(job, costs)
    if (view.phase === 'unconfirmed')
      return this.#reconciler.isSearching(view.id) ? { ...view, isSearching: true } : view
    if (view.phase === 'delivered') return withMissing(view, job.record, this.#services)
    const isForeign = !job.isRunning && job.record.window !== this.#windows.own && isUnfinished(job.record)
    return isForeign && isBusy(view) && !view.waitsForStep ? { ...view, isElsewhere: true } : view
  }

  thumbnail(id: string): string | undefined {
    return this.#jobs.get(id)?.record.thumbnail
  }

  record(id: string): JobRecord | undefined {
    return this.#jobs.get(id)?.record
  }

  start(requests: readonly ChainRequest[], destination: Destination): Promise<readonly string[]> {
    return this.#submissions.start(requests, destination)
  }

  continueWith(id: string, steps: readonly RequestStep[], local?: readonly LocalStep[]): Promise<string[]> {
    return this.#submissions.continueWith(id, steps, local)
  }

  resumeGroup(id: string, amend?: Amend): Promise<void> {
    return this.#submissions.resumeGroup(id, amend)
  }

  submitAgain(id: string, amend?: Amend): Promise<void> {
    return this.#submissions.submitAgain(id, amend)
  }

  /** Takes one request as `start` does, without a look at the limits. */
  submit(request: GenerateRequest, destination: Destination): Promise<string> {
    return this.#submissions.submit(request, destination)
  }

  async cancel(id: string): Promise<'cancelled' | 'stopped' | 'ended'> {
    return cancel(this.#context, this.#find(id))
  }

  fetch(id: string, { anySize }: { anySize?: true } = {}): Promise<void> {
    return fetchResult(this.#context, id, anySize)
  }

  adopt(id: string, taskId: string): Promise<void> {
    return adopt(this.#context, id, taskId)
  }

  addTask(taskId: string, destination: Destination): Promise<string> {
    return addTask(this.#context, taskId, destination)
  }

  retryDelivery(id: string, target?: Target): Promise<void> {
    return retryDelivery(this.#context, id, target)
  }

  keep(id: string): Promise<void> {
    return keepVariation(this.#context, id)
  }

  dismiss(id: string): Promise<void> {
    return dismiss(this.#context, id)
  }

  relocate(id: string, moved: ReadonlyMap<string, string>): Promise<void> {
    return relocate(this.#context, id, moved)
  }

  refresh(ids: readonly string[]): void {
    this.#changed.notify(ids)
  }

  async recover(): Promise<void> {
    await this.#windows.begin()
    await this.#windows.sweep()
    await this.#scan.run()
    const jobs = [...this.#jobs.values()]
    if (jobs.some(({ record }) => record.state === 'unconfirmed')) this.#reconciler.begin()
    const due = jobs.filter(({ record }) => isThumbnailDue(record))
    const { signal } = this.#disposing
    this.#thumbnails = due.reduce(
      (before, job) => before.then(() => downloadThumbnail(job, this.#journal, this.#services, signal)),
      this.#thumbnails.then(() => sweepSettled(jobs, this.#journal, this.#services)),
    )
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    this.#disposing.abort()
    this.#recovery.end()
    this.#reconciler.end()
    this.#scan.end()
    this.#changed.clear()
    this.#finished.clear()
    const ended = [...this.#jobs.values()].map((job) => {
      job.stop('dispose')
      return job.ended
    })
    let cancel = () => {}
    const limit = new Promise<void>((resolve) => {
      cancel = this.#clock.after(DISPOSE_TIMEOUT, resolve)
    })
    const quiet = Promise.allSettled([...ended, this.#backgroundDownloads.end(), this.#thumbnails]).then(async () => {
      await this.#journal.settle()
      // Only now may another window take over.
      await this.#windows.end()
    })
    await Promise.race([quiet, limit])
    cancel()
  }

  #find(id: string): Job {
    const job = this.#jobs.get(id)
    if (!job || job.record.state === 'dismissed') throw unknownJob()
    return job
  }

  /** The job, after a run that is just ending has ended; refuses one that another window is running. */
  async #findEnded(id: string): Promise<Job> {
    const job = this.#find(id)
    if (job.isEnding) await job.ended
    if (!job.isRunning && !(await this.#recovery.isFree(job)) && isUnfinished(job.record)) throw elsewhere()
    return job
  }

  #add(record: JobRecord): Job {
    const job = new Job(record, this.#journal, this.#services, (changed) => this.#notify(changed))
    this.#jobs.set(record.id, job)
    this.#notify(job)
    return job
  }

  #notify(job: Job): void {
    if (!this.#isDisposed) {
      this.#chains.moved(job)
      this.#reconciler.watch(job)
    }
    this.#changed.notify(this.groups.changedWith(job))
  }

  #start(job: Job): void {
    if (this.#backgroundDownloads.has(job)) {
      this.#backgroundDownloads.start(job)
      return
    }
    // A step whose task is not there yet begins when it is.
    if (isWaiting(job.record)) {
      this.#chains.look(job)
      return
    }
    const isStarted = job.start(
      (signal) => run(job, this.#services, this.#submitContext, signal),
      (error) => settle(job, this.#services, this.#journal, error),
    )
    if (!isStarted) return
    void job.ended.then(() => this.#ended(job))
  }

  #ended(job: Job): void {
    if (this.#isDisposed) return
    const { record } = job
    // Another window has taken it over meanwhile, or so it seems, though what that one wrote could not be read.
    const isLeft = record.window !== this.#windows.own || record.problem === undefined
    if (isLeft && isUnfinished(record)) void this.#recovery.recover(job)
    else this.#finish(job)
    if (job.record.state === 'unconfirmed') this.#reconciler.begin()
  }

  #finish({ view }: Job): void {
    if (!this.#jobs.has(view.id)) return
    if (view.phase !== 'delivered' && !view.problem) return
    this.#finished.notify(view)
  }
}
