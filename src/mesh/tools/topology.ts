// What kind of surface a mesh is: holes, edges of too many faces, faces twice, which way they face, pieces, genus. Vertices
// in the same place count as one point, whatever their normals and uvs are.
import { type Surface, triangulated } from '../formats/surface.ts'
import { at } from '../math/numbers.ts'
import { weldPoints } from './weld.ts'

export interface Topology {
  /** Points, edges and triangles, without degenerate and duplicate triangles. */
  readonly points: number
  readonly edges: number
  readonly triangles: number
  /** Triangles with two corners in one point, or without area. */
  readonly degenerate: number
  /** Triangles of the same three points as another. */
  readonly duplicate: number
  /** Open borders: how many edges each has. */
  readonly holes: readonly number[]
  /** Edges of more than two triangles. */
  readonly nonManifoldEdges: number
  /** Points at which fans of triangles meet that share no edge. */
  readonly nonManifoldPoints: number
  /** Edges whose two triangles face opposite sides. */
  readonly windingEdges: number
  /** Whether turning triangles can make all of them agree. */
  readonly isOrientable: boolean
  /** Parts that share no point. */
  readonly pieces: number
  /** Every edge has exactly two triangles. */
  readonly isWatertight: boolean
  /** Handles of all pieces together; undefined where that has no meaning (open, not manifold, not orientable). */
  readonly genus: number | undefined
}

/** Sets that grow together; each member knows whether it agrees with its set's first (for which way triangles face). */
class ParityGroups {
  readonly #parent: Uint32Array
  readonly #flip: Uint8Array
  constructor(count: number) {
    this.#parent = Uint32Array.from({ length: count }, (_, i) => i)
    this.#flip = new Uint8Array(count)
  }

  /** The set's root, and whether the item is turned against it. */
  find(item: number): { root: number; flip: number } {
    let root = item
    let flip = 0
    while (at(this.#parent, root) !== root) {
      flip ^= at(this.#flip, root)
      root = at(this.#parent, root)
    }
    for (let walk = item, left = flip; walk !== root; ) {
      const next = at(this.#parent, walk)
      const own = at(this.#flip, walk)
      this.#parent[walk] = root
      this.#flip[walk] = left
      left ^= own
      walk = next
    }
    return { root, flip }
  }

  /** @returns false when both are in one set already and disagree with `flip` */
  join(a: number, b: number, flip: number): boolean {
    const [x, y] = [this.find(a), this.find(b)]
    if (x.root === y.root) return (x.flip ^ y.flip) === flip
    this.#parent[y.root] = x.root
    this.#flip[y.root] = x.flip ^ y.flip ^ flip
    return true
  }
}

/** The topology of the surfaces of one mesh, taken together. */
export function topologyOf(surfaces: readonly Surface[]): Topology {
  const { corners, points, degenerate, duplicate } = trianglesOf(surfaces)
  const triangles = corners.length / 3
  const { first, next } = edgesOf(corners, points)
  const after = (half: number) => half - (half % 3) + ((half + 1) % 3)
  const faces = new ParityGroups(triangles)
  const fans = new ParityGroups(corners.length)
  const places = new ParityGroups(points)
  const border = { from: [] as number[], to: [] as number[] }
  let nonManifoldEdges = 0
  let windingEdges = 0
  let isOrientable = true
  for (let corner = 0; corner < corners.length; corner++)
    places.join(at(corners, corner), at(corners, after(corner)), 0)
  for (const start of first.values()) {
    const halves: number[] = []
    for (let half = start; half >= 0; half = next[half] ?? -1) halves.push(half)
    const [a = 0, b] = halves
    if (b === undefined) {
      border.from.push(at(corners, a))
      border.to.push(at(corners, after(a)))
      continue
    }
    if (halves.length > 2) nonManifoldEdges += 1
    for (const half of halves.slice(1)) {
      const same = at(corners, a) === at(corners, half)
      // Corners of two triangles at the same end of their edge belong to one fan.
      fans.join(same ? a : after(a), half, 0)
      fans.join(same ? after(a) : a, after(half), 0)
      if (halves.length > 2) continue
      if (same) windingEdges += 1
      if (!faces.join(Math.floor(a / 3), Math.floor(half / 3), same ? 1 : 0)) isOrientable = false
    }
  }
  const nonManifoldPoints = pointsOfSeveralFans(corners, points, fans)
  const used = new Set(corners)
  const pieces = new Set([...used].map((point) => places.find(point).root)).size
  const isWatertight = triangles > 0 && border.from.length === 0 && nonManifoldEdges === 0
  const euler = used.size - first.size + triangles
  return {
    points: used.size,
    edges: first.size,
    triangles,
    degenerate,
    duplicate,
    holes: loopsOf(border.from, border.to),
    nonManifoldEdges,
    nonManifoldPoints,
    windingEdges,
    isOrientable,
    pieces,
    isWatertight,
    // V - E + F = 2 - 2g for each closed piece.
    genus: isWatertight && isOrientable && nonManifoldPoints === 0 ? pieces - euler / 2 : undefined,
  }
}

/** The triangles of all surfaces as points, without those that are none and those that are there already. */
function trianglesOf(surfaces: readonly Surface[]) {
  const all = new Float32Array(surfaces.reduce((sum, { positions }) => sum + positions.length, 0))
  let base = 0
  const lists: Uint32Array[] = []
  for (const surface of surfaces) {
    all.set(surface.positions, base)
    lists.push(triangulated(surface).map((vertex) => vertex + base / 3))
    base += surface.positions.length
  }
  const { ids, positions } = weldPoints(all)
  const points = positions.length / 3
  const corners = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0))
  /** Triangles by their two smallest points; of each, the next with the same two. */
  const seen = new Map<number, number>()
  const others = new Int32Array(corners.length / 3)
  let kept = 0
  let degenerate = 0
  let duplicate = 0
  for (const list of lists)
    for (let i = 0; i < list.length; i += 3) {
      const [a, b, c] = [at(ids, at(list, i)), at(ids, at(list, i + 1)), at(ids, at(list, i + 2))]
      if (a === b || b === c || a === c || isFlat(positions, a, b, c)) {
        degenerate += 1
        continue
      }
      const low = Math.min(a, b, c)
      const high = Math.max(a, b, c)
      const key = low * points + (a + b + c - low - high)
      let twin = seen.get(key) ?? -1
      while (twin >= 0 && Math.max(...corners.subarray(twin * 3, twin * 3 + 3)) !== high) twin = at(others, twin)
      if (twin >= 0) {
        duplicate += 1
        continue
      }
      others[kept] = seen.get(key) ?? -1
      seen.set(key, kept)
      corners.set([a, b, c], kept * 3)
      kept += 1
    }
  return { corners: corners.slice(0, kept * 3), points, degenerate, duplicate }
}

/** Sines of a triangle's angles below this are those of a line. */
const FLAT = 1e-6

function isFlat(positions: Float32Array, a: number, b: number, c: number): boolean {
  const edge = (to: number, k: number) => at(positions, to * 3 + k) - at(positions, a * 3 + k)
  const cross = (j: number, k: number) => edge(b, j) * edge(c, k) - edge(b, k) * edge(c, j)
  const area = Math.hypot(cross(1, 2), cross(2, 0), cross(0, 1))
  const lengths = Math.hypot(edge(b, 0), edge(b, 1), edge(b, 2)) * Math.hypot(edge(c, 0), edge(c, 1), edge(c, 2))
  return area <= lengths * FLAT
}

/** The half edges (by the corner they begin at) of each edge, as linked lists. */
function edgesOf(corners: Uint32Array, points: number): { first: Map<number, number>; next: Int32Array } {
  const first = new Map<number, number>()
  const next = new Int32Array(corners.length).fill(-1)
  for (let half = 0; half < corners.length; half++) {
    const from = at(corners, half)
    const to = at(corners, half - (half % 3) + ((half + 1) % 3))
    const key = Math.min(from, to) * points + Math.max(from, to)
    next[half] = first.get(key) ?? -1
    first.set(key, half)
  }
  return { first, next }
}

function pointsOfSeveralFans(corners: Uint32Array, points: number, fans: ParityGroups): number {
  const fanOf = new Int32Array(points).fill(-1)
  const several = new Set<number>()
  for (let corner = 0; corner < corners.length; corner++) {
    const point = at(corners, corner)
    const { root } = fans.find(corner)
    if (at(fanOf, point) === -1) fanOf[point] = root
    else if (at(fanOf, point) !== root) several.add(point)
  }
  return several.size
}

/**
 * The loops that border edges form, as their numbers of edges, largest first. Loops that touch in a point are told
 * apart by their number only: a group of E edges at V points has E - V + 1 of them.
 */
function loopsOf(from: readonly number[], to: readonly number[]): number[] {
  const names = new Map<number, number>()
  const name = (point: number) => {
    const known = names.get(point) ?? names.size
    names.set(point, known)
    return known
  }
  const ends = from.map((point, i) => [name(point), name(to[i] ?? point)] as const)
  const groups = new ParityGroups(names.size)
  for (const [a, b] of ends) groups.join(a, b, 0)
  const edges = new Map<number, number>()
  const points = new Map<number, number>()
  const count = (counts: Map<number, number>, root: number) => counts.set(root, (counts.get(root) ?? 0) + 1)
  for (const [a] of ends) count(edges, groups.find(a).root)
  for (const point of names.values()) count(points, groups.find(point).root)
  const sizes = [...edges].flatMap(([root, total]) => {
    const loops = Math.max(1, total - (points.get(root) ?? 0) + 1)
    const each = Math.floor(total / loops)
    return Array.from({ length: loops }, (_, i) => (i === 0 ? total - each * (loops - 1) : each))
  })
  return sizes.sort((a, b) => b - a)
}
