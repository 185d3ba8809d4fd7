// The right half of the page: the viewport, the details of the selected task and the strip of all tasks. It holds the jobs, and
// which of them is selected.
import type { JobAction } from '../../src/protocol/actions.ts'
import type { JobView } from '../../src/protocol/job.ts'
import type { EventBody } from '../../src/protocol/messages.ts'
import { taskBefore } from '../../src/tripo/catalogue/chain.ts'
import type { DraftKeeper } from './drafts.ts'
import type { PartsSource } from './field-handle.ts'
import type { HostActions } from './host-actions.ts'
import { JobStore } from './job-store.ts'
import { announcement } from './phases.ts'
import { StartedJobs } from './started-jobs.ts'
import { TaskDetails } from './task-details.ts'
import { TaskStrip } from './task-strip.ts'
import { ViewportPane } from './viewport-pane.ts'

export interface TaskAreaOwner {
  /** Where the decoders of compressed models are served. */
  decoders: string
  keeper: DraftKeeper
  actions: HostActions
  /** Milliseconds, as the host counts. */
  now(): number
  /** Goes to the form of a capability. */
  begin(capability: string): void
  /** What a model contains has become known. */
  contentsKnown(): void
  /** Reads a sentence to a screen reader. */
  announce(words: string): void
}

export class TaskArea {
  readonly #owner: TaskAreaOwner
  readonly #jobs = new JobStore()
  readonly #startedJobs: StartedJobs
  readonly #viewport: ViewportPane
  readonly #details: TaskDetails
  readonly #strip: TaskStrip

  constructor(owner: TaskAreaOwner) {
    this.#owner = owner
    const { keeper, actions } = owner
    this.#startedJobs = new StartedJobs(keeper, this.#jobs)
    this.#viewport = new ViewportPane(owner.decoders, {
      seen: () => {
        owner.contentsKnown()
        this.#showDetails()
      },
      jobs: () => [...this.#jobs.list()],
      runAction: (jobId, action) => this.runAction(jobId, action),
      select: (jobId) => this.select(jobId, false),
      begin: (tab) => owner.begin(tab),
      ...{ view: () => keeper.state.view, remember: (view) => keeper.remember({ view }) },
    })
    this.#details = new TaskDetails({
      runAction: (jobId, action) => this.runAction(jobId, action),
      runActionOnAll: (jobIds, action) => actions.runActionOnAll(jobIds, action),
      run: (command) => actions.run(command),
      selectChain: ({ id }) => this.#strip.selectChain(id),
      sourceContents: (job) => {
        const source = this.#jobs.ofTask(taskBefore(job))
        return source && this.#viewport.contentsOf(source.id)
      },
    })
    this.#strip = new TaskStrip({
      begin: () => owner.begin('text_to_model'),
      select: (jobId, load) => this.select(jobId, load),
      changed: () => this.#showDetails(),
      ticked: (now) => this.#viewport.show(this.#selected, now),
    })
  }

  /** From top to bottom. */
  get roots(): readonly HTMLElement[] {
    return [this.#viewport.root, this.#details.root, this.#strip.root]
  }

  /** Fetches the viewport. */
  startViewport(): void {
    void this.#viewport.start()
  }

  job(id: string): JobView | undefined {
    return this.#jobs.get(id)?.view
  }

  /** What the model of a job contains, in words; undefined while it is unknown. */
  contentsOf(id: string): readonly string[] | undefined {
    return this.#viewport.contentsOf(id)
  }

  partsOf(id: string): PartsSource | undefined {
    return this.#viewport.partsOf(id)
  }

  /** @param uri of a model that was chosen in a form */
  partsOfFile(uri: string | undefined): PartsSource | undefined {
    return this.#viewport.partsOfFile(uri)
  }

  /** Selects what a click has started; each is shown when it is finished. */
  started(jobIds: readonly string[]): void {
    const shown = this.#startedJobs.add(jobIds)
    if (shown) this.select(shown.id, shown.isDone)
  }

  /** @param isFirst all jobs, from the host's first answer */
  apply(change: EventBody<'jobs'>, isFirst = false): void {
    const changes = this.#jobs.apply(change, this.#owner.now())
    for (const { before, after } of changes) {
      const words = isFirst ? undefined : announcement(before, after)
      if (words) this.#owner.announce(words)
      this.#startedJobs.changed(after)
    }
    const newest = isFirst ? this.#startedJobs.restore() : undefined
    if (newest !== undefined) this.select(newest, true)
    this.#show()
  }

  /** @param isAsked whether its model is shown even where another one is looked at */
  select(jobId: string, isAsked: boolean): void {
    this.#owner.keeper.remember({ selectedJob: jobId })
    this.#show()
    if (isAsked) this.#viewport.show(this.#selected, this.#owner.now(), true)
  }

  /** The host's wish to see a job; one that is not finished is shown as soon as it is. */
  showJob(jobId: string): void {
    this.#startedJobs.add([jobId])
    this.select(jobId, true)
  }

  runAction(jobId: string, action: JobAction): void {
    // What is kept remains displayed when the others leave the list.
    if (action === 'keep') this.showJob(jobId)
    this.#owner.actions.runAction(jobId, action)
  }

  get #selected() {
    const job = this.#jobs.get(this.#owner.keeper.state.selectedJob)
    return job?.view.phase === 'dismissed' ? undefined : job
  }

  #show(): void {
    this.#strip.show(this.#jobs.list(), this.#owner.keeper.state.selectedJob)
    this.#showDetails()
    this.#viewport.show(this.#selected, this.#owner.now())
  }

  #showDetails(): void {
    const all = this.#strip.selectedJobs
    this.#details.show(this.#selected?.view, all.length > 1 ? all : [])
  }
}
