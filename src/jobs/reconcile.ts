// Finds the task of a creation request whose answer was lost: compares the account's recent usage, minus the tasks that the journal
// knows, with the request. Only an unambiguous match is accepted; nothing is ever resent.
import { isElsewhere, isKnownTask } from '../text/problem-codes.ts'
import type { Task } from '../tripo/task.ts'
import { attachTask, matches } from './adopt.ts'
import type { JobContext } from './context.ts'
import type { Job } from './job.ts'
import { problemOf } from './problems.ts'
import type { JobConnection } from './run/services.ts'
import type { JobRecord } from './store/record.ts'

/** How far the service's clock may be behind ours, and how long a creation may have been on its way; milliseconds. */
const BEFORE = 5 * 60_000
const AFTER = 30 * 60_000
/** Maximum tasks read in one search; for an account with more tasks in that time there is no guessing. */
const MOST = 100

const sentAt = (record: JobRecord) => record.sentAt ?? record.createdAt

/** Requests whose task may be any unknown one. */
const isOpen = ({ state }: JobRecord) => state === 'unconfirmed' || state === 'submitting'

/**
 * Tries to find the tasks of unconfirmed jobs; a job with exactly one match gets it. Resolves when the others must be left to
 * the person. Rejects with the error of the service or the network.
 */
async function reconcile(context: JobContext): Promise<void> {
  const lost = context.all().filter((job) => job.record.state === 'unconfirmed' && !job.isRunning)
  const services = new Set(lost.map(({ record }) => record.service))
  for (const service of services) {
    const connection = await context.services.connect(service)
    const own = lost.filter(({ record }) => record.service === service && isSameAccount(record, connection))
    if (own.length > 0) await search(context, own, connection)
  }
}

const isSameAccount = ({ connection }: JobRecord, { account }: JobConnection) =>
  connection === undefined || connection.account === account

async function search(context: JobContext, lost: readonly Job[], connection: JobConnection): Promise<void> {
  const { client, account } = connection
  const since = Math.min(...lost.map(({ record }) => sentAt(record))) - BEFORE
  const rows = await client.recent?.(since)
  if (!rows) return
  // Read after the rows: a task that is in them and was ours is in the journal by now, or its record is still open.
  const { records } = await context.journal.load()
  const known = new Set(records.flatMap(({ taskId, pastTasks = [] }) => (taskId ? [taskId, ...pastTasks] : pastTasks)))
  const unknown = rows.filter((taskId) => !known.has(taskId))
  if (unknown.length > MOST) {
    // Old unconfirmed jobs must not keep recent ones from being found.
    const newest = [...lost].sort((a, b) => sentAt(b.record) - sentAt(a.record))
    if (lost.length > 1) await search(context, newest.slice(0, Math.ceil(lost.length / 2)), connection)
    return
  }
  const tasks = await Promise.all(unknown.map((taskId) => client.read(taskId)))
  const open = records.filter((record) => isOpen(record) && (record.connection?.account ?? account) === account)
  for (const job of lost) {
    const fits = tasks.filter((task) => isPair(job.record, task))
    const [task] = fits
    if (!task || fits.length > 1 || open.filter((record) => isPair(record, task)).length !== 1) continue
    if (job.record.state !== 'unconfirmed' || job.isRunning) continue
    await attachTask(context, job, task).catch((error: unknown) => {
      // Another window, or the person, was faster.
      if (!isElsewhere(error) && !isKnownTask(error)) throw error
    })
  }
}

function isPair(record: JobRecord, task: Task): boolean {
  const created = task.createdAt.getTime()
  const isInTime = created >= sentAt(record) - BEFORE && created <= sentAt(record) + AFTER
  return isInTime && matches(record, task)
}

/**
 * The searches of a window: some time after a job became unconfirmed, and again later. A search that fails, for example
 * without network, is repeated until it succeeds.
 */
export class Reconciler {
  #cancel: (() => void) | undefined
  /** Jobs that were searched for without success; repeated failures for them are not reported. */
  readonly #over = new Set<string>()
  #isEnded = false
  /** The last search failed, and this was reported. */
  #isTroubled = false

  readonly #context: JobContext
  /** Milliseconds before each search. */
  readonly #delays: readonly number[]
  /** The last search for a job has ended, or one has failed: a task that was not found may never be. */
  readonly #ended: (job: Job) => void

  constructor(
    context: JobContext,

    delays: readonly number[],

    ended: (job: Job) => void,
  ) {
    this.#context = context
    this.#delays = delays
    this.#ended = ended
  }

  /** Called with a job's new state: starts a search when its task is lost and was not searched for yet. */
  watch({ record }: Job): void {
    if (record.state !== 'unconfirmed') this.#over.delete(record.id)
    else if (!this.#over.has(record.id) && this.#cancel === undefined) this.begin()
  }

  /** Whether a job's lost task may still be found automatically. */
  isSearching(id: string): boolean {
    return !this.#over.has(id)
  }

  begin(round = 0): void {
    this.#cancel?.()
    this.#cancel = undefined
    const delay = this.#delays[round]
    if (delay === undefined || this.#isEnded) return
    this.#cancel = this.#context.clock.after(delay, () => void this.#run(round))
  }

  end(): void {
    this.#isEnded = true
    this.#cancel?.()
  }

  async #run(round: number): Promise<void> {
    const isDone = await reconcile(this.#context).then(
      () => true,
      (error: unknown) => {
        if (!this.#isTroubled) this.#context.services.onTrouble?.(problemOf(error))
        return false
      },
    )
    this.#isTroubled = !isDone
    const next = isDone ? round + 1 : Math.min(round + 1, this.#delays.length - 1)
    this.#cancel = undefined
    if (this.#context.all().some(({ record }) => record.state === 'unconfirmed')) this.begin(next)
    if (this.#isEnded || (this.#cancel !== undefined && isDone)) return
    for (const job of this.#context.all()) {
      if (job.record.state !== 'unconfirmed' || this.#over.has(job.record.id)) continue
      this.#over.add(job.record.id)
      this.#ended(job)
    }
  }
}
