// A step of a chain and the task it works on: whether it is there yet, and moving the chain on when it is.
import { findCapability } from '../tripo/catalogue/index.ts'
import type { Desk } from './desk.ts'
import type { Job } from './job.ts'
import { chainStopped } from './problems.ts'
import { type JobRecord, UNSENT } from './record.ts'

const sourceField = (record: JobRecord) => findCapability(record.request.capability)?.source?.field

/** Whether a step waits for the task it works on. */
export function isWaiting(record: JobRecord): boolean {
  const field = sourceField(record)
  return record.after !== undefined && field !== undefined && record.request.params[field] === undefined
}

/** The parameters without the task of an earlier try of the step before. */
export function withoutSource(record: JobRecord): JobRecord['request'] {
  const field = record.after === undefined ? undefined : sourceField(record)
  if (field === undefined) return record.request
  const { [field]: _, ...params } = record.request.params
  return { ...record.request, params }
}

/** Moves chains on: starts the step after one that is done, or tells it that there will be no task. */
export class Chains {
  /** Steps that are being started, by their id. */
  private readonly moving = new Set<string>()

  constructor(private readonly desk: Desk) {}

  /** To be called whenever a job changes. Never throws. */
  moved(job: Job): void {
    const { id, finishedAt, taskId, state } = job.record
    const isDone = taskId !== undefined && finishedAt !== undefined && state !== 'failed'
    const isOver = state === 'failed' || state === 'dismissed' || (UNSENT.includes(state) && job.record.problem)
    if (!isDone && !isOver) return
    for (const next of this.desk.all()) {
      const { record } = next
      if (record.after !== id || !UNSENT.includes(record.state) || !isWaiting(record) || next.isRunning) continue
      if (isDone) this.move(record.id, () => this.begin(next, taskId))
      else if (!record.problem)
        this.move(record.id, () => next.keep({ problem: chainStopped(job.record.title).problem }))
    }
  }

  /** Looks at a step's predecessor, as after a start. */
  look(job: Job): void {
    const { id, after, title, problem } = job.record
    const before = this.desk.all().find(({ record }) => record.id === after)
    if (before) this.moved(before)
    // Cut off while the chain was being noted, or its record is damaged: nothing will come.
    else if (!problem) this.move(id, () => job.keep({ problem: chainStopped(title).problem }))
  }

  private async begin(job: Job, taskId: string): Promise<void> {
    const field = sourceField(job.record)
    if (field === undefined) return
    const { request } = job.record
    await job.save({ request: { ...request, params: { ...request.params, [field]: taskId } }, problem: undefined })
    this.desk.start(job)
  }

  private move(id: string, work: () => Promise<void>): void {
    if (this.moving.has(id)) return
    this.moving.add(id)
    // What another window has taken over is moved there; what cannot be noted is noted at the next start.
    void work()
      .catch(() => undefined)
      .finally(() => this.moving.delete(id))
  }
}
