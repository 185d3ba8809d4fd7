// Few triangles in the place of many: about as many as are wanted, over the same vertices, in the same shape.
import { describe, expect, it } from 'vitest'
import { coarseIndex } from '../../../../webview/viewport/coarse-index.ts'

/** A sphere of radius 1 about a place, of `2 * rows * rows * 2` triangles. */
function sphere(rows: number, x = 0): { positions: Float32Array; index: Uint32Array } {
  const positions: number[] = []
  const index: number[] = []
  const columns = 2 * rows
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const [down, around] = [(row / rows) * Math.PI, (column / columns) * 2 * Math.PI]
      positions.push(x + Math.sin(down) * Math.cos(around), Math.cos(down), Math.sin(down) * Math.sin(around))
      if (row === rows || column === columns) continue
      const at = row * (columns + 1) + column
      index.push(at, at + 1, at + columns + 1, at + 1, at + columns + 2, at + columns + 1)
    }
  return { positions: Float32Array.from(positions), index: Uint32Array.from(index) }
}

/** Twice the area of the triangles. */
function areaOf(positions: Float32Array, index: Uint32Array): number {
  let area = 0
  for (let at = 0; at < index.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) =>
      [0, 1, 2].map((axis) => positions[3 * (index[at + corner] ?? 0) + axis] ?? Number.NaN),
    )
    if (!a || !b || !c) throw new Error('a triangle has three corners')
    const [u, v] = [b.map((one, axis) => one - (a[axis] ?? 0)), c.map((one, axis) => one - (a[axis] ?? 0))]
    const [ux = 0, uy = 0, uz = 0] = u
    const [vx = 0, vy = 0, vz = 0] = v
    area += Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx)
  }
  return area
}

describe('coarseIndex', () => {
  it.each([300, 1000, 4000])('leaves of 14,400 triangles about %i, which enclose the same', (wanted) => {
    const { positions, index } = sphere(60)
    const coarse = coarseIndex(positions, index, wanted)
    const triangles = coarse.length / 3
    expect(triangles).toBeLessThanOrEqual(wanted)
    expect(triangles).toBeGreaterThan(wanted / 3)
    expect(areaOf(positions, coarse) / areaOf(positions, index)).toBeGreaterThan(0.8)
    expect(areaOf(positions, coarse) / areaOf(positions, index)).toBeLessThan(1.1)
  })

  it('takes vertices without an index for corners in their order', () => {
    const { positions, index } = sphere(30)
    const soup = Float32Array.from([...index].flatMap((at) => [...positions.subarray(3 * at, 3 * at + 3)]))
    const coarse = coarseIndex(soup, undefined, 1000)
    expect(coarse.length / 3).toBeGreaterThan(300)
    expect(areaOf(soup, coarse) / areaOf(positions, index)).toBeGreaterThan(0.85)
  })

  it('leaves all of what has no more than is wanted', () => {
    const { positions, index } = sphere(10)
    // But those at the poles, which have no area.
    const coarse = coarseIndex(positions, index, 100_000)
    expect(areaOf(positions, coarse)).toBeCloseTo(areaOf(positions, index), 4)
  })

  it('ends for places that are no numbers, corners that are not there, and nothing at all', () => {
    const wrong = Float32Array.from([Number.NaN, 0, Number.POSITIVE_INFINITY, 1, 1, 1, 2, 0, 0])
    expect(coarseIndex(wrong, Uint32Array.from([0, 1, 2, 0, 1, 900_000]), 10).every((at) => at < 3)).toBe(true)
    expect(coarseIndex(new Float32Array(), undefined, 10)).toEqual(new Uint32Array())
  })
})
