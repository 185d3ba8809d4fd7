// Listeners of job events. An exception in a listener must neither end a job nor keep other listeners from being called.

export interface Disposable {
  dispose(): void
}

export class Listeners<Event> {
  readonly #all = new Set<(event: Event) => void>()
  readonly #onError: (error: unknown) => void

  /** @param onError called with what a listener throws */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  add(listener: (event: Event) => void): Disposable {
    this.#all.add(listener)
    return { dispose: () => this.#all.delete(listener) }
  }

  notify(event: Event): void {
    for (const listener of this.#all) {
      try {
        listener(event)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  clear(): void {
    this.#all.clear()
  }
}
