// Reads the journal of all windows: which jobs this window lists, which are run by nobody, and which results of workspaces that
// are not open can be downloaded. Jobs that other windows start are found soon, since a person wants to see what is running;
// abandoned jobs are looked for less often.

import type { JobContext } from '../context.ts'
import type { Job } from '../job.ts'
import { recordDamaged } from '../problems.ts'
import { type BackgroundDownloads, canDownload } from '../run/background-downloads.ts'
import type { JobRecord } from './record.ts'
import type { Recovery } from './recovery.ts'
import { isWindowId, type Lease } from './windows.ts'

/** Jobs at rest whose records are read at each run: of many, all have their turn within some runs. */
const AT_A_RUN = 50

type Known = Pick<ReadonlySet<string>, 'has'>

export class Scan {
  /** Ids of the journal at the last look. */
  readonly #seen = new Set<string>()
  /** Jobs at rest that were looked at in this round. */
  #looked = new WeakSet<Job>()
  #cancelWhole: (() => void) | undefined
  #cancelLook: (() => void) | undefined
  #isEnded = false

  readonly #context: JobContext
  readonly #lease: Lease
  readonly #backgroundDownloads: BackgroundDownloads
  readonly #recovery: Recovery
  readonly #find: (id: string) => Job | undefined

  constructor(
    context: JobContext,
    lease: Lease,
    backgroundDownloads: BackgroundDownloads,
    recovery: Recovery,
    find: (id: string) => Job | undefined,
  ) {
    this.#context = context
    this.#lease = lease
    this.#backgroundDownloads = backgroundDownloads
    this.#recovery = recovery
    this.#find = find
  }

  /** Takes note of records that are new to this window, and goes on with those that nobody runs; again and again. */
  async run(): Promise<void> {
    this.#cancelWhole?.()
    for (const id of await this.#unseen().catch(() => [])) this.#seen.add(id)
    await this.#load({ has: (id) => this.#isOwn(id) })
    const open = this.#context.all().filter(({ record }) => record.state === 'unconfirmed')
    await Promise.all(open.map((job) => this.#recovery.refresh(job)))
    await Promise.all(this.#nextAtRest().map((job) => this.#recovery.catchUp(job)))
    if (this.#isEnded) return
    // Other windows come and go; what they leave is found without anybody opening a window.
    this.#cancelWhole = this.#context.clock.after(this.#lease.gone, () => void this.run().catch(() => undefined))
    this.#lookLater()
  }

  /** Some of the jobs that rest here: another window may have taken them up. Those looked at longest ago. */
  #nextAtRest(): Job[] {
    const jobs = this.#context.all().filter((job) => !job.isRunning && job.record.state !== 'unconfirmed')
    const left = jobs.filter((job) => !this.#looked.has(job))
    if (left.length <= AT_A_RUN) this.#looked = new WeakSet()
    const some = left.slice(0, AT_A_RUN)
    for (const job of some) this.#looked.add(job)
    return some
  }

  end(): void {
    this.#isEnded = true
    this.#cancelWhole?.()
    this.#cancelLook?.()
  }

  /** Ids that were not there at the last look. */
  async #unseen(): Promise<string[]> {
    const ids = await this.#context.services.store.list()
    return ids.filter((id) => !isWindowId(id) && !this.#seen.has(id) && !this.#isOwn(id))
  }

  /** Whether this window lists a job, or is about to. */
  #isOwn(id: string): boolean {
    return this.#find(id) !== undefined || this.#context.beingWritten.has(id)
  }

  #lookLater(): void {
    this.#cancelLook?.()
    if (!this.#isEnded) this.#cancelLook = this.#context.clock.after(this.#lease.look, () => void this.#look())
  }

  /** One listing of the journal; only what is new is read. */
  async #look(): Promise<void> {
    // A disk that does not answer now is asked again; nothing is lost by that.
    const ids = new Set(await this.#unseen().catch(() => []))
    const isKnown = (id: string) => !ids.has(id) || this.#isOwn(id)
    if (ids.size > 0 && !this.#isEnded) await this.#load({ has: isKnown }).catch(() => undefined)
    for (const id of ids) this.#seen.add(id)
    this.#lookLater()
  }

  async #load(known: Known): Promise<void> {
    const context = this.#context
    const backgroundDownloads = this.#backgroundDownloads
    const { records, damaged } = await context.journal.load(known)
    for (const { id, reason } of damaged) context.services.onTrouble?.(recordDamaged(id, reason))
    if (this.#isEnded) return
    const isMine = context.services.isMine ?? (() => true)
    const found: Job[] = []
    for (const record of records) {
      if (this.#isOwn(record.id)) continue
      if (isMine(record)) {
        await backgroundDownloads.release(record.id)
        const own = (await context.journal.find(record.id)) ?? record
        if (!this.#isOwn(own.id)) found.push(context.add(own))
      } else if (await this.#canDownload(record)) {
        const job = backgroundDownloads.add(record)
        if (job) found.push(job)
      }
    }
    // When all are known: a step of a chain looks for the one before.
    await Promise.all(found.map((job) => this.#recovery.recover(job)))
  }

  async #canDownload(record: JobRecord): Promise<boolean> {
    const { window } = record
    return canDownload(record, this.#context.now()) && !(window !== undefined && (await this.#context.isAlive(window)))
  }
}
