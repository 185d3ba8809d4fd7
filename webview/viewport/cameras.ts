// The two cameras that the picture is drawn with, one in perspective and one without, and the lens and size of the picture. They
// know nothing of gestures and views: where they stand is told them.
import { type Box3, type Camera, MathUtils, OrthographicCamera, PerspectiveCamera, Vector3 } from 'three'
import { type FreeArea, shiftOf } from './coverage.ts'
import { type Direction, fitDistance, type Lens, type Orbit, orientation, type Projection } from './orbit.ts'
import type { Reach } from './reach.ts'

const verticalFov = 35 * MathUtils.DEG2RAD
/** CSS pixels at the lower edge that a framed model keeps free. */
const TEXT_HEIGHT = 28

export class Cameras {
  readonly #perspective = new PerspectiveCamera(verticalFov * MathUtils.RAD2DEG)
  readonly #orthographic = new OrthographicCamera()
  #lens: Lens = { fov: verticalFov, aspect: 1 }
  #height = 600

  get lens(): Lens {
    return this.#lens
  }

  /** Of the picture, in CSS pixels. */
  get height(): number {
    return this.#height
  }

  /** @param width of the picture, in CSS pixels, as `height` */
  resize(width: number, height: number): void {
    this.#lens = { ...this.#lens, aspect: aspectOf(width, height) }
    this.#height = height
  }

  of(projection: Projection): Camera {
    return projection === 'perspective' ? this.#perspective : this.#orthographic
  }

  /**
   * The distance from which a box is seen whole in a part of the picture, in metres.
   * @param direction from where it is looked at
   */
  fit(box: Box3, direction: Direction, projection: Projection, { left, top, right, bottom }: FreeArea): number {
    // Room for the statistics line, which matters in a small picture and hardly in a large one.
    const [width, height] = [right - left, bottom - top]
    const margin = 1.07 / Math.max(0.5, 1 - (2 * TEXT_HEIGHT) / (this.#height * height))
    const fov = 2 * Math.atan(Math.tan(this.#lens.fov / 2) * height)
    return fitDistance(box, direction, { fov, aspect: (this.#lens.aspect * width) / height }, projection, margin)
  }

  /**
   * Places both where the orbit says.
   * @param seen the part of the picture whose middle shows what the orbit is about
   * @param reach what is not to be cut off
   * @param aspect for a picture of another shape, until they are placed again
   */
  place(orbit: Orbit, seen: FreeArea, reach: Reach, aspect = this.#lens.aspect): void {
    const rotation = orientation(orbit)
    const position = new Vector3(0, 0, orbit.distance).applyQuaternion(rotation).add(orbit.target)
    const { near, far } = reach.planes(position, orbit.distance)
    this.#perspective.aspect = aspect
    this.#perspective.far = far
    this.#perspective.near = near
    const halfHeight = orbit.distance * Math.tan(this.#lens.fov / 2)
    this.#orthographic.top = halfHeight
    this.#orthographic.bottom = -halfHeight
    this.#orthographic.right = halfHeight * aspect
    this.#orthographic.left = -this.#orthographic.right
    // Behind the eye as well: a parallel picture has no eye to be behind of.
    this.#orthographic.near = -far
    this.#orthographic.far = far
    const shift = shiftOf(seen)
    for (const camera of [this.#perspective, this.#orthographic]) {
      camera.position.copy(position)
      camera.quaternion.copy(rotation)
      if (shift.x === 0 && shift.y === 0) camera.clearViewOffset()
      else camera.setViewOffset(aspect, 1, -shift.x * aspect, -shift.y, aspect, 1)
      camera.updateProjectionMatrix()
      camera.updateMatrixWorld()
    }
  }
}

/** Width divided by height. */
export const aspectOf = (width: number, height: number): number => width / Math.max(1, height)
