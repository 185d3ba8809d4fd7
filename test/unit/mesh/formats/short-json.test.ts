// A shortened description means the same: defaults go, bounds stay the same single-precision numbers.
import type { GLTF } from '@gltf-transform/core'
import { expect, it } from 'vitest'
import { shorten } from '../../../../src/mesh/formats/short-json.ts'

it('leaves out what the format assumes, and digits that single precision has not', () => {
  const bounds = [1 / 3, -1.0370372533798218, 1e-20, 16_777_216, 0].map(Math.fround)
  const json: GLTF.IGLTF = {
    asset: { version: '2.0' },
    accessors: [
      { type: 'VEC3', componentType: 5126, count: 1, byteOffset: 0, min: [...bounds], max: [...bounds] },
      { type: 'SCALAR', componentType: 5125, count: 3, byteOffset: 12, max: [4_294_967_295] },
    ],
    meshes: [
      {
        primitives: [
          { attributes: {}, mode: 4 },
          { attributes: {}, mode: 1 },
        ],
      },
    ],
  }
  const [first, second] = shorten(json).accessors ?? []
  expect(first).not.toHaveProperty('byteOffset')
  expect(first?.min?.map(Math.fround)).toEqual(bounds)
  expect(first?.max).toEqual(first?.min)
  expect(JSON.stringify(first?.min)).toBe('[0.333333343,-1.03703725,9.99999968e-21,16777216,0]')
  expect(second).toEqual({ type: 'SCALAR', componentType: 5125, count: 3, byteOffset: 12, max: [4_294_967_295] })
  expect(json.meshes?.[0]?.primitives.map(({ mode }) => mode)).toEqual([undefined, 1])
})
