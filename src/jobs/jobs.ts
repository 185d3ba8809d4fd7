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

export interface Disposable {
  dispose(): void
}

/** Longest that closing waits for the disk and the network, in milliseconds. */
const GOODBYE = 2000

export class Jobs {
  readonly #journal: Journal
  readonly #windows: Windows
  readonly #recovery: Recovery
  readonly #jobs = new Map<string, Job>()
  readonly #changeListeners = new Set<(ids: readonly string[]) => void>()
  readonly #finishListeners = new Set<(job: JobView) => void>()
  readonly #clock: Clock
  /** Pictures that are being fetched later, and the end of that. */
  #bringing: Promise<void> = Promise.resolve()
  readonly #goodbye = new AbortController()
  #isDisposed = false
  readonly #context: JobContext
  readonly #batchQueue = new BatchQueue()
  readonly #way: SubmitContext
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
    this.#clock = clockOf(services)
    this.#windows = new Windows(services.store, this.#clock, services.lease)
    this.#journal = new Journal(services.store, this.#clock, this.#windows.lease.gone)
    const [journal, windows, clock] = [this.#journal, this.#windows, this.#clock]
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
    this.#way = {
      journal,
      batchQueue: this.#batchQueue,
      addSurplus: (record, taskId) => addSurplus(this.#context, record, taskId),
    }
    this.#chains = new Chains(this.#context)
    this.history = new History(this.#context)
    this.spending = new Spending(journal, clock, (window) => windows.isAlive(window))
    this.#reconciler = new Reconciler(this.#context, windows.lease.reconcile, (job) => this.#notify(job))
    this.#backgroundDownloads = new BackgroundDownloads(this.#journal, services)
    this.groups = new Groups(this.#context, this.#batchQueue)
    this.#recovery = new Recovery(
      this.#journal,
      this.#windows,
      (job) => this.#start(job),
      (job) => this.#finish(job),
    )
    this.#scan = new Scan(this.#context, windows.lease, this.#backgroundDownloads, this.#recovery, (id) =>
      this.#jobs.get(id),
    )
  }

  /** Ids of jobs that changed, appeared or were dismissed (then `get` has nothing). */
  onDidChange(listener: (ids: readonly string[]) => void): Disposable {
    this.#changeListeners.add(listener)
    return { dispose: () => this.#changeListeners.delete(listener) }
  }

  /** A job ended while it ran here: delivered, failed, unconfirmed, or held up by a problem. */
  onDidFinish(listener: (job: JobView) => void): Disposable {
    this.#finishListeners.add(listener)
    return { dispose: () => this.#finishListeners.delete(listener) }
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

  /** Makes a task of the service the answer to an unconfirmed job, and brings its result home. */
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
  readonly keep = (id: string): Promise<void> => keepVariation(this.#context, id)
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
    const { signal } = this.#goodbye
    this.#bringing = due.reduce(
      (before, job) => before.then(() => downloadThumbnail(job, this.#journal, this.#services, signal)),
      this.#bringing.then(() => sweepSettled(jobs, this.#journal, this.#services)),
    )
  }

  /** Ends all runs, leaving records from which the next start goes on. Takes at most two seconds. */
  async dispose(): Promise<void> {
    this.#isDisposed = true
    this.#goodbye.abort()
    this.#recovery.end()
    this.#reconciler.end()
    this.#scan.end()
    this.#changeListeners.clear()
    this.#finishListeners.clear()
    const ended = [...this.#jobs.values()].map((job) => {
      job.stop('dispose')
      return job.ended
    })
    let cancel = () => {}
    const limit = new Promise<void>((resolve) => {
      cancel = this.#clock.after(GOODBYE, resolve)
    })
    const quiet = Promise.allSettled([...ended, this.#backgroundDownloads.end(), this.#bringing]).then(async () => {
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
    const ids = this.groups.changedWith(job)
    for (const listener of this.#changeListeners) this.#guard(() => listener(ids))
  }

  /** A listener's mistake must not end a job. */
  #guard(call: () => void): void {
    try {
      call()
    } catch (error) {
      this.#services.onTrouble?.(problemOf(error))
    }
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
      (signal) => run(job, this.#services, this.#way, signal),
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
    for (const listener of this.#finishListeners) this.#guard(() => listener(view))
  }
}
