// Giving memory back: what is emptied, and what is left alone.
import { expect, it } from 'vitest'
import { release, releaseFile } from '../../../src/mesh/release.ts'

const LARGE = 1_000_000

it('empties large arrays, also those of one buffer, and no views of more and no small ones', () => {
  const large = new Float32Array(LARGE)
  const same = new Uint8Array(large.buffer)
  const view = new Float32Array(LARGE * 2).subarray(0, LARGE)
  const small = new Float32Array(10)
  release(large, same, view, small)
  expect([large, same, view, small].map(({ length }) => length)).toEqual([0, 0, LARGE, 10])
})

it('gives memory back at once', () => {
  const before = process.memoryUsage().arrayBuffers
  for (let i = 0; i < 50; i++) release(new Uint8Array(LARGE))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * LARGE)
})

it('empties a file of any size, unless its buffer holds more', () => {
  const file = new Uint8Array(3)
  const part = new Uint8Array(3).subarray(1)
  releaseFile(file)
  releaseFile(part)
  expect([file.length, part.length]).toEqual([0, 2])
})
