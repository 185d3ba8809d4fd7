// Removes harmful faces: without area, duplicate, or with wrong winding. Only triangles change; no vertex is removed.
import type { Document, Mesh } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { triangleList } from '../formats/surface.ts'
import { at } from '../math/numbers.ts'
import { release } from '../release.ts'
import { edgesOf, TriangleSet } from './edges.ts'
import { faceNormalSums, type MeshTriangles, meshTriangles, setTriangles, setValues } from './primitive-edits.ts'
import { isFlat } from './topology.ts'

/**
 * Removes triangles without area, and those that a primitive has twice the same way round.
 * @returns how many went, and the triangles that stay
 */
export function dropBadFaces(
  document: Document,
  mesh: Mesh,
): { degenerate: number; duplicate: number; rest: MeshTriangles } {
  const { parts, ids, positions } = meshTriangles(mesh)
  const count = { degenerate: 0, duplicate: 0 }
  for (const { primitive, list, base } of parts) {
    // The same place in another material may be meant; both sides of a leaf are.
    const seen = new TriangleSet(list.length / 3)
    // As long as the list: a million triangles as plain numbers would take three times as much.
    const kept = new Uint32Array(list.length)
    let length = 0
    for (let i = 0; i < list.length; i += 3) {
      const a = ids[(list[i] ?? 0) + base] ?? 0
      const b = ids[(list[i + 1] ?? 0) + base] ?? 0
      const c = ids[(list[i + 2] ?? 0) + base] ?? 0
      if (a === b || b === c || a === c || isFlat(positions, a, b, c)) count.degenerate += 1
      else if (!seen.addTurned(a, b, c)) count.duplicate += 1
      else for (let k = 0; k < 3; k++) kept[length++] = list[i + k] ?? 0
    }
    seen.release()
    if (length === 0) primitive.dispose()
    else if (length < list.length) setTriangles(document, primitive, kept.subarray(0, length))
    release(kept)
  }
  const left = parts.flatMap((part) => {
    const list = part.primitive.isDisposed() ? undefined : triangleList(part.primitive)
    return list ? [{ ...part, list }] : []
  })
  return { ...count, rest: { parts: left, ids, positions } }
}

interface Piece {
  readonly triangles: Uint32Array
  readonly isClosed: boolean
  readonly isOrientable: boolean
}

/**
 * Turns triangles so that neighbours agree, and closed pieces so that they face outward. What is open keeps the side that
 * most of it shows; what has one side only is left as it is.
 * @param source the mesh's triangles, where they are known: welding a million of them again takes 60 MB
 * @returns how many were turned
 */
export function alignWinding(document: Document, mesh: Mesh, source = meshTriangles(mesh)): number {
  const { parts, ids, positions } = source
  const corners = new Uint32Array(parts.reduce((sum, { list }) => sum + list.length, 0))
  let used = 0
  for (const { list, base } of parts) for (const vertex of list) corners[used++] = ids[vertex + base] ?? 0
  const turned = new Uint8Array(corners.length / 3)
  const pieces = piecesOf(corners, turned)
  const boxes = pieces.map(({ triangles }) => boxOf(corners, positions, triangles))
  for (const [i, piece] of pieces.entries()) {
    const { triangles, isClosed, isOrientable } = piece
    const flips = triangles.reduce((sum, t) => sum + (turned[t] ?? 0), 0)
    if (!isOrientable) for (const t of triangles) turned[t] = 0
    else if (isClosed && !boxes.some((box, j) => j !== i && contains(box, boxes[i] ?? box))) {
      if (volumeOf(corners, positions, triangles, turned) < 0) turnAll(triangles, turned)
    } else if (flips * 2 > triangles.length) turnAll(triangles, turned)
  }
  release(corners, ids, positions)
  return applyTurns(document, source, turned)
}

function turnAll(triangles: Uint32Array, turned: Uint8Array): void {
  for (const t of triangles) turned[t] = 1 - (turned[t] ?? 0)
}

/** Triangles that hang together by edges of two; `turned` is set for those that disagree with their piece's first. */
function piecesOf(corners: Uint32Array, turned: Uint8Array): Piece[] {
  const { first, next, count } = edgesOf(corners)
  const edgeAt = new Int32Array(corners.length)
  for (let edge = 0; edge < count; edge++)
    for (let half = first[edge] ?? -1; half >= 0; half = next[half] ?? -1) edgeAt[half] = edge
  const seen = new Uint8Array(turned.length)
  const pieces: Piece[] = []
  // The triangles of all pieces, those of one beside each other.
  const order = new Uint32Array(turned.length)
  let end = 0
  for (let start = 0; start < turned.length; start++) {
    if (seen[start] === 1) continue
    seen[start] = 1
    const begin = end
    order[end++] = start
    let isClosed = true
    let isOrientable = true
    for (let place = begin; place < end; place++) {
      const t = order[place] ?? 0
      for (let half = t * 3; half < t * 3 + 3; half++) {
        const a = first[edgeAt[half] ?? 0] ?? 0
        const b = next[a] ?? -1
        if (b < 0 || (next[b] ?? -1) >= 0) {
          isClosed = false
          continue
        }
        const other = half === a ? b : a
        const neighbour = Math.floor(other / 3)
        const disagrees = corners[half] === corners[other] ? 1 : 0
        const wanted = (turned[t] ?? 0) ^ disagrees
        if (seen[neighbour] === 0) {
          seen[neighbour] = 1
          turned[neighbour] = wanted
          order[end++] = neighbour
        } else if (turned[neighbour] !== wanted) isOrientable = false
      }
    }
    pieces.push({ triangles: order.subarray(begin, end), isClosed, isOrientable })
  }
  release(first, next, edgeAt, seen)
  return pieces
}

/** Six times the volume that the triangles enclose; negative where they face inward. */
function volumeOf(corners: Uint32Array, p: Float32Array, triangles: Uint32Array, turned: Uint8Array): number {
  let volume = 0
  for (const t of triangles) {
    const [a, b, c] = [(corners[t * 3] ?? 0) * 3, (corners[t * 3 + 1] ?? 0) * 3, (corners[t * 3 + 2] ?? 0) * 3]
    const [ax, ay, az] = [p[a] ?? 0, p[a + 1] ?? 0, p[a + 2] ?? 0]
    const [bx, by, bz] = [p[b] ?? 0, p[b + 1] ?? 0, p[b + 2] ?? 0]
    const [cx, cy, cz] = [p[c] ?? 0, p[c + 1] ?? 0, p[c + 2] ?? 0]
    const six = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    volume += turned[t] === 1 ? -six : six
  }
  return volume
}

interface Box {
  readonly min: number[]
  readonly max: number[]
}

function boxOf(corners: Uint32Array, positions: Float32Array, triangles: Uint32Array): Box {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  for (const t of triangles)
    for (let i = t * 3; i < t * 3 + 3; i++)
      for (let k = 0; k < 3; k++) {
        const value = positions[(corners[i] ?? 0) * 3 + k] ?? 0
        if (value < (min[k] ?? 0)) min[k] = value
        if (value > (max[k] ?? 0)) max[k] = value
      }
  return { min, max }
}

const contains = (outer: Box, inner: Box): boolean =>
  [0, 1, 2].every((k) => at(outer.min, k) < at(inner.min, k) && at(outer.max, k) > at(inner.max, k))

/** Turns the triangles, and the normals of their vertices with them where those point to the other side now. */
function applyTurns(document: Document, { parts }: MeshTriangles, turned: Uint8Array): number {
  let first = 0
  let total = 0
  for (const { primitive, positions, list } of parts) {
    const own = turned.subarray(first, first + list.length / 3)
    first += list.length / 3
    const count = own.reduce((sum, one) => sum + one, 0)
    if (count === 0) continue
    total += count
    const turnedList = list.slice()
    const touched = new Set<number>()
    for (let t = 0; t < own.length; t++) {
      if (own[t] !== 1) continue
      turnedList[t * 3 + 1] = list[t * 3 + 2] ?? 0
      turnedList[t * 3 + 2] = list[t * 3 + 1] ?? 0
      for (let k = 0; k < 3; k++) touched.add(list[t * 3 + k] ?? 0)
    }
    setTriangles(document, primitive, turnedList)
    const normal = primitive.getAttribute('NORMAL')
    if (!normal) continue
    const normals = floatsOf(normal).slice()
    const sums = faceNormalSums(positions, turnedList)
    for (const v of touched) {
      let dot = 0
      for (let k = 0; k < 3; k++) dot += (normals[v * 3 + k] ?? 0) * (sums[v * 3 + k] ?? 0)
      if (dot < 0) for (let k = 0; k < 3; k++) normals[v * 3 + k] = -(normals[v * 3 + k] ?? 0)
    }
    setValues(document, primitive, 'NORMAL', 'VEC3', normals)
  }
  return total
}
