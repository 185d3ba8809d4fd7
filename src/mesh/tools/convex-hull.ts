// The convex hull of points, with which physics engines compute collisions fast. Incremental, over the points that can be on it.
import { at } from '../math/numbers.ts'

export interface Hull {
  /** Three floats each. */
  readonly positions: Float32Array
  /** Three per triangle, counter-clockwise seen from outside. */
  readonly indices: Uint32Array
}

interface Face {
  readonly corners: readonly [number, number, number]
  readonly normal: readonly [number, number, number]
  readonly offset: number
}

/** Points nearer to a face than this share of the size lie on it. */
const TOLERANCE = 1e-6
/** Directions in which the farthest points are looked for. */
const DIRECTIONS = 2_000

/**
 * The hull of points (three floats each) with at most `most` corners: the points farthest in as many directions, so that
 * where the limit bites, the hull lies inside the exact one. Undefined for fewer than four points, or flat ones.
 */
export function convexHull(points: Float32Array, most = 255): Hull | undefined {
  const outer = farthest(points, DIRECTIONS)
  const exact = hullOf(points, outer)
  const corners = exact && new Set(exact.flatMap((face) => face.corners)).size
  const faces = corners !== undefined && corners > most ? hullOf(points, farthest(points, most)) : exact
  if (!faces) return undefined
  const names = new Map<number, number>()
  const indices = faces.flatMap(({ corners: own }) =>
    own.map((point) => {
      const known = names.get(point) ?? names.size
      names.set(point, known)
      return known
    }),
  )
  const positions = new Float32Array([...names.keys()].flatMap((p) => [0, 1, 2].map((k) => at(points, p * 3 + k))))
  return { positions, indices: new Uint32Array(indices) }
}

/** A hull of the points farthest in so many directions only: quick, and a little too small. */
export function roughHull(points: Float32Array, directions: number, most = 255): Hull | undefined {
  return convexHull(picked(points, farthest(points, directions)), most)
}

const picked = (points: Float32Array, numbers: readonly number[]) =>
  new Float32Array(numbers.flatMap((p) => [0, 1, 2].map((k) => at(points, p * 3 + k))))

/** The points farthest along directions spread evenly over the sphere. */
function farthest(points: Float32Array, directions: number): number[] {
  const found = new Set<number>()
  const turn = Math.PI * (3 - Math.sqrt(5))
  const rays: number[] = []
  for (let d = 0; d < directions; d++) {
    const y = 1 - (2 * (d + 0.5)) / directions
    const r = Math.sqrt(1 - y * y)
    rays.push(r * Math.cos(d * turn), y, r * Math.sin(d * turn))
  }
  // Few points are their own candidates.
  if (points.length / 3 <= directions) return Array.from({ length: points.length / 3 }, (_, i) => i)
  for (let d = 0; d < rays.length; d += 3) {
    const [x, y, z] = [at(rays, d), at(rays, d + 1), at(rays, d + 2)]
    let best = 0
    let most = -Infinity
    for (let i = 0; i < points.length; i += 3) {
      const along = (points[i] ?? 0) * x + (points[i + 1] ?? 0) * y + (points[i + 2] ?? 0) * z
      if (along > most) {
        most = along
        best = i / 3
      }
    }
    found.add(best)
  }
  return [...found]
}

function hullOf(points: Float32Array, candidates: readonly number[]): Face[] | undefined {
  const start = firstFour(points, candidates)
  if (!start) return undefined
  const [size, [a, b, c, d]] = start
  const near = size * TOLERANCE
  const face = (p: number, q: number, r: number) => faceOf(points, p, q, r)
  const base = face(a, b, c)
  let faces =
    distance(points, base, d) > 0
      ? [face(a, c, b), face(a, b, d), face(b, c, d), face(c, a, d)]
      : [base, face(a, d, b), face(b, d, c), face(c, d, a)]
  for (const point of candidates) {
    const seen = new Set(faces.filter((one) => distance(points, one, point) > near))
    if (seen.size === 0) continue
    const edges = new Set<string>()
    for (const { corners } of seen)
      for (let k = 0; k < 3; k++) edges.add(`${at(corners, k)} ${at(corners, (k + 1) % 3)}`)
    // The border of what the point sees: edges whose other side it does not see.
    const border = [...edges].map((edge) => edge.split(' ').map(Number)).filter(([p, q]) => !edges.has(`${q} ${p}`))
    faces = [...faces.filter((one) => !seen.has(one)), ...border.map(([p = 0, q = 0]) => face(p, q, point))]
  }
  return faces
}

/** Four points that span a volume, and the size of all. */
function firstFour(
  points: Float32Array,
  candidates: readonly number[],
): [number, [number, number, number, number]] | undefined {
  const [a] = candidates
  if (a === undefined) return undefined
  const from = (p: number, q: number) => [0, 1, 2].map((k) => at(points, q * 3 + k) - at(points, p * 3 + k))
  const best = (measure: (p: number) => number) =>
    candidates.reduce((winner, p) => (measure(p) > measure(winner) ? p : winner), a)
  const b = best((p) => Math.hypot(...from(a, p)))
  const size = Math.hypot(...from(a, b))
  const c = best((p) => Math.hypot(...cross(from(a, b), from(a, p))))
  if (!(Math.hypot(...cross(from(a, b), from(a, c))) > size * size * TOLERANCE)) return undefined
  const base = faceOf(points, a, b, c)
  const d = best((p) => Math.abs(distance(points, base, p)))
  return Math.abs(distance(points, base, d)) > size * TOLERANCE ? [size, [a, b, c, d]] : undefined
}

const cross = (u: readonly number[], v: readonly number[]): [number, number, number] => [
  at(u, 1) * at(v, 2) - at(u, 2) * at(v, 1),
  at(u, 2) * at(v, 0) - at(u, 0) * at(v, 2),
  at(u, 0) * at(v, 1) - at(u, 1) * at(v, 0),
]

function faceOf(points: Float32Array, p: number, q: number, r: number): Face {
  const edge = (to: number) => [0, 1, 2].map((k) => at(points, to * 3 + k) - at(points, p * 3 + k))
  const [x, y, z] = cross(edge(q), edge(r))
  const length = Math.hypot(x, y, z) || 1
  const normal = [x / length, y / length, z / length] as const
  const offset = normal.reduce((sum, value, k) => sum + value * at(points, p * 3 + k), 0)
  return { corners: [p, q, r], normal, offset }
}

const distance = (points: Float32Array, { normal, offset }: Face, p: number): number =>
  normal[0] * at(points, p * 3) + normal[1] * at(points, p * 3 + 1) + normal[2] * at(points, p * 3 + 2) - offset
