// Solids of known shape as convex pieces: one for what is convex, as many as it takes for what is not.
import { expect, it } from 'vitest'
import type { Hull } from '../../../../src/mesh/tools/convex-hull.ts'
import { convexPieces } from '../../../../src/mesh/tools/convex-pieces.ts'
import { both, cube, glued, type Shape } from './shapes.ts'

const piecesOf = ({ positions, indices }: Shape, pieces = 8) =>
  convexPieces(positions, indices, { pieces, corners: 64 })

function volume({ positions: p, indices }: Hull): number {
  let six = 0
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => [...p.subarray((indices[i + k] ?? 0) * 3, (indices[i + k] ?? 0) * 3 + 3)])
    const [[ax = 0, ay = 0, az = 0], [bx = 0, by = 0, bz = 0], [cx = 0, cy = 0, cz = 0]] = [a ?? [], b ?? [], c ?? []]
    six += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
  }
  return Math.abs(six) / 6
}

/** Longer along an axis, and moved. */
const placed = ({ positions, indices }: Shape, scale: readonly number[], move: readonly number[]): Shape => ({
  positions: positions.map((value, i) => value * (scale[i % 3] ?? 1) + (move[i % 3] ?? 0)),
  indices,
})

it('leaves a cube in one piece, as large as it is', () => {
  const pieces = piecesOf(cube())
  expect(pieces.map(volume).map((value) => Math.round(value * 1000) / 1000)).toEqual([1])
})

it('makes two boxes of an L', () => {
  const pieces = piecesOf(both(placed(cube(), [4, 1, 1], [2, 0, 0]), placed(cube(), [1, 4, 1], [0.5, 2, 0])))
  const total = pieces.reduce((sum, piece) => sum + volume(piece), 0)
  // 4 + 4, and half a cube where they overlap.
  expect(pieces.length).toBeLessThanOrEqual(4)
  expect(total).toBeGreaterThan(7)
  expect(total).toBeLessThan(8.2)
})

it('keeps the hole of a torus open, and to the most pieces', () => {
  const torus = glued(24, 12, 'plain')
  const pieces = piecesOf(torus, 12)
  expect(pieces.length).toBeLessThanOrEqual(12)
  expect(pieces.length).toBeGreaterThan(3)
  const inPieces = pieces.reduce((sum, piece) => sum + volume(piece), 0)
  expect(inPieces).toBeLessThan(
    volume(convexPieces(torus.positions, torus.indices, { pieces: 1, corners: 255 })[0] ?? torus),
  )
})
