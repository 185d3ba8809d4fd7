// When the picture is drawn, and what happens before each draw: what moves goes on by a step, a picture that has arrived gets its
// place, and the camera goes where it is on its way to. It follows the size of the surface.
import type { CameraRig } from './camera.ts'
import type { Gizmo } from './gizmo.ts'
import { FrameHooks, FrameLoop } from './loop.ts'
import type { ShownModel } from './shown-model.ts'
import type { Stage } from './stage.ts'
import { Turntable } from './turntable.ts'

export interface FramesParts {
  rig: CameraRig
  gizmo: Gizmo
  /** What is drawn on, and gives the picture its size. */
  surface: HTMLElement
  /** Undefined where WebGL 2 is missing. */
  stage(): Stage | undefined
  shown(): ShownModel
  /** Whether what stands on the stage can be drawn now. */
  isDrawing(): boolean
  /** Whether nothing is drawn for the screen for a while. */
  isHeld(): boolean
}

export class Frames {
  readonly #parts: FramesParts
  readonly #loop: FrameLoop
  readonly #hooks = new FrameHooks()
  readonly #resizes = new ResizeObserver(() => this.resized())
  /** A slow turn about the model. */
  readonly turntable: Turntable

  constructor(parts: FramesParts) {
    this.#parts = parts
    const isReady = (time: number) => !parts.isHeld() && (parts.stage()?.isReady(time) ?? true)
    this.#loop = new FrameLoop((time, step) => this.#draw(time, step), undefined, isReady)
    this.turntable = new Turntable(parts.rig)
    this.#resizes.observe(parts.surface)
  }

  /** Draws since the start; stands still while nothing changes. */
  get count(): number {
    return this.#loop.frames
  }

  /** While nobody sees it nothing is drawn. */
  set hidden(isHidden: boolean) {
    this.#loop.hidden = isHidden
  }

  /** Asks for a draw. */
  invalidate(): void {
    this.#loop.invalidate()
  }

  /** Draws what is asked for without waiting for the screen's next frame. */
  drawSoon(): void {
    this.#loop.drawSoon()
  }

  /** Runs `hook` before each draw with the seconds since the last; frames go on while it answers true. */
  onFrame(hook: (seconds: number) => boolean): () => void {
    this.#loop.invalidate()
    return this.#hooks.add(hook)
  }

  /** The canvas has another size, or has had: it is drawn at once. */
  resized(): void {
    this.resize()
    this.#loop.drawNow()
  }

  /** Gives the stage and the camera the surface's size, where it has one. */
  resize(stage = this.#parts.stage()): void {
    const { surface, rig } = this.#parts
    const { clientWidth, clientHeight } = surface
    if (clientWidth === 0 || clientHeight === 0) return
    stage?.resize(clientWidth, clientHeight)
    rig.resize(clientWidth, clientHeight)
  }

  dispose(): void {
    this.#loop.stop()
    this.#resizes.disconnect()
    this.#hooks.clear()
  }

  #draw(time: number, step: number): boolean {
    const { rig, gizmo, isDrawing } = this.#parts
    const stage = this.#parts.stage()
    const again = this.#hooks.run(step)
    const filling = stage?.advance(rig.reducedMotion ? Number.POSITIVE_INFINITY : step) === true
    const isTexturing = this.#parts.shown().placeTexture()
    const turning = stage?.model !== undefined && this.turntable.advance(step)
    rig.update(time)
    gizmo.show(rig.orbit)
    const isLeft = isDrawing() && stage?.draw(rig.camera, rig.orbit, time) === true
    return again || isLeft || filling || isTexturing || turning || rig.moving
  }
}
