// Collects the jobs that have changed and notifies the page at most once per frame. In a batch of hundreds each job changes
// several times a second; a page draws sixty. A notification carries the changed jobs only.
import { type Coalesced, coalesce } from './coalesce.ts'

/** Milliseconds between two notifications: one frame. */
const FRAME = 16

export class JobUpdates {
  readonly #ids = new Set<string>()
  readonly #soon: Coalesced

  /** @param onChanged is given each id once, in the order in which they changed first */
  constructor(onChanged: (ids: readonly string[]) => void) {
    this.#soon = coalesce(
      () => {
        const ids = [...this.#ids]
        this.#ids.clear()
        if (ids.length > 0) onChanged(ids)
      },
      () => FRAME,
    )
  }

  add(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id)
    this.#soon.soon()
  }

  /** Tells now. */
  flush(): void {
    if (this.#ids.size > 0) this.#soon.now()
  }

  /** Has what is still to be told of jobs go before each message: it may be about one of them. */
  before<Message>(post: (message: Message) => void): (message: Message) => void {
    return (message) => {
      this.flush()
      post(message)
    }
  }

  dispose(): void {
    this.#soon.dispose()
  }
}
