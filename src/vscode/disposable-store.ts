// Collects what must be disposed: an addition to a store that is already disposed is disposed at once, so that nothing that was
// started during shutdown keeps running.
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
