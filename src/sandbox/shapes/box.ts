// A box with bevelled edges, each face one chart with its share of the bevel.
import { type MaterialId, Part } from './part.ts'
import { times, type Vec2, type Vec3 } from './vector.ts'

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
