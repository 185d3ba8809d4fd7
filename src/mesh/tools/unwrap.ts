// Generates missing texture coordinates: surfaces are cut into flat pieces, and packed into one picture for each material (xatlas
// as WebAssembly, loaded with the first model that needs it). Vertices along cuts are duplicated with all their data.
import type { Document, Material, Primitive } from '@gltf-transform/core'
import type { Atlas } from 'watlas'
import { nodesOf, surfaceOf, triangulated } from '../formats/surface.ts'
import { emptyBox, growBox } from '../math/box.ts'
import { at } from '../math/numbers.ts'
import { reorderVertices, setTriangles, setValues } from './primitive-edits.ts'

/** Triangles of one material above which cutting takes minutes: 20,000 take about 3 s. */
const MOST_TRIANGLES = 200_000
/** Texels around a piece, so that neighbours do not bleed into it at smaller sizes of the picture. */
const PADDING = 4
/** Texels along a side of the picture that pieces are packed for. */
const RESOLUTION = 1024

interface Piece {
  readonly primitive: Primitive
  readonly positions: Float32Array
  readonly normals: Float32Array | undefined
  readonly list: Uint32Array
}

/** What was done, in primitives. */
export interface UnwrapResult {
  readonly made: number
  /** Of more triangles than can be cut in reasonable time. */
  readonly left: number
}

/** Gives every primitive of triangles that has none texture coordinates inside of the picture, which no two triangles share. */
export async function makeUvs(document: Document): Promise<UnwrapResult> {
  const groups = new Map<Material | null, Piece[]>()
  const primitives = new Set(nodesOf(document).flatMap((node) => node.getMesh()?.listPrimitives() ?? []))
  for (const primitive of primitives) {
    if (primitive.getAttribute('TEXCOORD_0')) continue
    const surface = surfaceOf(primitive)
    if (!surface || surface.positions.length === 0) continue
    const list = triangulated(surface)
    if (list.length === 0) continue
    const { positions, normals } = surface
    const material = primitive.getMaterial()
    groups.set(material, [...(groups.get(material) ?? []), { primitive, positions, normals, list }])
  }
  let made = 0
  let left = 0
  if (groups.size === 0) return { made, left }
  const watlas = await import('watlas')
  await watlas.Initialize()
  for (const pieces of groups.values()) {
    const triangles = pieces.reduce((sum, { list }) => sum + list.length / 3, 0)
    if (triangles > MOST_TRIANGLES) left += pieces.length
    else {
      unwrap(document, pieces, new watlas.Atlas())
      made += pieces.length
    }
  }
  return { made, left }
}

/** Cuts and packs the pieces into one picture. */
function unwrap(document: Document, pieces: readonly Piece[], atlas: Atlas): void {
  try {
    for (const { positions, normals, list } of inUnits(pieces))
      atlas.addMesh({
        ...{ vertexPositionData: positions, vertexCount: positions.length / 3, vertexPositionStride: 12 },
        ...(normals ? { vertexNormalData: normals, vertexNormalStride: 12 } : {}),
        ...{ indexData: list, indexCount: list.length },
      })
    atlas.generate({}, { padding: PADDING, resolution: RESOLUTION, bilinear: true })
    for (const [i, { primitive }] of pieces.entries()) write(document, primitive, atlas, i)
  } finally {
    atlas.delete()
  }
}

/**
 * The pieces between 0 and 1, with normals of length 1: of numbers as large as 1e19 the cutting takes all memory and ends the
 * WebAssembly, and other normals it reports on standard output. Where a normal has no length, a piece is cut without any.
 */
function inUnits(pieces: readonly Piece[]): Piece[] {
  const box = emptyBox()
  for (const { positions } of pieces) growBox(box, positions)
  const [x = 0, y = 0, z = 0, right = 0, top = 0, front = 0] = box
  const least = [x, y, z]
  const size = Math.max(right - x, top - y, front - z) || 1
  return pieces.map((piece) => ({
    ...piece,
    positions: piece.positions.map((value, i) => (value - at(least, i % 3)) / size),
    normals: piece.normals && unitVectors(piece.normals),
  }))
}

/** @returns undefined where one has no length */
function unitVectors(vectors: Float32Array): Float32Array | undefined {
  const out = new Float32Array(vectors.length)
  for (let i = 0; i + 2 < vectors.length; i += 3) {
    const length = Math.hypot(at(vectors, i), at(vectors, i + 1), at(vectors, i + 2))
    if (!(length > 0)) return undefined
    for (let k = i; k < i + 3; k++) out[k] = at(vectors, k) / length
  }
  return out
}

function write(document: Document, primitive: Primitive, atlas: Atlas, number: number): void {
  const mesh = atlas.getMesh(number)
  const count = mesh.vertexCount
  const order = new Uint32Array(count)
  const uvs = new Float32Array(count * 2)
  for (let i = 0; i < count; i++) {
    const { xref, uv, atlasIndex } = mesh.getVertex(i)
    order[i] = xref
    // What has no area has no place in the picture; a second picture there is not, since the packing grows to hold all.
    if (atlasIndex < 0) continue
    uvs[i * 2] = uv[0] / Math.max(1, atlas.width)
    uvs[i * 2 + 1] = uv[1] / Math.max(1, atlas.height)
  }
  const list = new Uint32Array(mesh.indexCount)
  mesh.getIndexArray(list)
  reorderVertices(document, primitive, order)
  setTriangles(document, primitive, list)
  setValues(document, primitive, 'TEXCOORD_0', 'VEC2', uvs)
}
