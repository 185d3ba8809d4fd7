// A skin over rings of points, and the caps that close it: what lathes, rods, tubes and slabs are made of.
import { type MaterialId, Part } from './part.ts'
import { add, cross, frameOf, length, sub, times, type Vec2, type Vec3 } from './vector.ts'

const ORIGIN: Vec3 = [0, 0, 0]

export interface SkinOptions {
  capStart?: boolean
  capEnd?: boolean
  /** The last ring joins the first: a torus. */
  closed?: boolean
}

/**
 * A skin over rings of equally many points, each running counter-clockwise seen from the last ring's side. A ring whose
 * points coincide is a tip.
 */
export function skin(material: MaterialId, rings: readonly (readonly Vec3[])[], options: SkinOptions = {}): Part {
  const part = new Part(material)
  const columns = rings[0]?.length ?? 0
  const indices = rings.map((ring) => {
    const tip = ring.every((p) => length(sub(p, ring[0] ?? ORIGIN)) < 1e-9)
    const first = tip ? part.point(ring[0] ?? ORIGIN) : -1
    return ring.map((p) => (tip ? first : part.point(p)))
  })
  const chart = part.chart()
  const widest = rings.reduce<readonly Vec3[]>((best, ring) => (perimeter(ring) > perimeter(best) ? ring : best), [])
  const across = arcLengths(widest)
  let t = 0
  const last = options.closed ? rings.length : rings.length - 1
  for (let i = 0; i < last; i++) {
    const next = (i + 1) % rings.length
    const [low, high] = [rings[i] ?? [], rings[next] ?? []]
    const [lowIndex, highIndex] = [indices[i] ?? [], indices[next] ?? []]
    let span = 0
    for (let j = 0; j < columns; j++) span += length(sub(high[j] ?? ORIGIN, low[j] ?? ORIGIN)) / columns
    for (let j = 0; j < columns; j++) {
      const k = (j + 1) % columns
      const [a, b] = [lowIndex[j] ?? 0, lowIndex[k] ?? 0]
      const [c, d] = [highIndex[k] ?? 0, highIndex[j] ?? 0]
      const [s0, s1] = [across[j] ?? 0, across[j + 1] ?? 0]
      part.face(
        chart,
        [a, b, c],
        [
          [s0, t],
          [s1, t],
          [s1, t + span],
        ],
      )
      part.face(
        chart,
        [a, c, d],
        [
          [s0, t],
          [s1, t + span],
          [s0, t + span],
        ],
      )
    }
    t += span
  }
  if (options.capStart) cap(part, indices[0] ?? [], true)
  if (options.capEnd) cap(part, indices[indices.length - 1] ?? [], false)
  return part
}

function perimeter(ring: readonly Vec3[]): number {
  return arcLengths(ring)[ring.length] ?? 0
}

/** Distance along the closed ring at each point, and once around at the end. */
function arcLengths(ring: readonly Vec3[]): number[] {
  const out = [0]
  let sum = 0
  ring.forEach((p, j) => {
    sum += length(sub(ring[(j + 1) % ring.length] ?? ORIGIN, p))
    out.push(sum)
  })
  return out
}

/** Closes a flat ring with a polygon. */
function cap(part: Part, ring: readonly number[], reversed: boolean): void {
  const points = ring.map((index) => part.points[index] ?? ORIGIN)
  const normal = times(newell(points), reversed ? -1 : 1)
  if (length(normal) < 1e-12) return
  const { u, v } = frameOf(normal)
  const st = points.map((p): Vec2 => [p[0] * u[0] + p[1] * u[1] + p[2] * u[2], p[0] * v[0] + p[1] * v[1] + p[2] * v[2]])
  const order = reversed ? [...ring.keys()].reverse() : [...ring.keys()]
  const chart = part.chart()
  for (const [a, b, c] of earClip(order.map((i) => st[i] ?? [0, 0]))) {
    const [i, j, k] = [order[a] ?? 0, order[b] ?? 0, order[c] ?? 0]
    part.face(chart, [ring[i] ?? 0, ring[j] ?? 0, ring[k] ?? 0], [st[i] ?? [0, 0], st[j] ?? [0, 0], st[k] ?? [0, 0]])
  }
}

function newell(points: readonly Vec3[]): Vec3 {
  let sum: Vec3 = ORIGIN
  const first = points[0] ?? ORIGIN
  for (let i = 1; i + 1 < points.length; i++)
    sum = add(sum, cross(sub(points[i] ?? first, first), sub(points[i + 1] ?? first, first)))
  return sum
}

/** Triangles of a simple polygon given counter-clockwise (ear clipping, O(n^2); outlines here are short). */
export function earClip(polygon: readonly Vec2[]): [number, number, number][] {
  const left = polygon.map((_, i) => i)
  const out: [number, number, number][] = []
  const p = (i: number): Vec2 => polygon[i] ?? [0, 0]
  const turn = (a: Vec2, b: Vec2, c: Vec2) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
  while (left.length > 3) {
    const count = left.length
    let best = -1
    let bestShape = -1
    for (let i = 0; i < count; i++) {
      const [ia, ib, ic] = [left[(i + count - 1) % count] ?? 0, left[i] ?? 0, left[(i + 1) % count] ?? 0]
      const [a, b, c] = [p(ia), p(ib), p(ic)]
      const area = turn(a, b, c)
      if (area <= 1e-14) continue
      const inside = left.some((k) => {
        if (k === ia || k === ib || k === ic) return false
        const q = p(k)
        return turn(a, b, q) >= -1e-14 && turn(b, c, q) >= -1e-14 && turn(c, a, q) >= -1e-14
      })
      if (inside) continue
      // Prefer stout triangles: fans of slivers shade badly.
      const longest = Math.max(
        Math.hypot(b[0] - a[0], b[1] - a[1]),
        Math.hypot(c[0] - b[0], c[1] - b[1]),
        Math.hypot(a[0] - c[0], a[1] - c[1]),
      )
      const shape = area / (longest * longest)
      if (shape > bestShape) {
        bestShape = shape
        best = i
      }
    }
    if (best < 0) best = 0
    const n = left.length
    out.push([left[(best + n - 1) % n] ?? 0, left[best] ?? 0, left[(best + 1) % n] ?? 0])
    left.splice(best, 1)
  }
  if (left.length === 3) out.push([left[0] ?? 0, left[1] ?? 0, left[2] ?? 0])
  return out
}
