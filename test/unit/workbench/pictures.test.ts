// Screenshots as numbers: every PNG filter, and how far two pictures differ.
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeScreenshot, pictureDifference } from '../../../workbench/pictures.mjs'

function chunk(name: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, Buffer.from(name, 'latin1'), body, Buffer.alloc(4)])
}

/** A PNG of RGB rows, each given as its filter and its filtered bytes; the data is spread over two chunks. */
function png(width: number, rows: number[][], colorType = 2): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(rows.length, 4)
  header.set([8, colorType, 0, 0, 0], 8)
  const data = deflateSync(Buffer.from(rows.flat()))
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', data.subarray(0, 5)),
    chunk('IDAT', data.subarray(5)),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts])
}

describe('decodeScreenshot', () => {
  it('undoes every row filter', () => {
    const first = [0, 10, 20, 30, 40, 50, 60]
    const rows: [filter: string, row: number[], expected: number[]][] = [
      ['none', [0, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]],
      ['sub', [1, 1, 2, 3, 4, 5, 6], [1, 2, 3, 5, 7, 9]],
      ['up', [2, 1, 2, 250, 4, 5, 6], [11, 22, 24, 44, 55, 66]],
      ['average', [3, 1, 2, 3, 4, 5, 6], [6, 12, 18, 27, 36, 45]],
      // Of left, up and corner the nearest to left + up - corner: up for the first pixel, up again for the second.
      ['paeth', [4, 1, 2, 3, 4, 5, 6], [11, 22, 33, 44, 55, 66]],
    ]
    for (const [filter, row, expected] of rows) {
      const { width, height, channels, data } = decodeScreenshot(png(2, [first, row]))
      expect([filter, width, height, channels, [...data.slice(6)]]).toEqual([filter, 2, 2, 3, expected])
    }
  })

  it('refuses other kinds of PNG, and other files', () => {
    expect(() => decodeScreenshot(png(1, [[0, 1]], 3))).toThrow('not a PNG that Chromium wrote')
    expect(() => decodeScreenshot(Buffer.alloc(64))).toThrow('not a PNG that Chromium wrote')
  })
})

describe('pictureDifference', () => {
  const black = png(2, [[0, 0, 0, 0, 0, 0, 0]])
  it('is the share of pixels that changed more than the tolerance', () => {
    expect(pictureDifference(black, black)).toBe(0)
    expect(pictureDifference(black, png(2, [[0, 0, 0, 0, 0, 0, 16]]))).toBe(0)
    expect(pictureDifference(black, png(2, [[0, 0, 0, 0, 0, 0, 17]]))).toBe(0.5)
  })

  it('is whole for pictures of different sizes', () => {
    expect(pictureDifference(black, png(1, [[0, 0, 0, 0]]))).toBe(1)
  })
})
