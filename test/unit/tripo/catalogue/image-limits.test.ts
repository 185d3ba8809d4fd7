// What the service takes as an image, told from the first bytes.
import { describe, expect, it } from 'vitest'
import { checkImage, readImageHeader } from '../../../../src/tripo/catalogue/index.ts'
import { png } from '../fakes.ts'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)))
const zeros = (count: number) => new Array<number>(count).fill(0)

/** Application segment, then a baseline frame of 300 × 200 (height before width). */
const JPEG = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 16],
  'JFIF\0',
  zeros(9),
  [0xff, 0xff, 0xc0, 0, 17, 8, 0, 200, 1, 44, 3],
  zeros(9),
)
const riff = (chunk: string, payload: number[]) => bytes('RIFF', zeros(4), 'WEBP', chunk, zeros(4), payload, zeros(20))

describe('headers', () => {
  it('PNG', () => expect(readImageHeader(png(640, 480))).toEqual({ format: 'png', width: 640, height: 480 }))
  it('JPEG, past fill bytes and other segments', () =>
    expect(readImageHeader(JPEG)).toEqual({ format: 'jpeg', width: 300, height: 200 }))
  it('WebP extended: 24-bit sizes less one', () => {
    const payload = [0, 0, 0, 0, 0x2b, 1, 0, 0xc7, 0, 0]
    expect(readImageHeader(riff('VP8X', payload))).toEqual({ format: 'webp', width: 300, height: 200 })
  })
  it('WebP lossy: 14-bit sizes', () => {
    const payload = [0, 0, 0, 0x9d, 0x01, 0x2a, 0x2c, 0x41, 0xc8, 0x40]
    expect(readImageHeader(riff('VP8 ', payload))).toEqual({ format: 'webp', width: 300, height: 200 })
  })
  it('WebP lossless: sizes packed after the signature', () => {
    const packed = 299 | (199 << 14)
    const payload = [0x2f, packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >>> 24]
    expect(readImageHeader(riff('VP8L', payload))).toEqual({ format: 'webp', width: 300, height: 200 })
  })
  it.each([
    ['nothing', new Uint8Array()],
    ['text', bytes('hello, I am a picture.png')],
    ['a PNG cut in its header', png().subarray(0, 20)],
    ['a JPEG without a frame', JPEG.subarray(0, 24)],
    ['a GIF', bytes('GIF89a', zeros(30))],
    ['another RIFF', bytes('RIFF', zeros(4), 'WAVE', zeros(30))],
  ])('%s is none', (_, data) => expect(readImageHeader(data)).toBeUndefined())
})

describe('limits', () => {
  const header = (width: number, height: number) => ({ format: 'png', width, height }) as const
  it.each([
    [1, 20, 20, undefined],
    [20 * 1024 * 1024, 6000, 6000, undefined],
    [0, 100, 100, 'empty'],
    [20 * 1024 * 1024 + 1, 100, 100, 'too-large'],
    [100, 19, 500, 'too-small'],
    [100, 500, 19, 'too-small'],
    [100, 6001, 500, 'too-wide'],
    [100, 500, 6001, 'too-wide'],
  ])('%i bytes, %i × %i: %s', (size, width, height, code) => {
    expect(checkImage(size, header(width, height))?.code).toBe(code)
  })
  it('what has no header is no image', () => expect(checkImage(100, undefined)?.code).toBe('not-an-image'))
})
