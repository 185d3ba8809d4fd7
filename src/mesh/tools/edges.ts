// The edges of triangles over shared points: which triangles meet at each. Hash tables in typed arrays, because a map of a
// million edges takes seconds and hundreds of megabytes; the loops read arrays directly for the same reason.
import { release } from '../release.ts'

/** Half edges are named by the corner that they begin at: corner c of triangle t is 3t + c. */
export interface Edges {
  /** How many edges there are. */
  readonly count: number
  /** The first half edge of each edge. */
  readonly first: Int32Array
  /** The next half edge of the same edge; -1 after the last. */
  readonly next: Int32Array
}

/** The corner after this one in its triangle. */
export const after = (half: number): number => (half % 3 === 2 ? half - 2 : half + 1)

function capacityFor(count: number): number {
  let capacity = 16
  while (capacity < count * 2) capacity *= 2
  return capacity
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}

/** The edges of triangles, three points each. */
export function edgesOf(corners: Uint32Array): Edges {
  // Most edges have two half edges. Where each has one the table is three quarters full, which is no slower to notice.
  const capacity = capacityFor(Math.ceil(corners.length / 1.5))
  const table = new Int32Array(capacity).fill(-1)
  const first = new Int32Array(corners.length)
  const last = new Int32Array(corners.length)
  const next = new Int32Array(corners.length).fill(-1)
  let count = 0
  for (let half = 0; half < corners.length; half++) {
    const from = corners[half] ?? 0
    const to = corners[after(half)] ?? 0
    const low = Math.min(from, to)
    const high = Math.max(from, to)
    let slot = mix(low, high) & (capacity - 1)
    for (;;) {
      const edge = table[slot] ?? -1
      if (edge < 0) {
        table[slot] = count
        first[count] = half
        last[count++] = half
        break
      }
      const known = first[edge] ?? 0
      const a = corners[known] ?? 0
      const b = corners[after(known)] ?? 0
      if ((a === low && b === high) || (a === high && b === low)) {
        next[last[edge] ?? 0] = half
        last[edge] = half
        break
      }
      slot = (slot + 1) & (capacity - 1)
    }
  }
  const edges = { count, first: first.slice(0, count), next }
  release(table, first, last)
  return edges
}

/** Tells triangles of the same three points apart from new ones. */
export class TriangleSet {
  readonly #table: Int32Array
  readonly #corners: Uint32Array
  #count = 0

  /** @param most how many triangles will be added */
  constructor(most: number) {
    this.#table = new Int32Array(capacityFor(most)).fill(-1)
    this.#corners = new Uint32Array(most * 3)
  }

  /** @returns false when it is there already, whichever way it runs */
  add(a: number, b: number, c: number): boolean {
    const low = Math.min(a, b, c)
    const high = Math.max(a, b, c)
    return this.#insert(low, a + b + c - low - high, high)
  }

  /** @returns false when it is there already and runs the same way; one set is for one of the two ways to add */
  addTurned(a: number, b: number, c: number): boolean {
    if (a < b && a < c) return this.#insert(a, b, c)
    return b < c ? this.#insert(b, c, a) : this.#insert(c, a, b)
  }

  /** Gives its memory back, once nothing is added any more. */
  release(): void {
    release(this.#table, this.#corners)
  }

  #insert(low: number, middle: number, high: number): boolean {
    let slot = mix(mix(low, middle), high) & (this.#table.length - 1)
    for (let known = this.#table[slot] ?? -1; known >= 0; known = this.#table[slot] ?? -1) {
      const at = known * 3
      if (this.#corners[at] === low && this.#corners[at + 1] === middle && this.#corners[at + 2] === high) return false
      slot = (slot + 1) & (this.#table.length - 1)
    }
    this.#table[slot] = this.#count
    this.#corners[this.#count * 3] = low
    this.#corners[this.#count * 3 + 1] = middle
    this.#corners[this.#count * 3 + 2] = high
    this.#count += 1
    return true
  }
}
