// Convex decomposition of a surface, for physics engines, whose moving solids must be convex: the solid is cut along planes where
// its hull has the largest volume outside of it, as in V-HACD (Mamou and Ghorbel, 2009). Computed on a grid.
import { boundsOf } from '../geometry.ts'
import { type Hull, roughHull } from './convex-hull.ts'

export interface PieceOptions {
  /** The most pieces. */
  readonly pieces: number
  /** Corners of each at most. */
  readonly corners: number
}

/** Cells along the longest side of the grid. */
const CELLS = 32
/** Samples of the surface at most; larger triangles than cells are sampled between their corners. */
const MOST_SAMPLES = 4_000_000
/** A piece whose hull is larger than itself by less than this share of the whole hull is left as it is. */
const CONCAVITY = 0.02
/** Planes that are tried along each axis, and directions in which the hulls are exact by which they are judged. */
const TRIES = 5
const ROUGH_DIRECTIONS = 48
/** The same of the pieces that are made. */
const FINE_DIRECTIONS = 400

/** What lies so near to the far side of a cell, as a share of it, is in the cell: planes there are of one cell. */
const EDGE = 1e-3

interface Grid {
  readonly sides: readonly [number, number, number]
  readonly origin: readonly [number, number, number]
  readonly size: number
  /** Of the solid, in cells. */
  readonly extent: readonly [number, number, number]
  /** 1: the surface passes through; 2: outside; 0: inside. */
  readonly cells: Uint8Array
  /** A point of the surface in each cell that it passes through. */
  readonly points: Map<number, number[]>
}

/** The pieces of a solid, the largest first; a surface that is open counts as what cannot be reached from outside. */
export function convexPieces(positions: Float32Array, triangles: Uint32Array, options: PieceOptions): Hull[] {
  const grid = gridOf(positions, triangles)
  const solid: number[] = []
  for (let cell = 0; cell < grid.cells.length; cell++) if (grid.cells[cell] !== 2) solid.push(cell)
  const whole = pieceOf(grid, solid)
  const pieces = [whole]
  while (pieces.length < options.pieces) {
    pieces.sort((a, b) => b.waste - a.waste)
    const [worst] = pieces
    if (!worst || worst.waste < CONCAVITY * whole.volume) break
    const halves = bestCut(grid, worst)
    if (!halves) break
    pieces.splice(0, 1, ...halves)
  }
  pieces.sort((a, b) => b.cells.length - a.cells.length)
  return pieces.flatMap(({ cells }) => roughHull(surfacePoints(grid, cells), FINE_DIRECTIONS, options.corners) ?? [])
}

interface Piece {
  readonly cells: readonly number[]
  /** Of its hull, in cells. */
  readonly volume: number
  /** How much of the hull is not the piece. */
  readonly waste: number
}

function pieceOf(grid: Grid, cells: readonly number[]): Piece {
  const hull = roughHull(cellCorners(grid, cells), ROUGH_DIRECTIONS)
  const volume = hull ? volumeOf(hull) : cells.length
  return { cells, volume, waste: Math.max(0, volume - cells.length) }
}

/** The plane across an axis whose two sides waste least. */
function bestCut(grid: Grid, { cells }: Piece): [Piece, Piece] | undefined {
  let best: { halves: [Piece, Piece]; waste: number } | undefined
  for (let axis = 0; axis < 3; axis++) {
    const places = cells.map((cell) => placeOf(grid, cell)[axis] ?? 0)
    const from = places.reduce((least, place) => Math.min(least, place), Infinity)
    const to = places.reduce((most, place) => Math.max(most, place), -Infinity)
    const step = Math.max(1, (to - from) / (TRIES + 1))
    const tried = new Set<number>()
    for (let at = from + step; at <= to; at += step) {
      const plane = Math.round(at)
      if (plane <= from || tried.has(plane)) continue
      tried.add(plane)
      const low = cells.filter((_, i) => (places[i] ?? 0) < plane)
      const high = cells.filter((_, i) => (places[i] ?? 0) >= plane)
      if (low.length === 0 || high.length === 0) continue
      const halves: [Piece, Piece] = [pieceOf(grid, low), pieceOf(grid, high)]
      const waste = halves[0].waste + halves[1].waste
      if (!best || waste < best.waste) best = { halves, waste }
    }
  }
  return best?.halves
}

function gridOf(positions: Float32Array, triangles: Uint32Array): Grid {
  const { min, max } = boundsOf(positions)
  const extent = [0, 1, 2].map((k) => (max[k] ?? 0) - (min[k] ?? 0))
  const size = Math.max(...extent, 1e-12) / CELLS
  // A cell of room on each side, from which the outside is filled.
  const side = (k: number) => Math.max(1, Math.ceil((extent[k] ?? 0) / size - 2 * EDGE)) + 2
  const sides = [side(0), side(1), side(2)] as const
  const origin = [(min[0] ?? 0) - size, (min[1] ?? 0) - size, (min[2] ?? 0) - size] as const
  const cells = new Uint8Array(sides[0] * sides[1] * sides[2])
  const across = (k: number) => (extent[k] ?? 0) / size
  const grid: Grid = { sides, origin, size, extent: [across(0), across(1), across(2)], cells, points: new Map() }
  let left = MOST_SAMPLES
  for (let i = 0; i < triangles.length && left > 0; i += 3) left -= sample(grid, positions, triangles, i)
  fillOutside(grid)
  return grid
}

/** Marks the cells that a triangle passes through. @returns how many points of it were looked at */
function sample(grid: Grid, p: Float32Array, triangles: Uint32Array, first: number): number {
  const [a, b, c] = [0, 1, 2].map((k) => {
    const at = (triangles[first + k] ?? 0) * 3
    return [p[at] ?? 0, p[at + 1] ?? 0, p[at + 2] ?? 0]
  })
  if (!a || !b || !c) return 1
  const length = (s: number[], e: number[]) => Math.hypot(...[0, 1, 2].map((k) => (e[k] ?? 0) - (s[k] ?? 0)))
  const steps = Math.min(
    400,
    Math.max(1, Math.ceil((Math.max(length(a, b), length(b, c), length(c, a)) / grid.size) * 2)),
  )
  let count = 0
  for (let i = 0; i <= steps; i++)
    for (let j = 0; j <= steps - i; j++) {
      const [u, v] = [i / steps, j / steps]
      const point = [0, 1, 2].map((k) => (a[k] ?? 0) * (1 - u - v) + (b[k] ?? 0) * u + (c[k] ?? 0) * v)
      const cell = cellAt(grid, point)
      count += 1
      grid.cells[cell] = 1
      // Corners are what a hull needs; between them one point a cell is enough.
      const isCorner = (i === 0 || i === steps || j === steps) && (j === 0 || j === steps - i)
      const known = grid.points.get(cell)
      if (!known) grid.points.set(cell, point)
      else if (isCorner && known.length < 48) known.push(...point)
    }
  return count
}

function cellAt({ sides, origin, size, extent }: Grid, point: readonly number[]): number {
  const place = (k: 0 | 1 | 2) => {
    const inside = Math.max(0, Math.min(((point[k] ?? 0) - origin[k]) / size - 1, extent[k] - EDGE))
    return Math.min(sides[k] - 2, 1 + Math.floor(inside))
  }
  return place(0) + sides[0] * (place(1) + sides[1] * place(2))
}

function placeOf({ sides }: Grid, cell: number): readonly [number, number, number] {
  const x = cell % sides[0]
  const rest = (cell - x) / sides[0]
  return [x, rest % sides[1], Math.floor(rest / sides[1])]
}

function fillOutside({ sides, cells }: Grid): void {
  const [w, h, d] = sides
  const waiting = [0]
  cells[0] = 2
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    const x = cell % w
    const y = Math.floor(cell / w) % h
    const z = Math.floor(cell / (w * h))
    const reach = (next: number, isIn: boolean) => {
      if (!isIn || cells[next] !== 0) return
      cells[next] = 2
      waiting.push(next)
    }
    reach(cell - 1, x > 0)
    reach(cell + 1, x < w - 1)
    reach(cell - w, y > 0)
    reach(cell + w, y < h - 1)
    reach(cell - w * h, z > 0)
    reach(cell + w * h, z < d - 1)
  }
}

/** Of each row along x only the first and the last cell: no other is a corner of a hull. */
function endsOfRows(grid: Grid, cells: readonly number[]): number[] {
  const rows = new Map<number, [number, number]>()
  for (const cell of cells) {
    const row = Math.floor(cell / grid.sides[0])
    const known = rows.get(row)
    if (!known) rows.set(row, [cell, cell])
    else if (cell < known[0]) known[0] = cell
    else if (cell > known[1]) known[1] = cell
  }
  return [...new Set([...rows.values()].flat())]
}

/** The outer corners of the cells at both ends of each row, in cells. */
function cellCorners(grid: Grid, cells: readonly number[]): Float32Array {
  const rows = new Map<number, [number, number]>()
  for (const cell of cells) {
    const row = Math.floor(cell / grid.sides[0])
    const x = cell % grid.sides[0]
    const known = rows.get(row)
    if (!known) rows.set(row, [x, x + 1])
    else {
      known[0] = Math.min(known[0], x)
      known[1] = Math.max(known[1], x + 1)
    }
  }
  const points = new Float32Array(rows.size * 24)
  let at = 0
  for (const [row, ends] of rows) {
    const y = row % grid.sides[1]
    const z = Math.floor(row / grid.sides[1])
    for (const x of ends) {
      points.set([x, y, z, x, y + 1, z, x, y, z + 1, x, y + 1, z + 1], at)
      at += 12
    }
  }
  return points
}

/** The surface's own points in cells, and the middles of those that it does not pass through. */
function surfacePoints(grid: Grid, cells: readonly number[]): Float32Array {
  const points: number[] = []
  for (const cell of cells) {
    const own = grid.points.get(cell)
    if (own) points.push(...own)
  }
  for (const cell of endsOfRows(grid, cells)) {
    if (grid.points.has(cell)) continue
    const place = placeOf(grid, cell)
    for (const k of [0, 1, 2] as const) points.push(grid.origin[k] + (place[k] + 0.5) * grid.size)
  }
  return new Float32Array(points)
}

function volumeOf({ positions: p, indices }: Hull): number {
  let six = 0
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [(indices[i] ?? 0) * 3, (indices[i + 1] ?? 0) * 3, (indices[i + 2] ?? 0) * 3]
    const [ax, ay, az] = [p[a] ?? 0, p[a + 1] ?? 0, p[a + 2] ?? 0]
    const [bx, by, bz] = [p[b] ?? 0, p[b + 1] ?? 0, p[b + 2] ?? 0]
    const [cx, cy, cz] = [p[c] ?? 0, p[c + 1] ?? 0, p[c + 2] ?? 0]
    six += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
  }
  return Math.abs(six) / 6
}
