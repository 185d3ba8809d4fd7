// The service class of src/jobs: takes requests, runs them side by side, remembers them across windows' lives, and
// answers what a person does with them.
import { type GenerateRequest, isBusy, type JobView } from '../protocol/index.ts'
import type { Clock } from '../tripo/resources.ts'
import { type Amend, addSurplus, addTask, adopt, submitAgain } from './adopt.ts'
import { type Destination, type JobContext, newRecord, persistNew } from './context.ts'
import { BatchQueue } from './groups/batch-queue.ts'
import { Chains, isWaiting } from './groups/chain.ts'
import { Groups } from './groups/group.ts'
import { History } from './history.ts'
import { Job } from './job.ts'
import { keepVariation } from './keep.ts'
import { type Disposable, Listeners } from './listeners.ts'
import { cutOff, elsewhere, notFetchable, problemOf, stillBusy, unknownJob } from './problems.ts'
import { Reconciler } from './reconcile.ts'
import { BackgroundDownloads, downloadThumbnail, isThumbnailDue } from './run/background-downloads.ts'
import { endUnsent, run, settle } from './run/runner.ts'
import { clockOf, type JobServices } from './run/services.ts'
import { removeUnfinished } from './run/staging.ts'
import type { SubmitContext } from './run/submit.ts'
import { UNSENT } from './states.ts'
import { Journal } from './store/journal.ts'
import type { JobRecord, Target } from './store/record.ts'
import { isUnfinished, Recovery } from './store/recovery.ts'
import { Scan } from './store/scan.ts'
import { Spending } from './store/spending.ts'
import { sweepSettled } from './store/sweep.ts'
import { Windows } from './store/windows.ts'

/** Longest that `dispose` waits for the disk and the network, in milliseconds. */
const DISPOSE_TIMEOUT = 2000

export class Jobs {
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
  readonly #services: JobServices

  constructor(services: JobServices) {
    this.#services = services
    const tell = (error: unknown) => services.onTrouble?.(problemOf(error))
    this.#changed = new Listeners(tell)
    this.#finished = new Listeners(tell)
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

  /** Ids of jobs that changed, appeared or were dismissed (then `get` has nothing). */
  onDidChange(listener: (ids: readonly string[]) => void): Disposable {
    return this.#changed.add(listener)
  }

  /** A job ended while it ran here: delivered, failed, unconfirmed, or held up by a problem. */
  onDidFinish(listener: (job: JobView) => void): Disposable {
    return this.#finished.add(listener)
  }

  /** All jobs but dismissed ones, newest first. */
  list(): JobView[] {
    const shown = [...this.#jobs.values()].filter((job) => job.record.state !== 'dismissed')
    return shown.map((job) => this.#viewOf(job)).sort((a, b) => b.startedAt - a.startedAt)
  }

  get(id: string): JobView | undefined {
    const job = this.#jobs.get(id)
    return job && job.record.state !== 'dismissed' ? this.#viewOf(job) : undefined
  }

  #viewOf(job: Job): JobView {
    const view = this.groups.viewOf(job)
    if (view.phase === 'unconfirmed')
      return this.#reconciler.isSearching(view.id) ? { ...view, isSearching: true } : view
    const isForeign = !job.isRunning && job.record.window !== this.#windows.own && isUnfinished(job.record)
    return isForeign && isBusy(view) && !view.waitsForStep ? { ...view, isElsewhere: true } : view
  }

  /** Absolute path of a job's rendered picture. */
  thumbnail(id: string): string | undefined {
    return this.#jobs.get(id)?.record.thumbnail
  }

  /** What the journal has of a job of this window's list. */
  record(id: string): JobRecord | undefined {
    return this.#jobs.get(id)?.record
  }

  /** Notes that files of a delivered job are at other absolute paths now. Of several windows that see it, one does. */
  async relocate(id: string, moved: ReadonlyMap<string, string>): Promise<void> {
    const job = await this.#findEnded(id)
    const { state, files } = job.record
    if (job.isRunning || state !== 'delivered' || !files.some(({ path }) => moved.has(path))) return
    const now = files.map((file) => ({ ...file, path: moved.get(file.path) ?? file.path }))
    await job.resumeAnyway(this.#windows.own, { files: now })
  }

  /**
   * Takes one request, which is sent once. Resolves with the job's id as soon as it is on disk; rejects with a
   * JobError when it cannot be noted, and then sends nothing.
   */
  async submit(request: GenerateRequest, destination: Destination): Promise<string> {
    const record = newRecord(this.#context, request, destination)
    const job = await persistNew(this.#context, record)
    if (!this.#isDisposed) this.#start(job)
    return record.id
  }

  /**
   * Stops waiting for a job. Before its task was created it is really cancelled and nothing is billed; afterwards the
   * service goes on, and the result can be fetched.
   */
  async cancel(id: string): Promise<'cancelled' | 'stopped' | 'ended'> {
    const job = this.#find(id)
    if (!job.isRunning) await this.#findEnded(id)
    if (!job.isRunning && UNSENT.includes(job.record.state)) {
      await this.dismiss(id)
      return 'cancelled'
    }
    job.stop('cancel')
    await job.ended
    if (job.record.state === 'dismissed') return 'cancelled'
    return job.record.state === 'stopped' ? 'stopped' : 'ended'
  }

  /**
   * Goes on with a job whose task is at the service: after a stop, a failed download, or with the right key.
   * @param options `anySize`: a result above the limit too, since the person says so
   */
  async fetch(id: string, { anySize }: { anySize?: true } = {}): Promise<void> {
    const job = await this.#findEnded(id)
    if (job.isRunning) return
    if (job.record.taskId === undefined || job.record.state === 'delivered') throw notFetchable()
    const state = job.record.files.length > 0 ? 'downloading' : 'following'
    await job.resumeAnyway(this.#windows.own, { state, problem: undefined, ...(anySize && { anySize }) })
    this.#start(job)
  }

  /** Makes a task of the service the answer to an unconfirmed job, and fetches its result. */
  adopt(id: string, taskId: string): Promise<void> {
    return adopt(this.#context, id, taskId)
  }

  /** Adds a task that was made elsewhere, or that no job knows; gives the new job's id. */
  addTask(taskId: string, destination: Destination): Promise<string> {
    return addTask(this.#context, taskId, destination)
  }

  /** Sends an unconfirmed or failed request again, because the person says so: it may be paid twice. */
  submitAgain(id: string, amend?: Amend): Promise<void> {
    return submitAgain(this.#context, id, amend)
  }

  /** Places a finished result, in another folder if one is given. */
  async retryDelivery(id: string, target?: Target): Promise<void> {
    const job = await this.#findEnded(id)
    if (job.isRunning) throw stillBusy()
    if (target) await job.persist({ target, claimed: undefined })
    await this.fetch(id)
  }

  /** Puts a finished variation where results go. */
  keep(id: string): Promise<void> {
    return keepVariation(this.#context, id)
  }

  /** Takes an ended job out of the list. Its record stays; a result that has no place yet is given up. */
  async dismiss(id: string): Promise<void> {
    const job = await this.#findEnded(id)
    if (job.isRunning) throw stillBusy()
    const { record } = job
    if (!UNSENT.includes(record.state)) await job.persist({ state: 'dismissed' })
    else if (!(await endUnsent(job, this.#journal, { state: 'dismissed' }))) throw cutOff()
    if (record.state !== 'delivered') await removeUnfinished(record, this.#services)
  }

  /**
   * Reads the journal and goes on with what was cut off; again whenever a workspace folder was added. Resolves when
   * the list is complete; jobs run on.
   */
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

  /** Ends all runs, leaving records from which the next start goes on. Takes at most two seconds. */
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
    this.#changed.tell(this.groups.changedWith(job))
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
    if (isLeft && isUnfinished(record)) void this.#recovery.adopt(job)
    else this.#finish(job)
    if (job.record.state === 'unconfirmed') this.#reconciler.begin()
  }

  #finish({ view }: Job): void {
    if (!this.#jobs.has(view.id)) return
    if (view.phase !== 'delivered' && !view.problem) return
    this.#finished.tell(view)
  }
}
