// The basic solids: boxes with bevels, spheres, and skins over rings, of which lathes, rods, tubes and slabs are made.
import { type MaterialId, Part } from './part.ts'
import { add, cross, frameOf, length, sub, times, unit, type Vec2, type Vec3 } from './vector.ts'

const ORIGIN: Vec3 = [0, 0, 0]

/** A box centred on the origin; `bevel` is the width of the cut-off edges, 0 for sharp ones. */
export function box(material: MaterialId, size: Vec3, bevel: number): Part {
  const part = new Part(material)
  const half = times(size, 0.5)
  const b = Math.min(bevel, half[0] * 0.9, half[1] * 0.9, half[2] * 0.9)
  const signs = [-1, 1] as const
  // Point of a corner as seen from the face across `axis`: inset along the other two axes.
  const corner = new Map<string, number>()
  const get = (axis: number, s: readonly number[]) => {
    const key = b > 0 ? `${axis}:${s.join()}` : s.join()
    let index = corner.get(key)
    if (index === undefined) {
      const on = (k: 0 | 1 | 2) => (s[k] ?? 0) * (half[k] - (k === axis ? 0 : b))
      index = part.point([on(0), on(1), on(2)])
      corner.set(key, index)
    }
    return index
  }
  // s and t axes of each face, chosen so that s x t points outwards.
  const layouts = [
    { axis: 0, sign: 1, s: [2, -1], t: [1, 1] },
    { axis: 0, sign: -1, s: [2, 1], t: [1, 1] },
    { axis: 1, sign: 1, s: [0, 1], t: [2, -1] },
    { axis: 1, sign: -1, s: [0, 1], t: [2, 1] },
    { axis: 2, sign: 1, s: [0, 1], t: [1, 1] },
    { axis: 2, sign: -1, s: [0, -1], t: [1, 1] },
  ] as const
  for (const { axis, sign, s, t } of layouts) {
    const chart = part.chart()
    const st = (index: number): Vec2 => {
      const p = part.points[index] ?? ORIGIN
      // Points over the bevel continue the chart by the bevel's width.
      const over = b > 0 ? Math.abs(half[axis] - sign * p[axis]) : 0
      const grow = (k: 0 | 1 | 2) => p[k] + Math.sign(p[k]) * (Math.abs(p[k]) > half[k] - b * 0.5 ? over * 0.4 : 0)
      return [grow(s[0]) * s[1], grow(t[0]) * t[1]]
    }
    const put = (a: number, c: number, d: number) => part.face(chart, [a, c, d], [st(a), st(c), st(d)])
    const at = (si: number, ti: number, from: number = axis) => {
      const signsHere = [0, 0, 0]
      signsHere[axis] = sign
      signsHere[s[0]] = si * s[1]
      signsHere[t[0]] = ti * t[1]
      return get(from, signsHere)
    }
    const [p, q, r, u] = [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)]
    put(p, q, r)
    put(p, r, u)
    if (b <= 0) continue
    // Each edge belongs to the face with the lower axis, each corner to the x face.
    if (s[0] > axis)
      for (const si of signs) {
        const edge = [at(si, -si), at(si, -si, s[0]), at(si, si, s[0]), at(si, si)] as const
        put(edge[0], edge[1], edge[2])
        put(edge[0], edge[2], edge[3])
      }
    if (t[0] > axis)
      for (const ti of signs) {
        const edge = [at(ti, ti), at(ti, ti, t[0]), at(-ti, ti, t[0]), at(-ti, ti)] as const
        put(edge[0], edge[1], edge[2])
        put(edge[0], edge[2], edge[3])
      }
    if (axis === 0)
      for (const si of signs)
        for (const ti of signs)
          if (si * ti > 0) put(at(si, ti), at(si, ti, s[0]), at(si, ti, t[0]))
          else put(at(si, ti), at(si, ti, t[0]), at(si, ti, s[0]))
  }
  return part
}

/** An ellipsoid about the origin: a cube's six grids of n x n squares pushed out to the sphere (even triangles, no poles). */
export function ball(material: MaterialId, radii: Vec3, n: number): Part {
  const part = new Part(material)
  part.crease = 70
  const known = new Map<string, number>()
  const point = (p: Vec3) => {
    const key = p.map((v) => Math.round(v * 1e6)).join()
    const found = known.get(key)
    if (found !== undefined) return found
    const index = part.point([p[0] * radii[0], p[1] * radii[1], p[2] * radii[2]])
    known.set(key, index)
    return index
  }
  const sides: readonly (readonly [Vec3, Vec3, Vec3])[] = [
    [
      [1, 0, 0],
      [0, 0, -1],
      [0, 1, 0],
    ],
    [
      [-1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ],
    [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, -1],
    ],
    [
      [0, -1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ],
    [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ],
    [
      [0, 0, -1],
      [-1, 0, 0],
      [0, 1, 0],
    ],
  ]
  const across = (Math.PI / 4) * ((radii[0] + radii[1] + radii[2]) / 3)
  for (const [out, right, up] of sides) {
    const chart = part.chart()
    const place = (i: number, j: number): { index: number; st: Vec2 } => {
      const a = (2 * i) / n - 1
      const b = (2 * j) / n - 1
      const [x, y] = [Math.tan((a * Math.PI) / 4), Math.tan((b * Math.PI) / 4)]
      return { index: point(unit(add(out, add(times(right, x), times(up, y))))), st: [a * across, b * across] }
    }
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const [p, q, r, s] = [place(i, j), place(i + 1, j), place(i + 1, j + 1), place(i, j + 1)]
        part.face(chart, [p.index, q.index, r.index], [p.st, q.st, r.st])
        part.face(chart, [p.index, r.index, s.index], [p.st, r.st, s.st])
      }
  }
  return part
}

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

/** A solid of revolution about Y: profile points [radius, y] from bottom to top; open ends are closed with discs. */
export function lathe(material: MaterialId, profile: readonly Vec2[], sides: number): Part {
  const rings = profile.map(([r, y]) =>
    Array.from({ length: sides }, (_, j): Vec3 => {
      const angle = (j / sides) * Math.PI * 2 + Math.PI / sides
      return [r * Math.cos(angle), y, -r * Math.sin(angle)]
    }),
  )
  const open = (p: Vec2 | undefined) => (p?.[0] ?? 0) > 1e-6
  return skin(material, rings, { capStart: open(profile[0]), capEnd: open(profile[profile.length - 1]) })
}

/** A round bar along a path, with a radius at each point; rings turn with the path without twisting. */
export function tube(material: MaterialId, path: readonly Vec3[], radius: (t: number) => number, sides: number): Part {
  let { u } = frameOf(sub(path[1] ?? [0, 1, 0], path[0] ?? ORIGIN))
  const rings = path.map((p, i) => {
    const direction = unit(sub(path[Math.min(i + 1, path.length - 1)] ?? p, path[Math.max(i - 1, 0)] ?? p))
    u = unit(sub(u, times(direction, u[0] * direction[0] + u[1] * direction[1] + u[2] * direction[2])))
    const v = cross(direction, u)
    const r = radius(path.length > 1 ? i / (path.length - 1) : 0)
    return Array.from({ length: sides }, (_, j): Vec3 => {
      const angle = ((j + 0.5) / sides) * Math.PI * 2
      return add(p, add(times(u, Math.cos(angle) * r), times(v, Math.sin(angle) * r)))
    })
  })
  return skin(material, rings, { capStart: radius(0) > 1e-6, capEnd: radius(1) > 1e-6 })
}

/** A torus about Y. */
export function ring(material: MaterialId, radius: number, thickness: number, around: number, sides: number): Part {
  const rings = Array.from({ length: around }, (_, i) => {
    const a = (i / around) * Math.PI * 2
    return Array.from({ length: sides }, (_, j): Vec3 => {
      const b = (j / sides) * Math.PI * 2
      const r = radius + thickness * Math.cos(b)
      return [r * Math.cos(a), thickness * Math.sin(b), -r * Math.sin(a)]
    })
  })
  return skin(material, rings, { closed: true })
}

/** An outline (x, y) given thickness along z about 0, its front and back edges bevelled. */
export function slab(material: MaterialId, outline: readonly Vec2[], depth: number, bevel: number): Part {
  const area = outline.reduce((sum, [x, y], i) => {
    const [nx, ny] = outline[(i + 1) % outline.length] ?? [0, 0]
    return sum + x * ny - nx * y
  }, 0)
  const ccw = area < 0 ? [...outline].reverse() : [...outline]
  const half = depth / 2
  const b = Math.min(bevel, half * 0.9)
  const flat = (z: number, inset: number) => shrink(ccw, inset).map(([x, y]): Vec3 => [x, y, z])
  const rings =
    b > 0 ? [flat(-half, b), flat(b - half, 0), flat(half - b, 0), flat(half, b)] : [flat(-half, 0), flat(half, 0)]
  const part = skin(material, rings, { capStart: true, capEnd: true })
  part.crease = 46
  return part
}

/** The outline moved inwards along its corners' bisectors. */
function shrink(outline: readonly Vec2[], by: number): Vec2[] {
  if (by <= 0) return [...outline]
  return outline.map((p, i) => {
    const before = outline[(i + outline.length - 1) % outline.length] ?? p
    const after = outline[(i + 1) % outline.length] ?? p
    const n = (a: Vec2, c: Vec2): Vec2 => {
      const size = Math.hypot(c[0] - a[0], c[1] - a[1]) || 1
      return [-(c[1] - a[1]) / size, (c[0] - a[0]) / size]
    }
    const [m, k] = [n(before, p), n(p, after)]
    const sum: Vec2 = [m[0] + k[0], m[1] + k[1]]
    const scale = by / Math.max(0.5, (sum[0] * sum[0] + sum[1] * sum[1]) / 2)
    return [p[0] + sum[0] * scale, p[1] + sum[1] * scale]
  })
}
