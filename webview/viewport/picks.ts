// The part of the model under the pointer, and the point that a gesture holds.
import type { Intersection, Object3D } from 'three'
import type { CameraRig } from './camera.ts'
import { devicePlace, hitOn } from './pick.ts'
import { PickTrees } from './pick-trees.ts'

/** Most triangles that a gesture looks through one by one for what lies under the pointer: it must begin at once. */
const QUICK = 400_000

export class Picks {
  readonly #rig: CameraRig
  readonly #surface: HTMLElement
  readonly #root: () => Object3D | undefined
  readonly #trees: PickTrees

  /**
   * @param root what is looked through: the model on the stage
   * @param workers where the page's workers are
   */
  constructor(rig: CameraRig, surface: HTMLElement, root: () => Object3D | undefined, workers: string) {
    this.#rig = rig
    this.#surface = surface
    this.#root = root
    this.#trees = new PickTrees(workers)
  }

  /** The nearest visible thing at a place of the page, in CSS pixels, and where it was hit. */
  hit(clientX: number, clientY: number): Intersection | undefined {
    const root = this.#root()
    const at = devicePlace(this.#surface, clientX, clientY)
    if (!root || !at) return undefined
    void this.#trees.prepare(root)
    this.#rig.update(performance.now())
    return hitOn(root, this.#rig.camera, at, this.#trees)
  }

  /** A gesture begins there, in normalised device coordinates: what lies under the pointer stays under it. */
  grab(at: { x: number; y: number }): void {
    const root = this.#root()
    this.#rig.update(performance.now())
    if (root) void this.#trees.prepare(root)
    const isQuick = root && this.#trees.looseIn(root) <= QUICK
    this.#rig.hold(isQuick ? hitOn(root, this.#rig.camera, at, this.#trees)?.point : undefined)
  }

  /** Resolves once what is on the stage is searched by trees, as far as it will be. */
  async prepared(): Promise<void> {
    const root = this.#root()
    if (root) await this.#trees.prepare(root)
  }

  /** Ends what is under way; the next time that somebody points at a model it begins anew. */
  dispose(): void {
    this.#trees.dispose()
  }
}
