// Which vertices are the same point of the surface, although normals, uvs or rounding made them several.
import { pick, shareCorners } from '../formats/corners.ts'
import { boundsOf } from '../geometry.ts'
import { at } from '../math/numbers.ts'

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
  const exact = shareCorners(positions.length / 3, [{ values: positions.slice(), size: 3 }])
  const places = pick(positions, 3, exact.first)
  const { min, max } = boundsOf(places)
  const near = tolerance ?? Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-9) * TOLERANCE
  const cell = near * CELL
  const grid = new Map<string, number[]>()
  const kept: number[] = []
  const merged = new Uint32Array(places.length / 3)
  for (let p = 0; p < merged.length; p++) {
    const low = [0, 1, 2].map((k) => Math.floor((at(places, p * 3 + k) - near) / cell))
    const high = [0, 1, 2].map((k) => Math.floor((at(places, p * 3 + k) + near) / cell))
    const cells: string[] = []
    for (let x = at(low, 0); x <= at(high, 0); x++)
      for (let y = at(low, 1); y <= at(high, 1); y++)
        for (let z = at(low, 2); z <= at(high, 2); z++) cells.push(`${x},${y},${z}`)
    const twin = cells
      .flatMap((key) => grid.get(key) ?? [])
      .find((other) => distance(places, at(kept, other), p) <= near)
    if (twin !== undefined) {
      merged[p] = twin
      continue
    }
    merged[p] = kept.push(p) - 1
    const home = [0, 1, 2].map((k) => Math.floor(at(places, p * 3 + k) / cell)).join(',')
    grid.set(home, [...(grid.get(home) ?? []), at(merged, p)])
  }
  return { ids: exact.indices.map((p) => at(merged, p)), positions: pick(places, 3, kept) }
}

function distance(places: Float32Array, a: number, b: number): number {
  return Math.hypot(
    at(places, a * 3) - at(places, b * 3),
    at(places, a * 3 + 1) - at(places, b * 3 + 1),
    at(places, a * 3 + 2) - at(places, b * 3 + 2),
  )
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
