// The jobs as the host last reported them, with the time each state arrived, so that remaining seconds can count down.

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

/** What stands together in the list: a chain's steps. */
const keyOf = ({ id, group }: JobView) => (group?.kind === 'chain' ? group.id : id)

export class JobStore {
  readonly #jobs = new Map<string, Job>()

  get(id: string | undefined): Job | undefined {
    return id === undefined ? undefined : this.#jobs.get(id)
  }

  /** The job that made a task of the service. */
  ofTask(taskId: string | undefined): JobView | undefined {
    if (taskId === undefined) return undefined
    for (const { view } of this.#jobs.values()) if (view.taskId === taskId) return view
    return undefined
  }

  /** Newest first, the steps of a chain together in their order; dismissed ones are not shown any more. */
  list(): readonly Job[] {
    const shown = [...this.#jobs.values()].filter((job) => job.view.phase !== 'dismissed')
    // A chain stands where its newest step would.
    const newest = new Map<string, number>()
    for (const { view } of shown) {
      const key = keyOf(view)
      newest.set(key, Math.max(newest.get(key) ?? 0, view.startedAt))
    }
    return shown.sort((a, b) => {
      const [one, other] = [keyOf(a.view), keyOf(b.view)]
      if (one === other) return (a.view.group?.index ?? 0) - (b.view.group?.index ?? 0)
      return (newest.get(other) ?? 0) - (newest.get(one) ?? 0) || (one < other ? 1 : -1)
    })
  }

  /** Takes what the host tells; answers what changed, for announcements and for showing new models. */
  apply({ jobs, removed }: EventBody<'jobs'>, now: number): readonly JobChange[] {
    for (const id of removed) this.#jobs.delete(id)
    return jobs.map((after) => {
      const before = this.#jobs.get(after.id)?.view
      this.#jobs.set(after.id, { view: after, receivedAt: now })
      return { before, after }
    })
  }
}
