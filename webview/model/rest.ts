// A page that nobody sees draws nothing, and after a minute holds no model and nothing on the GPU: ten open tabs cost as
// much as one. The host says whether the page is seen, since a hidden webview is not told by the browser.

/** Milliseconds out of sight after which everything is given back. */
export const PATIENCE = 60_000

export interface Rests {
  /** The page is seen, or not. */
  hide(isHidden: boolean): void
  /** Gives back what can be made again. */
  sleep(): void
  /** Makes it again. */
  wake(): void
}

export class Rest {
  readonly #rests: Rests
  #timer: ReturnType<typeof setTimeout> | undefined
  #isAsleep = false

  constructor(rests: Rests) {
    this.#rests = rests
  }

  get isAsleep(): boolean {
    return this.#isAsleep
  }

  seen(isSeen: boolean): void {
    clearTimeout(this.#timer)
    this.#rests.hide(!isSeen)
    if (!isSeen) {
      this.#timer = setTimeout(() => this.#sleep(), PATIENCE)
      return
    }
    if (!this.#isAsleep) return
    this.#isAsleep = false
    this.#rests.wake()
  }

  #sleep(): void {
    if (this.#isAsleep) return
    this.#isAsleep = true
    this.#rests.sleep()
  }
}
