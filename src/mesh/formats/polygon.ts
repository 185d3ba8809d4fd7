// Polygons with any number of corners into triangles.
import { at } from '../numbers.ts'

/**
 * Triangles of one polygon, as triples of its corner numbers 0..n-1. The fan starts at the first corner from which
 * every triangle faces the way the polygon does, so concave quads and star-shaped polygons stay what they are.
 * @param positions three per point; `points[i]` is the point of corner i
 */
export function polygonFan(positions: ArrayLike<number>, points: readonly number[]): number[] {
  const count = points.length
  if (count < 3) return []
  if (count === 3) return [0, 1, 2]
  const normal = newell(positions, points)
  for (let start = 0; start < count; start++) {
    const fan = fanFrom(start, count)
    if (everyFaces(positions, points, fan, normal)) return fan
  }
  return fanFrom(0, count)
}

function fanFrom(start: number, count: number): number[] {
  const out: number[] = []
  for (let i = 1; i + 1 < count; i++) out.push(start, (start + i) % count, (start + i + 1) % count)
  return out
}

function everyFaces(positions: ArrayLike<number>, points: readonly number[], fan: number[], normal: number[]): boolean {
  for (let i = 0; i < fan.length; i += 3) {
    const own = newell(
      positions,
      [0, 1, 2].map((k) => at(points, at(fan, i + k))),
    )
    if (at(own, 0) * at(normal, 0) + at(own, 1) * at(normal, 1) + at(own, 2) * at(normal, 2) < 0) return false
  }
  return true
}

/** Newell's normal: twice the polygon's area long, for any planar or nearly planar polygon. */
function newell(positions: ArrayLike<number>, points: readonly number[]): number[] {
  const normal = [0, 0, 0]
  for (const [i, a] of points.entries()) {
    const b = at(points, (i + 1) % points.length)
    for (let k = 0; k < 3; k++) {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      normal[k] =
        at(normal, k) +
        (at(positions, a * 3 + u) - at(positions, b * 3 + u)) * (at(positions, a * 3 + v) + at(positions, b * 3 + v))
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
