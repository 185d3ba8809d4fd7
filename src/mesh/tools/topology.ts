// The topology of a mesh: holes, edges with too many faces, duplicate faces, orientation, pieces, genus. Vertices in the same
// place count as one point, whatever their normals and UVs are. Loops read arrays directly instead of through `at`, which has
// seen too many array types to be fast.
import { readTriangles, type Surface } from '../formats/surface.ts'
import { release } from '../release.ts'
import { after, edgesOf, TriangleSet } from './edges.ts'
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
  /** Points where something is wrong, a few of each kind, three numbers each. */
  readonly places: Readonly<Record<PlaceKind, readonly number[]>>
}

export const PLACE_KINDS = [
  ...(['degenerate', 'duplicate', 'holes', 'nonManifoldEdges', 'nonManifoldPoints', 'windingEdges'] as const),
] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]
/** Places that are told of each kind. */
const MOST_PLACES = 5

/** Collects a few points, the middle of those that are given each time. */
class Places {
  readonly found: number[] = []
  readonly #positions: Float32Array
  constructor(positions: Float32Array) {
    this.#positions = positions
  }

  add(...points: readonly number[]): void {
    if (this.found.length >= MOST_PLACES * 3) return
    for (let k = 0; k < 3; k++)
      this.found.push(points.reduce((sum, point) => sum + (this.#positions[point * 3 + k] ?? 0), 0) / points.length)
  }
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
    while ((this.#parent[root] ?? 0) !== root) {
      flip ^= this.#flip[root] ?? 0
      root = this.#parent[root] ?? 0
    }
    for (let walk = item, left = flip; walk !== root; ) {
      const next = this.#parent[walk] ?? 0
      const own = this.#flip[walk] ?? 0
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
export const topologyOf = (surfaces: readonly Surface[]): Topology => pointTopology(pointTriangles(surfaces))

/** The same for those who have the triangles already: making them is a quarter of the time. */
export function pointTopology(found: PointTriangles): Topology {
  const { corners, points, positions, degenerate, duplicate } = found
  const at = {
    holes: new Places(positions),
    nonManifoldEdges: new Places(positions),
    nonManifoldPoints: new Places(positions),
    windingEdges: new Places(positions),
  }
  const triangles = corners.length / 3
  const edges = edgesOf(corners)
  const faces = new ParityGroups(triangles)
  const fans = new ParityGroups(corners.length)
  const places = new ParityGroups(points)
  const border = { from: [] as number[], to: [] as number[] }
  let nonManifoldEdges = 0
  let windingEdges = 0
  let isOrientable = true
  for (let half = 0; half < corners.length; half++) places.join(corners[half] ?? 0, corners[after(half)] ?? 0, 0)
  for (let edge = 0; edge < edges.count; edge++) {
    const a = edges.first[edge] ?? 0
    const b = edges.next[a] ?? -1
    if (b < 0) {
      border.from.push(corners[a] ?? 0)
      border.to.push(corners[after(a)] ?? 0)
      continue
    }
    const isManifold = (edges.next[b] ?? -1) < 0
    if (!isManifold) {
      nonManifoldEdges += 1
      at.nonManifoldEdges.add(corners[a] ?? 0, corners[after(a)] ?? 0)
    }
    for (let half = b; half >= 0; half = edges.next[half] ?? -1) {
      const same = corners[a] === corners[half]
      // Corners of two triangles at the same end of their edge belong to one fan.
      fans.join(same ? a : after(a), half, 0)
      fans.join(same ? after(a) : a, after(half), 0)
      if (!isManifold) continue
      if (same) {
        windingEdges += 1
        at.windingEdges.add(corners[a] ?? 0, corners[after(a)] ?? 0)
      }
      if (!faces.join(Math.floor(a / 3), Math.floor(half / 3), same ? 1 : 0)) isOrientable = false
    }
  }
  const { count: edgeCount } = edges
  release(edges.first, edges.next)
  const several = pointsOfSeveralFans(corners, points, fans)
  const nonManifoldPoints = several.size
  for (const point of [...several].slice(0, MOST_PLACES)) at.nonManifoldPoints.add(point)
  // Ends of borders that are far apart, as far as a few can be.
  const step = Math.max(1, Math.floor(border.from.length / MOST_PLACES))
  for (let i = 0; i < border.from.length; i += step) at.holes.add(border.from[i] ?? 0, border.to[i] ?? 0)
  const { used, pieces } = countPieces(corners, points, places)
  const isWatertight = triangles > 0 && border.from.length === 0 && nonManifoldEdges === 0
  const euler = used - edgeCount + triangles
  return {
    points: used,
    edges: edgeCount,
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
    places: {
      ...{ degenerate: found.places.degenerate, duplicate: found.places.duplicate, holes: at.holes.found },
      ...{ nonManifoldEdges: at.nonManifoldEdges.found, nonManifoldPoints: at.nonManifoldPoints.found },
      windingEdges: at.windingEdges.found,
    },
  }
}

function countPieces(corners: Uint32Array, points: number, places: ParityGroups): { used: number; pieces: number } {
  const seen = new Uint8Array(points)
  let used = 0
  let pieces = 0
  for (const point of corners) {
    if (seen[point] === 1) continue
    seen[point] = 1
    used += 1
    if (places.find(point).root === point) pieces += 1
  }
  return { used, pieces }
}

/** Triangles of points: three points each, without those that are none and those that are there already. */
export interface PointTriangles {
  readonly corners: Uint32Array
  /** How many points there are, and three floats for each. */
  readonly points: number
  readonly positions: Float32Array
  readonly degenerate: number
  readonly duplicate: number
  readonly places: { readonly degenerate: readonly number[]; readonly duplicate: readonly number[] }
}

/** The triangles of all surfaces over the points that they share. */
export function pointTriangles(surfaces: readonly Surface[]): PointTriangles {
  const all = new Float32Array(surfaces.reduce((sum, { positions }) => sum + positions.length, 0))
  let base = 0
  const lists: { list: Uint32Array; base: number }[] = []
  for (const surface of surfaces) {
    all.set(surface.positions, base)
    lists.push({ list: readTriangles(surface), base: base / 3 })
    base += surface.positions.length
  }
  const { ids, positions } = weldPoints(all)
  const most = lists.reduce((sum, { list }) => sum + list.length / 3, 0)
  const corners = new Uint32Array(most * 3)
  const seen = new TriangleSet(most)
  let kept = 0
  let degenerate = 0
  let duplicate = 0
  const at = { degenerate: new Places(positions), duplicate: new Places(positions) }
  for (const { list, base: from } of lists)
    for (let i = 0; i < list.length; i += 3) {
      const a = ids[(list[i] ?? 0) + from] ?? 0
      const b = ids[(list[i + 1] ?? 0) + from] ?? 0
      const c = ids[(list[i + 2] ?? 0) + from] ?? 0
      if (a === b || b === c || a === c || isFlat(positions, a, b, c)) {
        degenerate += 1
        at.degenerate.add(a, b, c)
      } else if (!seen.add(a, b, c)) {
        duplicate += 1
        at.duplicate.add(a, b, c)
      } else {
        corners[kept] = a
        corners[kept + 1] = b
        corners[kept + 2] = c
        kept += 3
      }
    }
  seen.release()
  release(all, ids)
  const places = { degenerate: at.degenerate.found, duplicate: at.duplicate.found }
  const whole = kept === corners.length ? corners : corners.slice(0, kept)
  return { corners: whole, points: positions.length / 3, positions, degenerate, duplicate, places }
}

/** Sines of a triangle's angles below this are those of a line. */
const FLAT = 1e-6

/** Whether three points lie on one line. */
export function isFlat(p: Float32Array, a: number, b: number, c: number): boolean {
  const ax = p[a * 3] ?? 0
  const ay = p[a * 3 + 1] ?? 0
  const az = p[a * 3 + 2] ?? 0
  const [ux, uy, uz] = [(p[b * 3] ?? 0) - ax, (p[b * 3 + 1] ?? 0) - ay, (p[b * 3 + 2] ?? 0) - az]
  const [vx, vy, vz] = [(p[c * 3] ?? 0) - ax, (p[c * 3 + 1] ?? 0) - ay, (p[c * 3 + 2] ?? 0) - az]
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
  const lengths = (ux * ux + uy * uy + uz * uz) * (vx * vx + vy * vy + vz * vz)
  return x * x + y * y + z * z <= lengths * FLAT * FLAT
}

function pointsOfSeveralFans(corners: Uint32Array, points: number, fans: ParityGroups): ReadonlySet<number> {
  const fanOf = new Int32Array(points).fill(-1)
  const several = new Set<number>()
  for (let corner = 0; corner < corners.length; corner++) {
    const point = corners[corner] ?? 0
    const { root } = fans.find(corner)
    if (fanOf[point] === -1) fanOf[point] = root
    else if (fanOf[point] !== root) several.add(point)
  }
  return several
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
