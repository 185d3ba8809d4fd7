// Triangulates polygons with any number of corners; all readers use this.
import earcut from 'earcut'
import { at } from './numbers.ts'
import { polygonPieces } from './polygon-pieces.ts'

export interface Triangulation {
  /** Triples of corner numbers 0..n-1, each facing the way the polygon does. */
  readonly triangles: number[]
  /** Into how many triangles each fan of the polygon went: one number for a fan of all, else ones. */
  readonly fans: readonly number[]
}

const NONE: Triangulation = { triangles: [], fans: [] }
/** Up to this many corners, a fan is tried from each; with more, only from the first, which fits convex polygons. */
const FANNED_FROM_ALL = 16
/** A triangle under this share of its polygon's area is a straight line. */
const STRAIGHT = 1e-10

/**
 * Triangles of one polygon. Where a fan covers it (convex and most four-sided ones), it is that fan, so that the polygon
 * can be found again; else its ears are cut one after the other: concave polygons, and ones with a hole whose edge is
 * joined to the outer edge by a bridge. Corners on straight edges are used, repeated ones passed over.
 * @param positions three per point; `points[i]` is the point of corner i
 */
export function triangulatePolygon(positions: ArrayLike<number>, points: readonly number[]): Triangulation {
  const corners = distinct(positions, points)
  const count = corners.length
  if (count < 3) return NONE
  if (count === 3) return { triangles: corners, fans: [1] }
  const flat = flattened(
    positions,
    corners.map((corner) => at(points, corner)),
  )
  const fan = flat ? fittingFan(flat) : fanFrom(0, count)
  const triangles = fan ?? (flat && earsOf(flat))
  if (!triangles) return NONE
  return {
    triangles: triangles.map((place) => at(corners, place)),
    fans: fan ? [count - 2] : ones(triangles.length / 3),
  }
}

const ones = (count: number) => new Array<number>(count).fill(1)

/** The corners that are not where the one before them is. */
function distinct(positions: ArrayLike<number>, points: readonly number[]): number[] {
  const same = (a: number, b: number) =>
    a === b || [0, 1, 2].every((axis) => at(positions, a * 3 + axis) === at(positions, b * 3 + axis))
  const kept: number[] = []
  for (const [corner, point] of points.entries())
    if (kept.length === 0 || !same(point, at(points, at(kept, kept.length - 1)))) kept.push(corner)
  while (kept.length > 1 && same(at(points, at(kept, 0)), at(points, at(kept, kept.length - 1)))) kept.pop()
  return kept
}

function fanFrom(start: number, count: number): number[] {
  const out: number[] = []
  for (let i = 1; i + 1 < count; i++) out.push(start, (start + i) % count, (start + i + 1) % count)
  return out
}

/** The polygon seen along its normal, two numbers per corner, counter-clockwise; undefined for one without area. */
function flattened(positions: ArrayLike<number>, points: readonly number[]): Float64Array | undefined {
  const normal = newell(positions, points)
  const length = Math.hypot(...normal)
  if (!(length > 0) || !Number.isFinite(length)) return undefined
  const z = normal.map((value) => value / length)
  const sizes = z.map(Math.abs)
  const least = sizes.indexOf(Math.min(...sizes))
  const axis = [0, 1, 2].map((k) => (k === least ? 1 : 0))
  const across = cross(axis, z)
  const width = Math.hypot(...across)
  const x = across.map((value) => value / width)
  const y = cross(z, x)
  const origin = at(points, 0) * 3
  const flat = new Float64Array(points.length * 2)
  for (let i = 0; i < points.length; i++)
    for (let k = 0; k < 3; k++) {
      const value = at(positions, at(points, i) * 3 + k) - at(positions, origin + k)
      flat[i * 2] = at(flat, i * 2) + value * at(x, k)
      flat[i * 2 + 1] = at(flat, i * 2 + 1) + value * at(y, k)
    }
  return flat
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  return [0, 1, 2].map((k) => {
    const [u, v] = [(k + 1) % 3, (k + 2) % 3]
    return at(a, u) * at(b, v) - at(a, v) * at(b, u)
  })
}

/** Twice the area of the triangle of three corners, negative when they turn clockwise. */
function turn(flat: Float64Array, a: number, b: number, c: number): number {
  const [ax, ay] = [at(flat, a * 2), at(flat, a * 2 + 1)]
  return (at(flat, b * 2) - ax) * (at(flat, c * 2 + 1) - ay) - (at(flat, b * 2 + 1) - ay) * (at(flat, c * 2) - ax)
}

/** A fan in which every triangle has area and faces the right way; undefined when there is none. */
function fittingFan(flat: Float64Array): number[] | undefined {
  const count = flat.length / 2
  let whole = 0
  for (let i = 1; i + 1 < count; i++) whole += turn(flat, 0, i, i + 1)
  const fits = (start: number) => {
    for (let i = 1; i + 1 < count; i++)
      if (!(turn(flat, start, (start + i) % count, (start + i + 1) % count) > whole * STRAIGHT)) return false
    return true
  }
  const starts = count <= FANNED_FROM_ALL ? count : 1
  for (let start = 0; start < starts; start++) if (fits(start)) return fanFrom(start, count)
  return undefined
}

/** The polygon's ears; one of very many corners is cut in pieces first. */
function earsOf(flat: Float64Array): number[] {
  const { pieces } = polygonPieces(flat)
  if (pieces.length === 1) return earsOfPiece(flat)
  const triangles: number[] = []
  for (const piece of pieces) {
    const own = new Float64Array(piece.length * 2)
    for (let i = 0; i < piece.length; i++) {
      own[i * 2] = at(flat, at(piece, i) * 2)
      own[i * 2 + 1] = at(flat, at(piece, i) * 2 + 1)
    }
    for (const corner of earsOfPiece(own)) triangles.push(at(piece, corner))
  }
  return triangles
}

/** The ears of one piece; a fan where nothing can be cut (it crosses itself). */
function earsOfPiece(flat: Float64Array): number[] {
  const count = flat.length / 2
  const ears = earcut(flat, undefined, 2)
  if (ears.length === 0) return fanFrom(0, count)
  const triangles: number[] = []
  for (let i = 0; i < ears.length; i += 3) {
    const [a, b, c] = [at(ears, i), at(ears, i + 1), at(ears, i + 2)]
    if (turn(flat, a, b, c) < 0) triangles.push(a, c, b)
    else triangles.push(a, b, c)
  }
  if (triangles.length < (count - 2) * 3) putBackStraightCorners(flat, triangles)
  return triangles
}

/** Corners on straight edges, which ear cutting drops, split the triangle at their edge: no gap opens to the neighbour. */
function putBackStraightCorners(flat: Float64Array, triangles: number[]): void {
  const count = flat.length / 2
  const used = new Uint8Array(count)
  const edges = new Map<number, number>()
  const setEdge = (from: number, to: number, triangle: number) => edges.set(from * count + to, triangle)
  for (let i = 0; i < triangles.length; i++) {
    const first = i - (i % 3)
    used[at(triangles, i)] = 1
    setEdge(at(triangles, i), at(triangles, first + ((i + 1) % 3)), first)
  }
  const start = used.indexOf(1)
  for (let step = 0; step < count; ) {
    const from = (start + step) % count
    const dropped: number[] = []
    let next = step + 1
    for (; used[(start + next) % count] === 0; next++) dropped.push((start + next) % count)
    step = next
    const to = (start + next) % count
    const first = edges.get(from * count + to)
    if (first === undefined || dropped.length === 0 || !between(flat, from, dropped, to)) continue
    const top =
      [0, 1, 2].map((k) => at(triangles, first + k)).find((corner) => corner !== from && corner !== to) ?? from
    const chain = [from, ...dropped, to]
    triangles.splice(first, 3, from, at(chain, 1), top)
    setEdge(top, from, first)
    for (let i = 1; i + 1 < chain.length; i++) {
      setEdge(to, top, triangles.length)
      triangles.push(at(chain, i), at(chain, i + 1), top)
    }
  }
}

/** Whether the corners lie one after the other on the way from one to the other. */
function between(flat: Float64Array, from: number, corners: readonly number[], to: number): boolean {
  const [x, y] = [at(flat, to * 2) - at(flat, from * 2), at(flat, to * 2 + 1) - at(flat, from * 2 + 1)]
  let last = 0
  for (const corner of corners) {
    const way =
      (at(flat, corner * 2) - at(flat, from * 2)) * x + (at(flat, corner * 2 + 1) - at(flat, from * 2 + 1)) * y
    if (!(way > last)) return false
    last = way
  }
  return last < x * x + y * y
}

/** Newell's normal: twice the polygon's area long, for any planar or nearly planar polygon. */
function newell(positions: ArrayLike<number>, points: readonly number[]): number[] {
  const normal = [0, 0, 0]
  const origin = at(points, 0) * 3
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [at(points, i) * 3, at(points, (i + 1) % points.length) * 3]
    for (let k = 0; k < 3; k++) {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      const sum = at(positions, a + v) + at(positions, b + v) - 2 * at(positions, origin + v)
      normal[k] = at(normal, k) + (at(positions, a + u) - at(positions, b + u)) * sum
    }
  }
  return normal
}

/**
 * Polygons as the triangles of FB_ngon_encoding: a fan each, none beginning with the vertex the one before began with.
 * A quad is turned by two corners, which keeps its diagonal.
 */
export function encodePolygons(polygons: Iterable<readonly number[]>): number[] {
  const out: number[] = []
  let last = -1
  for (const polygon of polygons) {
    const start = polygon[0] !== last ? 0 : polygon.length === 4 ? 2 : 1
    const turned = [...polygon.slice(start), ...polygon.slice(0, start)]
    for (let i = 1; i + 1 < turned.length; i++) out.push(at(turned, 0), at(turned, i), at(turned, i + 1))
    last = at(turned, 0)
  }
  return out
}
