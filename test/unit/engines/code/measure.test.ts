// The size that a glTF has by its JSON alone, also of one whose points are packed into whole numbers.
import { expect, it } from 'vitest'
import { measure } from '../../../../src/engines/code/measure.ts'

/** A scene of one part, whose points have these bounds. */
const part = (accessor: object, node: object = {}) => ({
  ...{ scenes: [{ nodes: [0] }], nodes: [{ mesh: 0, ...node }], skins: [{ joints: [] }] },
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
  accessors: [{ count: 3, componentType: 5126, min: [-1, 0, 0], max: [1, 2, 0.5], ...accessor }],
})

it('is that of the points at the place of their part', () => {
  expect(measure(part({}, { scale: [2, 1, 1] })).size).toEqual([4, 2, 0.5])
})

it('is not that of the whole numbers that a packed model has for parts of 1', () => {
  const packed = { componentType: 5122, normalized: true, min: [-32_767, 0, -32_768], max: [32_767, 32_767, 0] }
  expect(measure(part(packed, { scale: [3, 3, 3] })).size).toEqual([6, 3, 3])
  const bytes = { componentType: 5121, normalized: true, min: [0, 0, 0], max: [255, 51, 0] }
  expect(measure(part(bytes)).size).toEqual([1, 0.2, 0])
  // Whole numbers that are meant as such.
  expect(measure(part({ componentType: 5123, min: [0, 0, 0], max: [10, 20, 30] })).size).toEqual([10, 20, 30])
})

it('is not told of a packed part with bones, whose size is in their data', () => {
  const packed = { componentType: 5122, normalized: true, min: [-32_767, 0, 0], max: [32_767, 32_767, 0] }
  expect(measure(part(packed, { skin: 0 })).size).toBeUndefined()
  expect(measure(part({}, { skin: 0 })).size).toEqual([2, 2, 0.5])
})
