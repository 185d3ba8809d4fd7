// Merges vertices that agree in every bit of all their data, morph targets included. The library's `weld` copies all of a mesh
// even where nothing is to be merged, and leaves what it copied from to the garbage collector: of a million triangles that was
// twice the size of the model. Here a mesh without duplicates stays as it is.
import { type Accessor, type Document, type Mesh, Primitive } from '@gltf-transform/core'
import { upTo } from '../formats/surface.ts'
import { release } from '../release.ts'
import { keepVertices } from './keep-triangles.ts'

/** Ends of strips stand among the vertices of their lists. */
const RESTART = 'KHR_mesh_primitive_restart'

/** Merges the vertices of each primitive but points; primitives that show nothing go, and meshes without any. */
export function weldVertices(document: Document): void {
  const root = document.getRoot()
  const mayRestart = root.listExtensionsUsed().some(({ extensionName }) => extensionName === RESTART)
  for (const mesh of root.listMeshes()) {
    for (const primitive of mesh.listPrimitives()) {
      const mode = primitive.getMode()
      if (mode === Primitive.Mode.POINTS || (mayRestart && mode !== Primitive.Mode.TRIANGLES)) continue
      weld(document, primitive)
    }
    dropIfEmpty(mesh)
  }
}

function dropIfEmpty(mesh: Mesh): void {
  for (const primitive of mesh.listPrimitives()) if (primitive.getIndices()?.getCount() === 0) primitive.dispose()
  if (mesh.listPrimitives().length === 0) mesh.dispose()
}

function weld(document: Document, primitive: Primitive): void {
  const vertices = primitive.getAttribute('POSITION')?.getCount() ?? 0
  const own = primitive.getIndices()?.getArray()
  const list = own ? new Uint32Array(own) : upTo(vertices)
  const isMerged = merge(streamsOf(primitive, vertices), list, vertices)
  if (isMerged || !own || hasUnused(list, vertices)) keepVertices(document, primitive, list)
  else release(list)
}

/** The data of each vertex, in words where they lie on whole ones. */
interface Stream {
  readonly values: Uint32Array | Uint8Array
  readonly width: number
}

function streamsOf(primitive: Primitive, vertices: number): Stream[] {
  const accessors = [primitive, ...primitive.listTargets()].flatMap((owner) => owner.listAttributes())
  return [...new Set(accessors)].flatMap((accessor) => {
    const values = wordsOf(accessor)
    return values && vertices > 0 ? [{ values, width: values.length / vertices }] : []
  })
}

function wordsOf(accessor: Accessor): Uint32Array | Uint8Array | undefined {
  const array = accessor.getArray()
  if (!array) return undefined
  const isWords = array.byteOffset % 4 === 0 && (accessor.getElementSize() * array.BYTES_PER_ELEMENT) % 4 === 0
  return isWords
    ? new Uint32Array(array.buffer, array.byteOffset, array.byteLength >> 2)
    : new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

const NONE = -1

/** Names the first vertex of those that are the same, in place. @returns whether any are */
function merge(streams: readonly Stream[], list: Uint32Array, vertices: number): boolean {
  let capacity = 16
  while (capacity < vertices * 1.25) capacity *= 2
  const table = new Int32Array(capacity).fill(NONE)
  const names = new Int32Array(vertices).fill(NONE)
  let isMerged = false
  for (let i = 0; i < list.length; i++) {
    const vertex = list[i] ?? 0
    let name = names[vertex] ?? NONE
    if (name === NONE) {
      let slot = hashOf(streams, vertex) & (capacity - 1)
      for (name = table[slot] ?? NONE; name !== NONE && !areSame(streams, name, vertex); name = table[slot] ?? NONE)
        slot = (slot + 1) & (capacity - 1)
      if (name === NONE) {
        name = vertex
        table[slot] = vertex
      } else isMerged = true
      names[vertex] = name
    }
    list[i] = name
  }
  release(table, names)
  return isMerged
}

function hashOf(streams: readonly Stream[], vertex: number): number {
  let hash = 0x811c9dc5
  for (const { values, width } of streams)
    for (let i = vertex * width, end = i + width; i < end; i++) {
      hash = Math.imul(hash ^ (values[i] ?? 0), 0x01000193)
      hash ^= hash >>> 15
    }
  return hash
}

function areSame(streams: readonly Stream[], a: number, b: number): boolean {
  for (const { values, width } of streams)
    for (let k = 0; k < width; k++) if (values[a * width + k] !== values[b * width + k]) return false
  return true
}

function hasUnused(list: Uint32Array, vertices: number): boolean {
  const isUsed = new Uint8Array(vertices)
  let count = 0
  for (let i = 0; i < list.length; i++) {
    const vertex = list[i] ?? 0
    if (isUsed[vertex] === 1) continue
    isUsed[vertex] = 1
    count += 1
  }
  release(isUsed)
  return count < vertices
}
