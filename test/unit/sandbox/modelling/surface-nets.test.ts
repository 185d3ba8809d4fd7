// The surface of a field: closed, outward, and of the volume that the field encloses.
import { describe, expect, it } from 'vitest'
import { surfaceNets } from '../../../../src/sandbox/modelling/surface-nets.ts'

/** How far inside a ball each lattice point lies. */
function ball(side: number, radius: number) {
  const middle = (side - 1) / 2
  const values = Float32Array.from({ length: side ** 3 }, (_, i) => {
    const [x, y, z] = [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)]
    return radius - Math.hypot(x - middle, y - middle, z - middle)
  })
  return { nx: side, ny: side, nz: side, values }
}

describe('surfaceNets', () => {
  it('wraps a ball: closed, outward, of its volume', () => {
    const { positions, quads } = surfaceNets(ball(24, 9), 0)
    const edges = new Map<string, number>()
    let volume = 0
    const p = (v: number | undefined, k: number) => positions[(v ?? 0) * 3 + k] ?? 0
    for (let i = 0; i < quads.length; i += 4) {
      for (let k = 0; k < 4; k++) {
        const [a = 0, b = 0] = [quads[i + k], quads[i + ((k + 1) % 4)]]
        edges.set(`${a} ${b}`, (edges.get(`${a} ${b}`) ?? 0) + 1)
      }
      for (const [a, b, c] of [
        [quads[i], quads[i + 1], quads[i + 2]],
        [quads[i], quads[i + 2], quads[i + 3]],
      ])
        volume +=
          (p(a, 0) * (p(b, 1) * p(c, 2) - p(b, 2) * p(c, 1)) -
            p(a, 1) * (p(b, 0) * p(c, 2) - p(b, 2) * p(c, 0)) +
            p(a, 2) * (p(b, 0) * p(c, 1) - p(b, 1) * p(c, 0))) /
          6
    }
    expect(quads.length).toBeGreaterThan(400)
    for (const [key, count] of edges) expect(edges.get(key.split(' ').reverse().join(' '))).toBe(count)
    expect(Math.abs(volume / ((4 / 3) * Math.PI * 729) - 1)).toBeLessThan(0.05)
  })

  it('is empty where nothing is inside', () => {
    expect(surfaceNets(ball(8, -1), 0).quads).toHaveLength(0)
  })
})
