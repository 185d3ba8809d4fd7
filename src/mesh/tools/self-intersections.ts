// Finds triangles of a surface that intersect each other. A grid finds the pairs that are near each other; the effort is bounded,
// so that a dense model takes seconds and not minutes, and the result says how much was examined.
import type { PointTriangles } from './topology.ts'

/** Pairs of triangles that are looked at closely at most, and triangles of a mesh that are looked at at all. */
const MOST_PAIRS = 2_000_000
const MOST_TRIANGLES = 400_000
/** Cells that one triangle is put into at most: larger ones are few, and are compared with nothing. */
const MOST_CELLS = 128
/** Places that are told. */
const MOST_PLACES = 5

export interface SelfIntersections {
  /** Triangles that pass through another. */
  readonly triangles: number
  /** Whether every pair was looked at. */
  readonly isComplete: boolean
  /** Points where it happens, three numbers each. */
  readonly places: readonly number[]
}

/** Finds triangles that pass through one another; those that share a point, or lie in one plane, do not count. */
export function selfIntersections({ corners, positions }: PointTriangles): SelfIntersections {
  const count = corners.length / 3
  if (count > MOST_TRIANGLES) return { triangles: 0, isComplete: false, places: [] }
  const boxes = boxesOf(corners, positions)
  const size = cellSize(boxes, count)
  const cells = new Map<number, number[]>()
  let isComplete = true
  for (let face = 0; face < count; face++) {
    const span = spanOf(boxes, face, size)
    if (span.cells > MOST_CELLS) {
      isComplete = false
      continue
    }
    for (let x = span.from[0]; x <= span.to[0]; x++)
      for (let y = span.from[1]; y <= span.to[1]; y++)
        for (let z = span.from[2]; z <= span.to[2]; z++) {
          const key = cellKey(x, y, z)
          const list = cells.get(key)
          if (list) list.push(face)
          else cells.set(key, [face])
        }
  }
  const hit = new Uint8Array(count)
  const places: number[] = []
  let pairs = 0
  for (const list of cells.values()) {
    for (let i = 0; i < list.length; i++)
      for (let j = i + 1; j < list.length; j++) {
        const [a, b] = [list[i] ?? 0, list[j] ?? 0]
        if (!areNear(boxes, a, b) || shareAPoint(corners, a, b) || (hit[a] === 1 && hit[b] === 1)) continue
        pairs += 1
        if (pairs > MOST_PAIRS) return { triangles: sum(hit), isComplete: false, places }
        const place = crossing(corners, positions, a, b) ?? crossing(corners, positions, b, a)
        if (!place) continue
        if (places.length < MOST_PLACES * 3 && !(hit[a] === 1 || hit[b] === 1)) places.push(...place)
        hit[a] = 1
        hit[b] = 1
      }
  }
  return { triangles: sum(hit), isComplete, places }
}

const sum = (flags: Uint8Array) => flags.reduce((all, one) => all + one, 0)

/** Smallest and largest x, y, z of each triangle. */
function boxesOf(corners: Uint32Array, positions: Float32Array): Float32Array {
  const boxes = new Float32Array(corners.length * 2)
  for (let face = 0; face < corners.length / 3; face++)
    for (let axis = 0; axis < 3; axis++) {
      const a = positions[(corners[face * 3] ?? 0) * 3 + axis] ?? 0
      const b = positions[(corners[face * 3 + 1] ?? 0) * 3 + axis] ?? 0
      const c = positions[(corners[face * 3 + 2] ?? 0) * 3 + axis] ?? 0
      boxes[face * 6 + axis] = Math.min(a, b, c)
      boxes[face * 6 + 3 + axis] = Math.max(a, b, c)
    }
  return boxes
}

/** About the size of the triangles: twice the mean side of their boxes. */
function cellSize(boxes: Float32Array, count: number): number {
  let total = 0
  for (let i = 0; i < count * 6; i += 6)
    total += Math.max(
      (boxes[i + 3] ?? 0) - (boxes[i] ?? 0),
      (boxes[i + 4] ?? 0) - (boxes[i + 1] ?? 0),
      (boxes[i + 5] ?? 0) - (boxes[i + 2] ?? 0),
    )
  return Math.max((total / Math.max(1, count)) * 2, Number.MIN_VALUE * 1e20)
}

type Cell = [number, number, number]

function spanOf(boxes: Float32Array, face: number, size: number): { from: Cell; to: Cell; cells: number } {
  const from: Cell = [0, 0, 0]
  const to: Cell = [0, 0, 0]
  let cells = 1
  for (let axis = 0; axis < 3; axis++) {
    from[axis] = Math.floor((boxes[face * 6 + axis] ?? 0) / size)
    to[axis] = Math.floor((boxes[face * 6 + 3 + axis] ?? 0) / size)
    cells *= (to[axis] ?? 0) - (from[axis] ?? 0) + 1
  }
  return { from, to, cells }
}

/** A number of the cell; cells far apart may share one, which costs time and changes nothing. */
const cellKey = (x: number, y: number, z: number) =>
  (Math.imul(x, 73_856_093) ^ Math.imul(y, 19_349_663) ^ Math.imul(z, 83_492_791)) | 0

function areNear(boxes: Float32Array, a: number, b: number): boolean {
  for (let axis = 0; axis < 3; axis++)
    if (
      (boxes[a * 6 + axis] ?? 0) > (boxes[b * 6 + 3 + axis] ?? 0) ||
      (boxes[b * 6 + axis] ?? 0) > (boxes[a * 6 + 3 + axis] ?? 0)
    )
      return false
  return true
}

function shareAPoint(corners: Uint32Array, a: number, b: number): boolean {
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) if (corners[a * 3 + i] === corners[b * 3 + j]) return true
  return false
}

/** How far inside a triangle, as a share of it, a crossing has to be: what only touches does not count. */
const INSIDE = 1e-6

/** Where an edge of the first triangle passes through the second (Möller and Trumbore's test). */
function crossing(corners: Uint32Array, p: Float32Array, first: number, second: number): number[] | undefined {
  const [a, b, c] = [0, 1, 2].map((k) => (corners[second * 3 + k] ?? 0) * 3)
  if (a === undefined || b === undefined || c === undefined) return undefined
  const [ax, ay, az] = [p[a] ?? 0, p[a + 1] ?? 0, p[a + 2] ?? 0]
  const [ux, uy, uz] = [(p[b] ?? 0) - ax, (p[b + 1] ?? 0) - ay, (p[b + 2] ?? 0) - az]
  const [vx, vy, vz] = [(p[c] ?? 0) - ax, (p[c + 1] ?? 0) - ay, (p[c + 2] ?? 0) - az]
  for (let edge = 0; edge < 3; edge++) {
    const s = (corners[first * 3 + edge] ?? 0) * 3
    const e = (corners[first * 3 + ((edge + 1) % 3)] ?? 0) * 3
    const [ox, oy, oz] = [p[s] ?? 0, p[s + 1] ?? 0, p[s + 2] ?? 0]
    const [dx, dy, dz] = [(p[e] ?? 0) - ox, (p[e + 1] ?? 0) - oy, (p[e + 2] ?? 0) - oz]
    const [hx, hy, hz] = [dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx]
    const det = ux * hx + uy * hy + uz * hz
    const scale = Math.hypot(ux, uy, uz) * Math.hypot(vx, vy, vz) * Math.hypot(dx, dy, dz)
    if (!(Math.abs(det) > scale * INSIDE)) continue
    const [tx, ty, tz] = [ox - ax, oy - ay, oz - az]
    const u = (tx * hx + ty * hy + tz * hz) / det
    if (u < INSIDE || u > 1 - INSIDE) continue
    const [qx, qy, qz] = [ty * uz - tz * uy, tz * ux - tx * uz, tx * uy - ty * ux]
    const v = (dx * qx + dy * qy + dz * qz) / det
    if (v < INSIDE || u + v > 1 - INSIDE) continue
    const t = (vx * qx + vy * qy + vz * qz) / det
    if (t > INSIDE && t < 1 - INSIDE) return [ox + dx * t, oy + dy * t, oz + dz * t]
  }
  return undefined
}
