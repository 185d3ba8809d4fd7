// The camera rig: one orbit, two projections (perspective and orthographic), and the transition between two places. It knows
// nothing of input and drawing; `changed` is called whenever the picture would be different. The cameras themselves: cameras.ts.
import { type Box3, type Camera, Vector3 } from 'three'
import type { CameraPlace } from './camera-place.ts'
import { aspectOf, Cameras } from './cameras.ts'
import { type FreeArea, fromMiddle, isInSight, WHOLE } from './coverage.ts'
import {
  between,
  cloneOrbit,
  depthOf,
  dolly,
  dollyAbout,
  easeOut,
  type Orbit,
  type Projection,
  pan,
  turn,
} from './orbit.ts'
import { Reach } from './reach.ts'
import { type NamedViewId, namedViews, type ViewId, viewOf } from './views.ts'

const threeQuarter = () => {
  const { azimuth, elevation } = namedViews['three-quarter']
  return { azimuth, elevation }
}

interface Transition {
  from: Orbit
  to: Orbit
  /** Milliseconds; undefined until the first frame, so that a slow first draw does not eat the ease. */
  start: number | undefined
  duration: number
}

export class CameraRig {
  /** Set from the user's preference: places change at once, without an ease. */
  reducedMotion: boolean
  projection: Projection = 'perspective'
  readonly #cameras = new Cameras()
  readonly #changed: () => void
  #orbit: Orbit = { ...namedViews['three-quarter'], target: new Vector3(), distance: 4 }
  #transition: Transition | undefined
  readonly #reach = new Reach()
  /** What lies under the pointer of the gesture at hand. */
  #anchor: Vector3 | undefined
  #free = WHOLE
  /** Where what is looked at is now: where it was framed. */
  #seen = WHOLE
  /** No hand has moved the camera since its place was restored. */
  #isRestored = false
  /** Blender's auto perspective: an axis view is orthographic until the user turns away from it. */
  #automatic = false
  /** What the user asked to see whole; it stays whole when the viewport is resized, until a hand moves the camera. */
  #whole: Box3 | undefined

  constructor(reducedMotion: boolean, changed: () => void) {
    this.reducedMotion = reducedMotion
    this.#changed = changed
  }

  get orbit(): Readonly<Orbit> {
    return this.#orbit
  }

  get moving(): boolean {
    return this.#transition !== undefined
  }

  /** The named view the camera is in, or is on its way to. */
  get view(): NamedViewId | undefined {
    return viewOf(this.#transition?.to ?? this.#orbit, this.projection)
  }

  /** The camera to draw with, placed where the orbit says. */
  get camera(): Camera {
    return this.#cameras.of(this.projection)
  }

  resize(width: number, height: number): void {
    this.#cameras.resize(width, height)
    this.#refit()
  }

  /**
   * The part of the picture that nothing lies over: what is framed is shown in its middle. What a hand has chosen to see stays where
   * it is, until all is free again.
   */
  get free(): FreeArea {
    return this.#free
  }

  set free(free: FreeArea) {
    const sides = ['left', 'top', 'right', 'bottom'] as const
    if (sides.every((side) => free[side] === this.#free[side])) return
    this.#free = free
    if (this.#whole !== undefined || this.#isRestored || free === WHOLE) this.#seen = free
    this.#refit()
  }

  /** The camera for a picture of another size, from where it stands now. Until the next `update` and `resize`. */
  framed(width: number, height: number): { camera: Camera; direction: Orbit } {
    // Nothing lies over it.
    this.#cameras.place(this.#orbit, WHOLE, this.#reach, aspectOf(width, height))
    return { camera: this.camera, direction: this.#orbit }
  }

  /** Sizes near, far and the dolly's range to a model. */
  measure(radius: number, centre = new Vector3()): void {
    this.#reach.measure(radius, centre)
  }

  /** Something stands beside the model, or no longer: it is not cut off either. @param name of what it is */
  extend(name: string, box: Box3 | undefined): void {
    this.#reach.set(name, box)
    this.#changed()
  }

  /** What a gesture has begun on: it stays under the pointer. Undefined: on nothing, so on the target's plane. */
  hold(point: Vector3 | undefined): void {
    this.#anchor = point
  }

  /** Where the camera stands and how it sees, for a file that is opened again. */
  get place(): CameraPlace {
    return this.#placeAt(this.#orbit)
  }

  /** Where it is on its way to; where it stands when it is on none. */
  get goal(): CameraPlace {
    return this.#placeAt(this.#transition?.to ?? this.#orbit)
  }

  /** Whether a model that was asked for whole has stayed so: no hand has moved the camera since. */
  get isWhole(): boolean {
    return this.#whole !== undefined
  }

  set place({ azimuth, elevation, distance, target, projection }: CameraPlace) {
    this.#interrupt()
    this.projection = projection
    this.#automatic = false
    this.#orbit = { azimuth, elevation, distance, target: new Vector3(...target) }
    this.#changed()
  }

  /** Stands where it stood when its place was kept: what it saw is in the middle of the part that is free, also of a later one. */
  restore(place: CameraPlace): void {
    this.place = place
    this.#isRestored = true
    this.#seen = this.#free
  }

  turn(azimuth: number, elevation: number): void {
    this.#interrupt()
    if (this.#automatic) {
      this.projection = 'perspective'
      this.#automatic = false
    }
    turn(this.#orbit, azimuth, elevation)
    this.#changed()
  }

  /** A turn by the turntable and not by a hand: goes along with an ease that is under way. */
  rotateBy(azimuth: number): void {
    if (this.#transition !== undefined) turn(this.#transition.to, azimuth, 0)
    turn(this.#orbit, azimuth, 0)
  }

  pan(right: number, down: number): void {
    this.#interrupt()
    const orbit = this.#orbit
    const depth = this.#anchor && this.projection === 'perspective' ? depthOf(orbit, this.#anchor) : orbit.distance
    const { height, lens } = this.#cameras
    pan(orbit, right, down, height, lens.fov, depth > 0 ? depth : orbit.distance)
    this.#changed()
  }

  dolly(factor: number, pointer?: { x: number; y: number }): void {
    this.#interrupt()
    const { range } = this.#reach
    if (this.#anchor && pointer) dollyAbout(this.#orbit, factor, range, this.#anchor)
    else dolly(this.#orbit, factor, range, this.#cameras.lens, pointer && fromMiddle(this.#seen, pointer))
    this.#changed()
  }

  /** Turns to a named view, keeping target and zoom; 'perspective' changes the lens only. */
  setView(id: ViewId): void {
    if (id === 'perspective') {
      this.projection = 'perspective'
      this.#automatic = false
      this.#changed()
      return
    }
    const view = namedViews[id]
    this.projection = view.projection
    this.#automatic = view.projection === 'orthographic'
    const from = this.#transition?.to ?? this.#orbit
    this.#go({ ...cloneOrbit(from), azimuth: view.azimuth, elevation: view.elevation }, 320)
  }

  toggleProjection(): void {
    this.projection = this.projection === 'perspective' ? 'orthographic' : 'perspective'
    this.#automatic = false
    this.#changed()
  }

  /** Fits `box` into the picture from where the camera is looking. */
  frame(box: Box3): void {
    const direction = this.#transition?.to ?? this.#orbit
    this.#go(this.#framed(box, { ...cloneOrbit(direction) }, this.projection), 320)
  }

  /** Whether all of a box is in the picture from where the camera stands, or is on its way to. */
  sees(box: Box3): boolean {
    this.#cameras.place(this.#transition?.to ?? this.#orbit, this.#seen, this.#reach)
    const isSeen = isInSight(box, this.camera, this.#seen)
    this.#place()
    return isSeen
  }

  /** Stands so that `box` is seen whole from the three-quarter view, at once: where the picture begins. */
  setFirstView(box: Box3): void {
    this.projection = 'perspective'
    this.#automatic = false
    this.#transition = undefined
    this.#orbit = this.#framed(box, { ...cloneOrbit(this.#orbit), ...threeQuarter() }, 'perspective')
    this.#changed()
  }

  /** First sight of a model: three-quarter view, reached by a short turn unless motion is reduced. */
  moveToFirstView(box: Box3): void {
    const { azimuth, elevation } = threeQuarter()
    this.projection = 'perspective'
    this.#automatic = false
    const to = this.#framed(box, { ...cloneOrbit(this.#orbit), azimuth, elevation }, 'perspective')
    this.#orbit = {
      ...cloneOrbit(to),
      azimuth: azimuth - 0.9,
      elevation: elevation + 0.12,
      distance: to.distance * 1.12,
    }
    this.#go(to, 1100)
  }

  /** Advances an ease to `time` (milliseconds) and places the cameras. */
  update(time: number): void {
    const transition = this.#transition
    if (transition !== undefined) {
      transition.start ??= time
      const t = (time - transition.start) / transition.duration
      this.#orbit = t >= 1 ? cloneOrbit(transition.to) : between(transition.from, transition.to, easeOut(t))
      if (t >= 1) this.#transition = undefined
    }
    this.#place()
  }

  #placeAt({ azimuth, elevation, distance, target }: Orbit): CameraPlace {
    return { azimuth, elevation, distance, target: target.toArray(), projection: this.projection }
  }

  #framed(box: Box3, orbit: Orbit, projection: Projection): Orbit {
    this.#whole = box
    this.#seen = this.#free
    orbit.target = box.getCenter(new Vector3())
    orbit.distance = this.#fit(box, orbit, projection)
    return orbit
  }

  #fit(box: Box3, direction: Orbit, projection: Projection): number {
    return Math.max(this.#reach.closest, this.#cameras.fit(box, direction, projection, this.#free))
  }

  #refit(): void {
    if (this.#whole !== undefined) {
      const orbit = this.#transition?.to ?? this.#orbit
      orbit.distance = this.#fit(this.#whole, orbit, this.projection)
    }
    this.#changed()
  }

  #go(to: Orbit, duration: number): void {
    if (this.reducedMotion) {
      this.#orbit = to
      this.#transition = undefined
    } else {
      this.#transition = { from: cloneOrbit(this.#orbit), to, start: undefined, duration }
    }
    this.#changed()
  }

  #interrupt(): void {
    this.#whole = undefined
    this.#isRestored = false
    this.#transition = undefined
  }

  #place(): void {
    this.#cameras.place(this.#orbit, this.#seen, this.#reach)
  }
}
