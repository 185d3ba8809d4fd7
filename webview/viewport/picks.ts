// What of the model lies under the pointer, and what a gesture holds on to.
import type { Intersection, Object3D } from 'three'
import type { CameraRig } from './camera.ts'
import { hitAt, hitOn } from './pick.ts'

/** Most triangles that a gesture looks through for what lies under the pointer: it must begin at once. */
const QUICK = 400_000

export class Picks {
  readonly #rig: CameraRig
  readonly #surface: HTMLElement
  readonly #model: () => { root: Object3D; triangles: number } | undefined

  /** @param model what is looked through: the model on the stage and its triangles */
  constructor(rig: CameraRig, surface: HTMLElement, model: () => { root: Object3D; triangles: number } | undefined) {
    this.#rig = rig
    this.#surface = surface
    this.#model = model
  }

  /** The nearest visible thing at a place of the page, in CSS pixels, and where it was hit. */
  hit(clientX: number, clientY: number): Intersection | undefined {
    this.#rig.update(performance.now())
    return hitAt(this.#model()?.root, this.#rig.camera, this.#surface, clientX, clientY)
  }

  /** A gesture begins there, in normalised device coordinates: what lies under the pointer stays under it. */
  grab(at: { x: number; y: number }): void {
    const model = this.#model()
    this.#rig.update(performance.now())
    const root = model && model.triangles <= QUICK ? model.root : undefined
    this.#rig.hold(root && hitOn(root, this.#rig.camera, at)?.point)
  }
}
