// Fixes vertex values that shading and animation cannot use: normals that are missing or have no length, missing tangents,
// weights that do not sum to one.
import type { Document, Primitive } from '@gltf-transform/core'
import { MeshoptTangents } from 'meshoptimizer/tangents'
import { floatsOf } from '../formats/floats.ts'
import { surfaceOf, triangleList, triangulated } from '../formats/surface.ts'
import { faceNormalSums, reorderVertices, setTriangles, setValues } from './primitive-edits.ts'
import { reshaded, writeSurface } from './surfaces.ts'

/** Faces that meet flatter than this (radians) are shaded as one surface. */
const CREASE = 0.8
/** How far from 1 a length or a sum may be. */
const TOLERANCE = 0.001
/** The same of tangents, which bake tools round. */
const TANGENT_TOLERANCE = 0.02
/** Cosine between tangents of one vertex above which they are the same. */
const SAME = 0.9999

/** Makes normals where there are none, and those there are of length 1. @returns how many were made or mended */
export async function repairNormals(document: Document, primitive: Primitive): Promise<number> {
  const position = primitive.getAttribute('POSITION')
  const list = position && triangleList(primitive)
  if (!position || !list) return 0
  const positions = floatsOf(position)
  const count = positions.length / 3
  const normal = primitive.getAttribute('NORMAL')
  if (!normal) {
    const surface = surfaceOf(primitive)
    const isPlain = primitive.listTargets().length === 0 && primitive.listSemantics().every((one) => PLAIN.has(one))
    if (surface && isPlain) writeSurface(document, primitive, await reshaded(surface, CREASE))
    else {
      const sums = faceNormalSums(positions, list)
      setValues(document, primitive, 'NORMAL', 'VEC3', unit(sums, sums))
    }
    return count
  }
  const normals = floatsOf(normal)
  let mended = 0
  for (let v = 0; v < count; v++) if (!(Math.abs(lengthAt(normals, v * 3) - 1) <= TOLERANCE)) mended += 1
  if (mended > 0) setValues(document, primitive, 'NORMAL', 'VEC3', unit(normals, faceNormalSums(positions, list)))
  return mended
}

const PLAIN: ReadonlySet<string> = new Set([
  ...['POSITION', 'TEXCOORD_0', 'TEXCOORD_1', 'COLOR_0', 'JOINTS_0', 'WEIGHTS_0'],
])

const lengthAt = (values: Float32Array, i: number) => Math.hypot(values[i] ?? 0, values[i + 1] ?? 0, values[i + 2] ?? 0)

/** The vectors at length 1; where one has none, or is no number, the other's, else straight up. */
function unit(vectors: Float32Array, others: Float32Array): Float32Array {
  const out = new Float32Array(vectors.length)
  for (let i = 0; i < out.length; i += 3) {
    const from = lengthAt(vectors, i) > 1e-20 ? vectors : others
    const length = lengthAt(from, i)
    if (length > 1e-20) for (let k = 0; k < 3; k++) out[i + k] = (from[i + k] ?? 0) / length
    else out[i + 1] = 1
  }
  return out
}

/**
 * Makes the tangents that a normal map needs, by the rules of MikkTSpace, which normal maps are baked for. Vertices whose
 * faces disagree are split. Wrong ones are made anew. @returns how many vertices have
 * one now; 0 where none is needed
 */
export async function repairTangents(document: Document, primitive: Primitive): Promise<number> {
  if (!primitive.getMaterial()?.getNormalTexture()) return 0
  const there = primitive.getAttribute('TANGENT')
  if (there && badTangents(floatsOf(there)) === 0) return 0
  const surface = surfaceOf(primitive)
  if (!surface?.normals || !surface.uvs) return 0
  await MeshoptTangents.ready
  const list = triangulated(surface)
  const corners = MeshoptTangents.generateTangents(list, surface.positions, 3, surface.normals, 3, surface.uvs, 2)
  // MikkTSpace counts v upwards, glTF downwards.
  for (let i = 3; i < corners.length; i += 4) corners[i] = -(corners[i] ?? 0)
  const count = surface.positions.length / 3
  const order: number[] = Array.from({ length: count }, (_, v) => v)
  const tangents: number[] = new Array(count * 4).fill(0)
  /** Further vertices of the same values, by the one they were split from. */
  const splits = new Map<number, number[]>()
  const used = new Uint8Array(count)
  const indices = list.map((vertex, corner) => {
    const own = corners.subarray(corner * 4, corner * 4 + 4)
    if (used[vertex] === 0) {
      used[vertex] = 1
      for (let k = 0; k < 4; k++) tangents[vertex * 4 + k] = own[k] ?? 0
      return vertex
    }
    const known = [vertex, ...(splits.get(vertex) ?? [])].find((one) => isSame(tangents, one * 4, own))
    if (known !== undefined) return known
    const split = order.push(vertex) - 1
    splits.set(vertex, [...(splits.get(vertex) ?? []), split])
    tangents.push(...own)
    return split
  })
  // What no triangle uses needs a valid one all the same.
  for (let v = 0; v < count; v++) if (used[v] === 0) tangents.splice(v * 4, 4, 1, 0, 0, 1)
  if (order.length > count) reorderVertices(document, primitive, new Uint32Array(order))
  setTriangles(document, primitive, indices)
  setValues(document, primitive, 'TANGENT', 'VEC4', new Float32Array(tangents))
  return order.length
}

/** How many tangents are not of length 1, or say neither side. */
export function badTangents(tangents: Float32Array): number {
  let bad = 0
  for (let i = 0; i < tangents.length; i += 4)
    if (!(Math.abs(lengthAt(tangents, i) - 1) <= TANGENT_TOLERANCE && Math.abs(tangents[i + 3] ?? 0) === 1)) bad += 1
  return bad
}

function isSame(tangents: readonly number[], i: number, own: Float32Array): boolean {
  let dot = 0
  for (let k = 0; k < 3; k++) dot += (tangents[i + k] ?? 0) * (own[k] ?? 0)
  return dot >= SAME && tangents[i + 3] === own[3]
}

/** Makes the weights of each vertex add up to 1; a vertex without any hangs on its first joint. @returns how many changed */
export function repairWeights(document: Document, primitive: Primitive): number {
  const semantics = primitive.listSemantics().filter((semantic) => /^WEIGHTS_\d+$/.test(semantic))
  const lists = semantics.flatMap((semantic) => {
    const accessor = primitive.getAttribute(semantic)
    return accessor ? [{ semantic, values: floatsOf(accessor).slice() }] : []
  })
  const [first] = lists
  if (!first) return 0
  let changed = 0
  for (let v = 0; v < first.values.length; v += 4) {
    let sum = 0
    for (const { values } of lists)
      for (let k = v; k < v + 4; k++) {
        const weight = values[k] ?? 0
        // Negative weights and those that are no number pull nowhere.
        if (!(weight > 0)) values[k] = 0
        sum += values[k] ?? 0
      }
    if (Math.abs(sum - 1) <= TOLERANCE) continue
    changed += 1
    if (sum > 0) for (const { values } of lists) for (let k = v; k < v + 4; k++) values[k] = (values[k] ?? 0) / sum
    else first.values[v] = 1
  }
  if (changed > 0) for (const { semantic, values } of lists) setValues(document, primitive, semantic, 'VEC4', values)
  return changed
}
