// Whoever listens to jobs. A listener's mistake must neither end a job nor keep others from hearing.

export interface Disposable {
  dispose(): void
}

export class Listeners<Event> {
  readonly #all = new Set<(event: Event) => void>()
  readonly #onError: (error: unknown) => void

  /** @param onError is told what a listener throws */
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
