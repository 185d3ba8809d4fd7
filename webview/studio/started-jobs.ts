// Which jobs this panel has started and still waits for: each is shown automatically when it is finished.
import type { JobView } from '../../src/protocol/job.ts'
import type { DraftKeeper } from './drafts.ts'
import type { JobStore } from './job-store.ts'
import { isBusy } from './phases.ts'

export class StartedJobs {
  readonly #keeper: DraftKeeper
  readonly #jobs: JobStore

  constructor(keeper: DraftKeeper, jobs: JobStore) {
    this.#keeper = keeper
    this.#jobs = jobs
  }

  /**
   * Remembers jobs; a sandbox's may be finished before their ids arrive here.
   * @returns the one to select, and whether it is finished already
   */
  add(jobIds: readonly string[]): { id: string; isDone: boolean } | undefined {
    const isDone = (id: string) => this.#jobs.get(id)?.view.phase === 'delivered'
    const open = jobIds.filter((id) => !isDone(id))
    this.#keeper.remember({ started: [...this.#keeper.state.started, ...open] })
    const latest = jobIds.findLast(isDone)
    const [first] = jobIds
    if (latest !== undefined) return { id: latest, isDone: true }
    return first === undefined ? undefined : { id: first, isDone: false }
  }

  /** Selects a job that was waited for and is finished now. */
  changed({ id, phase }: JobView): void {
    if (phase !== 'delivered' || !this.#keeper.state.started.includes(id)) return
    this.#keeper.remember({ started: this.#keeper.state.started.filter((other) => other !== id), selectedJob: id })
  }

  /**
   * Takes what the host knows for what the page may have forgotten: an abrupt reload loses the last of its memory. What
   * is still running is shown when it is finished.
   * @returns the newest job, when nothing is selected
   */
  restore(): string | undefined {
    const jobs = this.#jobs.list().map((job) => job.view)
    const { started, selectedJob } = this.#keeper.state
    const running = jobs.filter((job) => isBusy(job) && !started.includes(job.id)).map((job) => job.id)
    if (running.length > 0) this.#keeper.remember({ started: [...started, ...running] })
    return this.#jobs.get(selectedJob) ? undefined : jobs[0]?.id
  }
}
