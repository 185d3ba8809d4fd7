// The orbit: where the camera is relative to its target, and the arithmetic of moving it. Pure, so that every gesture can be
// tested without a canvas. Angles are radians, lengths are meters (glTF units), Y is up.
import { type Box3, Euler, MathUtils, Quaternion, Vector3 } from 'three'

export type Projection = 'perspective' | 'orthographic'

/** Azimuth 0 looks at the model's front (glTF models face +Z) and grows to its left (+X); elevation is above the ground. */
export interface Direction {
  azimuth: number
  elevation: number
}

export interface Orbit extends Direction {
  target: Vector3
  /** From target to eye. An orthographic camera shows, at any depth, what a perspective one shows at this distance. */
  distance: number
}

export interface Lens {
  /** Vertical field of view in radians. */
  fov: number
  /** Width divided by height. */
  aspect: number
}

const limits = { elevation: Math.PI / 2 }

export function cloneOrbit(orbit: Orbit): Orbit {
  return { ...orbit, target: orbit.target.clone() }
}

/** The camera's orientation. Built from angles and not from lookAt, which has no answer straight above and below. */
export function orientation(direction: Direction): Quaternion {
  return new Quaternion().setFromEuler(new Euler(-direction.elevation, direction.azimuth, 0, 'YXZ'))
}

export function eye(orbit: Orbit): Vector3 {
  return new Vector3(0, 0, orbit.distance).applyQuaternion(orientation(orbit)).add(orbit.target)
}

/** Turns by angles; elevation stops at the poles so that the model never stands on its head. */
export function turn(orbit: Orbit, azimuth: number, elevation: number): void {
  orbit.azimuth = wrapAngle(orbit.azimuth + azimuth)
  orbit.elevation = MathUtils.clamp(orbit.elevation + elevation, -limits.elevation, limits.elevation)
}

/**
 * Moves the target so that the point under the pointer follows it; pixels right and down are positive.
 * @param depth how far that point lies along the sight; the target's where left out
 */
export function pan(
  orbit: Orbit,
  right: number,
  down: number,
  viewportHeight: number,
  fov: number,
  depth = orbit.distance,
): void {
  const metresPerPixel = (2 * depth * Math.tan(fov / 2)) / Math.max(1, viewportHeight)
  const shift = new Vector3(-right * metresPerPixel, down * metresPerPixel, 0)
  orbit.target.add(shift.applyQuaternion(orientation(orbit)))
}

/**
 * Scales the distance by `factor` (below 1 moves in) within `range`, keeping what is under the pointer in place.
 * `pointer` is in normalised device coordinates (-1..1, up positive); the centre when left out.
 */
export function dolly(
  orbit: Orbit,
  factor: number,
  range: { min: number; max: number },
  lens: Lens,
  pointer: { x: number; y: number } = { x: 0, y: 0 },
): void {
  const distance = MathUtils.clamp(orbit.distance * factor, range.min, range.max)
  const applied = distance / orbit.distance
  const halfHeight = orbit.distance * Math.tan(lens.fov / 2)
  const offset = new Vector3(pointer.x * halfHeight * lens.aspect, pointer.y * halfHeight, 0)
  orbit.target.add(offset.multiplyScalar(1 - applied).applyQuaternion(orientation(orbit)))
  orbit.distance = distance
}

/** The same about a point that is seen: it stays where it is in the picture, however deep it lies. */
export function dollyAbout(orbit: Orbit, factor: number, range: { min: number; max: number }, point: Vector3): void {
  const distance = MathUtils.clamp(orbit.distance * factor, range.min, range.max)
  orbit.target
    .sub(point)
    .multiplyScalar(distance / orbit.distance)
    .add(point)
  orbit.distance = distance
}

/** How far a point lies along the sight from the eye, in metres. */
export function depthOf(orbit: Orbit, point: Vector3): number {
  const sight = new Vector3(0, 0, -1).applyQuaternion(orientation(orbit))
  return point.clone().sub(eye(orbit)).dot(sight)
}

/**
 * The distance at which a box, centred on the target, just fits the picture.
 * In perspective a corner at (x, y, z) in view space fits when `|x| <= (d - z) tan(h/2)` and likewise for y, so each
 * corner asks for `d = z + |x| / tan(h/2)` and the largest wins. An orthographic picture does not depend on z.
 */
export function fitDistance(box: Box3, direction: Direction, lens: Lens, projection: Projection, margin = 1.2): number {
  const centre = box.getCenter(new Vector3())
  const toView = orientation(direction).invert()
  const tanY = Math.tan(lens.fov / 2)
  const tanX = tanY * lens.aspect
  let distance = 0
  for (let corner = 0; corner < 8; corner++) {
    const point = new Vector3(
      corner & 1 ? box.max.x : box.min.x,
      corner & 2 ? box.max.y : box.min.y,
      corner & 4 ? box.max.z : box.min.z,
    )
    point.sub(centre).applyQuaternion(toView)
    const depth = projection === 'perspective' ? point.z : 0
    distance = Math.max(
      distance,
      depth + (Math.abs(point.x) * margin) / tanX,
      depth + (Math.abs(point.y) * margin) / tanY,
    )
  }
  return distance
}

/** Between two orbits, the short way round; distance moves by ratio, so that zooming feels even. `t` in 0..1. */
export function between(from: Orbit, to: Orbit, t: number): Orbit {
  return {
    azimuth: wrapAngle(from.azimuth + wrapAngle(to.azimuth - from.azimuth) * t),
    elevation: MathUtils.lerp(from.elevation, to.elevation, t),
    distance: from.distance * (to.distance / from.distance) ** t,
    target: from.target.clone().lerp(to.target, t),
  }
}

/** Fast start, soft landing: the derivative is 0 at the end. `t` in 0..1. */
export function easeOut(t: number): number {
  return 1 - (1 - MathUtils.clamp(t, 0, 1)) ** 4
}

/** The same angle in -PI..PI. */
export function wrapAngle(angle: number): number {
  return MathUtils.euclideanModulo(angle + Math.PI, 2 * Math.PI) - Math.PI
}
