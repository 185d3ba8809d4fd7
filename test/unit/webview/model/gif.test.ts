// GIFs read back by a decoder written for this test: every pixel close to what it was, in all frames.
import { describe, expect, it } from 'vitest'
import { encodeGif } from '../../../../webview/model/gif.ts'

/** The frames of a GIF as RGB, and the delay of the last in hundredths of a second. */
function decode(gif: Uint8Array): { width: number; height: number; delay: number; frames: number[][] } {
  const at = (index: number) => gif[index] ?? 0
  const short = (index: number) => at(index) + 256 * at(index + 1)
  const [width, height] = [short(6), short(8)]
  const palette = 13
  let here = palette + 3 * 2 ** ((at(10) & 7) + 1)
  let delay = 0
  const frames: number[][] = []
  const blocks = (): number[] => {
    const bytes: number[] = []
    while (at(here) > 0) {
      bytes.push(...gif.subarray(here + 1, here + 1 + at(here)))
      here += 1 + at(here)
    }
    here++
    return bytes
  }
  while (at(here) !== 0x3b) {
    if (at(here) === 0x21) {
      if (at(here + 1) === 0xf9) delay = short(here + 4)
      here += 2
      blocks()
      continue
    }
    expect(at(here)).toBe(0x2c)
    const smallest = at(here + 10)
    here += 11
    const pixels = unpack(blocks(), smallest)
    expect(pixels).toHaveLength(width * height)
    frames.push(pixels.flatMap((index) => [...gif.subarray(palette + 3 * index, palette + 3 * index + 3)]))
  }
  return { width, height, delay, frames }
}

function unpack(bytes: readonly number[], smallest: number): number[] {
  const clear = 2 ** smallest
  let table: number[][] = []
  let size = smallest + 1
  let before: number[] | undefined
  const out: number[] = []
  let bit = 0
  for (;;) {
    let code = 0
    for (let one = 0; one < size; one++, bit++) code |= (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) << one
    if (code === clear + 1) return out
    if (code === clear) {
      table = Array.from({ length: clear + 2 }, (_, index) => [index])
      size = smallest + 1
      before = undefined
      continue
    }
    const known = table[code]
    const entry: number[] = known ?? [...(before ?? []), before?.[0] ?? 0]
    out.push(...entry)
    if (before && table.length < 4096) table.push([...before, entry[0] ?? 0])
    if (table.length === 2 ** size && size < 12) size++
    before = entry
  }
}

describe('a GIF', () => {
  it('holds all frames, their colors and their time', () => {
    const [width, height] = [90, 70]
    const frame = (turn: number) =>
      Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => {
        const [x, y] = [(at >> 2) % width, Math.floor((at >> 2) / width)]
        return [(x * 2.8 + turn * 40) % 256, y * 3.6, ((x ^ y) * 2 + turn) % 256, 255][at & 3] ?? 0
      })
    const frames = [frame(0), frame(1), frame(2)]
    const read = decode(encodeGif(width, height, frames, 11))
    expect(read).toMatchObject({ width, height, delay: 11 })
    expect(read.frames).toHaveLength(3)
    for (const [at, pixels] of read.frames.entries()) {
      const sound = frames[at]?.filter((_, index) => (index & 3) !== 3) ?? []
      const error = pixels.reduce((sum, value, index) => sum + Math.abs(value - (sound[index] ?? 0)), 0) / pixels.length
      // 256 colors for a picture of thousands.
      expect(error).toBeLessThan(14)
    }
  })

  it('keeps the few colors of a plain picture', () => {
    const colors = [
      [200, 20, 20],
      [20, 200, 20],
      [20, 20, 200],
    ]
    const frame = Uint8ClampedArray.from(
      { length: 64 * 4 },
      (_, at) => [...(colors[(at >> 2) % 3] ?? []), 255][at & 3] ?? 0,
    )
    const [pixels = []] = decode(encodeGif(8, 8, [frame], 5)).frames
    for (const [index, value] of pixels.entries())
      expect(Math.abs(value - (frame[Math.floor(index / 3) * 4 + (index % 3)] ?? 0))).toBeLessThan(9)
  })
})
