// Boxes and capsules as meshes, closed and facing outward.
import { at } from '../math/numbers.ts'
import type { Hull } from './convex-hull.ts'

/** Corners around a capsule, and rings of a half sphere: enough to see what it is. */
const AROUND = 24
const RINGS = 8

const SIDES = [
  ...[0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6, 0, 1, 5, 0, 5, 4],
  ...[2, 6, 7, 2, 7, 3, 0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5],
]

/** The box between two corners; one without thickness gets a little. */
export function solidBox(min: readonly number[], max: readonly number[]): Hull {
  const longest = Math.max(...[0, 1, 2].map((k) => at(max, k) - at(min, k)), 1e-3)
  const positions = Array.from({ length: 8 }, (_, i) =>
    [0, 1, 2].map((k) => {
      const spare = Math.max(0, longest * 0.001 - (at(max, k) - at(min, k))) / 2
      return (i >> k) & 1 ? at(max, k) + spare : at(min, k) - spare
    }),
  )
  return { positions: new Float32Array(positions.flat()), indices: new Uint32Array(SIDES) }
}

/**
 * An upright capsule; a sphere without height. Its flat faces lie outside of the exact shape, so that nothing sticks out.
 * @param height between the middles of the half spheres
 */
export function capsule(center: readonly number[], radius: number, height: number): Hull {
  const outside = radius / (Math.cos(Math.PI / AROUND) * Math.cos(Math.PI / (4 * RINGS)))
  const positions: number[] = []
  const indices: number[] = []
  const ring = (angle: number, up: number) => {
    for (let i = 0; i < AROUND; i++) {
      const turn = (i / AROUND) * 2 * Math.PI
      positions.push(
        at(center, 0) + outside * Math.cos(angle) * Math.cos(turn),
        at(center, 1) + up + outside * Math.sin(angle),
        at(center, 2) + outside * Math.cos(angle) * Math.sin(turn),
      )
    }
  }
  for (let r = 1; r <= RINGS; r++) ring(-Math.PI / 2 + (r / RINGS) * (Math.PI / 2), -height / 2)
  for (let r = height > 0 ? 0 : 1; r < RINGS; r++) ring((r / RINGS) * (Math.PI / 2), height / 2)
  const rings = positions.length / 3 / AROUND
  const [bottom, top] = [rings * AROUND, rings * AROUND + 1]
  positions.push(at(center, 0), at(center, 1) - height / 2 - outside, at(center, 2))
  positions.push(at(center, 0), at(center, 1) + height / 2 + outside, at(center, 2))
  for (let i = 0; i < AROUND; i++) {
    const next = (i + 1) % AROUND
    indices.push(bottom, i, next, top, (rings - 1) * AROUND + next, (rings - 1) * AROUND + i)
    for (let r = 0; r + 1 < rings; r++) {
      const [a, b, c, d] = [r * AROUND + i, r * AROUND + next, (r + 1) * AROUND + next, (r + 1) * AROUND + i]
      indices.push(a, d, b, b, d, c)
    }
  }
  return { positions: new Float32Array(positions), indices: new Uint32Array(indices) }
}
