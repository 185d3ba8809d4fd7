// Removes duplicate and unused data, and keyframes that change nothing. Most models from a service have none; a quick check
// avoids loading the library that does it and comparing all data.
import { type Accessor, type Document, PropertyType, type TypedArray } from '@gltf-transform/core'
import { dropUnusedAccessors } from './unused.ts'

/** For `prune`. Games look up nodes, attributes and extras by name, used or not; only unreferenced data is removed. */
export const PRUNE_OPTIONS = {
  keepLeaves: true,
  keepAttributes: true,
  keepSolidTextures: true,
  keepExtras: true,
} as const

/** Removes duplicates, unused data and redundant keyframes. */
export async function tidy(document: Document): Promise<void> {
  shareAccessors(document)
  if (isTidy(document)) return
  const { dedup, prune, resample } = await import('@gltf-transform/functions')
  await document.transform(dedup(), prune(PRUNE_OPTIONS), resample({ cleanup: false }))
}

/** The same after vertices were reordered and quantized, which makes equal parts equal again. */
export async function tidyAgain(document: Document): Promise<void> {
  shareAccessors(document)
  if (isTidy(document)) return
  const { dedup, prune } = await import('@gltf-transform/functions')
  await document.transform(dedup({ propertyTypes: [PropertyType.ACCESSOR] }), prune(PRUNE_OPTIONS))
}

/** Whether no look at the values is needed to see that nothing can go. */
function isTidy(document: Document): boolean {
  const root = document.getRoot()
  if (root.listAnimations().length > 0) return false
  const lists = [root.listMaterials(), root.listTextures(), root.listSkins()]
  if (lists.some((list) => list.length > 1)) return false
  const all = [
    ...lists.flat(),
    ...root.listNodes(),
    ...root.listMeshes(),
    ...root.listAccessors(),
    ...root.listCameras(),
  ]
  if (all.some((property) => property.listParents().every((parent) => parent === root))) return false
  const numbers = new Map<Accessor, number>()
  for (const accessor of root.listAccessors()) numbers.set(accessor, numbers.size)
  const primitives = root.listMeshes().flatMap((mesh) => mesh.listPrimitives())
  const keys = primitives.map((primitive) =>
    [primitive.getIndices(), ...primitive.listAttributes()].map((one) => (one ? numbers.get(one) : '')).join(),
  )
  return new Set(keys).size === keys.length
}

/** Gives primitives one accessor for those that are the same. */
function shareAccessors(document: Document): void {
  const first = firstOfEach(document.getRoot().listAccessors())
  if (first.size === 0) return
  for (const primitive of document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())) {
    const indices = primitive.getIndices()
    const shared = indices && first.get(indices)
    if (shared) primitive.setIndices(shared)
    for (const owner of [primitive, ...primitive.listTargets()])
      for (const semantic of owner.listSemantics()) {
        const attribute = owner.getAttribute(semantic)
        const same = attribute && first.get(attribute)
        if (same) owner.setAttribute(semantic, same)
      }
  }
  dropUnusedAccessors(document, first.keys())
}

/** Accessors that are the same as one before them, with that. Only those of one shape are looked into. */
function firstOfEach(accessors: readonly Accessor[]): Map<Accessor, Accessor> {
  const shapes = new Map<string, Accessor[]>()
  for (const accessor of accessors) {
    if (accessor.getSparse() || Object.keys(accessor.getExtras()).length > 0) continue
    const shape = [
      accessor.getType(),
      accessor.getComponentType(),
      accessor.getNormalized(),
      accessor.getCount(),
    ].join()
    const list = shapes.get(shape)
    if (list) list.push(accessor)
    else shapes.set(shape, [accessor])
  }
  const found = new Map<Accessor, Accessor>()
  for (const list of shapes.values()) {
    if (list.length < 2) continue
    const known = new Map<number, { accessor: Accessor; words: ArrayLike<number> }[]>()
    for (const accessor of list) {
      const array = accessor.getArray()
      if (!array) continue
      const words = wordsOf(array)
      const hash = hashOf(words)
      const alike = known.get(hash) ?? []
      const same = alike.find((one) => areEqual(one.words, words))
      if (same) found.set(accessor, same.accessor)
      else known.set(hash, [...alike, { accessor, words }])
    }
  }
  return found
}

const wordsOf = (array: TypedArray): Uint32Array | Uint8Array =>
  array.byteOffset % 4 === 0 && array.byteLength % 4 === 0
    ? new Uint32Array(array.buffer, array.byteOffset, array.byteLength >> 2)
    : new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** Of this many words at most: what differs does so in many places, and what agrees there is compared anyway. */
const HASHED = 256

/** FNV-1a, a word at a time, of words all over a list. */
function hashOf(words: Uint32Array | Uint8Array): number {
  const step = Math.ceil(words.length / HASHED)
  let hash = 0x811c_9dc5
  for (let i = 0; i < words.length; i += step) hash = Math.imul(hash ^ (words[i] ?? 0), 0x0100_0193)
  return hash
}

function areEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
