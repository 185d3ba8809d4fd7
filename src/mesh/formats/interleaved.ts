// Interleaved vertices, as most programs write them: the library separates them with a call per number, which is most of the
// reading time. Here they are copied as four-byte words, whatever they contain.
import type { GLTF, TypedArray } from '@gltf-transform/core'

/** Numbers of an element, by its type in glTF. Matrices of small numbers have gaps of their own; the library knows them. */
const SIZES = new Map<string, number>([
  ['SCALAR', 1],
  ['VEC2', 2],
  ['VEC3', 3],
  ['VEC4', 4],
])

function emptyArray(componentType: number, length: number): TypedArray | undefined {
  if (componentType === 5126) return new Float32Array(length)
  if (componentType === 5125) return new Uint32Array(length)
  if (componentType === 5123) return new Uint16Array(length)
  if (componentType === 5122) return new Int16Array(length)
  if (componentType === 5121) return new Uint8Array(length)
  return componentType === 5120 ? new Int8Array(length) : undefined
}

/**
 * The arrays of accessors that lie so, by their number; the description has them without data then. What is unusual (packed,
 * sparse, not on words) is left to the library.
 * @param json a description that has been checked against its bytes
 */
export function splitInterleaved(
  json: GLTF.IGLTF,
  resources: Readonly<Record<string, Uint8Array>>,
): Map<number, TypedArray> {
  const found = new Map<number, TypedArray>()
  for (const [i, accessor] of (json.accessors ?? []).entries()) {
    const view = json.bufferViews?.[accessor.bufferView ?? -1]
    const size = SIZES.get(accessor.type)
    if (!view?.byteStride || view.extensions || accessor.sparse || size === undefined) continue
    const array = emptyArray(accessor.componentType, accessor.count * size)
    const bytes = resources[json.buffers?.[view.buffer]?.uri ?? '']
    if (!array || !bytes) continue
    const width = size * array.BYTES_PER_ELEMENT
    const start = bytes.byteOffset + (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0)
    if (view.byteStride === width || [start, width, view.byteStride].some((length) => length % 4 !== 0)) continue
    const from = new Uint32Array(bytes.buffer, start, ((accessor.count - 1) * view.byteStride + width) >> 2)
    move(from, new Uint32Array(array.buffer), width >> 2, view.byteStride >> 2)
    found.set(i, array)
    delete accessor.bufferView
    delete accessor.byteOffset
    // The library would make zeros for as many.
    accessor.count = 0
  }
  return found
}

/** Every `stride`, the next `width` words. */
function move(from: Uint32Array, to: Uint32Array, width: number, stride: number): void {
  for (let at = 0, start = 0; at < to.length; start += stride)
    for (let k = 0; k < width; k++) to[at++] = from[start + k] ?? 0
}
