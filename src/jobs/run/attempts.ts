// Attempts to send a job's creation request. An attempt belongs to the window that creates its claim, a file that is never taken
// over, never expires and is never removed; creating it is the last step before the request is sent. The next attempt can be
// claimed only when the previous one certainly did not reach the service, or the person explicitly wants it. So no request is
// sent twice automatically, no matter which window was suspended and for how long.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { JobRecord } from '../store/record.ts'
import type { RecordStore } from '../store/store.ts'

/** The outcome of an attempt, recorded by the window that claimed it. */
export type Outcome = { kind: 'refused' } | { kind: 'accepted'; taskId: string }

/** What may be done next with a request. */
export type Next =
  /** The attempt of this number may be claimed and sent. */
  | { kind: 'send'; attempt: number }
  /** An attempt was claimed and its outcome is not known: its task may exist. */
  | { kind: 'open'; attempt: number }
  /** The service accepted an attempt, which the record does not say yet. */
  | { kind: 'accepted'; taskId: string }

const Closed = Type.Object({ isClosed: Type.Literal(true) })
const Refused = Type.Object({ kind: Type.Literal('refused') })
const Accepted = Type.Object({ kind: Type.Literal('accepted'), taskId: Type.String({ minLength: 1 }) })

const claimOf = (attempt: number) => `attempt-${attempt}`
const outcomeOf = (attempt: number) => `attempt-${attempt}-outcome`

type Request = Pick<JobRecord, 'id' | 'attempt' | 'taskId' | 'pastTasks' | 'resendAfter'>

export class Attempts {
  readonly #store: Pick<RecordStore, 'createNote' | 'readNote'>

  constructor(store: Pick<RecordStore, 'createNote' | 'readNote'>) {
    this.#store = store
  }

  /** Claims an attempt. False when another window, or this one before a restart, has claimed it. */
  claim(id: string, attempt: number, window: string | undefined, now: number): Promise<boolean> {
    return this.#store.createNote(id, claimOf(attempt), { window, at: now })
  }

  /** Records the outcome of an attempt that this window claimed. */
  async settle(id: string, attempt: number, outcome: Outcome): Promise<void> {
    await this.#store.createNote(id, outcomeOf(attempt), outcome)
  }

  /** What may be done next according to the disk. */
  async next(request: Request): Promise<Next> {
    const { id, taskId, pastTasks = [], resendAfter = 0 } = request
    let result: Next = { kind: 'send', attempt: 1 }
    // What came before the attempt that the record speaks of was settled then.
    for (let attempt = Math.max(1, (request.attempt ?? 1) - 1); ; attempt++) {
      const claim = await this.#store.readNote(id, claimOf(attempt))
      if (claim === undefined) return result
      const outcome = await this.#store.readNote(id, outcomeOf(attempt))
      const isKnown = (task: string) => task === taskId || pastTasks.includes(task)
      if (Check(Accepted, outcome) && !isKnown(outcome.taskId)) return { kind: 'accepted', taskId: outcome.taskId }
      const isSettled = Check(Closed, claim) || Check(Refused, outcome) || Check(Accepted, outcome)
      result = isSettled || attempt <= resendAfter ? { kind: 'send', attempt: attempt + 1 } : { kind: 'open', attempt }
    }
  }

  /**
   * Ensures that nothing will be sent any more, not even by a window that was suspended right before sending. False when
   * that is impossible, because a request was or is being sent, or it cannot be read whether one was. A store that
   * cannot be written now lets no window send either.
   */
  async close(request: Request): Promise<boolean> {
    const next = await this.next(request).catch(() => undefined)
    if (next === undefined) return false
    if (next.kind !== 'send') return false
    return this.#store.createNote(request.id, claimOf(next.attempt), { isClosed: true }).catch(async () => {
      // Another window may have claimed it between the look and the failure.
      return (await this.next(request).catch(() => undefined))?.kind === 'send'
    })
  }

  /** The number of the last claimed attempt, 0 for none; used when the person wants another one regardless of its outcome. */
  async last(request: Request): Promise<number> {
    const next = await this.next({ ...request, resendAfter: Number.MAX_SAFE_INTEGER })
    return next.kind === 'send' ? next.attempt - 1 : 0
  }
}
