// How far the picture reaches: sizes the clipping planes and the range of the zoom to all that is drawn, which is the model and
// what stands beside it (a figure for scale, the other model of a comparison, parts that were moved away).
import { type Box3, Sphere, Vector3 } from 'three'

/** Radii around the model's middle that are never cut off: the ground reaches seven. */
const AROUND = 8

export class Reach {
  #radius = 1
  readonly #centre = new Vector3()
  readonly #beside = new Map<string, Box3>()

  /** Another model, beside which nothing stands. @param radius metres around its middle */
  measure(radius: number, centre: Vector3): void {
    this.#radius = radius
    this.#centre.copy(centre)
    this.#beside.clear()
  }

  /** Something stands beside the model. @param name of what it is; its box is replaced. @param box empty: it is gone */
  set(name: string, box: Box3 | undefined): void {
    const isDrawn = box && !box.isEmpty() && Number.isFinite(box.getBoundingSphere(new Sphere()).radius)
    if (isDrawn) this.#beside.set(name, box.clone())
    else this.#beside.delete(name)
  }

  /** Metres between the camera and what it turns about. */
  get range(): { min: number; max: number } {
    return { min: this.#least * 1e-3, max: this.#most * 40 }
  }

  /** Metres that a framed part is looked at from, at least. */
  get closest(): number {
    return this.#least * 0.05
  }

  /**
   * Distances between which all is seen from a place, in metres: both planes as close around it as the eye allows.
   * @param distance to what the camera turns about
   */
  planes(position: Vector3, distance: number): { near: number; far: number } {
    const reach = this.#most * AROUND
    const away = position.distanceTo(this.#centre)
    const far = away + reach
    return { near: Math.max(Math.min(distance, far) / 100, away - reach), far }
  }

  /** The radius of the smallest thing that is drawn. */
  get #least(): number {
    const radii = [...this.#beside.values()].map((box) => box.getBoundingSphere(new Sphere()).radius)
    return Math.min(this.#radius, ...radii.filter((radius) => radius > 0))
  }

  /** The radius around the model's middle that holds all that is drawn. */
  get #most(): number {
    const farthest = [...this.#beside.values()].map(({ min, max }) => {
      const side = (axis: 'x' | 'y' | 'z') =>
        Math.max(Math.abs(min[axis] - this.#centre[axis]), Math.abs(max[axis] - this.#centre[axis]))
      return Math.hypot(side('x'), side('y'), side('z'))
    })
    return Math.max(this.#radius, ...farthest)
  }
}
