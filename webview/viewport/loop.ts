// The drawing loop: draws once for any number of changes, and not at all when nothing changed. It owns the frame count
// that tests use to prove that an idle viewport costs nothing.

export interface Scheduler {
  request(callback: (time: number) => void): number
  cancel(handle: number): void
}

const browserScheduler: Scheduler = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
}

/** Longest step given to animations, seconds: after a pause (hidden tab) things go on, they do not jump. */
const longestStep = 0.1

export class FrameLoop {
  #handle: number | undefined
  #last: number | undefined
  #frames = 0
  #stopped = false
  readonly #draw: (time: number, step: number) => boolean
  readonly #scheduler: Scheduler

  /** `draw` gets the time in milliseconds and the step in seconds, and answers whether it wants another frame. */
  constructor(draw: (time: number, step: number) => boolean, scheduler: Scheduler = browserScheduler) {
    this.#draw = draw
    this.#scheduler = scheduler
  }

  /** Draws done since the start. */
  get frames(): number {
    return this.#frames
  }

  /** Asks for one frame; asking again before it is drawn changes nothing. */
  invalidate(): void {
    if (this.#stopped || this.#handle !== undefined) return
    this.#handle = this.#scheduler.request((time) => this.#tick(time))
  }

  /** Draws at once: for a canvas that was just resized, which is blank until it is drawn. */
  drawNow(): void {
    if (this.#stopped) return
    if (this.#handle !== undefined) this.#scheduler.cancel(this.#handle)
    this.#tick(performance.now())
  }

  stop(): void {
    this.#stopped = true
    if (this.#handle !== undefined) this.#scheduler.cancel(this.#handle)
    this.#handle = undefined
  }

  #tick(time: number): void {
    this.#handle = undefined
    const step = this.#last === undefined ? 0 : Math.min(longestStep, Math.max(0, time - this.#last) / 1000)
    this.#frames++
    const again = this.#draw(time, step)
    // Without a following frame there is no step to measure: the next one starts afresh.
    this.#last = again ? time : undefined
    if (again) this.invalidate()
  }
}
