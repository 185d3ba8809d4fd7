// An accessor's values as floats, whatever it stores.
import type { Accessor, TypedArray } from '@gltf-transform/core'
import { at } from '../math/numbers.ts'

/** What stands for one in normalized integers. */
function oneOf(array: TypedArray): number {
  if (array instanceof Int8Array) return 127
  if (array instanceof Uint8Array) return 255
  if (array instanceof Int16Array) return 32_767
  return array instanceof Uint16Array ? 65_535 : 4_294_967_295
}

/** An accessor's values as floats: normalized integers are between 0 and 1 (or -1 and 1). */
export function floatsOf(accessor: Accessor): Float32Array {
  const array = accessor.getArray()
  if (array instanceof Float32Array) return array
  const size = accessor.getElementSize()
  const out = new Float32Array(accessor.getCount() * size)
  if (array && array.length === out.length) {
    if (!accessor.getNormalized()) {
      out.set(array)
      return out
    }
    const one = oneOf(array)
    // Signed ones have one value more below zero, which means -1, too.
    for (let i = 0; i < out.length; i++) out[i] = Math.max(at(array, i) / one, -1)
    return out
  }
  const element: number[] = []
  for (let i = 0; i < accessor.getCount(); i++) {
    accessor.getElement(i, element)
    for (let k = 0; k < size; k++) out[i * size + k] = at(element, k)
  }
  return out
}
