// Finds vertices that are the same point of the surface, although normals, UVs or rounding made them several. It goes by distance,
// and the sandbox's `joinCorners` by rounded positions, normals and UVs: of 100,000 pairs a fifth of its step apart that one
// leaves 27,162 apart and this one none, so that it fits vertices that were computed from the same numbers only. The loops read
// arrays directly instead of through `at`, which has seen too many array types to be fast.
import { pick, shareCorners } from '../formats/corners.ts'
import { boundsOf } from '../geometry.ts'
import { at } from '../math/numbers.ts'
import { release } from '../release.ts'

export interface Points {
  /** The point of each vertex. */
  readonly ids: Uint32Array
  /** Three floats per point: where the first vertex of it lies. */
  readonly positions: Float32Array
}

/** Vertices nearer than this share of the mesh's largest side are one point. */
const TOLERANCE = 1e-5
/** Cells of the search grid, in tolerances: so large that few points lie at a border, so small that few share a cell. */
const CELL = 16

/** Groups vertices (three floats each) that lie in the same place. */
export function weldPoints(positions: Float32Array, tolerance?: number): Points {
  const values = positions.slice()
  const exact = shareCorners(positions.length / 3, [{ values, size: 3 }])
  const places = pick(positions, 3, exact.first)
  const { min, max } = boundsOf(places)
  const near = tolerance ?? Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-9) * TOLERANCE
  const grid = new Grid(places, near)
  const merged = new Uint32Array(places.length / 3)
  const kept = new Uint32Array(merged.length)
  let count = 0
  for (let p = 0; p < merged.length; p++) {
    const twin = grid.near(p)
    if (twin >= 0) merged[p] = merged[twin] ?? 0
    else {
      grid.add(p)
      kept[count] = p
      merged[p] = count++
    }
  }
  const points = { ids: exact.indices.map((p) => merged[p] ?? 0), positions: pick(places, 3, kept.subarray(0, count)) }
  release(values, exact.indices, exact.first, places, merged, kept)
  grid.release()
  return points
}

/** Points in cells of space, the cells in a hash table of lists: two cells may share a list, which costs a comparison. */
class Grid {
  readonly #places: Float32Array
  readonly #near: number
  readonly #cell: number
  readonly #heads: Int32Array
  readonly #next: Int32Array

  constructor(places: Float32Array, near: number) {
    this.#places = places
    this.#near = near
    this.#cell = near * CELL
    let capacity = 16
    while (capacity < (places.length / 3) * 2) capacity *= 2
    this.#heads = new Int32Array(capacity).fill(-1)
    this.#next = new Int32Array(places.length / 3)
  }

  add(p: number): void {
    const places = this.#places
    const cell = this.#cell
    const slot = this.#slot(
      Math.floor((places[p * 3] ?? 0) / cell),
      Math.floor((places[p * 3 + 1] ?? 0) / cell),
      Math.floor((places[p * 3 + 2] ?? 0) / cell),
    )
    this.#next[p] = this.#heads[slot] ?? -1
    this.#heads[slot] = p
  }

  /** The first point added that is no farther than the tolerance; -1 for none. */
  near(p: number): number {
    const places = this.#places
    const near = this.#near
    const cell = this.#cell
    const [px, py, pz] = [places[p * 3] ?? 0, places[p * 3 + 1] ?? 0, places[p * 3 + 2] ?? 0]
    let found = -1
    for (let x = Math.floor((px - near) / cell); x <= Math.floor((px + near) / cell); x++)
      for (let y = Math.floor((py - near) / cell); y <= Math.floor((py + near) / cell); y++)
        for (let z = Math.floor((pz - near) / cell); z <= Math.floor((pz + near) / cell); z++)
          for (let q = this.#heads[this.#slot(x, y, z)] ?? -1; q >= 0; q = this.#next[q] ?? -1) {
            const dx = (places[q * 3] ?? 0) - px
            const dy = (places[q * 3 + 1] ?? 0) - py
            const dz = (places[q * 3 + 2] ?? 0) - pz
            if (dx * dx + dy * dy + dz * dz <= near * near && (found < 0 || q < found)) found = q
          }
    return found
  }

  release(): void {
    release(this.#heads, this.#next)
  }

  #slot(x: number, y: number, z: number): number {
    let hash = Math.imul(x, 0x8da6b343) ^ Math.imul(y, 0xd8163841) ^ Math.imul(z, 0xcb1ab31f)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x2c1b3c6d)
    hash ^= hash >>> 13
    return hash & (this.#heads.length - 1)
  }
}

/** An edge between two points, whichever way it runs. */
export const edgeKey = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** Sets that grow together; `find` names a set by its smallest member. */
export class Groups {
  readonly #parent: Uint32Array
  constructor(count: number) {
    this.#parent = Uint32Array.from({ length: count }, (_, i) => i)
  }
  find(item: number): number {
    let root = item
    while (at(this.#parent, root) !== root) root = at(this.#parent, root)
    for (let walk = item; walk !== root; ) {
      const next = at(this.#parent, walk)
      this.#parent[walk] = root
      walk = next
    }
    return root
  }
  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)]
    if (x < y) this.#parent[y] = x
    else this.#parent[x] = y
  }
}
