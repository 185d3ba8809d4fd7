// 4x4 matrices and rotations for scene graphs: column-major as glTF, three.js and FBX store them.
import { at, clamp } from './numbers.ts'

/** Sixteen numbers, column-major: the translation is 12, 13, 14. */
export type Matrix = readonly number[]
export type Vec3 = [number, number, number]
/** x, y, z, w. */
export type Quat = [number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

/** Turns a file with Z up into one with Y up: a quarter turn about x. */
export const Z_UP_TO_Y_UP: Matrix = [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1]
export const Y_UP_TO_Z_UP: Matrix = [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1]

export function scaling(factor: number): Matrix {
  return [factor, 0, 0, 0, 0, factor, 0, 0, 0, 0, factor, 0, 0, 0, 0, 1]
}

export function translation(x: number, y: number, z: number): Matrix {
  return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1]
}

/** The product of all, the rightmost applied first. */
export function multiply(...matrices: readonly Matrix[]): Matrix {
  return matrices.reduce(product, IDENTITY)
}

function product(a: Matrix, b: Matrix): Matrix {
  const out: number[] = []
  for (let column = 0; column < 4; column++)
    for (let row = 0; row < 4; row++) {
      let sum = 0
      for (let k = 0; k < 4; k++) sum += at(a, k * 4 + row) * at(b, column * 4 + k)
      out.push(sum)
    }
  return out
}

/** The three columns of the upper 3x3, one after the other. */
function linear(m: Matrix): [number, number, number, number, number, number, number, number, number] {
  return [at(m, 0), at(m, 1), at(m, 2), at(m, 4), at(m, 5), at(m, 6), at(m, 8), at(m, 9), at(m, 10)]
}

/** Determinant of the upper 3x3: negative when the matrix mirrors. */
export function determinant3(m: Matrix): number {
  return (
    at(m, 0) * (at(m, 5) * at(m, 10) - at(m, 6) * at(m, 9)) -
    at(m, 4) * (at(m, 1) * at(m, 10) - at(m, 2) * at(m, 9)) +
    at(m, 8) * (at(m, 1) * at(m, 6) - at(m, 2) * at(m, 5))
  )
}

/** The inverse of an affine matrix (last row 0 0 0 1); identity when it has none. */
export function invert(m: Matrix): Matrix {
  const det = determinant3(m)
  if (!(Math.abs(det) > 1e-30)) return IDENTITY
  const [a, b, c, d, e, f, g, h, i] = linear(m)
  const inverse = [
    (e * i - f * h) / det,
    (c * h - b * i) / det,
    (b * f - c * e) / det,
    (f * g - d * i) / det,
    (a * i - c * g) / det,
    (c * d - a * f) / det,
    (d * h - e * g) / det,
    (b * g - a * h) / det,
    (a * e - b * d) / det,
  ]
  const shift = [0, 1, 2].map(
    (row) => -(at(inverse, row) * at(m, 12) + at(inverse, 3 + row) * at(m, 13) + at(inverse, 6 + row) * at(m, 14)),
  )
  return [...inverse.slice(0, 3), 0, ...inverse.slice(3, 6), 0, ...inverse.slice(6, 9), 0, ...shift, 1]
}

/** Translation, rotation, scale as one matrix. */
export function compose(t: readonly number[], q: readonly number[], s: readonly number[]): Matrix {
  const [x, y, z, w] = [at(q, 0), at(q, 1), at(q, 2), at(q, 3)]
  const rotation = [
    1 - 2 * (y * y + z * z),
    2 * (x * y + z * w),
    2 * (x * z - y * w),
    2 * (x * y - z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z + x * w),
    2 * (x * z + y * w),
    2 * (y * z - x * w),
    1 - 2 * (x * x + y * y),
  ]
  const column = (index: number) => [0, 1, 2].map((row) => at(rotation, index * 3 + row) * at(s, index))
  return [...column(0), 0, ...column(1), 0, ...column(2), 0, at(t, 0), at(t, 1), at(t, 2), 1]
}

/** The parts of a matrix without shear; a mirror shows as a negative x scale. */
export function decompose(m: Matrix): { translation: Vec3; rotation: Quat; scale: Vec3 } {
  const length = (i: number) => Math.hypot(at(m, i), at(m, i + 1), at(m, i + 2))
  const mirrored = determinant3(m) < 0 ? -1 : 1
  const scale: Vec3 = [length(0) * mirrored, length(4), length(8)]
  const axis = (i: number, size: number) => [0, 1, 2].map((k) => (size === 0 ? 0 : at(m, i + k) / size))
  const rotation = quaternionOf([...axis(0, scale[0]), ...axis(4, scale[1]), ...axis(8, scale[2])])
  return { translation: [at(m, 12), at(m, 13), at(m, 14)], rotation, scale }
}

/** The unit quaternion of a 3x3 rotation, nine numbers, column-major. */
function quaternionOf(r: readonly number[]): Quat {
  const [xx, yy, zz] = [at(r, 0), at(r, 4), at(r, 8)]
  const trace = xx + yy + zz
  let q: Quat
  if (trace > 0) q = [at(r, 5) - at(r, 7), at(r, 6) - at(r, 2), at(r, 1) - at(r, 3), 1 + trace]
  else if (xx > yy && xx > zz) q = [1 + xx - yy - zz, at(r, 1) + at(r, 3), at(r, 6) + at(r, 2), at(r, 5) - at(r, 7)]
  else if (yy > zz) q = [at(r, 1) + at(r, 3), 1 + yy - xx - zz, at(r, 5) + at(r, 7), at(r, 6) - at(r, 2)]
  else q = [at(r, 6) + at(r, 2), at(r, 5) + at(r, 7), 1 + zz - xx - yy, at(r, 1) - at(r, 3)]
  return normalizedQuat(q)
}

export function normalizedQuat(q: readonly number[]): Quat {
  const length = Math.hypot(...q)
  return length > 1e-12 ? [at(q, 0) / length, at(q, 1) / length, at(q, 2) / length, at(q, 3) / length] : [0, 0, 0, 1]
}

/** The rotation a, after the rotation b. */
export function multiplyQuat(a: Quat, b: Quat): Quat {
  return [
    a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1],
    a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0],
    a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3],
    a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2],
  ]
}

/** Spherical interpolation along the shorter way. */
export function slerp(a: Quat, b: Quat, t: number): Quat {
  let dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
  const sign = dot < 0 ? -1 : 1
  dot = Math.min(1, Math.abs(dot))
  const angle = Math.acos(dot)
  const u = angle < 1e-6 ? 1 - t : Math.sin((1 - t) * angle) / Math.sin(angle)
  const v = (angle < 1e-6 ? t : Math.sin(t * angle) / Math.sin(angle)) * sign
  return normalizedQuat(a.map((value, i) => value * u + at(b, i) * v))
}

const DEGREES = 180 / Math.PI

/** Degrees about x, then y, then z (FBX's rotation order XYZ): the matrix Rz * Ry * Rx. */
export function eulerOf(q: Quat): Vec3 {
  const [x, y, z, w] = q
  const siny = clamp(2 * (w * y - z * x), -1, 1)
  if (Math.abs(siny) > 0.9999999) return [0, Math.sign(siny) * 90, -Math.sign(siny) * 2 * Math.atan2(x, w) * DEGREES]
  return [
    Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)) * DEGREES,
    Math.asin(siny) * DEGREES,
    Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)) * DEGREES,
  ]
}

/** The rotation by degrees about the axes in the order named: 'XYZ' turns about x first. */
export function quaternionOfEuler(degrees: readonly number[], order = 'XYZ'): Quat {
  let q: Quat = [0, 0, 0, 1]
  for (const axis of order) {
    const index = 'XYZ'.indexOf(axis)
    const half = at(degrees, index) / DEGREES / 2
    const turn: Quat = [0, 0, 0, Math.cos(half)]
    turn[index] = Math.sin(half)
    q = multiplyQuat(turn, q)
  }
  return q
}

/** Points (three floats each) moved by the matrix. */
export function transformPoints(m: Matrix, points: ArrayLike<number>): Float32Array {
  const out = new Float32Array(points.length)
  const [a, b, c, d, e, f, g, h, i] = linear(m)
  const [tx, ty, tz] = [m[12] ?? 0, m[13] ?? 0, m[14] ?? 0]
  for (let p = 0; p < points.length; p += 3) {
    const [x, y, z] = [points[p] ?? 0, points[p + 1] ?? 0, points[p + 2] ?? 0]
    out[p] = a * x + d * y + g * z + tx
    out[p + 1] = b * x + e * y + h * z + ty
    out[p + 2] = c * x + f * y + i * z + tz
  }
  return out
}

/** Normals moved by the matrix (by its inverse transpose) and made unit length again. */
export function transformNormals(m: Matrix, normals: ArrayLike<number>): Float32Array {
  // A row of the inverse is a column of its transpose.
  const inverse = invert(m)
  const [a, b, c] = [at(inverse, 0), at(inverse, 1), at(inverse, 2)]
  const [d, e, f] = [at(inverse, 4), at(inverse, 5), at(inverse, 6)]
  const [g, h, i] = [at(inverse, 8), at(inverse, 9), at(inverse, 10)]
  const out = new Float32Array(normals.length)
  for (let p = 0; p < normals.length; p += 3) {
    const [x, y, z] = [at(normals, p), at(normals, p + 1), at(normals, p + 2)]
    out[p] = a * x + b * y + c * z
    out[p + 1] = d * x + e * y + f * z
    out[p + 2] = g * x + h * y + i * z
  }
  return normalize3(out)
}

/** Makes every vector of three unit length, in place; one without length becomes straight up. */
export function normalize3(vectors: Float32Array): Float32Array {
  for (let p = 0; p < vectors.length; p += 3) {
    const [x, y, z] = [at(vectors, p), at(vectors, p + 1), at(vectors, p + 2)]
    // The root itself: `hypot` guards against overflow, which floats squared in doubles cannot have, and takes ten times as long.
    const length = Math.sqrt(x * x + y * y + z * z)
    if (length > 1e-20) {
      vectors[p] = x / length
      vectors[p + 1] = y / length
      vectors[p + 2] = z / length
    } else vectors.set([0, 1, 0], p)
  }
  return vectors
}
