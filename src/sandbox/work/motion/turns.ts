// Rotations about axes, for poses: degrees in, unit quaternions (x, y, z, w) out.
import { multiplyQuat, type Quat } from '../../../mesh/math/matrix.ts'
import type { Vec3 } from '../../shapes/vector.ts'

export const NO_TURN: Quat = [0, 0, 0, 1]

/** A turn about a unit axis, right-handed. */
export function turn([x, y, z]: Vec3, degrees: number): Quat {
  const half = (degrees * Math.PI) / 360
  const s = Math.sin(half)
  return [x * s, y * s, z * s, Math.cos(half)]
}
export const turnX = (degrees: number) => turn([1, 0, 0], degrees)
export const turnY = (degrees: number) => turn([0, 1, 0], degrees)
export const turnZ = (degrees: number) => turn([0, 0, 1], degrees)

/** The last one is applied first. */
export function after(...turns: readonly Quat[]): Quat {
  return turns.reduce(multiplyQuat, NO_TURN)
}

/** The vector turned. */
export function turned(q: Quat, [x, y, z]: Vec3): Vec3 {
  const [qx, qy, qz, w] = q
  const [tx, ty, tz] = [2 * (qy * z - qz * y), 2 * (qz * x - qx * z), 2 * (qx * y - qy * x)]
  return [x + w * tx + qy * tz - qz * ty, y + w * ty + qz * tx - qx * tz, z + w * tz + qx * ty - qy * tx]
}
