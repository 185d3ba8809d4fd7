// Keeps drawing from running ahead of the GPU. A browser accepts more frames than a slow GPU (above all software rendering
// in a remote window) can draw; they queue up, and the window responds seconds late. So only one frame is in flight, and a
// slow frame is followed by a pause as long as it took, which leaves half of a slow machine to everything else.

/** What of WebGL 2 this asks for; a fence is passed once everything before it is drawn. */
export interface Fences {
  readonly SYNC_GPU_COMMANDS_COMPLETE: number
  readonly SYNC_STATUS: number
  readonly UNSIGNALED: number
  fenceSync(condition: number, flags: number): WebGLSync | null
  getSyncParameter(sync: WebGLSync, name: number): unknown
  deleteSync(sync: WebGLSync | null): void
  flush(): void
}

/** Milliseconds that a frame may take without a rest after it: 20 frames a second look like motion. */
const QUICK = 50

export class DrawThrottle {
  readonly #gl: Fences
  #sync: WebGLSync | null = null
  #sent = 0
  #restsUntil = 0
  #isUrgent = false
  /** When the frame was last seen to be under way. */
  #busyAt: number | undefined

  constructor(gl: Fences) {
    this.#gl = gl
  }

  /** The next frame shows something that is waited for: it is drawn as soon as the one before is done, without a rest. */
  hurry(): void {
    this.#isUrgent = true
  }

  /** Whether the next frame may be drawn. @param time milliseconds, on the clock that `drawn` is told */
  isReady(time: number): boolean {
    return !this.isBusy(time) && (this.#isUrgent || time >= this.#restsUntil)
  }

  /** Whether the GPU is not done with the last frame. @param time as for `isReady` */
  isBusy(time: number): boolean {
    if (this.#sync === null) return false
    // A lost context answers null: nothing to wait for.
    if (this.#gl.getSyncParameter(this.#sync, this.#gl.SYNC_STATUS) === this.#gl.UNSIGNALED) {
      this.#busyAt = time
      return true
    }
    this.#gl.deleteSync(this.#sync)
    this.#sync = null
    // Nobody looks while nothing is to be drawn, or nobody sees it: what is done at the next look may have been so for minutes.
    const took = this.#busyAt === undefined ? 0 : Math.min(time, this.#busyAt + QUICK) - this.#sent
    this.#restsUntil = took > QUICK ? time + took : 0
    return false
  }

  /** A frame was handed to the GPU. @param time milliseconds */
  drawn(time: number): void {
    this.#isUrgent = false
    this.#gl.deleteSync(this.#sync)
    this.#sync = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    this.#sent = time
    this.#busyAt = undefined
    // Without it the browser may keep the fence to itself.
    this.#gl.flush()
  }
}
