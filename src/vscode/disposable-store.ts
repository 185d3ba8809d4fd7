// Collecting what must be disposed: a late addition to a disposed collection is disposed at once, so that nothing
// that was started during shutdown is left running.
import type { Disposable } from 'vscode'

export class DisposableStore implements Disposable {
  readonly #items = new Set<Disposable>()
  #isDisposed = false

  /** Keeps a disposable until the end, and hands it back. */
  add<T extends Disposable>(item: T): T {
    if (this.#isDisposed) item.dispose()
    else this.#items.add(item)
    return item
  }

  dispose(): void {
    this.#isDisposed = true
    const items = [...this.#items].reverse()
    this.#items.clear()
    for (const item of items) item.dispose()
  }
}
