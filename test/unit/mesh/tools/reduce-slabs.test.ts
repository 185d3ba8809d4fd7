// A mesh of so many triangles that it is reduced by parts: what comes out is one closed surface all the same, near the old one.
import { MeshoptSimplifier } from 'meshoptimizer/simplifier'
import { expect, it } from 'vitest'
import { surfaceOf } from '../../../../src/mesh/formats/surface.ts'
import { reduceWithin } from '../../../../src/mesh/tools/reduce.ts'
import { isLarge, reduceBySlabs } from '../../../../src/mesh/tools/reduce-slabs.ts'
import { topologyOf } from '../../../../src/mesh/tools/topology.ts'
import { both, documentOf, glued, surface } from './shapes.ts'

/** A torus of 200,000 triangles, 6 m across. */
const torus = () => glued(200, 500, 'plain')

it('leaves no gap where the parts meet, and about as many triangles of each', async () => {
  await MeshoptSimplifier.ready
  const { positions, indices } = torus()
  const before = indices.slice()
  expect(isLarge(indices, 50_000)).toBe(true)
  const fewer = reduceBySlabs(MeshoptSimplifier, { positions, columns: [] }, indices, 50_000, 0.1)
  expect(indices.every((vertex, i) => vertex === before[i])).toBe(true)
  expect(fewer.indices.length / 3).toBeLessThan(81_000)
  expect(fewer.error).toBeLessThan(0.01)
  const after = topologyOf([surface({ positions, indices: fewer.indices })])
  expect(after).toMatchObject({ isWatertight: true, genus: 1, pieces: 1, windingEdges: 0, degenerate: 0 })
})

it('gives a mesh within its limit, closed and near what it was, of no vertex that it has not', async () => {
  const { document, primitive } = documentOf(torus())
  const own = new Set(surfaceOf(primitive)?.positions)
  const { error } = await reduceWithin(document, 20_000)
  const after = surfaceOf(primitive)
  expect(after && topologyOf([after])).toMatchObject({ isWatertight: true, genus: 1, pieces: 1 })
  expect(error).toBeLessThan(0.02)
  expect((after?.corners.length ?? 0) / 3).toBeLessThanOrEqual(20_000)
  expect((after?.corners.length ?? 0) / 3).toBeGreaterThan(19_000)
  expect(after?.positions.every((value) => own.has(value))).toBe(true)
})

it('is not for small meshes, nor where most is kept', () => {
  expect(isLarge(new Uint32Array(300_000), 1)).toBe(false)
  expect(isLarge(new Uint32Array(600_000), 150_000)).toBe(false)
})

it('takes at once what cannot be parted: all but one triangle in one place', async () => {
  await MeshoptSimplifier.ready
  const far = { positions: new Float32Array([1e6, 0, 0, 1e6, 1, 0, 1e6, 0, 1]), indices: new Uint32Array([0, 1, 2]) }
  const { positions, indices } = both(torus(), far)
  const fewer = reduceBySlabs(MeshoptSimplifier, { positions, columns: [] }, indices, 50_000, 0.1)
  expect(fewer.indices.length / 3).toBeLessThan(81_000)
  expect(fewer.indices.length / 3).toBeGreaterThan(50_000)
})
