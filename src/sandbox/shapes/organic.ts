// Organic bodies: rounded limbs and bellies blended as a distance field, then covered by a closed surface.
import { type MaterialId, Part } from './part.ts'
import { add, cross, length, lerp, sub, times, unit, type Vec2, type Vec3 } from './vector.ts'

/** A limb from `a` (radius `ra`) to `b` (radius `rb`); a ball where they coincide. `flat` squeezes along x. */
export interface Limb {
  material: MaterialId
  a: Vec3
  b: Vec3
  ra: number
  rb: number
  /** How far this limb melts into the others, metres. */
  melt?: number
}

interface Field {
  distance(p: Vec3): number
  material(p: Vec3): MaterialId
}

/** Written out per axis: it is asked for every limb at every point of the grid. */
function limbDistance({ a, b, ra, rb }: Limb, p: Vec3): number {
  const [x, y, z] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
  const [px, py, pz] = [p[0] - a[0], p[1] - a[1], p[2] - a[2]]
  const size = x * x + y * y + z * z
  const t = size > 0 ? Math.max(0, Math.min(1, (px * x + py * y + pz * z) / size)) : 0
  const [dx, dy, dz] = [px - x * t, py - y * t, pz - z * t]
  return Math.sqrt(dx * dx + dy * dy + dz * dz) - (ra + (rb - ra) * t)
}

function fieldOf(limbs: readonly Limb[], melt: number): Field {
  return {
    distance(p) {
      let d = 1e9
      for (const limb of limbs) {
        const e = limbDistance(limb, p)
        const k = limb.melt ?? melt
        // Polynomial smooth minimum: a fillet of about width k.
        const h = Math.max(0, k - Math.abs(d - e)) / k
        d = Math.min(d, e) - h * h * k * 0.25
      }
      return d
    },
    material(p) {
      let best = Infinity
      let material = limbs[0]?.material ?? 0
      for (const limb of limbs) {
        const d = limbDistance(limb, p)
        if (d < best) {
          best = d
          material = limb.material
        }
      }
      return material
    },
  }
}

/** The surface of the melted limbs by naive surface nets on a grid of about `cells` cells along the longest side. */
export function organic(limbs: readonly Limb[], melt: number, cells: number): Part {
  const part = new Part(limbs[0]?.material ?? 0)
  part.crease = 100
  const field = fieldOf(limbs, melt)
  const ends = limbs.flatMap(({ a, b, ra, rb }) => [
    add(a, [ra, ra, ra]),
    sub(a, [ra, ra, ra]),
    add(b, [rb, rb, rb]),
    sub(b, [rb, rb, rb]),
  ])
  const bound = (k: 0 | 1 | 2, pick: (...values: number[]) => number) => pick(...ends.map((p) => p[k]))
  const low: Vec3 = [bound(0, Math.min), bound(1, Math.min), bound(2, Math.min)]
  const high: Vec3 = [bound(0, Math.max), bound(1, Math.max), bound(2, Math.max)]
  const step = Math.max(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / cells
  const start = sub(low, [step * 1.63, step * 1.63, step * 1.63])
  const count = (k: 0 | 1 | 2) => Math.ceil((high[k] - low[k]) / step + 4)
  const [nx, ny, nz] = [count(0), count(1), count(2)]
  const values = new Float32Array(nx * ny * nz)
  const place = (x: number, y: number, z: number): Vec3 => [
    start[0] + x * step,
    start[1] + y * step,
    start[2] + z * step,
  ]
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++, i++) values[i] = field.distance(place(x, y, z))
  const value = (x: number, y: number, z: number) => values[(z * ny + y) * nx + x] ?? 1
  const vertices = new Int32Array(nx * ny * nz).fill(-1)
  for (let z = 0; z + 1 < nz; z++)
    for (let y = 0; y + 1 < ny; y++)
      for (let x = 0; x + 1 < nx; x++) {
        const centre = crossing(value, x, y, z)
        if (!centre) continue
        let p = place(...centre)
        // One Newton step puts the vertex on the true surface.
        p = sub(p, times(gradient(field, p, step * 0.1), field.distance(p)))
        vertices[(z * ny + y) * nx + x] = part.point(p)
      }
  const vertex = (x: number, y: number, z: number) => vertices[(z * ny + y) * nx + x] ?? -1
  const charts = new Map<string, number>()
  const quad = (a: number, b: number, c: number, d: number, inwards: boolean) => {
    if (a < 0 || b < 0 || c < 0 || d < 0) return
    const order = inwards ? ([a, d, c, b] as const) : ([a, b, c, d] as const)
    for (const [i, j, k] of [
      [order[0], order[1], order[2]],
      [order[0], order[2], order[3]],
    ] as const)
      addFace(part, charts, field, [i, j, k])
  }
  for (let z = 1; z + 1 < nz; z++)
    for (let y = 1; y + 1 < ny; y++)
      for (let x = 1; x + 1 < nx; x++) {
        const here = value(x, y, z)
        if (here < 0 !== value(x + 1, y, z) < 0)
          quad(vertex(x, y - 1, z - 1), vertex(x, y, z - 1), vertex(x, y, z), vertex(x, y - 1, z), here >= 0)
        if (here < 0 !== value(x, y + 1, z) < 0)
          quad(vertex(x - 1, y, z - 1), vertex(x - 1, y, z), vertex(x, y, z), vertex(x, y, z - 1), here >= 0)
        if (here < 0 !== value(x, y, z + 1) < 0)
          quad(vertex(x - 1, y - 1, z), vertex(x, y - 1, z), vertex(x, y, z), vertex(x - 1, y, z), here >= 0)
      }
  return part
}

/** The mean of the surface's crossings with a cell's edges, in grid coordinates. */
function crossing(
  value: (x: number, y: number, z: number) => number,
  x: number,
  y: number,
  z: number,
): Vec3 | undefined {
  let count = 0
  let sum: Vec3 = [0, 0, 0]
  for (const [from, to] of EDGES) {
    const a = value(x + from[0], y + from[1], z + from[2])
    const b = value(x + to[0], y + to[1], z + to[2])
    if (a < 0 === b < 0) continue
    count++
    sum = add(sum, lerp(from, to, a / (a - b)))
  }
  return count > 0 ? add([x, y, z], times(sum, 1 / count)) : undefined
}

const CORNERS: readonly Vec3[] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1])
/** Pairs of a cell's corners that differ along one axis. */
const EDGES: readonly (readonly [Vec3, Vec3])[] = CORNERS.flatMap((a) =>
  CORNERS.filter((b) => b[0] - a[0] + (b[1] - a[1]) + (b[2] - a[2]) === 1 && length(sub(b, a)) === 1).map(
    (b) => [a, b] as const,
  ),
)

function gradient(field: Field, p: Vec3, e: number): Vec3 {
  const along = (axis: Vec3) => field.distance(add(p, times(axis, e))) - field.distance(sub(p, times(axis, e)))
  return unit([along([1, 0, 0]), along([0, 1, 0]), along([0, 0, 1])])
}

/** A triangle on the chart of its material and its normal's main axis, seen from that axis. */
function addFace(
  part: Part,
  charts: Map<string, number>,
  field: Field,
  corners: readonly [number, number, number],
): void {
  const [a, b, c] = corners.map((index): Vec3 => part.points[index] ?? [0, 0, 0])
  if (!a || !b || !c) return
  const normal = cross(sub(b, a), sub(c, a))
  const size = normal.map(Math.abs)
  const axis =
    (size[0] ?? 0) >= (size[1] ?? 0) && (size[0] ?? 0) >= (size[2] ?? 0) ? 0 : (size[1] ?? 0) >= (size[2] ?? 0) ? 1 : 2
  const positive = normal[axis] >= 0
  const sign = positive ? 1 : -1
  const material = field.material(times(add(a, add(b, c)), 1 / 3))
  const key = `${material}:${axis}:${positive}`
  let chart = charts.get(key)
  if (chart === undefined) {
    chart = part.chart()
    charts.set(key, chart)
  }
  const st = (p: Vec3): Vec2 =>
    axis === 0 ? [-p[2] * sign, p[1]] : axis === 1 ? [p[0], -p[2] * sign] : [p[0] * sign, p[1]]
  part.face(chart, corners, [st(a), st(b), st(c)], material)
}
