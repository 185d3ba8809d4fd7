// The part of the model under the pointer, and the point that a gesture holds.
import type { Intersection, Object3D, Plane } from 'three'
import type { CameraRig } from './camera.ts'
import { devicePlace, hitOn } from './pick.ts'
import { PickTrees } from './pick-trees.ts'

/** What there is to be seen. */
export interface Pickable {
  root: Object3D
  /** Behind it the model is cut away. */
  cut?: Plane | undefined
}

/** Most triangles that a gesture looks through one by one for what lies under the pointer: it must begin at once. */
const QUICK = 400_000

export class Picks {
  readonly #rig: CameraRig
  readonly #surface: HTMLElement
  readonly #seen: () => Pickable | undefined
  readonly #trees: PickTrees

  /**
   * @param seen what is looked through: the model on the stage
   * @param workers where the page's workers are
   */
  constructor(rig: CameraRig, surface: HTMLElement, seen: () => Pickable | undefined, workers: string) {
    this.#rig = rig
    this.#surface = surface
    this.#seen = seen
    this.#trees = new PickTrees(workers)
  }

  /** The nearest visible thing at a place of the page, in CSS pixels, and where it was hit. */
  hit(clientX: number, clientY: number): Intersection | undefined {
    const seen = this.#seen()
    const at = devicePlace(this.#surface, clientX, clientY)
    if (!seen || !at) return undefined
    void this.#trees.prepare(seen.root)
    this.#rig.update(performance.now())
    return hitOn(seen.root, this.#rig.camera, at, this.#trees, seen.cut)
  }

  /** A gesture begins there, in normalised device coordinates: what lies under the pointer stays under it. */
  grab(at: { x: number; y: number }): void {
    const seen = this.#seen()
    this.#rig.update(performance.now())
    if (seen) void this.#trees.prepare(seen.root)
    const isQuick = seen && this.#trees.looseIn(seen.root) <= QUICK
    this.#rig.hold(isQuick ? hitOn(seen.root, this.#rig.camera, at, this.#trees, seen.cut)?.point : undefined)
  }

  /** Resolves once what is on the stage is searched by trees, as far as it will be. */
  async prepared(): Promise<void> {
    const seen = this.#seen()
    if (seen) await this.#trees.prepare(seen.root)
  }

  /** Ends what is under way; the next time that somebody points at a model it begins anew. */
  dispose(): void {
    this.#trees.dispose()
  }
}
