// The jobs as the host last told them, with the time each state arrived, so that remaining seconds can count down.

import type { JobView } from '../../src/protocol/job.ts'
import type { EventBody } from '../../src/protocol/messages.ts'

export interface Job {
  view: JobView
  /** Milliseconds since the epoch. */
  receivedAt: number
}

export interface JobChange {
  before: JobView | undefined
  after: JobView
}

export class JobStore {
  readonly #jobs = new Map<string, Job>()

  get(id: string | undefined): Job | undefined {
    return id === undefined ? undefined : this.#jobs.get(id)
  }

  /** Newest first; dismissed ones are not shown any more. */
  list(): readonly Job[] {
    return [...this.#jobs.values()]
      .filter((job) => job.view.phase !== 'dismissed')
      .sort((a, b) => b.view.startedAt - a.view.startedAt || (a.view.id < b.view.id ? 1 : -1))
  }

  /** Takes what the host tells; answers what changed, for announcements and for showing new models. */
  take({ jobs, removed }: EventBody<'jobs'>, now: number): readonly JobChange[] {
    for (const id of removed) this.#jobs.delete(id)
    return jobs.map((after) => {
      const before = this.#jobs.get(after.id)?.view
      this.#jobs.set(after.id, { view: after, receivedAt: now })
      return { before, after }
    })
  }
}
