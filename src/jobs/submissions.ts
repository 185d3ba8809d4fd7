// Everything that spends credits: new requests, further steps, resumed groups, requests that are sent again. Each is compared
// with the person's limits, one after the other, before its record is written.
import type { ChainRequest, GenerateRequest, LocalStep, RequestStep } from '../protocol/index.ts'
import { type Amend, submitAgain } from './adopt.ts'
import { type Destination, type JobContext, newRecord, persistNew } from './context.ts'
import { costOf, type Groups } from './groups/group.ts'
import { unknownJob } from './problems.ts'
import type { JobRecord } from './store/record.ts'
import type { Spending } from './store/spending.ts'

export interface SubmissionParts {
  context: JobContext
  groups: Groups
  /** What was spent today, in all windows. */
  spending: Spending
  /** The record of a job that this window knows. */
  record(id: string): JobRecord | undefined
}

export class Submissions {
  readonly #parts: SubmissionParts

  constructor(parts: SubmissionParts) {
    this.#parts = parts
  }

  /** Sends the requests of one click; see `JobsApi.start`. */
  async start(requests: readonly ChainRequest[], destination: Destination): Promise<readonly string[]> {
    const credits = requests.map((request) => costOf([request, ...(request.steps ?? [])]))
    const [first, ...others] = requests
    if (!first) return []
    const { groups } = this.#parts
    const send = async (count: number) => {
      if (others.length > 0) return (await groups.submitMany(requests.slice(0, count), destination)).ids
      const { capability, params, name, title, style, asset, local, steps = [] } = first
      const request = { capability, params, name, title, style, asset, local }
      if (steps.length > 0) return (await groups.submitChain(request, steps, destination)).ids
      return [await this.submit(request, destination)]
    }
    return (await this.#withinLimits(destination.service, credits, send)) ?? []
  }

  /** Runs further steps on a result; see `JobsApi.continueWith`. */
  async continueWith(id: string, steps: readonly RequestStep[], local?: readonly LocalStep[]): Promise<string[]> {
    const [first, ...rest] = steps
    if (!first) return []
    const send = () => this.#parts.groups.continueThrough(id, [first, ...rest], local)
    return (await this.#withinLimits(this.#serviceOf(id), [costOf(steps)], send)) ?? []
  }

  /** Resumes the group of a job; see `JobsApi.resumeGroup`. */
  async resumeGroup(id: string, amend: Amend = (request) => request): Promise<void> {
    const { groups } = this.#parts
    const cost = costOf(groups.stuckOf(id).map(amend))
    await this.#withinLimits(this.#serviceOf(id), [cost], () => groups.resume(id, amend))
  }

  /** Sends a request again; see `JobsApi.submitAgain`. @throws JobError when there is no such job */
  async submitAgain(id: string, amend: Amend = (request) => request): Promise<void> {
    const record = this.#parts.record(id)
    if (!record || record.state === 'dismissed') throw unknownJob()
    const { request, service } = record
    await this.#withinLimits(service, [costOf([amend(request)])], () => submitAgain(this.#parts.context, id, amend))
  }

  /** Takes one request as `start` does, without a look at the limits. @returns the job's id */
  async submit(request: GenerateRequest, destination: Destination): Promise<string> {
    const { context } = this.#parts
    const record = newRecord(context, request, destination)
    context.start(await persistNew(context, record))
    return record.id
  }

  /** Whose credits continue a job or group. */
  #serviceOf(id: string): JobRecord['service'] {
    return this.#parts.record(id)?.service ?? 'service'
  }

  /** All that spends passes here: in one turn with the others it is compared with the limits, and noted. */
  #withinLimits<Sent>(
    service: JobRecord['service'],
    credits: readonly number[],
    send: (count: number) => Promise<Sent>,
  ): Promise<Sent | undefined> {
    const { withinLimits } = this.#parts.context.services
    return withinLimits ? withinLimits(this.#parts.spending, service, credits, send) : send(credits.length)
  }
}
