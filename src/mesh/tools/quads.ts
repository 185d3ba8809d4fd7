// Combines triangles into quads, for programs that edit polygons.
import type { Document, Primitive } from '@gltf-transform/core'
import { NgonEncoding } from '../formats/ngon.ts'
import { surfaceOf } from '../formats/surface.ts'
import { at } from '../math/numbers.ts'
import { encodePolygons } from '../math/polygon.ts'

/** Triangles that make a quad bend less than this along the diagonal (cosine, about 25 degrees). */
const FLATTEST = 0.9
/** No corner of a quad may be sharper or blunter than this (cosine of the angle, about 18 and 162 degrees). */
const SHARPEST = 0.95

/**
 * Joins triangles in pairs to quads wherever they are nearly flat and well shaped, best pairs first, and marks the
 * primitives with FB_ngon_encoding; the geometry does not change. Primitives that encode polygons already stay.
 * @returns how many quads and triangles there are now
 */
export function pairTriangles(document: Document): { quads: number; triangles: number } {
  const extension = document.createExtension(NgonEncoding)
  const counts = { quads: 0, triangles: 0 }
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const surface = surfaceOf(primitive)
      const indices = primitive.getIndices()
      if (!surface || !indices || primitive.getExtension(NgonEncoding.EXTENSION_NAME)) continue
      const polygons = pairs(surface.corners, surface.positions)
      const array = indices.getArray()
      const flat = encodePolygons(polygons)
      const own = document.createAccessor().setType('SCALAR').setBuffer(indices.getBuffer())
      primitive
        .setMode(4)
        .setIndices(own.setArray(array instanceof Uint16Array ? new Uint16Array(flat) : new Uint32Array(flat)))
      if (indices.listParents().length < 2) indices.dispose()
      primitive.setExtension(NgonEncoding.EXTENSION_NAME, extension.createMark())
      for (const polygon of polygons) counts[polygon.length === 4 ? 'quads' : 'triangles']++
    }
  return counts
}

/** How many polygons a primitive has, quads as one. */
export function polygonCount(primitive: Primitive): number {
  return Math.max(0, (surfaceOf(primitive)?.starts.length ?? 1) - 1)
}

/** Polygons of three and four corners: triangles joined wherever that gives a good quad. */
export function pairs(triangles: Uint32Array, positions: Float32Array): number[][] {
  const count = triangles.length / 3
  const edges = new Map<number, number>()
  const vertices = positions.length / 3
  const candidates: { a: number; b: number; quad: number[]; score: number }[] = []
  for (let t = 0; t < count; t++)
    for (let k = 0; k < 3; k++) {
      const [from, to] = [at(triangles, t * 3 + k), at(triangles, t * 3 + ((k + 1) % 3))]
      const other = edges.get(to * vertices + from)
      if (other === undefined) {
        edges.set(from * vertices + to, t)
        continue
      }
      // The shared edge is the diagonal: from the corner before it, around.
      const across = [0, 1, 2].map((i) => at(triangles, other * 3 + i)).find((v) => v !== from && v !== to)
      const apex = at(triangles, t * 3 + ((k + 2) % 3))
      if (across === undefined || across === apex) continue
      const quad = [apex, from, across, to]
      const score = quality(quad, positions)
      if (score !== undefined) candidates.push({ a: t, b: other, quad, score })
    }
  candidates.sort((x, y) => x.score - y.score || x.a - y.a)
  const taken = new Uint8Array(count)
  const polygons = new Map<number, number[]>()
  for (const { a, b, quad } of candidates) {
    if (taken[a] || taken[b]) continue
    taken[a] = taken[b] = 1
    polygons.set(Math.min(a, b), quad)
  }
  for (let t = 0; t < count; t++) if (!taken[t]) polygons.set(t, Array.from(triangles.subarray(t * 3, t * 3 + 3)))
  return [...polygons].sort(([a], [b]) => a - b).map(([, polygon]) => polygon)
}

/** The sum of its corners' cosines (0 for a rectangle); undefined for a bent, concave or needle-like quad. */
function quality(quad: readonly number[], positions: Float32Array): number | undefined {
  const edge = (from: number, to: number) =>
    [0, 1, 2].map((k) => at(positions, at(quad, to % 4) * 3 + k) - at(positions, at(quad, from % 4) * 3 + k))
  const normals = [cross(edge(0, 1), edge(1, 3)), cross(edge(1, 2), edge(2, 3))]
  if (!(cosine(normals[0] ?? [], normals[1] ?? []) > FLATTEST)) return undefined
  const whole = [0, 1, 2].map((k) => at(normals[0] ?? [], k) + at(normals[1] ?? [], k))
  let score = 0
  for (let i = 0; i < 4; i++) {
    const [before, after] = [edge(i + 3, i), edge(i, i + 1)]
    const corner = Math.abs(cosine(before, after))
    if (!(corner < SHARPEST) || cosine(cross(before, after), whole) <= 0) return undefined
    score += corner
  }
  return score
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  return [0, 1, 2].map((k) => {
    const [u, v] = [(k + 1) % 3, (k + 2) % 3]
    return at(a, u) * at(b, v) - at(a, v) * at(b, u)
  })
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = at(a, 0) * at(b, 0) + at(a, 1) * at(b, 1) + at(a, 2) * at(b, 2)
  return dot / (Math.hypot(...a) * Math.hypot(...b))
}

export { encodePolygons }
