// Reduces the triangles of a whole Document: one budget is distributed over its primitives. Remaining vertices keep their values;
// skin weights are stored in a byte each.
import type { Document, Primitive } from '@gltf-transform/core'
import {
  readTriangles,
  type Surface,
  surfaceOf,
  triangleList,
  trianglesIn,
  type VertexValues,
  vertexValues,
} from '../formats/surface.ts'
import { emptyBox, growBox } from '../math/box.ts'
import { at } from '../math/numbers.ts'
import { keepTriangles } from './keep-triangles.ts'
import { prune } from './prune.ts'
import { type Column, type Fewer, isLarge, Parts, reduceBySlabs } from './reduce-slabs.ts'
import { type Shown, shownPrimitives } from './shown-primitives.ts'
import { shrinkSkin } from './small-skins.ts'
import { STREAMS } from './streams.ts'

/** Edges of simplified surfaces flatter than this (radians) are shaded smooth. */
const CREASE = 0.8

/** How much a change of shading, texture place, color or bone costs beside a change of form, per unit of the value. */
const WEIGHTS = { normals: 0.2, uvs: 0.6, colors: 0.5, bones: 0.3 } as const

export interface ReduceResult {
  /** The largest distance between old and new surface as the simplifier estimates it, in metres of the scene. */
  readonly error: number
}

/** Simplifies until the scene shows at most `limit` triangles; a scene that does already is left alone. */
export async function reduceTo(document: Document, limit: number): Promise<Document> {
  await reduceWithin(document, limit)
  return document
}

/**
 * Simplifies to at most `limit` triangles. With `error`, in metres of the scene, it stops before the surface has moved
 * farther than that, however many triangles are left then.
 */
export async function reduceWithin(document: Document, limit: number, error?: number): Promise<ReduceResult> {
  const used = shownPrimitives(document)
  const total = used.reduce((sum, { triangles, uses }) => sum + triangles * uses, 0)
  if (total <= limit) return { error: 0 }
  const shares = sharesOf(used, total, limit)
  let reached = 0
  for (const [i, { primitive, scale }] of used.entries()) {
    const bound = error === undefined ? undefined : error / scale
    // The first step's vertices are out of memory before the second begins.
    const first = bound === undefined ? await reduceLarge(document, primitive, at(shares, i)) : 0
    const fewer = await fewerOf(primitive, at(shares, i), bound)
    if (!fewer) continue
    reached = Math.max(reached, (first + fewer.error) * scale)
    if (fewer.indices.length === 0) {
      primitive.dispose()
      continue
    }
    // Vertices that stay keep their normals, too, which the simplifier looks at; where there are none, they are made.
    if (primitive.getAttribute('NORMAL') || hasMore(primitive)) keepTriangles(document, primitive, fewer.indices)
    else await keepReshaded(document, primitive, fewer.indices)
    shrinkSkin(document, primitive)
  }
  prune(withoutEmptyMeshes(document))
  return { error: reached }
}

/** Brings a primitive of very many triangles nearer to its limit, by parts. @returns how far the surface moved, in its units */
async function reduceLarge(document: Document, primitive: Primitive, limit: number): Promise<number> {
  const position = primitive.getAttribute('POSITION')
  const all = triangleList(primitive)
  if (!position || !all || !isLarge(all, limit)) return 0
  const { MeshoptSimplifier } = await import('meshoptimizer/simplifier')
  await MeshoptSimplifier.ready
  const values = vertexValues(primitive, position)
  const source = { positions: values.positions, columns: columnsOf(values) }
  const bound = longestSide(values.positions) * ATTEMPTS[0].error
  const fewer = reduceBySlabs(MeshoptSimplifier, source, all, limit, bound)
  keepTriangles(document, primitive, fewer.indices)
  return fewer.error
}

/** Fewer triangles of a primitive; undefined where it has no more than it may. One surface at a time is in memory. */
async function fewerOf(primitive: Primitive, limit: number, bound?: number): Promise<Fewer | undefined> {
  const position = primitive.getAttribute('POSITION')
  const all = triangleList(primitive)
  if (!position || !all) return undefined
  const fewer = await fewerTriangles(vertexValues(primitive, position), all, limit, bound)
  return fewer.indices.length === all.length ? undefined : fewer
}

/** Leaves triangles out and makes the normals of what stays. */
async function keepReshaded(document: Document, primitive: Primitive, indices: Uint32Array): Promise<void> {
  const { reshaded, subset, writeSurface } = await import('./surfaces.ts')
  const surface = surfaceOf(primitive)
  if (surface) writeSurface(document, primitive, await reshaded(subset(surface, indices), CREASE))
}

/** How many triangles each primitive may keep, so that the scene shows `limit` at most. */
function sharesOf(used: readonly Shown[], total: number, limit: number): number[] {
  const shares = used.map(({ triangles }) => Math.floor((triangles * limit) / total))
  // What rounding left goes to the largest first.
  let rest = limit - used.reduce((sum, { uses }, i) => sum + at(shares, i) * uses, 0)
  const order = used.map((_, i) => i).sort((a, b) => (used[b]?.triangles ?? 0) - (used[a]?.triangles ?? 0) || a - b)
  for (const i of order) {
    const { uses = 1 } = used[i] ?? {}
    if (uses > rest) continue
    shares[i] = at(shares, i) + 1
    rest -= uses
  }
  return shares
}

const HELD: ReadonlySet<string> = new Set([...Object.values(STREAMS).map(({ semantic }) => semantic), 'TANGENT'])

/** Whether the primitive has what a surface does not hold: morph targets, attributes of its own. */
export const hasMore = (primitive: Primitive): boolean =>
  primitive.listTargets().length > 0 || primitive.listSemantics().some((semantic) => !HELD.has(semantic))

/** A mesh must have a primitive. */
function withoutEmptyMeshes(document: Document): Document {
  for (const node of document.getRoot().listNodes())
    if (node.getMesh()?.listPrimitives().length === 0) node.setMesh(null).setSkin(null)
  return document
}

/**
 * The surface with at most `limit` triangles. Gives up more and more to get there: flatness first, then texture seams,
 * small pieces and, at last, the exact topology.
 * @param crease radians below which faces that meet are shaded as one surface
 */
export async function simplified(surface: Surface, limit: number, crease = CREASE): Promise<Surface> {
  const { indices } = await fewerTriangles(surface, readTriangles(surface), limit)
  if (indices.length === trianglesIn(surface) * 3) return surface
  const { reshaded, subset } = await import('./surfaces.ts')
  return indices.length === 0 ? subset(surface, []) : reshaded(subset(surface, indices), crease)
}

/** What is tried one after the other: how far the surface may move, as a share of its longest side, and what may be given up. */
const ATTEMPTS = [
  { error: 0.05, flags: [] },
  { error: 0.1, flags: ['Permissive'] },
  { error: 1, flags: ['Permissive', 'Prune'] },
] as const

/**
 * At most `limit` triangles of these vertices. @param all three vertices each @param bound how far the surface may move, in
 * its own units: then more triangles than the limit may be left
 */
async function fewerTriangles(values: VertexValues, all: Uint32Array, limit: number, bound?: number): Promise<Fewer> {
  const target = Math.max(0, Math.floor(limit))
  if (all.length <= target * 3) return { indices: all, error: 0 }
  // What goes as a whole is at most its size away from what stays.
  if (target === 0 && bound === undefined) return { indices: new Uint32Array(), error: longestSide(values.positions) }
  const { MeshoptSimplifier } = await import('meshoptimizer/simplifier')
  await MeshoptSimplifier.ready
  const { positions } = values
  const parts = new Parts(MeshoptSimplifier, { positions, columns: columnsOf(values) }, all.length)
  if (bound !== undefined) {
    const fewer = parts.reduce(all, target, bound, [])
    return fewer.indices.length > 0 ? fewer : { indices: all, error: 0 }
  }
  const size = longestSide(positions)
  let [indices, reached] = [all, 0]
  for (const { error, flags } of ATTEMPTS) {
    if (indices.length <= target * 3) break
    const fewer = parts.reduce(indices, target, size * error, flags)
    if (fewer.indices.length === 0) continue
    indices = fewer.indices
    reached += fewer.error
  }
  if (indices.length > target * 3) {
    const [fewer, error] = MeshoptSimplifier.simplifySloppy(indices, positions, 3, null, target * 3, 1)
    if (fewer.length > 0) {
      indices = fewer
      reached += error * size
    }
  }
  if (indices.length > target * 3) {
    indices = largestTriangles(positions, indices, target)
    reached = size
  }
  return { indices, error: reached }
}

/** Of the box around all points. */
function longestSide(positions: Float32Array): number {
  const box = emptyBox()
  growBox(box, positions)
  const [x = 0, y = 0, z = 0, right = 0, top = 0, front = 0] = box
  return Math.max(right - x, top - y, front - z, 1e-12)
}

/** The values whose distortion counts. */
function columnsOf(values: VertexValues): Column[] {
  const { normals, uvs, colors } = values
  const bones = bonesOf(values)
  return [
    ...(normals ? [{ values: normals, size: 3, weight: WEIGHTS.normals }] : []),
    ...(uvs ? [{ values: uvs, size: 2, weight: WEIGHTS.uvs }] : []),
    ...(colors ? [{ values: colors, size: 4, weight: WEIGHTS.colors }] : []),
    ...(bones ? [{ values: bones, size: 1, weight: WEIGHTS.bones }] : []),
  ]
}

/** A step that puts each number of a bone between 0 and 1 far from those of the bones around it. */
const GOLDEN = 0.618_034

/**
 * What moves each vertex, as one number: of each bone one of its own, in shares of the weights. The weights themselves stand
 * in any order, so that they say nothing from vertex to vertex, and cost four times as much.
 */
function bonesOf({ joints, weights }: VertexValues): Float32Array | undefined {
  if (!joints || !weights) return undefined
  const out = new Float32Array(weights.length / 4)
  for (let i = 0; i < weights.length; i++) {
    const number = (joints[i] ?? 0) * GOLDEN
    out[i >> 2] = (out[i >> 2] ?? 0) + (weights[i] ?? 0) * (number - Math.floor(number))
  }
  return out
}

/** The `count` largest triangles, in their old order: the last resort that keeps the limit true. */
function largestTriangles(positions: Float32Array, indices: Uint32Array, count: number): Uint32Array {
  const areas = Array.from({ length: indices.length / 3 }, (_, t) => {
    const [a, b, c] = [at(indices, t * 3) * 3, at(indices, t * 3 + 1) * 3, at(indices, t * 3 + 2) * 3]
    const e = (v: number, k: number) => at(positions, v + k) - at(positions, a + k)
    const cross = (j: number, k: number) => e(b, j) * e(c, k) - e(b, k) * e(c, j)
    return { t, area: Math.hypot(cross(1, 2), cross(2, 0), cross(0, 1)) }
  })
  areas.sort((a, b) => b.area - a.area)
  const kept = areas.slice(0, count).map(({ t }) => t)
  kept.sort((a, b) => a - b)
  return new Uint32Array(kept.flatMap((t) => [...indices.subarray(t * 3, t * 3 + 3)]))
}
