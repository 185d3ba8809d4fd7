// Reading the journal of all windows: which jobs are ours to list, which nobody runs, and which results of workspaces that
// are not open can be brought. What other windows begin is seen soon, since a person who looks at this one wants to know
// what runs; what they leave behind is looked for less often.

import type { Desk } from '../context.ts'
import type { Job } from '../job.ts'
import { recordDamaged } from '../problems.ts'
import { type Away, canBring } from '../run/background-downloads.ts'
import type { JobRecord } from './record.ts'
import type { Recovery } from './recovery.ts'
import { isWindowId, type Lease } from './windows.ts'

/** Jobs at rest whose records are read at each run: of many, all have their turn within some runs. */
const AT_A_RUN = 50

type Known = Pick<ReadonlySet<string>, 'has'>

export class Scan {
  /** Ids of the journal at the last look. */
  private readonly seen = new Set<string>()
  /** Jobs at rest that were looked at in this round. */
  private looked = new WeakSet<Job>()
  private cancelWhole: (() => void) | undefined
  private cancelLook: (() => void) | undefined
  private isEnded = false

  constructor(
    private readonly desk: Desk,
    private readonly lease: Lease,
    private readonly away: Away,
    private readonly recovery: Recovery,
    private readonly find: (id: string) => Job | undefined,
  ) {}

  /** Takes note of records that are new to this window, and goes on with those that nobody runs; again and again. */
  async run(): Promise<void> {
    this.cancelWhole?.()
    for (const id of await this.unseen().catch(() => [])) this.seen.add(id)
    await this.take({ has: (id) => this.find(id) !== undefined })
    const open = this.desk.all().filter(({ record }) => record.state === 'unconfirmed')
    await Promise.all(open.map((job) => this.recovery.refresh(job)))
    await Promise.all(this.nextAtRest().map((job) => this.recovery.catchUp(job)))
    if (this.isEnded) return
    // Other windows come and go; what they leave is found without anybody opening a window.
    this.cancelWhole = this.desk.clock.after(this.lease.gone, () => void this.run().catch(() => undefined))
    this.lookLater()
  }

  /** Some of the jobs that rest here: another window may have taken them up. Those looked at longest ago. */
  private nextAtRest(): Job[] {
    const jobs = this.desk.all().filter((job) => !job.isRunning && job.record.state !== 'unconfirmed')
    const left = jobs.filter((job) => !this.looked.has(job))
    if (left.length <= AT_A_RUN) this.looked = new WeakSet()
    const some = left.slice(0, AT_A_RUN)
    for (const job of some) this.looked.add(job)
    return some
  }

  end(): void {
    this.isEnded = true
    this.cancelWhole?.()
    this.cancelLook?.()
  }

  /** Ids that were not there at the last look. */
  private async unseen(): Promise<string[]> {
    const ids = await this.desk.services.store.list()
    return ids.filter((id) => !isWindowId(id) && !this.seen.has(id) && !this.find(id))
  }

  private lookLater(): void {
    this.cancelLook?.()
    if (!this.isEnded) this.cancelLook = this.desk.clock.after(this.lease.look, () => void this.look())
  }

  /** One listing of the journal; only what is new is read. */
  private async look(): Promise<void> {
    // A disk that does not answer now is asked again; nothing is lost by that.
    const ids = new Set(await this.unseen().catch(() => []))
    const isKnown = (id: string) => !ids.has(id) || this.find(id) !== undefined
    if (ids.size > 0 && !this.isEnded) await this.take({ has: isKnown }).catch(() => undefined)
    for (const id of ids) this.seen.add(id)
    this.lookLater()
  }

  private async take(known: Known): Promise<void> {
    const { desk, away } = this
    const { records, damaged } = await desk.journal.load(known)
    for (const { id, reason } of damaged) desk.services.onTrouble?.(recordDamaged(id, reason))
    if (this.isEnded) return
    const isMine = desk.services.isMine ?? (() => true)
    const found: Job[] = []
    for (const record of records) {
      if (this.find(record.id)) continue
      if (isMine(record)) {
        await away.release(record.id)
        const own = (await desk.journal.find(record.id)) ?? record
        if (!this.find(own.id)) found.push(desk.add(own))
      } else if (await this.canBring(record)) {
        const job = away.add(record)
        if (job) found.push(job)
      }
    }
    // When all are known: a step of a chain looks for the one before.
    await Promise.all(found.map((job) => this.recovery.adopt(job)))
  }

  private async canBring(record: JobRecord): Promise<boolean> {
    const { window } = record
    return canBring(record, this.desk.now()) && !(window !== undefined && (await this.desk.isAlive(window)))
  }
}
