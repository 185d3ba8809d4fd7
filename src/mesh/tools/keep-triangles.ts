// Removes triangles from a primitive, and the vertices that no other triangle uses; remaining vertices keep all their data. The
// library's `compactPrimitive` does the same with a call per number; here vertices are copied as four-byte words, whatever they
// contain, which takes a tenth of the time.
import type { Accessor, Document, Primitive, Property, TypedArray } from '@gltf-transform/core'
import { NgonEncoding } from '../formats/ngon.ts'
import { dropUnusedAccessors } from './unused.ts'
import { VertexNames } from './vertex-names.ts'

/** The most vertices that two bytes can name; the last number is kept for restarts. */
const SHORT = 65_535

/** @param indices vertices of the primitive, three a triangle */
export function keepTriangles(document: Document, primitive: Primitive, indices: Uint32Array): void {
  primitive.setMode(4).setExtension(NgonEncoding.EXTENSION_NAME, null)
  keepVertices(document, primitive, indices)
}

/** Gives a primitive these vertices of its own, in the way that it draws them already, and leaves all others out. */
export function keepVertices(document: Document, primitive: Primitive, indices: Uint32Array): void {
  const vertices = primitive.getAttribute('POSITION')?.getCount() ?? 0
  const { kept, renamed } = new VertexNames(vertices, indices.length).of(indices)
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  const old = primitive.getIndices()
  const list = old && isOnlyOf(document, old, [primitive]) ? old : document.createAccessor().setType('SCALAR')
  list.setArray(kept.length <= SHORT ? new Uint16Array(renamed) : renamed).setBuffer(buffer)
  if (list !== old) primitive.setIndices(list)
  if (kept.length === vertices && isInOrder(kept)) return
  const owners = [primitive, ...primitive.listTargets()]
  const done = new Map<Accessor, Accessor>()
  const smaller = (accessor: Accessor): Accessor => {
    const known = done.get(accessor)
    if (known) return known
    const array = accessor.getArray()
    // What no other has is changed as it is: a new one for each costs a sixth of the time of simplifying a hundred meshes.
    const made = isOnlyOf(document, accessor, owners) ? accessor : like(document, accessor)
    if (array) made.setArray(taken(array, accessor.getElementSize(), kept))
    done.set(accessor, made).set(made, made)
    return made
  }
  for (const owner of owners)
    for (const semantic of owner.listSemantics()) {
      const accessor = owner.getAttribute(semantic)
      const made = accessor && smaller(accessor)
      if (made !== accessor) owner.setAttribute(semantic, made)
    }
  dropUnusedAccessors(document, done.keys())
}

/** Whether an accessor is stored as it is and nobody's but theirs, so that it can be changed without making another. */
export function isOnlyOf(document: Document, accessor: Accessor, owners: readonly Property[]): boolean {
  if (accessor.getSparse()) return false
  const root = document.getRoot()
  return accessor.listParents().every((parent) => parent === root || owners.includes(parent))
}

/** An accessor of the same kind, without data. */
export const like = (document: Document, accessor: Accessor): Accessor =>
  document
    .createAccessor(accessor.getName())
    .setType(accessor.getType())
    .setNormalized(accessor.getNormalized())
    .setBuffer(accessor.getBuffer())
    .setExtras(accessor.getExtras())

const isInOrder = (kept: Uint32Array): boolean => kept.every((vertex, i) => vertex === i)

/** Elements of an array, in an array of its kind. */
export function taken(array: TypedArray, size: number, kept: Uint32Array): TypedArray {
  const out = array.length >= kept.length * size ? array.slice(0, kept.length * size) : array.slice()
  const width = size * array.BYTES_PER_ELEMENT
  const isWords = width % 4 === 0 && array.byteOffset % 4 === 0
  if (isWords) {
    const from = new Uint32Array(array.buffer, array.byteOffset, array.byteLength >> 2)
    move(from, new Uint32Array(out.buffer, out.byteOffset, out.byteLength >> 2), width >> 2, kept)
  } else {
    const from = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    moveBytes(from, new Uint8Array(out.buffer, out.byteOffset, out.byteLength), width, kept)
  }
  return out
}

function move(from: Uint32Array, to: Uint32Array, width: number, kept: Uint32Array): void {
  for (let i = 0, at = 0; i < kept.length; i++)
    for (let start = (kept[i] ?? 0) * width, k = 0; k < width; k++) to[at++] = from[start + k] ?? 0
}

function moveBytes(from: Uint8Array, to: Uint8Array, width: number, kept: Uint32Array): void {
  for (let i = 0, at = 0; i < kept.length; i++)
    for (let start = (kept[i] ?? 0) * width, k = 0; k < width; k++) to[at++] = from[start + k] ?? 0
}
