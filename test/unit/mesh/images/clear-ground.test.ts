// The ground around a model in its thumbnail becomes transparent, and nothing that belongs to the model.
import { describe, expect, it } from 'vitest'
import { clearGround } from '../../../../src/mesh/images/clear-ground.ts'

/** A picture of one color with a square of another in its middle, which has a hole of the first. */
function picture(ground: readonly number[], size = 16): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(size * size * 4)
  for (let at = 0; at < size * size; at++) {
    const [x, y] = [at % size, Math.floor(at / size)]
    const isInside = x > 3 && x < 12 && y > 3 && y < 12
    const isHole = x > 6 && x < 9 && y > 6 && y < 9
    pixels.set(isInside && !isHole ? [200, 30, 30, 255] : [...ground, 255], at * 4)
  }
  return pixels
}
const alpha = (pixels: Uint8ClampedArray, x: number, y: number) => pixels[(y * 16 + x) * 4 + 3]

describe('a thumbnail without its ground', () => {
  it('makes what surrounds the model transparent, not what it encloses', () => {
    const pixels = picture([250, 250, 250])
    expect(clearGround(pixels, 16, 16)).toBe(true)
    expect(alpha(pixels, 0, 0)).toBe(0)
    expect(alpha(pixels, 3, 8)).toBe(0)
    expect(alpha(pixels, 5, 5)).toBe(255)
    expect(alpha(pixels, 7, 7)).toBe(255)
  })

  it('leaves dark grounds, pictures to the edge, and transparent ones as they are', () => {
    const dark = picture([30, 30, 30])
    expect(clearGround(dark, 16, 16)).toBe(false)
    expect(alpha(dark, 0, 0)).toBe(255)
    const busy = picture([250, 250, 250])
    for (let x = 0; x < 16; x++) busy.set([x * 16, 20, 30, 255], x * 4)
    expect(clearGround(busy, 16, 16)).toBe(false)
    const clear = picture([250, 250, 250])
    for (let at = 3; at < clear.length; at += 4) clear[at] = 0
    expect(clearGround(clear, 16, 16)).toBe(false)
  })

  it('takes away a ground that grows darker, too, and nothing of a picture that is all ground', () => {
    const studio = picture([250, 250, 250])
    for (let at = 0; at < 256; at++) {
      const [x, y] = [at % 16, Math.floor(at / 16)]
      if (x <= 3 || x >= 12 || y <= 3 || y >= 12) studio.fill(250 - 6 * y, at * 4, at * 4 + 3)
    }
    expect(clearGround(studio, 16, 16)).toBe(true)
    expect([alpha(studio, 0, 0), alpha(studio, 0, 15), alpha(studio, 14, 8)]).toEqual([0, 0, 0])
    expect(alpha(studio, 5, 5)).toBe(255)
    const white = new Uint8ClampedArray(16 * 16 * 4).fill(255)
    expect(clearGround(white, 16, 16)).toBe(false)
    expect(alpha(white, 8, 8)).toBe(255)
  })
})
