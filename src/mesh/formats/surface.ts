// The polygons of a Document as plain arrays, which every writer iterates over.
import { type Accessor, type Document, type Material, type Node, Primitive, type Scene } from '@gltf-transform/core'
import { determinant3, IDENTITY, type Matrix, multiply, transformNormals, transformPoints } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { floatsOf } from './floats.ts'
import { influencesOf } from './influences.ts'
import { NgonEncoding } from './ngon.ts'

export { floatsOf } from './floats.ts'

/** Values of vertices, or of corners: 3 floats per position and normal, 2 per uv (v down), 4 per color (linear), joint and weight. */
export interface VertexValues {
  readonly positions: Float32Array
  readonly normals?: Float32Array
  readonly uvs?: Float32Array
  readonly uvs1?: Float32Array
  readonly colors?: Float32Array
  readonly joints?: Float32Array
  readonly weights?: Float32Array
}

/** One primitive, with the values of its vertices. */
export interface Surface extends VertexValues {
  readonly material: Material | null
  /** The vertices of all polygons, one after the other, counter-clockwise. */
  readonly corners: Uint32Array
  /** Where each polygon begins in `corners`, and the end of the last. */
  readonly starts: Uint32Array
}

/** A mesh where it stands in the scene. */
export interface PlacedMesh {
  readonly name: string
  readonly surfaces: readonly Surface[]
}

/** The primitive's polygons; undefined for points, lines and primitives without positions. */
export function surfaceOf(primitive: Primitive): Surface | undefined {
  const position = primitive.getAttribute('POSITION')
  const triangles = position && trianglesOf(primitive, position.getCount())
  if (!position || !triangles) return undefined
  const encoded = primitive.getExtension(NgonEncoding.EXTENSION_NAME) !== null
  return {
    material: primitive.getMaterial(),
    ...vertexValues(primitive, position),
    ...(encoded ? fans(triangles) : { corners: triangles, starts: everyThird(triangles.length) }),
  }
}

/** @param position the primitive's own */
export function vertexValues(primitive: Primitive, position: Accessor): VertexValues {
  const values = (semantic: string) => {
    const accessor = primitive.getAttribute(semantic)
    return accessor ? floatsOf(accessor) : undefined
  }
  const color = primitive.getAttribute('COLOR_0')
  const colors = color && (color.getElementSize() === 3 ? opaque(floatsOf(color)) : floatsOf(color))
  return {
    positions: floatsOf(position),
    normals: values('NORMAL'),
    uvs: values('TEXCOORD_0'),
    uvs1: values('TEXCOORD_1'),
    ...(colors ? { colors } : {}),
    ...influencesOf(primitive),
  }
}

/** The primitive's triangles, three vertices each, in its own array where that holds no more: nobody may change it. */
export function triangleList(primitive: Primitive): Uint32Array | undefined {
  const own = primitive.getIndices()?.getArray()
  const isPlain = own instanceof Uint32Array && own.length % 3 === 0 && primitive.getMode() === Primitive.Mode.TRIANGLES
  return isPlain ? own : trianglesOf(primitive, primitive.getAttribute('POSITION')?.getCount() ?? 0)
}

function trianglesOf(primitive: Primitive, vertices: number): Uint32Array | undefined {
  const array = primitive.getIndices()?.getArray()
  const indices = array ? new Uint32Array(array) : upTo(vertices)
  const mode = primitive.getMode()
  if (mode === Primitive.Mode.TRIANGLES) return indices.subarray(0, indices.length - (indices.length % 3))
  if (mode !== Primitive.Mode.TRIANGLE_STRIP && mode !== Primitive.Mode.TRIANGLE_FAN) return undefined
  const out: number[] = []
  for (let i = 0; i + 2 < indices.length; i++) {
    const odd = i % 2 === 1
    const first = mode === Primitive.Mode.TRIANGLE_FAN ? 0 : i
    const [b, c] = mode === Primitive.Mode.TRIANGLE_STRIP && odd ? [i + 2, i + 1] : [i + 1, i + 2]
    out.push(at(indices, first), at(indices, b), at(indices, c))
  }
  return new Uint32Array(out)
}

/** The numbers below `count`. Plain loops: `from` calls a function for each of a million. */
export function upTo(count: number, step = 1): Uint32Array {
  const out = new Uint32Array(count)
  for (let i = 0; i < count; i++) out[i] = i * step
  return out
}

/** Where a triangle list's polygons begin. */
export const everyThird = (length: number): Uint32Array => upTo(Math.floor(length / 3) + 1, 3)

/** Triangles with one first vertex, in a row and sharing an edge, joined to the polygon whose fan they are. */
function fans(triangles: Uint32Array): { corners: Uint32Array; starts: Uint32Array } {
  const corners: number[] = []
  const starts: number[] = []
  let last = -1
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [at(triangles, i), at(triangles, i + 1), at(triangles, i + 2)]
    if (a === last && corners.at(-1) === b) corners.push(c)
    else {
      starts.push(corners.length)
      corners.push(a, b, c)
    }
    last = a
  }
  return { corners: new Uint32Array(corners), starts: new Uint32Array([...starts, corners.length]) }
}

function opaque(rgb: Float32Array): Float32Array {
  const out = new Float32Array((rgb.length / 3) * 4)
  for (let i = 0; i * 3 < rgb.length; i++) out.set([at(rgb, i * 3), at(rgb, i * 3 + 1), at(rgb, i * 3 + 2), 1], i * 4)
  return out
}

/** How many triangles `surfaceOf` would give, without reading them; 0 where it gives none. */
export function triangleCountOf(primitive: Primitive): number {
  const vertices = primitive.getAttribute('POSITION')?.getCount()
  if (vertices === undefined) return 0
  const corners = primitive.getIndices()?.getCount() ?? vertices
  const mode = primitive.getMode()
  if (mode === Primitive.Mode.TRIANGLES) return Math.floor(corners / 3)
  const isRow = mode === Primitive.Mode.TRIANGLE_STRIP || mode === Primitive.Mode.TRIANGLE_FAN
  return isRow ? Math.max(0, corners - 2) : 0
}

/** How many triangles a surface's polygons are. */
export function trianglesIn({ corners, starts }: Pick<Surface, 'corners' | 'starts'>): number {
  return Math.max(0, corners.length - (starts.length - 1) * 2)
}

/** The surface as plain triangles, three vertices each (polygons as fans: they are convex, or were triangles before). */
export function triangulated(surface: Pick<Surface, 'corners' | 'starts'>): Uint32Array {
  const { corners, starts } = surface
  // Each polygon has three corners at least: these are triangles already.
  if (corners.length === (starts.length - 1) * 3) return corners.slice()
  const out = new Uint32Array(Math.max(0, (corners.length - (starts.length - 1) * 2) * 3))
  let used = 0
  for (let p = 0; p + 1 < starts.length; p++)
    for (let i = at(starts, p) + 1; i + 1 < at(starts, p + 1); i++) {
      out[used++] = at(corners, at(starts, p))
      out[used++] = at(corners, i)
      out[used++] = at(corners, i + 1)
    }
  return out.subarray(0, used)
}

/** The same for those who only read: the surface's own list where it is triangles, which is twelve bytes of each less. */
export const readTriangles = (surface: Pick<Surface, 'corners' | 'starts'>): Uint32Array =>
  surface.corners.length === (surface.starts.length - 1) * 3 ? surface.corners : triangulated(surface)

/** The scene to export: the default one, else the first. */
export function sceneOf(document: Document): Scene | undefined {
  return document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]
}

/** All nodes of the scene, parents before children. */
export function nodesOf(document: Document): Node[] {
  const nodes: Node[] = []
  sceneOf(document)?.traverse((node) => {
    nodes.push(node)
  })
  return nodes
}

/** Every mesh of the scene in the scene's coordinates times `outer`; skinned ones stand in their current pose. */
export function placedMeshes(document: Document, outer: Matrix = IDENTITY): PlacedMesh[] {
  return nodesOf(document).flatMap((node) => {
    const mesh = node.getMesh()
    if (!mesh) return []
    const surfaces = mesh.listPrimitives().flatMap((primitive) => {
      const surface = surfaceOf(primitive)
      return surface ? [placed(surface, node, outer)] : []
    })
    return surfaces.length > 0 ? [{ name: node.getName() || mesh.getName(), surfaces }] : []
  })
}

function placed(surface: Surface, node: Node, outer: Matrix): Surface {
  const bones = boneMatrices(node)
  if (bones && surface.joints && surface.weights) return posed(surface, bones, outer, isMirrored(node))
  return movedBy(multiply(outer, node.getWorldMatrix()), surface)
}

/**
 * Whether polygons of a node's mesh are seen from the other side (glTF 2.0, 3.7.4, "the determinant of the node's global transform
 * defines the winding order"): of a skinned mesh, too, whatever its bones do.
 */
export const isMirrored = (node: Node): boolean => determinant3(node.getWorldMatrix()) < 0

/** A surface with its points and normals moved. @param isReversed whether its polygons look to the other side of themselves then */
export function movedBy(matrix: Matrix, surface: Surface, isReversed = determinant3(matrix) < 0): Surface {
  const { corners, starts } = surface
  return {
    ...surface,
    positions: transformPoints(matrix, surface.positions),
    normals: surface.normals && transformNormals(matrix, surface.normals),
    corners: isReversed ? reversed(corners, starts) : corners,
  }
}

/** What each joint of the node's skin does to a vertex: its place now times its inverse bind matrix. */
export function boneMatrices(node: Node): Matrix[] | undefined {
  const skin = node.getSkin()
  if (!skin) return undefined
  const inverse = skin.getInverseBindMatrices()
  return skin.listJoints().map((joint, i) => {
    const bind: number[] = []
    return multiply(joint.getWorldMatrix(), inverse ? inverse.getElement(i, bind) : IDENTITY)
  })
}

function posed(surface: Surface, bones: readonly Matrix[], outer: Matrix, isReversed: boolean): Surface {
  const { positions, normals } = posedVertices(
    surface,
    bones.map((bone) => multiply(outer, bone)),
  )
  const { corners, starts } = surface
  return { ...surface, positions, normals, corners: isReversed ? reversed(corners, starts) : corners }
}

/** Positions and normals moved by their joints, each by the sum of its joints' matrices times their weights. */
export function posedVertices(
  vertices: Pick<Surface, 'positions' | 'normals' | 'joints' | 'weights'>,
  bones: readonly Matrix[],
): { positions: Float32Array<ArrayBuffer>; normals: Float32Array<ArrayBuffer> | undefined } {
  const { positions, normals, joints = new Float32Array(), weights = new Float32Array() } = vertices
  const movedPositions = new Float32Array(positions.length)
  const movedNormals = normals && new Float32Array(normals.length)
  // One matrix for all vertices: a new one for each costs more than the sums.
  const sum = new Array<number>(16).fill(0)
  const matrices = new Float64Array(bones.length * 16)
  for (const [i, bone] of bones.entries()) matrices.set(bone, i * 16)
  for (let v = 0; v * 3 < positions.length; v++) {
    sum.fill(0)
    for (let k = 0; k < 4; k++) {
      const weight = at(weights, v * 4 + k)
      const bone = at(joints, v * 4 + k) * 16
      if (!(weight > 0) || bone >= matrices.length) continue
      for (let e = 0; e < 16; e++) sum[e] = at(sum, e) + at(matrices, bone + e) * weight
    }
    const p = v * 3
    const [x, y, z] = [at(positions, p), at(positions, p + 1), at(positions, p + 2)]
    for (let row = 0; row < 3; row++)
      movedPositions[p + row] = at(sum, row) * x + at(sum, 4 + row) * y + at(sum, 8 + row) * z + at(sum, 12 + row)
    if (normals && movedNormals) movedNormals.set(transformNormals(sum, normals.subarray(p, p + 3)), p)
  }
  return { positions: movedPositions, normals: movedNormals }
}

/** The same polygons seen from the other side. */
function reversed(corners: Uint32Array, starts: Uint32Array): Uint32Array {
  const out = new Uint32Array(corners.length)
  for (let p = 0; p + 1 < starts.length; p++) {
    const [from, to] = [at(starts, p), at(starts, p + 1)]
    for (let i = from; i < to; i++) out[i] = at(corners, to - 1 - (i - from))
  }
  return out
}
