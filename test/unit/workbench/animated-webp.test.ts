// The animation of the README: a WebP that decoders read, whose frames hold what has changed.
import { describe, expect, it } from 'vitest'
import { readImageHeader } from '../../../src/tripo/catalogue/image-limits.ts'
import { animatedWebp, changedArea } from '../../../workbench/animated-webp.mjs'

/** A grey picture with a red square at a place. */
const picture = (at: number) => {
  const data = new Uint8Array(32 * 24 * 4).fill(128)
  for (let y = 5; y < 9; y++) for (let x = at; x < at + 4; x++) data.set([255, 0, 0, 255], (y * 32 + x) * 4)
  return { width: 32, height: 24, data }
}

const chunksOf = (file: Buffer) => {
  const chunks: { id: string; body: Buffer }[] = []
  for (let at = 12; at < file.length; ) {
    const length = file.readUInt32LE(at + 4)
    chunks.push({ id: file.toString('latin1', at, at + 4), body: file.subarray(at + 8, at + 8 + length) })
    at += 8 + length + (length % 2)
  }
  return chunks
}

describe('animatedWebp', () => {
  it('finds what has changed, at even places', () => {
    expect(changedArea(picture(3), picture(3))).toBeUndefined()
    expect(changedArea(picture(3), picture(9))).toEqual({ left: 2, top: 4, width: 11, height: 5 })
  })

  it('holds a frame for each change, and lets the same picture stand longer', async () => {
    const shots = [picture(3), picture(9), picture(9)].map((each) => ({ picture: each, milliseconds: 100 }))
    const file = await animatedWebp(shots)
    expect(file.toString('latin1', 0, 4)).toBe('RIFF')
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    const chunks = chunksOf(file)
    expect(chunks.map(({ id }) => id)).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF'])
    expect(chunks[3]?.body.readUIntLE(12, 3)).toBe(200)
    expect(readImageHeader(new Uint8Array(file))).toMatchObject({ width: 32, height: 24 })
  })

  it('refuses frames of different sizes, and none', async () => {
    const other = { width: 2, height: 2, data: new Uint8Array(16) }
    await expect(animatedWebp([])).rejects.toThrow(RangeError)
    const shots = [picture(3), other].map((each) => ({ picture: each, milliseconds: 100 }))
    await expect(animatedWebp(shots)).rejects.toThrow(RangeError)
  })
})
