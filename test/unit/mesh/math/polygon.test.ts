// Triangles of a polygon: its area, its side and its corners are kept, in any plane and with holes cut in.
import { describe, expect, it } from 'vitest'
import { encodePolygons, triangulatePolygon } from '../../../../src/mesh/math/polygon.ts'

type Point = readonly [number, number, number?]

/** The triangulation of a loop of points, its area in 3D, and the corners that it uses. */
function cut(loop: readonly Point[]) {
  const positions = loop.flatMap(([x, y, z = 0]) => [x, y, z])
  const { triangles, fans } = triangulatePolygon(
    positions,
    loop.map((_, i) => i),
  )
  let area = 0
  const normals: number[] = []
  for (let i = 0; i < triangles.length; i += 3) {
    const [a = [], b = [], c = []] = [0, 1, 2].map((k) => loop[triangles[i + k] ?? -1]?.map((value = 0) => value) ?? [])
    const edge = (to: readonly number[], axis: number) => (to[axis] ?? 0) - (a[axis] ?? 0)
    const cross = [0, 1, 2].map((k) => {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      return edge(b, u) * edge(c, v) - edge(b, v) * edge(c, u)
    })
    area += Math.hypot(...cross) / 2
    normals.push(cross[2] ?? 0)
  }
  return { triangles, fans, area, normals, used: new Set(triangles).size }
}

const shoelace = (loop: readonly Point[]) =>
  loop.reduce((sum, [x, y], i) => {
    const [u, v] = loop[(i + 1) % loop.length] ?? [0, 0]
    return sum + (x * v - u * y) / 2
  }, 0)

const U: Point[] = [
  [0, 0],
  [3, 0],
  [3, 2],
  [2, 2],
  [2, 1],
  [1, 1],
  [1, 2],
  [0, 2],
]

describe('a polygon', () => {
  it('that a fan fits stays one fan', () => {
    const dart: Point[] = [
      [0, 0],
      [1, 1],
      [0, 3],
      [-1, 1],
    ]
    const hexagon = Array.from({ length: 6 }, (_, i): Point => [Math.cos(i), Math.sin(i)])
    expect(cut(dart)).toMatchObject({ fans: [2] })
    expect(cut(hexagon)).toMatchObject({ fans: [4], used: 6 })
    expect(cut(hexagon).triangles.slice(0, 6)).toEqual([0, 1, 2, 0, 2, 3])
  })

  it('with concave corners has its own area and no triangle outside', () => {
    const { area, normals, fans, used } = cut(U)
    expect(area).toBeCloseTo(5)
    expect(normals.every((z) => z > 0)).toBe(true)
    expect(fans).toEqual(Array(6).fill(1))
    expect(used).toBe(8)
  })

  it('keeps the way it faces', () => {
    const { area, normals } = cut([...U].reverse())
    expect(area).toBeCloseTo(5)
    expect(normals.every((z) => z < 0)).toBe(true)
  })

  it('in any plane, far from the origin', () => {
    const tilted = U.map(([x, y]): Point => [1000 + x * 0.6, 1000 + y, x * 0.8])
    expect(cut(tilted).area).toBeCloseTo(5)
    const upright = U.map(([x, y]): Point => [0, x, y])
    expect(cut(upright).area).toBeCloseTo(5)
  })

  it('with a hole cut in by a bridge leaves the hole open', () => {
    const { area, normals } = cut([
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
      [0, 0],
      [1, 1],
      [1, 3],
      [3, 3],
      [3, 1],
      [1, 1],
    ])
    expect(area).toBeCloseTo(12)
    expect(normals.every((z) => z >= 0)).toBe(true)
  })

  it('uses each corner on a straight edge, so that its neighbours fit', () => {
    const onEdges = U.flatMap(([x, y], i): Point[] => {
      const [u, v] = U[(i + 1) % U.length] ?? [0, 0]
      return [
        [x, y],
        [x + (u - x) / 3, y + (v - y) / 3],
        [x + (u - x) / 2, y + (v - y) / 2],
      ]
    })
    const { area, used, triangles, normals } = cut(onEdges)
    expect(area).toBeCloseTo(5)
    expect(used).toBe(onEdges.length)
    expect(triangles).toHaveLength((onEdges.length - 2) * 3)
    expect(normals.every((z) => z > 1e-9)).toBe(true)
  })

  it('passes over repeated corners', () => {
    const doubled = U.flatMap((point) => [point, point])
    expect(cut(doubled)).toMatchObject({ area: 5 })
    expect(cut(doubled).triangles).toHaveLength(6 * 3)
    const [a = [0, 0] as const, b = [1, 0] as const, c = [1, 1] as const] = U
    expect(cut([a, b, b, c]).triangles).toHaveLength(3)
    expect(cut([a, b, b, a]).triangles).toEqual([])
  })

  it('that is not flat gives all its triangles', () => {
    const wavy = U.map(([x, y], i): Point => [x, y, Math.sin(i) * 0.1])
    expect(cut(wavy)).toMatchObject({ used: 8 })
    expect(cut(wavy).triangles).toHaveLength(18)
  })

  it('without area is still there: its neighbours may need it', () => {
    const line: Point[] = [
      [0, 0],
      [1, 0],
      [2, 0],
      [1, 0],
    ]
    expect(cut(line).triangles).toHaveLength(6)
  })

  it('of 25,000 corners, a comb that no fan fits, is done at once', () => {
    const teeth = 6250
    const comb: Point[] = [
      [teeth * 2, -1],
      [teeth * 2, 0],
    ]
    for (let i = teeth * 2 - 1; comb.length < 24_998; i--) comb.push([i, i % 2 === 0 ? 0 : 5], [i - 0.5, i % 2])
    comb.push([-1, 0], [-1, -1])
    const { area, triangles } = cut(comb)
    expect(comb).toHaveLength(25_000)
    expect(area).toBeCloseTo(shoelace(comb), 4)
    expect(triangles).toHaveLength(24_998 * 3)
  })

  it('of 25,000 corners that all face one long edge has its own area, and each corner is used', () => {
    const comb: Point[] = [[25_000, -1], ...Array.from({ length: 24_998 }, (_, i): Point => [24_998 - i, (i % 2) * 5])]
    comb.push([0, -1])
    const { area, triangles, used, normals } = cut(comb)
    expect(area).toBeCloseTo(shoelace(comb), 4)
    expect(triangles).toHaveLength(24_998 * 3)
    expect(used).toBe(25_000)
    expect(normals.every((z) => z > 0)).toBe(true)
  })

  it('of no more than two corners is none', () => {
    for (const loop of [[], U.slice(0, 1), U.slice(0, 2)]) expect(cut(loop)).toMatchObject({ triangles: [], fans: [] })
  })
})

describe('encoded polygons', () => {
  it('never begin like the one before, so that they stay apart', () => {
    const list = encodePolygons([
      [0, 1, 2],
      [0, 2, 3],
    ])
    expect(list[0]).not.toBe(list[3])
  })
})
