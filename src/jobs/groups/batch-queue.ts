// The queue of a batch: one creation request of a batch is sent at a time (per pool of the service), so that the first lack of
// credits stops the batch, and the rest stays unsent.
import { isWithoutCredits } from '../../text/problem-codes.ts'
import { findCapability } from '../../tripo/catalogue/index.ts'
import { unlessStopped } from '../job.ts'
import { noCreditsLeft } from '../problems.ts'
import type { JobRecord } from '../store/record.ts'

const batchOf = ({ group, batch }: JobRecord) => (group?.kind === 'batch' ? group.id : batch)

export class BatchQueue {
  readonly #last = new Map<string, Promise<unknown>>()
  /** Batches that have run out of credits. */
  readonly #stopped = new Set<string>()

  /**
   * Does the asking for a job when it is its turn; rejects with `jobs.held` when its batch has been stopped.
   * @param options `onWaiting`: others of the batch come first
   */
  async run<Value>(
    record: JobRecord,
    { signal, onWaiting }: { signal: AbortSignal; onWaiting(): void },
    ask: () => Promise<Value>,
  ): Promise<Value> {
    const { request } = record
    const batch = batchOf(record)
    if (batch === undefined) return ask()
    const key = `${batch} ${findCapability(request.capability)?.pool(request.params)}`
    if (this.#last.has(key)) onWaiting()
    const before = this.#last.get(key) ?? Promise.resolve()
    const own = unlessStopped(before, signal).then(async () => {
      if (this.#stopped.has(batch)) throw noCreditsLeft()
      try {
        return await ask()
      } catch (error) {
        if (isWithoutCredits(error)) this.#stopped.add(batch)
        throw error
      }
    })
    // One that stops waiting lets those behind it go on waiting for those before it.
    const settled = Promise.allSettled([before, own])
    this.#last.set(key, settled)
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key)
    })
    return own
  }

  /** The person has more credits, or believes so: the batch of this job goes on. */
  reopen(record: JobRecord): void {
    const batch = batchOf(record)
    if (batch !== undefined) this.#stopped.delete(batch)
  }
}
