// What the service takes as an image, told from the first bytes.
import { describe, expect, it } from 'vitest'
import { checkImage, readImageHeader } from '../../../../src/tripo/catalogue/index.ts'
import {
  exifBlock,
  exifSegment,
  iccChunk,
  iccSegment,
  jpegFile,
  pngChunk,
  pngFile,
  webpChunk,
  webpFile,
} from '../../mesh/picture-samples.ts'
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

describe('what must be made plain before it is sent', () => {
  const grey = [{ id: 1, values: [1] }]
  const jpeg = (before: number[][] = []) => jpegFile({ width: 40, height: 30, components: grey, before })
  const pngWith = (...before: Uint8Array[]) => pngFile({ width: 40, height: 30, raw: [0], before })
  const extended = (flags: number, chunk: Uint8Array) => webpFile(40, 30, flags, [chunk])
  const four = [1, 2, 3, 4].map((id) => ({ id, values: [1] }))

  it.each([
    ['JPEG turned', jpeg([[0xff, 0xff], exifSegment(6)]), [30, 40]],
    ['JPEG upside down', jpeg([exifSegment(3)]), [40, 30]],
    ['PNG turned', pngWith(pngChunk('eXIf', exifBlock(6, true))), [30, 40]],
    ['WebP turned', extended(8, webpChunk('EXIF', exifBlock(8))), [30, 40]],
    ['JPEG with a profile', jpeg([iccSegment(new Uint8Array(9))]), [40, 30]],
    ['PNG with a profile', pngWith(iccChunk(new Uint8Array(9))), [40, 30]],
    ['WebP with a profile', extended(0x20, webpChunk('ICCP', [1, 2])), [40, 30]],
    ['WebP animated', extended(2, webpChunk('ANIM', [0, 0, 0, 0, 0, 0])), [40, 30]],
    ['JPEG of four inks', jpegFile({ width: 40, height: 30, components: four }), [40, 30]],
  ])('%s', (_, file, [width, height]) => {
    expect(readImageHeader(file)).toMatchObject({ width, height, needsPreparing: true })
  })

  it.each([
    ['JPEG', jpeg([exifSegment(1)])],
    ['PNG', pngWith(pngChunk('eXIf', exifBlock(1)))],
    ['WebP', extended(0x10, webpChunk('ALPH', [0]))],
  ])('not a plain %s', (_, file) => expect(readImageHeader(file)?.needsPreparing).toBeUndefined())
})

it.each([
  ['lossless', 0xc3, 8],
  ['arithmetic', 0xc9, 8],
  ['hierarchical', 0xc5, 8],
  ['12 bits', 0xc1, 12],
])('a JPEG that hardly anything reads is named: %s', (word, marker, precision) => {
  const file = jpegFile({ width: 40, height: 30, components: [{ id: 1, values: [1] }], marker, precision })
  expect(checkImage(file.length, readImageHeader(file))).toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining(word),
  })
})
