// Changes the triangles and vertices of a primitive without losing any of its data: attributes of any name and morph targets
// follow their vertices. Accessors are replaced, never written to, because they may be shared.
import type { Accessor, Document, Mesh, Primitive } from '@gltf-transform/core'
import { floatsOf } from '../formats/floats.ts'
import { NgonEncoding } from '../formats/ngon.ts'
import { triangleList } from '../formats/surface.ts'
import { weldPoints } from './weld.ts'

/** A primitive of triangles, three vertices each. */
export interface Triangles {
  readonly primitive: Primitive
  /** Three floats a vertex, and three vertices a triangle: the primitive's own where it can be, so that nobody may change them. */
  readonly positions: Float32Array
  readonly list: Uint32Array
  /** The number of the primitive's first vertex among those of all primitives of its mesh. */
  readonly base: number
}

/** The triangles of a mesh's primitives, and the points that their vertices share. */
export interface MeshTriangles {
  readonly parts: readonly Triangles[]
  /** The point of each vertex, by its number among those of all parts. */
  readonly ids: Uint32Array
  readonly positions: Float32Array
}

/** What a mesh consists of; points, lines and primitives without positions are left out. */
export function meshTriangles(mesh: Mesh): MeshTriangles {
  const parts: Triangles[] = []
  let base = 0
  for (const primitive of mesh.listPrimitives()) {
    const position = primitive.getAttribute('POSITION')
    const list = position && triangleList(primitive)
    if (!position || !list) continue
    const positions = floatsOf(position)
    parts.push({ primitive, positions, list, base })
    base += positions.length / 3
  }
  const [only] = parts
  if (only && parts.length === 1) return { parts, ...weldPoints(only.positions) }
  const all = new Float32Array(base * 3)
  for (const { positions, base: first } of parts) all.set(positions, first * 3)
  return { parts, ...weldPoints(all) }
}

/** Gives the primitive these triangles, of the vertices that it has. */
export function setTriangles(document: Document, primitive: Primitive, list: ArrayLike<number>): void {
  const count = primitive.getAttribute('POSITION')?.getCount() ?? 0
  const indices = count < 65_535 ? new Uint16Array(list) : new Uint32Array(list)
  const accessor = document.createAccessor().setType('SCALAR').setArray(indices).setBuffer(bufferOf(document))
  primitive.setMode(4).setIndices(accessor).setExtension(NgonEncoding.EXTENSION_NAME, null)
}

type Values = NonNullable<ReturnType<Accessor['getArray']>>

function likeArray(from: Values, length: number): Values {
  if (from instanceof Float32Array) return new Float32Array(length)
  if (from instanceof Uint32Array) return new Uint32Array(length)
  if (from instanceof Uint16Array) return new Uint16Array(length)
  if (from instanceof Int16Array) return new Int16Array(length)
  return from instanceof Int8Array ? new Int8Array(length) : new Uint8Array(length)
}

/** Gives every attribute and morph target the values of these vertices, in this order. */
export function reorderVertices(document: Document, primitive: Primitive, order: Uint32Array): void {
  const taken = new Map<Accessor, Accessor>()
  const take = (accessor: Accessor): Accessor => {
    const known = taken.get(accessor)
    if (known) return known
    const size = accessor.getElementSize()
    const from = accessor.getArray()
    const copy = accessor.clone().setBuffer(bufferOf(document))
    if (from) {
      const out = likeArray(from, order.length * size)
      for (let i = 0; i < order.length; i++)
        for (let k = 0; k < size; k++) out[i * size + k] = from[(order[i] ?? 0) * size + k] ?? 0
      copy.setArray(out)
    }
    taken.set(accessor, copy)
    return copy
  }
  for (const holder of [primitive, ...primitive.listTargets()])
    for (const semantic of holder.listSemantics()) {
      const accessor = holder.getAttribute(semantic)
      if (accessor) holder.setAttribute(semantic, take(accessor))
    }
}

/** Gives the primitive an attribute of its own. */
export function setValues(
  document: Document,
  primitive: Primitive,
  semantic: string,
  type: 'VEC2' | 'VEC3' | 'VEC4',
  values: Float32Array,
): void {
  const array = new Float32Array(values)
  primitive.setAttribute(
    semantic,
    document.createAccessor().setType(type).setArray(array).setBuffer(bufferOf(document)),
  )
}

export const bufferOf = (document: Document) => document.getRoot().listBuffers()[0] ?? document.createBuffer()

/** The sum of the faces' normals around each vertex, each as long as its area twice. */
export function faceNormalSums(positions: Float32Array, list: Uint32Array): Float32Array {
  const sums = new Float32Array(positions.length)
  for (let i = 0; i < list.length; i += 3) {
    const [a, b, c] = [(list[i] ?? 0) * 3, (list[i + 1] ?? 0) * 3, (list[i + 2] ?? 0) * 3]
    for (let k = 0; k < 3; k++) {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      const [au, av] = [positions[a + u] ?? 0, positions[a + v] ?? 0]
      const value =
        ((positions[b + u] ?? 0) - au) * ((positions[c + v] ?? 0) - av) -
        ((positions[b + v] ?? 0) - av) * ((positions[c + u] ?? 0) - au)
      sums[a + k] = (sums[a + k] ?? 0) + value
      sums[b + k] = (sums[b + k] ?? 0) + value
      sums[c + k] = (sums[c + k] ?? 0) + value
    }
  }
  return sums
}
