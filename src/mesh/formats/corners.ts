// Turns corners into vertices: files that store every polygon corner separately (STL, OBJ, FBX) become indexed meshes here. The
// loops read arrays directly instead of through `at`, which has seen too many array types to be fast.
import { release } from '../release.ts'

/** Values per corner, `size` floats each. */
export interface CornerValues {
  readonly values: Float32Array
  readonly size: number
}

/**
 * One vertex for all corners whose values agree exactly. `indices[i]` is corner i's vertex; `first[v]` is the first
 * corner of vertex v, from which its values can be taken with `pick`. Order of first use, so the result is stable.
 */
export function shareCorners(
  count: number,
  streams: readonly CornerValues[],
): { indices: Uint32Array; first: Uint32Array } {
  const words = streams.map(({ values, size }) => ({
    bits: new Uint32Array(values.buffer, values.byteOffset, values.length),
    size,
  }))
  for (const { values } of streams) for (let i = 0; i < values.length; i++) if (values[i] === 0) values[i] = 0 // -0 is 0
  let capacity = 16
  while (capacity < count * 2) capacity *= 2
  const table = new Int32Array(capacity).fill(-1)
  const indices = new Uint32Array(count)
  const first = new Uint32Array(count)
  let vertices = 0
  for (let i = 0; i < count; i++) {
    let hash = 0x811c9dc5
    for (const { bits, size } of words)
      for (let k = 0; k < size; k++) {
        hash = Math.imul(hash ^ (bits[i * size + k] ?? 0), 0x01000193)
        hash ^= hash >>> 15
      }
    let slot = hash & (capacity - 1)
    for (;;) {
      const vertex = table[slot] ?? 0
      if (vertex < 0) {
        table[slot] = vertices
        first[vertices] = i
        indices[i] = vertices++
        break
      }
      if (words.every(({ bits, size }) => sameBits(bits, (first[vertex] ?? 0) * size, i * size, size))) {
        indices[i] = vertex
        break
      }
      slot = (slot + 1) & (capacity - 1)
    }
  }
  release(table)
  return { indices, first: first.slice(0, vertices) }
}

function sameBits(bits: Uint32Array, a: number, b: number, size: number): boolean {
  for (let k = 0; k < size; k++) if (bits[a + k] !== bits[b + k]) return false
  return true
}

/** The values at the given places, `size` numbers each. */
export function pick(values: ArrayLike<number>, size: number, places: ArrayLike<number>): Float32Array {
  const out = new Float32Array(places.length * size)
  for (let i = 0; i < places.length; i++)
    for (let k = 0; k < size; k++) out[i * size + k] = values[(places[i] ?? 0) * size + k] ?? 0
  return out
}
