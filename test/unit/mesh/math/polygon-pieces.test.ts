// Polygons of very many corners are halved before they are triangulated, in time, even where they cross themselves.
import { describe, expect, it } from 'vitest'
import { polygonPieces, WHOLE_CORNERS } from '../../../../src/mesh/math/polygon-pieces.ts'

type Point = readonly [number, number]
const COUNT = 6000

/** Numbers of 0 to 1 that are the same in every run. */
function seeded(): () => number {
  let seed = 7
  return () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
}

const areaOf = (loop: readonly Point[]) =>
  loop.reduce((sum, [x, y], i) => {
    const [u, v] = loop[(i + 1) % loop.length] ?? [0, 0]
    return sum + (x * v - u * y) / 2
  }, 0)

/** Corners from right to left above one long edge. */
const comb = (height: (i: number) => number): Point[] => [
  [COUNT, -1],
  ...Array.from({ length: COUNT - 2 }, (_, i): Point => [COUNT - 2 - i, height(i)]),
  [0, -1],
]

function ribbon(): Point[] {
  const lower = Array.from({ length: COUNT / 2 }, (_, i): Point => [i, i % 2 ? 100 : 0])
  return [...lower, ...lower.map(([x, y]): Point => [x, y + 3]).reverse()]
}

const ring = (radius: (i: number) => number) =>
  Array.from({ length: COUNT }, (_, i): Point => {
    const angle = (i / COUNT) * 2 * Math.PI
    return [radius(i) * Math.cos(angle), radius(i) * Math.sin(angle)]
  })

const next = seeded()
const SHAPES: Readonly<Record<string, Point[]>> = {
  'a comb on one long edge': comb((i) => (i % 2) * 5),
  'a comb whose teeth are of any length': comb(() => next() * 500),
  'a comb under a bow': comb((i) => 1000 * Math.sin((i / COUNT) * Math.PI) + (i % 2) * 5),
  'a ribbon to and fro': ribbon(),
  'a gear': ring((i) => (i & 2 ? 1.02 : 1)),
}

describe('pieces of a polygon of very many corners', () => {
  it.each(Object.entries(SHAPES))('%s goes into small pieces of its own area with little work', (_, loop) => {
    const { pieces, steps } = polygonPieces(new Float64Array(loop.flat()))
    const areas = pieces.map((piece) => areaOf(piece.map((corner) => loop[corner] ?? [0, 0])))
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(WHOLE_CORNERS)
    expect(areas.every((area) => area > 0)).toBe(true)
    expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(areaOf(loop), 4)
    // Each cut adds the two ends of its diagonal to one more piece.
    expect(pieces.flat()).toHaveLength(COUNT + 2 * (pieces.length - 1))
    expect(steps).toBeLessThan(COUNT * 250)
  })

  it('leaves whole what no diagonal halves: its ears are small', () => {
    const loop = ring(() => 0.2 + next())
    const { pieces, steps } = polygonPieces(new Float64Array(loop.flat()))
    expect(new Set(pieces.flat()).size).toBe(COUNT)
    expect(steps).toBeLessThan(COUNT * 450)
  })

  it('leaves whole what is small', () => {
    const square = new Float64Array([0, 0, 1, 0, 1, 1, 0, 1])
    expect(polygonPieces(square)).toEqual({ pieces: [[0, 1, 2, 3]], steps: 0 })
  })

  it('ends for one that crosses itself everywhere', () => {
    const tangle = Array.from({ length: COUNT }, (): Point => [next(), next()])
    const { pieces, steps } = polygonPieces(new Float64Array(tangle.flat()))
    expect(new Set(pieces.flat()).size).toBe(COUNT)
    expect(steps).toBeLessThan(COUNT * 450)
  })
})
