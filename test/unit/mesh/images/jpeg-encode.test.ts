// Our JPEG encoder against a decoder of another hand, and its Huffman tables at their limits.
import { decode } from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { encodeJpeg } from '../../../../src/mesh/images/jpeg-encode.ts'
import { huffmanTable } from '../../../../src/mesh/images/jpeg-huffman.ts'

function picture(width: number, height: number, pixel: (x: number, y: number) => readonly number[]) {
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([...pixel(x, y), 255], (y * width + x) * 4)
  return { width, height, data }
}

/** Mean absolute difference per channel after the way through a decoder that is not ours. */
function loss(image: ReturnType<typeof picture>, quality?: number): number {
  const back = decode(encodeJpeg(image, quality), { useTArray: true, formatAsRGBA: true })
  expect([back.width, back.height]).toEqual([image.width, image.height])
  return image.data.reduce((sum, value, i) => sum + Math.abs(value - (back.data[i] ?? 0)), 0) / image.data.length
}

describe('encodeJpeg', () => {
  const smooth = (x: number, y: number) => [x * 3, y * 4, 255 - x - y]
  it('keeps gradients, at sizes that are no multiple of eight too', () => {
    expect(loss(picture(64, 48, smooth))).toBeLessThan(1.5)
    expect(loss(picture(37, 5, smooth))).toBeLessThan(1.5)
    expect(loss(picture(1, 1, () => [200, 10, 30]))).toBeLessThan(3)
  })

  it('keeps sharp noise better with higher quality', () => {
    let seed = 7
    const random = () => {
      seed = (seed * 16807) % 2147483647
      return seed & 255
    }
    const noise = picture(80, 80, () => [random(), random(), random()])
    expect(loss(noise, 95)).toBeLessThan(loss(noise, 50))
    expect(encodeJpeg(noise, 95).length).toBeGreaterThan(encodeJpeg(noise, 50).length)
    expect(loss(noise, 100)).toBeLessThan(1)
  })

  it('keeps flat colors and colored edges at full resolution', () => {
    expect(loss(picture(16, 16, () => [255, 255, 255]))).toBeLessThan(0.5)
    expect(
      loss(
        picture(32, 32, (x) => (x % 2 === 0 ? [255, 0, 0] : [0, 0, 255])),
        95,
      ),
    ).toBeLessThan(4)
  })
})

describe('huffmanTable', () => {
  it('never exceeds 16 bits, nor uses the code of all ones, even for steep frequencies', () => {
    const frequencies = new Float64Array(257)
    for (let i = 0; i < 40; i++) frequencies[i] = 2 ** i
    const { counts, symbols, codes, lengths } = huffmanTable(frequencies)
    expect(counts).toHaveLength(16)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40)
    expect(symbols).toHaveLength(40)
    // Kraft's sum stays below one: the code of all ones is free.
    expect(symbols.reduce((sum, symbol) => sum + 2 ** -(lengths[symbol] ?? 0), 0)).toBeLessThan(1)
    expect(lengths[39]).toBe(1)
    expect(new Set(symbols.map((symbol) => `${lengths[symbol]}/${codes[symbol]}`)).size).toBe(40)
  })

  it('gives one symbol alone a code', () => {
    const frequencies = new Float64Array(257)
    frequencies[5] = 10
    expect(huffmanTable(frequencies)).toMatchObject({ symbols: [5] })
    expect(huffmanTable(frequencies).lengths[5]).toBe(1)
  })
})
