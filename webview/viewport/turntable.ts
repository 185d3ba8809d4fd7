// Slowly rotates the view around the model. Off while reduced motion is requested.
import type { CameraRig } from './camera.ts'

/** Seconds of one turn. */
const TURN_SECONDS = 24

export class Turntable {
  readonly #rig: CameraRig
  #isOn = false

  constructor(rig: CameraRig) {
    this.#rig = rig
  }

  get on(): boolean {
    return this.#isOn
  }

  set on(on: boolean) {
    this.#isOn = on && !this.#rig.reducedMotion
  }

  /** Turns by so many seconds; whether it goes on. */
  advance(seconds: number): boolean {
    if (this.#isOn) this.#rig.rotateBy((seconds * 2 * Math.PI) / TURN_SECONDS)
    return this.#isOn
  }
}
