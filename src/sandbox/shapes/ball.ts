// An ellipsoid of even triangles.
import { type MaterialId, Part } from './part.ts'
import { add, times, unit, type Vec2, type Vec3 } from './vector.ts'

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
