// A step of a chain and the task it works on: whether that task exists yet, and starting the step when it does.

import { nameOfStep } from '../../protocol/index.ts'
import { isChainStopped, isElsewhere } from '../../text/problem-codes.ts'
import { fileWords, type Step, slotOf, taskBefore, withoutSource } from '../../tripo/catalogue/chain.ts'
import { findCapability } from '../../tripo/catalogue/index.ts'
import { type Destination, type JobContext, newRecord } from '../context.ts'
import type { Job } from '../job.ts'
import { chainStopped } from '../problems.ts'
import { UNSENT } from '../states.ts'
import type { JobRecord } from '../store/record.ts'

const slotIn = (record: JobRecord) => slotOf(findCapability(record.request.capability))

/** Whether a step waits for the task it works on. */
export function isWaiting(record: JobRecord): boolean {
  return record.after !== undefined && slotIn(record) !== undefined && taskBefore(record.request) === undefined
}

/** The request without the task of an earlier try of the step before. */
export const unbound = ({ after, request }: JobRecord): JobRecord['request'] =>
  after === undefined ? request : { ...request, params: { ...withoutSource(request) } }

/** Whether a step was given up since there seemed to be nothing to come of the one before. */
const isStopped = (record: JobRecord): boolean =>
  isWaiting(record) && UNSENT.includes(record.state) && isChainStopped(record.problem)

/** Whether a job's task has a result that a further step can work on. */
export const isDone = ({ taskId, finishedAt, state }: JobRecord): boolean =>
  taskId !== undefined && finishedAt !== undefined && state !== 'failed'

/** Whether a job ended without a result, or is held up before anything was sent. */
export const isStuck = ({ isRunning, isEnding, record }: Job): boolean =>
  (!isRunning || isEnding) &&
  (record.state === 'failed' || (UNSENT.includes(record.state) && record.problem !== undefined))

/** The record of a step that works on what an earlier one makes. */
export function stepRecord(
  context: JobContext,
  before: JobRecord,
  step: Step,
  destination: Destination,
  more: Partial<JobRecord>,
): JobRecord {
  const base = before.base ?? before.name
  const { title } = before
  const params = { ...withoutSource(step) }
  const name = nameOfStep(base, fileWords(step))
  return newRecord(context, { capability: step.capability, params }, destination, { title, name, base, ...more })
}

/** Moves chains on: starts the step after one that is done, or tells it that there will be no task. */
export class Chains {
  /** Steps that are being started, by their id. */
  readonly #moving = new Set<string>()

  readonly #context: JobContext

  constructor(context: JobContext) {
    this.#context = context
  }

  /** To be called whenever a job changes. Never throws. */
  moved(job: Job): void {
    const { id, taskId, state } = job.record
    const hasResult = isDone(job.record)
    const isOver = state === 'failed' || state === 'dismissed' || (UNSENT.includes(state) && job.record.problem)
    if (!hasResult && !isOver) return
    for (const next of this.#context.all()) {
      const { record } = next
      if (record.after !== id || !UNSENT.includes(record.state) || !isWaiting(record) || next.isRunning) continue
      // Each step is begun by the window that has it, or by any when it was stopped.
      if (record.window !== this.#context.window && !isStopped(record)) continue
      if (hasResult && taskId !== undefined) this.#move(record.id, () => this.#begin(next, taskId))
      // What a person took out of the list takes with it what could only come after it.
      else if (state === 'dismissed') this.#move(record.id, () => next.persist({ state: 'dismissed' }))
      else if (!record.problem)
        this.#move(record.id, () => next.persist({ problem: chainStopped(job.record.title).problem }))
    }
  }

  /** Looks at a step's predecessor, as after a start. */
  look(job: Job): void {
    const { id, after, title, problem } = job.record
    const before = this.#context.all().find(({ record }) => record.id === after)
    if (before) this.moved(before)
    // Cut off while the chain was being noted, or its record is damaged: nothing will come.
    else if (!problem) this.#move(id, () => job.persist({ problem: chainStopped(title).problem }))
  }

  async #begin(job: Job, taskId: string): Promise<void> {
    const slot = slotIn(job.record)
    if (!slot) return
    const { request } = job.record
    const bound = { ...request, params: { ...request.params, [slot.field]: slot.valueOf(taskId) } }
    // Its time counts from here, not from when the chain was asked for.
    const resume = () => job.resume(this.#context.window, { request: bound, createdAt: job.now(), problem: undefined })
    try {
      await resume().catch(async (error: unknown) => {
        if (!isElsewhere(error)) throw error
        // A window that did not know of the step before has stopped it, while this one was asleep.
        await job.reread()
        if (!isStopped(job.record)) throw error
        await resume()
      })
    } catch (error) {
      if (isElsewhere(error)) await this.#context.follow(job)
      throw error
    }
    this.#context.start(job)
  }

  #move(id: string, work: () => Promise<void>): void {
    if (this.#moving.has(id)) return
    this.#moving.add(id)
    // What another window has taken over is moved there; what cannot be noted is noted at the next start.
    void work()
      .catch(() => undefined)
      .finally(() => this.#moving.delete(id))
  }
}
