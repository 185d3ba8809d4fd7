// Requests that belong together. A chain: each step works on the task of the one before, and begins when that is done.
// A batch: many requests of one confirmation, which stops asking at the first lack of credits. Each is a job of its
// own, so that what is done stays done, whatever happens to the rest.
import type { GenerateRequest } from '../protocol/index.ts'
import { estimate, findCapability, type Params } from '../tripo/catalogue/index.ts'
import { submitAgain } from './adopt.ts'
import { isWaiting } from './chain.ts'
import { type Desk, newRecord, note, type Where } from './desk.ts'
import type { Job } from './job.ts'
import { nothingToResume, unknownCapability, unknownJob } from './problems.ts'
import { type JobRecord, UNSENT } from './record.ts'
import type { Turns } from './turns.ts'

/** A further step of a chain; its source task is filled in when the step before is done. */
export interface ChainStep {
  capability: string
  params: Params
  /** For the file's name; absent: the chain's name with the capability's. */
  name?: string
}

/** How far a chain or batch is. */
export interface GroupSummary {
  kind: 'chain' | 'batch'
  of: number
  delivered: number
  /** Ended without a result, or held up. */
  failed: number
  underway: number
  /** Not accepted by the service yet, and the credits these will cost. */
  left: number
  leftCost: number
  /** Credits that the service has charged. */
  spent: number
}

/** Credits of requests together, as they will be announced. Throws a JobError for an unknown capability. */
export function costOf(requests: readonly { capability: string; params: Params }[]): number {
  return requests.reduce((sum, { capability: id, params }) => {
    const capability = findCapability(id)
    if (!capability) throw unknownCapability(id)
    return sum + estimate(capability, params).total
  }, 0)
}

/** Whether the service has not taken a request, or has given its credits back. */
const isOwed = ({ state, taskId }: JobRecord) =>
  state === 'failed' || (taskId === undefined && state !== 'dismissed' && state !== 'unconfirmed')

/** Chains and batches of a window. */
export class Groups {
  constructor(
    private readonly desk: Desk,
    private readonly turns: Turns,
  ) {}

  /**
   * Notes a request and its further steps, the first of which is started. Rejects before anything is sent when one
   * cannot be noted.
   * @returns the chain's id and the jobs' ids, in order
   */
  async submitChain(
    request: GenerateRequest,
    steps: readonly ChainStep[],
    where: Where,
  ): Promise<{ group: string; ids: string[] }> {
    const { desk } = this
    const id = crypto.randomUUID()
    const of = steps.length + 1
    const first = newRecord(desk, request, where, { group: { id, kind: 'chain', index: 0, of } })
    const records = [first]
    for (const [at, { capability, params, name }] of steps.entries()) {
      const own = name ?? `${first.name} ${capability.replaceAll('_', ' ')}`
      const record = newRecord(desk, { capability, params: { ...params }, name: own }, where, {
        group: { id, kind: 'chain', index: at + 1, of },
        after: records[at]?.id,
      })
      records.push({ ...record, title: first.title })
    }
    // The last one first: a chain that is cut off while it is noted has not begun.
    const jobs: Job[] = []
    for (const record of records.toReversed()) jobs.unshift(await note(desk, record))
    for (const job of jobs) desk.start(job)
    return { group: id, ids: records.map((record) => record.id) }
  }

  /** Notes many requests, and starts them. @returns the batch's id and the jobs' ids, in order */
  async submitMany(requests: readonly GenerateRequest[], where: Where): Promise<{ group: string; ids: string[] }> {
    const { desk } = this
    const id = crypto.randomUUID()
    const of = requests.length
    const records = requests.map((request, index) =>
      newRecord(desk, request, where, { group: { id, kind: 'batch', index, of } }),
    )
    for (const record of records) desk.start(await note(desk, record))
    return { group: id, ids: records.map((record) => record.id) }
  }

  /** A group's jobs in their order, by the group's id or that of one of its jobs. */
  private membersOf(id: string): Job[] {
    const { desk } = this
    const own = desk.all().find(({ record }) => record.id === id)?.record.group?.id ?? id
    const members = desk.all().filter(({ record }) => record.group?.id === own)
    if (members.length === 0) throw unknownJob()
    return members.sort((a, b) => (a.record.group?.index ?? 0) - (b.record.group?.index ?? 0))
  }

  /** How far a chain or batch is, by its id or that of one of its jobs. */
  summary(id: string): GroupSummary {
    const members = this.membersOf(id)
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

  /** Goes on with a chain or batch: what failed or was held is sent (again); what is done stays. */
  async resume(id: string): Promise<void> {
    const { desk } = this
    for (const { record } of this.membersOf(id)) if (record.group) this.turns.reopen(record.group.id)
    const stuck = this.membersOf(id).filter(({ isRunning, record }) => {
      const isHeld = UNSENT.includes(record.state) && record.problem !== undefined
      return !isRunning && (record.state === 'failed' || isHeld)
    })
    if (stuck.length === 0) throw nothingToResume()
    for (const job of stuck) await submitAgain(desk, job.record.id)
  }

  /** Credits that the rest of a chain or batch will cost when it is resumed. */
  remainingCost(id: string): number {
    return this.summary(id).leftCost
  }
}
