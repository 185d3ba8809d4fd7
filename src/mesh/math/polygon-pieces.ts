// Splits polygons with very many corners into pieces that ear clipping can handle: its work grows with the square of the corners
// wherever one ear spans many of them (a comb on one long edge, a bow, a zigzag), in whatever order it examines them.
import { at } from './numbers.ts'

/** Polygons up to this size stay whole: their ears are cut in milliseconds, whatever their shape. */
export const WHOLE_CORNERS = 400
/** Corners that are tried for one cut; the fairest of their diagonals is taken. */
const TRIES = 24
/** A diagonal that leaves at least this share of the corners on its smaller side ends the search. */
const FAIR = 0.25
/** A piece without a diagonal that leaves this share stays whole: with corners so uneven, ears are small and found quickly. */
const LEAST = 0.01
/** Steps for each corner of a polygon after which the rest stays as it is: what has even halves takes about 100. */
const STEPS_PER_CORNER = 400
/** Corners that are walked before the search begins elsewhere. */
const WALK = 6
/** The golden section: steps that visit every part of a ring early. */
const STRIDE = 0.6180339887498949

/** Pieces of a polygon as lists of its corners, in its own order, and the work it took: one step is a look at one edge. */
export interface Pieces {
  readonly pieces: readonly (readonly number[])[]
  readonly steps: number
}

type Corner = readonly [number, number]

interface Diagonal {
  readonly from: number
  readonly to: number
}

/**
 * Cuts a polygon along diagonals that cross none of its edges and touch no other corner, so that the pieces' areas add up
 * to its own. Where none is found (it crosses itself everywhere), a piece stays as large as it is.
 * @param flat two numbers per corner, counter-clockwise
 */
export function polygonPieces(flat: Float64Array): Pieces {
  const count = flat.length / 2
  const whole = Array.from({ length: count }, (_, corner) => corner)
  let steps = 0
  const open = [whole]
  const pieces: number[][] = []
  for (let ring = open.pop(); ring; ring = open.pop()) {
    const finder = ring.length > WHOLE_CORNERS ? new DiagonalFinder(flat, ring) : undefined
    const cut = finder?.find(count * STEPS_PER_CORNER - steps)
    steps += finder?.steps ?? 0
    if (cut) {
      open.push([...ring.slice(0, cut.from + 1), ...ring.slice(cut.to)], ring.slice(cut.from, cut.to + 1))
    } else pieces.push(ring)
  }
  return { pieces, steps }
}

/** Looks for a diagonal of one ring of corners, and counts its steps. */
class DiagonalFinder {
  steps = 0
  readonly #count: number
  readonly #xs: Float64Array
  readonly #ys: Float64Array

  constructor(flat: Float64Array, ring: readonly number[]) {
    this.#count = ring.length
    this.#xs = Float64Array.from(ring, (corner) => at(flat, corner * 2))
    this.#ys = Float64Array.from(ring, (corner) => at(flat, corner * 2 + 1))
  }

  /** The fairest diagonal that a few corners can see, as places in the ring, the lower one first. */
  find(limit: number): Diagonal | undefined {
    const count = this.#count
    let best: Diagonal | undefined
    let fairest = count * LEAST
    let from = -1
    for (let i = 0; i < TRIES && this.steps < limit; i++) {
      // What a corner sees stands out more than itself and sees farther: the search walks on there.
      if (from < 0 || i % WALK === 0) from = Math.floor(((i + 1) * STRIDE * count) % count)
      let next = -1
      let farthest = 1
      for (const to of this.#inSight(from)) {
        const way = Math.abs(to - from)
        const smaller = Math.min(way, count - way)
        if (smaller > farthest) [farthest, next] = [smaller, to]
        if (smaller <= fairest || !this.#isFree(from, to)) continue
        fairest = smaller
        best = { from: Math.min(from, to), to: Math.max(from, to) }
      }
      if (fairest >= count * FAIR) break
      from = next
    }
    return best
  }

  /**
   * The corners nearest to the ray that halves the inner angle of a corner, one on each side: of those in the triangle
   * between corner, the point where the ray leaves, and an end of the edge there, the one with the least angle is in sight.
   */
  #inSight(place: number): number[] {
    const [count, xs, ys] = [this.#count, this.#xs, this.#ys]
    const [x, y] = [at(xs, place), at(ys, place)]
    const ray = this.#inwards(place)
    if (!ray) return []
    const [dx, dy] = ray
    this.steps += count
    let nearest = Number.POSITIVE_INFINITY
    let edge = -1
    let [px, py] = [at(xs, count - 1) - x, at(ys, count - 1) - y]
    let side = py * dx - px * dy
    for (let i = 0; i < count; i++) {
      const qx = (xs[i] ?? 0) - x
      const qy = (ys[i] ?? 0) - y
      const other = qy * dx - qx * dy
      // A ray inside leaves through an edge that passes from its right to its left.
      if (side <= 0 && other > 0 && i !== place && i !== (place + 1) % count) {
        const share = side / (side - other)
        const far = (px + share * (qx - px)) * dx + (py + share * (qy - py)) * dy
        if (far > 0 && far < nearest) {
          nearest = far
          edge = i
        }
      }
      px = qx
      py = qy
      side = other
    }
    if (edge < 0) return []
    const ends = [(edge + count - 1) % count, edge]
    return ends.map((end) => this.#leastAngle(place, end, nearest, ray)).filter((found) => found !== place)
  }

  #leastAngle(place: number, end: number, far: number, [dx, dy]: readonly [number, number]): number {
    const [count, xs, ys] = [this.#count, this.#xs, this.#ys]
    const [x, y] = [at(xs, place), at(ys, place)]
    const [ex, ey] = [at(xs, end) - x, at(ys, end) - y]
    const along = ex * dx + ey * dy
    const aside = ey * dx - ex * dy
    const sign = Math.sign(aside)
    this.steps += count
    let found = end
    let least = along > 0 ? Math.abs(aside) / along : Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const hx = (xs[i] ?? 0) - x
      const hy = (ys[i] ?? 0) - y
      const across = (hy * dx - hx * dy) * sign
      if (across < 0) continue
      const forth = hx * dx + hy * dy
      if (forth <= 0 || across >= least * forth || i === place) continue
      // On this side of the line from the point where the ray leaves to the edge's end.
      if ((forth - far) * Math.abs(aside) - across * (along - far) >= 0) continue
      least = across / forth
      found = i
    }
    return found
  }

  /** The direction that halves a corner's inner angle; undefined for the tip of a spike without width. */
  #inwards(place: number): readonly [number, number] | undefined {
    const { before, here, after } = this.#around(place)
    const first = Math.hypot(here[0] - before[0], here[1] - before[1])
    const second = Math.hypot(after[0] - here[0], after[1] - here[1])
    const dx = (before[1] - here[1]) / first + (here[1] - after[1]) / second
    const dy = (here[0] - before[0]) / first + (after[0] - here[0]) / second
    const length = Math.hypot(dx, dy)
    return length > 1e-9 ? [dx / length, dy / length] : undefined
  }

  /** Whether the line between two corners lies inside, and meets the ring nowhere else. */
  #isFree(from: number, to: number): boolean {
    const [count, xs, ys] = [this.#count, this.#xs, this.#ys]
    const way = Math.abs(to - from)
    if (way < 2 || way > count - 2) return false
    const [x, y] = [at(xs, from), at(ys, from)]
    const [u, v] = [at(xs, to), at(ys, to)]
    if (!this.#opensTo(from, u, v) || !this.#opensTo(to, x, y)) return false
    this.steps += count
    let [px, py] = [at(xs, count - 1), at(ys, count - 1)]
    let side = (u - x) * (py - y) - (v - y) * (px - x)
    for (let i = 0; i < count; i++) {
      const qx = xs[i] ?? 0
      const qy = ys[i] ?? 0
      const other = (u - x) * (qy - y) - (v - y) * (qx - x)
      if (side * other <= 0) {
        const before = (i + count - 1) % count
        const isOwn = i === from || i === to || before === from || before === to
        const start = (qx - px) * (y - py) - (qy - py) * (x - px)
        const end = (qx - px) * (v - py) - (qy - py) * (u - px)
        if (!isOwn && start * end <= 0) return false
      }
      px = qx
      py = qy
      side = other
    }
    return true
  }

  /** Whether the inner angle of a corner opens towards a point. */
  #opensTo(place: number, px: number, py: number): boolean {
    const { before, here, after } = this.#around(place)
    const isLeft = (from: Corner, to: Corner, x: number, y: number) =>
      (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]) > 0
    const [first, second] = [isLeft(before, here, px, py), isLeft(here, after, px, py)]
    return isLeft(before, here, after[0], after[1]) ? first && second : first || second
  }

  #around(place: number): { before: Corner; here: Corner; after: Corner } {
    const corner = (i: number): Corner => [at(this.#xs, i % this.#count), at(this.#ys, i % this.#count)]
    return { before: corner(place + this.#count - 1), here: corner(place), after: corner(place + 1) }
  }
}
