// Capping a hole: triangles over one closed boundary loop.
import { at } from '../math/numbers.ts'
import { edgeKey } from './weld.ts'

type Flat = readonly [number, number]

/**
 * Triangles (nine floats each) that fill a loop of points, running along it in its order. A loop that can be seen whole
 * from its middle becomes a fan around that; a bent one is cut ear by ear; where neither works, or an ear would run along
 * an edge that is there already (`taken`), the fan stands.
 */
export function capOf(loop: readonly number[], points: Float32Array, taken: ReadonlySet<string>): number[] {
  const place = (point: number) => [0, 1, 2].map((k) => at(points, point * 3 + k))
  if (loop.length === 3) return loop.flatMap(place)
  const middle = [0, 1, 2].map((k) => loop.reduce((sum, point) => sum + at(points, point * 3 + k), 0) / loop.length)
  const flat = projected(loop.map(place))
  const centre = flat.reduce<Flat>(([x, y], p) => [x + p[0] / flat.length, y + p[1] / flat.length], [0, 0])
  const starlike = flat.every((p, i) => turn(centre, p, flat[(i + 1) % flat.length] ?? p) > 0)
  const ears = starlike ? undefined : clipped(flat, (a, b) => taken.has(edgeKey(at(loop, a), at(loop, b))))
  if (ears) return ears.flatMap((i) => place(at(loop, i)))
  return loop.flatMap((point, i) => [...middle, ...place(point), ...place(at(loop, (i + 1) % loop.length))])
}

/** The loop in its own plane, running counter-clockwise. */
function projected(loop: readonly (readonly number[])[]): Flat[] {
  const normal = [0, 0, 0]
  for (const [i, p] of loop.entries()) {
    const q = loop[(i + 1) % loop.length] ?? p
    for (const k of [0, 1, 2]) {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      normal[k] = at(normal, k) + at(p, u) * at(q, v) - at(p, v) * at(q, u)
    }
  }
  // Along the axis the loop faces most; the order of the other two keeps its sense of rotation.
  const axis = [0, 1, 2].reduce((best, k) => (Math.abs(at(normal, k)) > Math.abs(at(normal, best)) ? k : best), 0)
  const [u, v] = at(normal, axis) >= 0 ? [(axis + 1) % 3, (axis + 2) % 3] : [(axis + 2) % 3, (axis + 1) % 3]
  return loop.map((p) => [at(p, u), at(p, v)])
}

/** Twice the signed area of a triangle: positive when it runs counter-clockwise. */
function turn(a: Flat, b: Flat, c: Flat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/** Ear clipping; undefined when no ear is left before the end. `closed` says which cuts may not be made. */
function clipped(polygon: readonly Flat[], closed: (a: number, b: number) => boolean): number[] | undefined {
  const left = polygon.map((_, i) => i)
  const out: number[] = []
  const point = (i: number): Flat => polygon[i] ?? [0, 0]
  const isEar = (position: number) => {
    const [a, b, c] = [-1, 0, 1].map((step) => at(left, (position + step + left.length) % left.length))
    if (a === undefined || b === undefined || c === undefined) return false
    if (turn(point(a), point(b), point(c)) <= 0 || (left.length > 3 && closed(a, c))) return false
    return left.every((i) => {
      if (i === a || i === b || i === c) return true
      const p = point(i)
      const inside =
        turn(point(a), point(b), p) >= 0 && turn(point(b), point(c), p) >= 0 && turn(point(c), point(a), p) >= 0
      return !inside
    })
  }
  while (left.length > 3) {
    const ear = left.findIndex((_, position) => isEar(position))
    if (ear < 0) return undefined
    out.push(...[-1, 0, 1].map((step) => at(left, (ear + step + left.length) % left.length)))
    left.splice(ear, 1)
  }
  return [...out, ...left]
}
