// Suspends a page that is not visible: it draws nothing, and after a minute frees the model and all GPU memory, so that ten
// open tabs cost as much as one. The host reports visibility, since the browser does not tell a hidden webview.

/** Milliseconds of being hidden after which everything is freed. */
export const SUSPEND_AFTER = 60_000

export interface Suspendable {
  /** The page was hidden or shown. */
  hide(isHidden: boolean): void
  /** Frees what can be recreated. */
  sleep(): void
  /** Recreates it. */
  wake(): void
}

export class Suspension {
  readonly #page: Suspendable
  #timer: ReturnType<typeof setTimeout> | undefined
  #isAsleep = false

  constructor(page: Suspendable) {
    this.#page = page
  }

  get isAsleep(): boolean {
    return this.#isAsleep
  }

  seen(isSeen: boolean): void {
    clearTimeout(this.#timer)
    this.#page.hide(!isSeen)
    if (!isSeen) {
      this.#timer = setTimeout(() => this.#sleep(), SUSPEND_AFTER)
      return
    }
    if (!this.#isAsleep) return
    this.#isAsleep = false
    this.#page.wake()
  }

  #sleep(): void {
    if (this.#isAsleep) return
    this.#isAsleep = true
    this.#page.sleep()
  }
}
