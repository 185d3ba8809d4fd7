// Stores skin weights in a byte each, and joints in as few bytes as their numbers need: half the size of a skinned vertex, in the
// form that graphics cards and gltfpack use. The weights of a vertex sum to exactly one, each less than 1/255 from its original
// value.
import type { Accessor, Document, Primitive, TypedArray } from '@gltf-transform/core'
import { isOnlyOf, like } from './keep-triangles.ts'

const ONE = 255
/** How far the sum of a vertex' weights may be from one. */
const TOLERANCE = 0.01

/** Of all primitives, whatever their weights sum to. What is there twice stays there once. */
export function shrinkSkins(document: Document): void {
  const done = new Map<Accessor, Accessor>()
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) shrink(document, primitive, done, Infinity)
}

/** Of one primitive. Weights that do not sum to one, which nobody may take for shares, stay as they are. */
export function shrinkSkin(document: Document, primitive: Primitive): void {
  shrink(document, primitive, new Map(), TOLERANCE)
}

/** @param done accessors that other primitives have, too, and what became of them */
function shrink(document: Document, primitive: Primitive, done: Map<Accessor, Accessor>, tolerance: number): void {
  const weights = setsOf(primitive, 'WEIGHTS')
  const replace = (semantic: string, old: Accessor, array: TypedArray, isShare: boolean) => {
    const own = isOnlyOf(document, old, [primitive]) ? old : like(document, old)
    own.setArray(array).setNormalized(isShare)
    done.set(old, own)
    if (own !== old) primitive.setAttribute(semantic, own)
  }
  for (const [n, joints] of setsOf(primitive, 'JOINTS').entries()) {
    const known = done.get(joints)
    const array = known ? undefined : smallJoints(joints)
    if (known) primitive.setAttribute(`JOINTS_${n}`, known)
    else if (array) replace(`JOINTS_${n}`, joints, array, false)
  }
  // Sets belong together: their sum is one.
  const known = weights.flatMap((accessor) => done.get(accessor) ?? [])
  if (known.length === weights.length)
    for (const [n, accessor] of known.entries()) primitive.setAttribute(`WEIGHTS_${n}`, accessor)
  else {
    const arrays = weightBytes(weights.map(sharesOf), tolerance)
    for (const [n, accessor] of weights.entries()) {
      const array = arrays?.[n]
      if (array) replace(`WEIGHTS_${n}`, accessor, array, true)
    }
  }
}

function setsOf(primitive: Primitive, name: 'JOINTS' | 'WEIGHTS'): Accessor[] {
  const sets: Accessor[] = []
  for (;;) {
    const accessor = primitive.getAttribute(`${name}_${sets.length}`)
    if (!accessor) return sets
    sets.push(accessor)
  }
}

function smallJoints(joints: Accessor): TypedArray | undefined {
  const array = joints.getArray()
  if (!array) return undefined
  let most = 0
  for (let i = 0; i < array.length; i++) most = Math.max(most, array[i] ?? 0)
  const isSmall = most <= 255
  if (array.BYTES_PER_ELEMENT <= (isSmall ? 1 : 2)) return undefined
  return isSmall ? new Uint8Array(array) : new Uint16Array(array)
}

/** Floats or 16 bits, with what stands for one; undefined for what is in bytes already or nothing we know. */
function sharesOf(accessor: Accessor): Shares | undefined {
  const values = accessor.getArray()
  if (accessor.getElementSize() !== 4) return undefined
  if (values instanceof Float32Array) return { values, one: 1 }
  return values instanceof Uint16Array && accessor.getNormalized() ? { values, one: 65_535 } : undefined
}

interface Shares {
  readonly values: Float32Array | Uint16Array
  readonly one: number
}

/**
 * The weights of vertices, four of each in every set, in bytes that sum to 255 over all sets of a vertex, or to 0 where they
 * did. A weight that was larger than another is not smaller afterwards.
 * @param tolerance how far a sum may be from one
 * @returns undefined where a set cannot be told in bytes: negative, endless, of other lengths, or sums farther from one
 */
export function weightBytes(
  sets: readonly (Shares | undefined)[],
  tolerance: number,
): Uint8Array<ArrayBuffer>[] | undefined {
  const [first] = sets
  if (!first) return undefined
  const { length } = first.values
  const known = sets.flatMap((set) =>
    set && set.values.length === length && set.one === first.one ? [set.values] : [],
  )
  if (known.length < sets.length) return undefined
  const out = known.map(() => new Uint8Array(length))
  const rests = new Float32Array(sets.length * 4)
  for (let start = 0; start < length; start += 4) {
    let sum = 0
    for (const values of known)
      for (let k = start; k < start + 4; k++) {
        const weight = values[k] ?? 0
        if (!(weight >= 0)) return undefined
        sum += weight
      }
    if (sum === 0) continue
    if (!Number.isFinite(sum) || !(Math.abs(sum / first.one - 1) <= tolerance)) return undefined
    let missing = ONE
    for (let set = 0; set < known.length; set++) {
      const values = known[set]
      const bytes = out[set]
      if (!values || !bytes) continue
      for (let k = 0; k < 4; k++) {
        const weight = values[start + k] ?? 0
        const exact = weight === 0 ? 0 : (weight * ONE) / sum
        const whole = Math.floor(exact)
        bytes[start + k] = whole
        rests[set * 4 + k] = exact - whole
        missing -= whole
      }
    }
    // What rounding down left goes to those that lost most.
    for (; missing > 0; missing--) {
      let most = 0
      for (let i = 1; i < rests.length; i++) if ((rests[i] ?? 0) > (rests[most] ?? 0)) most = i
      rests[most] = -1
      const bytes = out[most >> 2]
      if (bytes) bytes[start + (most & 3)] = (bytes[start + (most & 3)] ?? 0) + 1
    }
  }
  return out
}
