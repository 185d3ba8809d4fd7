// Boxes that grow list by list.
import { expect, test } from 'vitest'
import { emptyBox, growBox } from '../../../../src/mesh/math/box.ts'

test('a box grows around each list of points, and a rest of less than a point counts for nothing', () => {
  const box = emptyBox()
  growBox(box, new Float32Array())
  expect([...box]).toEqual([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity])
  growBox(box, new Float32Array([1, 2, 3, -1, 5, 0, 99]))
  growBox(box, new Float32Array([0, 0, 7]))
  expect([...box]).toEqual([-1, 0, 0, 1, 5, 7])
})
