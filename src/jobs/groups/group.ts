// Groups of requests. A chain: each step works on the task of the one before, and starts when that is finished. A batch: many
// requests with one confirmation, which stops when the credits run out. Each request is a separate job, so that finished ones are
// kept, whatever happens to the others.

import { type AssetFiles, isInside } from '../../assets/index.ts'
import type { ChainRequest, GenerateRequest, JobView, LocalStep, RequestStep } from '../../protocol/index.ts'
import { wantsCredits } from '../../text/problem-codes.ts'
import { slotOf } from '../../tripo/catalogue/chain.ts'
import {
  estimate,
  type Finding,
  findCapability,
  moveRequestOn,
  type Params,
  type RuleContext,
} from '../../tripo/catalogue/index.ts'
import { type Amend, submitAgain } from '../adopt.ts'
import { type Destination, type JobContext, newRecord, persistNew } from '../context.ts'
import type { Job } from '../job.ts'
import { notDelivered, nothingToResume, unknownCapability, unknownJob } from '../problems.ts'
import { UNSENT } from '../states.ts'
import type { JobRecord, Target } from '../store/record.ts'
import type { BatchQueue } from './batch-queue.ts'
import { isDone, isStuck, isWaiting, stepRecord } from './chain.ts'

/** Progress of a chain or batch. */
export interface GroupSummary {
  kind: 'chain' | 'batch'
  of: number
  delivered: number
  /** Ended without a result, or blocked. */
  failed: number
  underway: number
  /** Requests that the service has not accepted yet, and their cost in credits. */
  left: number
  leftCost: number
  /** Credits that the service has charged. */
  spent: number
}

/** Total estimated credits of requests. Throws a JobError for an unknown capability. */
export function costOf(requests: readonly { capability: string; params: Params }[]): number {
  return requests.reduce((sum, { capability: id, params }) => {
    const capability = findCapability(id)
    if (!capability) throw unknownCapability(id)
    return sum + estimate(capability, params).total
  }, 0)
}

/** What is sent when requests are resumed that were recorded some time ago. */
export interface Resumption {
  requests: readonly GenerateRequest[]
  /** Parameters that had to be replaced since, such as a retired version. */
  words: readonly Finding[]
  /** By today's prices. */
  credits: number
}

/**
 * Requests as they would be sent today, and their cost today; the recorded estimate is from the day on which they were requested.
 * @param noted the cost to assume for requests of an unknown capability
 */
export function resumptionOf(requests: readonly GenerateRequest[], context: RuleContext, noted: number): Resumption {
  const moved = requests.map((request) => moveRequestOn(request, context))
  const now = moved.map(({ request }) => request)
  const isKnown = now.every(({ capability }) => findCapability(capability) !== undefined)
  return { requests: now, words: moved.flatMap(({ words }) => words), credits: isKnown ? costOf(now) : noted }
}

/** Whether the service has not accepted a request, or has refunded its credits. */
const isOwed = ({ state, taskId }: JobRecord) =>
  state === 'failed' || (taskId === undefined && state !== 'dismissed' && state !== 'unconfirmed')

/** The folder for further results: where the result's file is now, since a person may have moved it in the workspace. */
function besideFile({ target, files: [main], state }: JobRecord, files: AssetFiles): Target {
  const at = main && state === 'delivered' ? main.path.slice(0, main.path.lastIndexOf(files.separator)) : target.folder
  if (at === target.folder || target.workspace === undefined || !isInside(files, target.workspace, at)) return target
  // Its JSON goes beside it regardless of the settings, which were for the previous folder.
  return { ...target, folder: at, provenanceFolder: undefined }
}

/** Adds the local steps to the last record of a chain. */
function withLocal(records: JobRecord[], local: readonly LocalStep[] = []): void {
  const last = records.at(-1)
  if (last && local.length > 0) records.splice(-1, 1, { ...last, request: { ...last.request, local: [...local] } })
}

/** Chains and batches of a window. */
export class Groups {
  readonly #context: JobContext
  readonly #batchQueue: BatchQueue

  constructor(context: JobContext, batchQueue: BatchQueue) {
    this.#context = context
    this.#batchQueue = batchQueue
  }

  /**
   * Records a request and its further steps, and starts the first one. Rejects before anything is sent when one cannot be
   * recorded.
   * @returns the chain's id and the jobs' ids, in order
   */
  submitChain(
    request: GenerateRequest,
    steps: readonly RequestStep[],
    destination: Destination,
  ): Promise<{ group: string; ids: string[] }> {
    return this.#recordChain(request, steps, destination, {})
  }

  async #recordChain(
    { capability, params, name, style, asset, local }: GenerateRequest,
    steps: readonly RequestStep[],
    destination: Destination,
    more: Partial<JobRecord>,
  ): Promise<{ group: string; ids: string[] }> {
    const context = this.#context
    const id = crypto.randomUUID()
    const group = (index: number) => ({ id, kind: 'chain' as const, index, of: steps.length + 1 })
    const first = newRecord(context, { capability, params, name, style, asset }, destination, {
      group: group(0),
      ...more,
    })
    const records = [first]
    for (const [at, step] of steps.entries()) {
      records.push(stepRecord(context, first, step, destination, { group: group(at + 1), after: records[at]?.id }))
    }
    withLocal(records, local)
    // The last one first: if recording is interrupted, the chain has not started.
    const jobs: Job[] = []
    for (const record of records.toReversed()) jobs.unshift(await persistNew(context, record))
    for (const job of jobs) context.start(job)
    return { group: id, ids: records.map((record) => record.id) }
  }

  /**
   * Records many requests and starts them. Requests with further steps become chains, whose first requests take turns.
   * @returns the batch's id and the jobs' ids, in order
   */
  async submitMany(
    requests: readonly ChainRequest[],
    destination: Destination,
  ): Promise<{ group: string; ids: string[] }> {
    const context = this.#context
    const id = crypto.randomUUID()
    const of = requests.length
    const ids: string[] = []
    for (const [
      index,
      { steps = [], capability, params, name, title, style, asset, variation, local },
    ] of requests.entries()) {
      const request = { capability, params, name, title, style, asset, variation, local }
      if (steps.length > 0) {
        ids.push(...(await this.#recordChain(request, steps, destination, { batch: id })).ids)
        continue
      }
      const record = newRecord(context, request, destination, { group: { id, kind: 'batch', index, of } })
      context.start(await persistNew(context, record))
      ids.push(record.id)
    }
    return { group: id, ids }
  }

  /** Starts a step on a finished job's task, whose result goes where that one's went. @returns the new job's id */
  async continueWith(id: string, step: RequestStep): Promise<string> {
    return (await this.continueThrough(id, [step])).at(0) ?? ''
  }

  /**
   * The same with further steps, each on the result of the one before.
   * @param local local tools that run on the last result
   * @returns the new jobs' ids, in order
   */
  async continueThrough(
    id: string,
    [step, ...rest]: readonly [RequestStep, ...RequestStep[]],
    local: readonly LocalStep[] = [],
  ): Promise<string[]> {
    const context = this.#context
    const { record: before } = await context.findEnded(id)
    const { taskId, service, workspace } = before
    if (taskId === undefined || !isDone(before)) throw notDelivered()
    const destination = { target: besideFile(before, context.services.files), service }
    const chain = { id: crypto.randomUUID(), kind: 'chain' as const, of: rest.length + 1 }
    const groupAt = (index: number) => (rest.length > 0 ? { group: { ...chain, index } } : {})
    const record = stepRecord(context, before, step, destination, { workspace, ...groupAt(0) })
    const slot = slotOf(findCapability(step.capability))
    const bound = slot ? { [slot.field]: slot.valueOf(taskId) } : {}
    const request = { ...record.request, params: { ...record.request.params, ...bound } }
    const records = [{ ...record, request }]
    for (const [at, next] of rest.entries()) {
      const last = records[at] ?? record
      records.push(stepRecord(context, last, next, destination, { workspace, after: last.id, ...groupAt(at + 1) }))
    }
    withLocal(records, local)
    // The last one first: if recording is interrupted, the chain has not started.
    const jobs: Job[] = []
    for (const each of records.toReversed()) jobs.unshift(await persistNew(context, each))
    for (const job of jobs) context.start(job)
    return records.map((each) => each.id)
  }

  /** A group's jobs in their order, by the group's id or that of one of its jobs. */
  #membersOf(id: string): Job[] {
    const context = this.#context
    const own = context.all().find(({ record }) => record.id === id)?.record.group?.id ?? id
    const members = context.all().filter(({ record }) => record.group?.id === own)
    if (members.length === 0) throw unknownJob()
    return members.sort((a, b) => (a.record.group?.index ?? 0) - (b.record.group?.index ?? 0))
  }

  /** Progress of a chain or batch, by its id or that of one of its jobs. */
  summary(id: string): GroupSummary {
    const members = this.#membersOf(id)
    const records = members.map(({ record }) => record)
    const left = records.filter(isOwed)
    const delivered = records.filter(({ state }) => state === 'delivered').length
    const underway = members.filter(
      ({ isRunning, record }) => isRunning || (isWaiting(record) && !record.problem && UNSENT.includes(record.state)),
    ).length
    return {
      kind: records[0]?.group?.kind ?? 'batch',
      of: records[0]?.group?.of ?? records.length,
      ...{ delivered, underway, failed: records.length - delivered - underway },
      left: left.length,
      leftCost: left.reduce((sum, record) => sum + record.estimate, 0),
      spent: records.reduce((sum, record) => sum + (record.credits ?? 0), 0),
    }
  }

  /** The requests of a chain or batch that are not paid yet, in their order. */
  leftOf(id: string): GenerateRequest[] {
    const records = this.#membersOf(id).map(({ record }) => record)
    return records.filter(isOwed).map(({ request }) => request)
  }

  /** What resuming sends: failed and held requests. The others are running already. */
  stuckOf(id: string): GenerateRequest[] {
    const stuck = this.#membersOf(id).filter(isStuck)
    return stuck.map(({ record }) => record.request)
  }

  /** Resumes a chain or batch: failed and held requests are sent (again), with `amend` applied; finished ones stay. */
  async resume(id: string, amend?: Amend): Promise<void> {
    const context = this.#context
    const members = this.#membersOf(id)
    for (const { record } of members) this.#batchQueue.reopen(record)
    const stuck = members.filter(isStuck)
    if (stuck.length === 0) throw nothingToResume()
    for (const job of stuck) await submitAgain(context, job.record.id, amend)
  }

  /** Remaining cost of a chain or batch at today's prices, or as recorded if today is unknown. */
  remainingCost(id: string): number {
    const noted = this.summary(id).leftCost
    const today = this.#context.services.today?.()
    return today ? resumptionOf(this.leftOf(id), today, noted).credits : noted
  }

  /**
   * A job as a person sees it, with what going on from it will cost: the step of a chain that the others wait for, or a
   * request of a batch that the lack of credits held back.
   * @param costs of groups that were looked at in the same turn, by their ids
   */
  viewOf(job: Job, costs: Map<string, number>): JobView {
    const { view } = job
    if (!view.group || !isStuck(job) || !this.#canResume(job)) return view
    const { id } = view.group
    const cost = costs.get(id) ?? this.remainingCost(view.id)
    costs.set(id, cost)
    return { ...view, resumeCost: cost }
  }

  #canResume({ record }: Job): boolean {
    const { group, after, problem } = record
    if (group?.kind === 'batch') return wantsCredits(problem)
    if (after === undefined) return true
    const before = this.#context.all().find((job) => job.record.id === after)
    return before !== undefined && isDone(before.record)
  }

  /** The ids of jobs whose view changes with a job's: the steps of its chain, once it stands still. */
  changedWith({ record, isRunning }: Job): readonly string[] {
    const { id, group } = record
    if (group?.kind !== 'chain' || isRunning) return [id]
    const members = this.#context.all().filter((job) => job.record.group?.id === group.id)
    return members.map((job) => job.record.id)
  }
}
