// An accessor's values as floats, whatever it stores.
import type { Accessor } from '@gltf-transform/core'
import { at } from '../math/numbers.ts'

/** An accessor's values as floats: normalized integers are between 0 and 1 (or -1 and 1). */
export function floatsOf(accessor: Accessor): Float32Array {
  const array = accessor.getArray()
  if (array instanceof Float32Array) return array
  const size = accessor.getElementSize()
  const out = new Float32Array(accessor.getCount() * size)
  const element: number[] = []
  for (let i = 0; i < accessor.getCount(); i++) {
    accessor.getElement(i, element)
    for (let k = 0; k < size; k++) out[i * size + k] = at(element, k)
  }
  return out
}
