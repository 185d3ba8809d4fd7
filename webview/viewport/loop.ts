// The drawing loop: draws once for any number of changes, and not at all when nothing changed. It owns the frame count with which
// tests prove that an idle viewport costs nothing.

export interface Scheduler {
  request(callback: (time: number) => void): number
  cancel(handle: number): void
}

const browserScheduler: Scheduler = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
}

/** Longest step given to animations, seconds: after a pause (hidden tab) things go on, they do not jump. */
const LONGEST_STEP = 0.1

export class FrameLoop {
  #handle: number | undefined
  #last: number | undefined
  #frames = 0
  #stopped = false
  #isHidden = false
  /** A frame was asked for while nobody saw it. */
  #isAsked = false
  /** Seconds that passed while a frame was put off. */
  #owed = 0
  readonly #draw: (time: number, step: number) => boolean
  readonly #scheduler: Scheduler
  readonly #isReady: (time: number) => boolean

  /**
   * `draw` gets the time in milliseconds and the step in seconds, and answers whether it wants another frame; `isReady`
   * puts a frame off while it answers false.
   */
  constructor(
    draw: (time: number, step: number) => boolean,
    scheduler: Scheduler = browserScheduler,
    isReady: (time: number) => boolean = () => true,
  ) {
    this.#draw = draw
    this.#scheduler = scheduler
    this.#isReady = isReady
  }

  /** Draws done since the start. */
  get frames(): number {
    return this.#frames
  }

  /** Asks for one frame; asking again before it is drawn changes nothing. */
  invalidate(): void {
    if (this.#isHidden) this.#isAsked = true
    if (this.#stopped || this.#isHidden || this.#handle !== undefined) return
    this.#handle = this.#scheduler.request((time) => this.#look(time))
  }

  /** Draws at once: for a canvas that was just resized, which is blank until it is drawn. */
  drawNow(): void {
    if (this.#stopped) return
    this.#cancel()
    this.#tick(performance.now())
  }

  /**
   * Draws what is asked for with the next task instead of the screen's next frame, unless the one before is under way: for
   * what is waited for. Whoever still has something to do to it does so before.
   */
  drawSoon(): void {
    setTimeout(() => {
      if (this.#handle !== undefined && this.#isReady(performance.now())) this.drawNow()
    })
  }

  /** While nobody sees it nothing is drawn; what was asked for is drawn once it is seen again. */
  set hidden(isHidden: boolean) {
    if (this.#isHidden === isHidden) return
    this.#isHidden = isHidden
    if (isHidden) {
      this.#isAsked = this.#handle !== undefined
      this.#cancel()
      this.#last = undefined
    } else if (this.#isAsked) this.invalidate()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  #cancel(): void {
    if (this.#handle !== undefined) this.#scheduler.cancel(this.#handle)
    this.#handle = undefined
  }

  /** Draws, or puts it off to the next time. */
  #look(time: number): void {
    this.#handle = undefined
    if (this.#isReady(time)) {
      this.#tick(time)
      return
    }
    if (this.#last !== undefined) {
      this.#owed += this.#since(this.#last, time)
      this.#last = time
    }
    this.invalidate()
  }

  #since(last: number, time: number): number {
    return Math.min(LONGEST_STEP, Math.max(0, time - last) / 1000)
  }

  #tick(time: number): void {
    this.#handle = undefined
    const step = this.#last === undefined ? 0 : this.#owed + this.#since(this.#last, time)
    this.#owed = 0
    this.#frames++
    const again = this.#draw(time, step)
    // Without a following frame there is no step to measure: the next one starts afresh.
    this.#last = again ? time : undefined
    if (again) this.invalidate()
  }
}

/** What is done before each draw; each says whether it wants another one. */
export class FrameHooks {
  readonly #hooks = new Set<(seconds: number) => boolean>()

  /** @returns how to take it away */
  add(hook: (seconds: number) => boolean): () => void {
    this.#hooks.add(hook)
    return () => this.#hooks.delete(hook)
  }

  run(seconds: number): boolean {
    let again = false
    for (const hook of this.#hooks) again = hook(seconds) || again
    return again
  }

  clear(): void {
    this.#hooks.clear()
  }
}
