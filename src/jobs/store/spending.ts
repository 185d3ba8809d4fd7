// What was spent today, according to the journal that all windows and accounts share: the actual cost of tasks, else their
// estimate. Checking a limit and recording the new requests are one atomic step.
import type { Clock } from '../../tripo/resources.ts'
import { UNSENT } from '../states.ts'
import type { Journal } from './journal.ts'
import type { JobRecord } from './record.ts'

/** The mark of the window that compares a limit with what was spent. */
const TURN = 'spending'
/** Milliseconds between two tries to have the turn. */
const REST = 25

/** The first millisecond of the local day that a time is in. */
export function startOfDay(time: number): number {
  const day = new Date(time)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime()
}

/** Whether a request is still to be sent without anybody being asked again. */
const isPromised = ({ state, problem }: JobRecord) => UNSENT.includes(state) && problem === undefined

/** Credits of a task: what the service said, nothing for one that failed, else what was announced. */
function creditsOf({ credits, problem, estimate }: JobRecord): number {
  return credits ?? (problem?.billed === 'no' ? 0 : estimate)
}

/** Whether the service has, or may have, a record's request. */
const isSent = ({ taskId, state }: JobRecord) =>
  taskId !== undefined || state === 'submitting' || state === 'unconfirmed'

/** When that was, as far as is known. */
const sentTime = ({ submittedAt, sentAt, createdAt }: JobRecord) => submittedAt ?? sentAt ?? createdAt

export class Spending {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #isAlive: (window: string | undefined) => Promise<boolean>
  /** Records of earlier days that nothing can be spent on any more: they need not be read again. */
  readonly #past = new Set<string>()

  constructor(journal: Journal, clock: Clock, isAlive: (window: string | undefined) => Promise<boolean>) {
    this.#journal = journal
    this.#clock = clock
    this.#isAlive = isAlive
  }

  /**
   * Credits that this local day has taken: of all that was sent today, and of all that is going to be, because a window
   * has it in hand. A task with two records counts once.
   * @param of the service's, or those of the sandbox, which are nobody's and count by themselves
   */
  async today(of: JobRecord['service'] = 'service'): Promise<number> {
    const from = startOfDay(this.#clock.now())
    const { records } = await this.#journal.load(this.#past)
    const counted = new Set<string>()
    let sum = 0
    for (const record of records) {
      const { id, service, taskId, state } = record
      if (service !== of) continue
      if (isPromised(record)) {
        // What waits for a workspace that is not open is spent on the day on which it is.
        if (record.createdAt >= from || (await this.#isAlive(record.window))) sum += record.estimate
      } else if (isSent(record)) {
        if (sentTime(record) < from) {
          if (state === 'delivered') this.#past.add(id)
          continue
        }
        if (taskId !== undefined && counted.has(taskId)) continue
        if (taskId !== undefined) counted.add(taskId)
        sum += creditsOf(record)
      }
    }
    return sum
  }

  /**
   * Does something that no other window of this journal does at the same time: looking what was spent, and noting more.
   * A window that dies meanwhile holds nobody up for longer than its lease.
   */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      let done: { value: T } | undefined
      await this.#journal.alone(TURN, async () => {
        done = { value: await work() }
      })
      if (done) return done.value
      await new Promise<void>((resolve) => this.#clock.after(REST, resolve))
    }
  }
}
