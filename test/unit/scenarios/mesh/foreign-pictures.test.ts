// Pictures as cameras, phones and printers write them, and files that are made to hurt: what comes out is what a person
// sees, and no file takes more than its header implies.
import { zlibSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodeWebp } from '../../../../src/mesh/images/webp.ts'
import { inflateAtMost, inflateInPieces } from '../../../../src/mesh/inflate.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'
import {
  adobe,
  exifBlock,
  exifSegment,
  gammaTag,
  gridTag,
  iccChunk,
  iccSegment,
  jpegFile,
  matrixProfile,
  pngChunk,
  pngFile,
  profile,
  SRGB_COLUMNS,
  srgbCurveTag,
  webpChunk,
  webpFile,
  webpFrame,
} from '../../mesh/picture-samples.ts'

beforeAll(loadWasmFromPackages)

const { r, g, b } = SRGB_COLUMNS
/** sRGB with red and blue exchanged: what it does to a color is plain to see. */
const SWAPPED = matrixProfile([b, g, r], srgbCurveTag())
const rgb = async (file: Uint8Array, srgb = false) => [...(await decodeImage(file, { srgb })).data.subarray(0, 3)]
const near = (values: readonly number[], expected: readonly number[]) =>
  expect(Math.max(...values.map((value, i) => Math.abs(value - (expected[i] ?? 0)))), `${values}`).toBeLessThanOrEqual(
    1,
  )

describe('orientation', () => {
  /** 2 x 1: dark, light. */
  const raw = [0, 10, 200]
  const upright = async (file: Uint8Array) => {
    const { width, height, data } = await decodeImage(file)
    return [width, height, data[0], data[4]]
  }
  it.each([
    ['before the pixels', { before: [pngChunk('eXIf', exifBlock(8))] }],
    ['after them, little-endian', { after: [pngChunk('eXIf', exifBlock(8, true))] }],
    [
      'with the name some writers put first',
      { before: [pngChunk('eXIf', [0x45, 0x78, 0x69, 0x66, 0, 0, ...exifBlock(8)])] },
    ],
  ])('PNG, eXIf %s', async (_, chunks) => {
    expect(await upright(pngFile({ width: 2, height: 1, raw, ...chunks }))).toEqual([1, 2, 200, 10])
  })

  it('WebP, EXIF chunk', async () => {
    const pixels = new Uint8Array([10, 10, 10, 255, 200, 200, 200, 255])
    const still = await encodeWebp({ width: 2, height: 1, data: pixels }, true)
    const file = webpFile(2, 1, 0x08, [still.subarray(12), webpChunk('EXIF', exifBlock(6))])
    expect(await upright(file)).toEqual([1, 2, 10, 200])
  })

  it('JPEG, after fill bytes', async () => {
    const components = [{ id: 1, values: [10, 200] }]
    const { width, height, data } = await decodeImage(
      jpegFile({ width: 16, height: 8, components, before: [[0xff, 0xff, 0xff], exifSegment(6)] }),
    )
    expect([width, height, data[0], data.at(-2)]).toEqual([8, 16, 10, 200])
  })
})

describe('JPEG colors', () => {
  const file = (values: readonly number[], before: number[][] = [], ids = [1, 2, 3, 4], more = {}) => {
    const components = values.map((value, i) => ({ id: ids[i] ?? i, values: [value] }))
    return jpegFile({ width: 8, height: 8, components, before, ...more })
  }
  /** JFIF's transform. */
  const fromYcc = ([y = 0, cb = 0, cr = 0]: readonly number[]) =>
    [y + 1.402 * (cr - 128), y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128), y + 1.772 * (cb - 128)].map(Math.round)
  const SAMPLE = [120, 100, 160]

  it('three components: by Adobe, else by their names', async () => {
    const [red, green, blue] = [...'RGB'].map((letter) => letter.charCodeAt(0))
    near(await rgb(file(SAMPLE, [adobe(1)])), fromYcc(SAMPLE))
    near(await rgb(file(SAMPLE, [adobe(0)])), SAMPLE)
    near(await rgb(file(SAMPLE)), fromYcc(SAMPLE))
    near(await rgb(file(SAMPLE, [], [red ?? 0, green ?? 0, blue ?? 0])), SAMPLE)
  })

  it('four inks: inverted where Adobe says so, YCCK by transform 2', async () => {
    const inks = [200, 100, 50, 150]
    const stored = [200, 100, 50].map((value) => Math.round((value * 150) / 255))
    const plain = [200, 100, 50].map((value) => Math.round(((255 - value) * (255 - 150)) / 255))
    near(await rgb(file(inks)), plain)
    near(await rgb(file(inks, [adobe(0)])), stored)
    near(await rgb(file(inks, [adobe(0)], [1, 2, 3, 4], { marker: 0xc2 })), stored)
    const [c = 0, m = 0, y = 0] = fromYcc(SAMPLE)
    near(
      await rgb(file([...SAMPLE, 150], [adobe(2)])),
      [c, m, y].map((value) => Math.round(((255 - value) * 150) / 255)),
    )
  })

  it('reads what libjpeg only warns about: a last scan cut short', async () => {
    const components = [{ id: 1, values: [90, 91, 92, 93, 200, 10, 60, 250] }]
    const image = await decodeImage(jpegFile({ width: 64, height: 8, components, cut: 3 }))
    expect([image.width, image.data[0]]).toEqual([64, 90])
  })

  it.each([
    ['lossless', { marker: 0xc3 }],
    ['arithmetic', { marker: 0xc9 }],
    ['hierarchical', { marker: 0xc5 }],
    ['12 bits', { marker: 0xc1, precision: 12 }],
  ])('names %s ones', async (word, more) => {
    await expect(decodeImage(file(SAMPLE, [], [1, 2, 3], more))).rejects.toMatchObject({
      code: 'image-unsupported',
      message: expect.stringContaining(word),
      nextStep: expect.stringMatching(/./),
    })
  })

  it('a file that libjpeg gives up does not spoil the next', async () => {
    const broken = jpegFile({ width: 8, height: 8, components: [{ id: 1, values: [1] }] })
    broken[broken.indexOf(0xdb) + 3] = 9 // its quantization table has another number
    await expect(decodeImage(broken)).rejects.toMatchObject({ code: 'image-broken' })
    near(await rgb(file(SAMPLE)), fromYcc(SAMPLE))
  })
})

describe('several pictures in one file', () => {
  it('WebP: the first frame, where it lies on its canvas', async () => {
    const flat = (value: number) => ({ width: 2, height: 2, data: new Uint8Array(16).fill(value) })
    const frames = [await encodeWebp(flat(255), true), await encodeWebp(flat(130), true)]
    const parts = frames.map((still) => webpFrame(still, 2, 0, 2, 2))
    const file = webpFile(4, 2, 0x12, [webpChunk('ANIM', [0, 0, 0, 0, 0, 0]), ...parts])
    const { width, height, data } = await decodeImage(file)
    expect([width, height]).toEqual([4, 2])
    expect([...data.subarray(0, 16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, ...new Array(8).fill(255)])
  })

  it('PNG: the default picture', async () => {
    const more = pngChunk('fdAT', [0, 0, 0, 1, ...zlibSync(new Uint8Array([0, 99]))])
    const control = pngChunk('acTL', [0, 0, 0, 2, 0, 0, 0, 0])
    expect(await rgb(pngFile({ width: 1, height: 1, raw: [0, 7], before: [control], after: [more] }))).toEqual([
      7, 7, 7,
    ])
  })
})

describe('what unfolds', () => {
  const zeros = zlibSync(new Uint8Array(12 << 20))

  it('a PNG is inflated as far as its pixels reach', async () => {
    const file = pngFile({ width: 4, height: 1, raw: new Uint8Array(12 << 20) })
    expect((await decodeImage(file)).data.length).toBe(16)
    let inflated = 0
    inflateInPieces(zeros, (piece) => {
      inflated += piece.length
      return true
    })
    expect(inflated).toBeLessThan(5 << 20)
  })

  it('a profile is read up to its limit, and one beyond it passed over', async () => {
    expect(inflateAtMost(zeros, 1 << 20)).toBeUndefined()
    expect(inflateAtMost(zlibSync(new Uint8Array(1000)), 1000)?.length).toBe(1000)
    expect(inflateAtMost(zlibSync(new Uint8Array(1001)), 1000)).toBeUndefined()
    const file = pngFile({ width: 1, height: 1, raw: [0, 7], before: [iccChunk(new Uint8Array(12 << 20))] })
    expect(await rgb(file, true)).toEqual([7, 7, 7])
  })

  it('a few bytes get no memory for the pixels they cannot hold', async () => {
    const file = pngFile({ width: 6000, height: 6000, type: 6, raw: [0, 0, 0, 0, 0] })
    await expect(decodeImage(file)).rejects.toMatchObject({ code: 'image-broken' })
  })
})

describe('sums over PNG chunks', () => {
  const file = (before: Uint8Array[] = []) => pngFile({ width: 1, height: 1, type: 2, raw: [0, 1, 2, 3], before })
  /** The file with a bit of the sum of its first chunk of this name turned. */
  const spoiled = (bytes: Uint8Array, name: string) => {
    const at = Buffer.from(bytes).indexOf(name)
    const end = at + 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(at - 4)
    bytes[end] = (bytes[end] ?? 0) ^ 1
    return bytes
  }

  it.each(['IHDR', 'IDAT'])('a wrong one of %s is a damaged picture', async (name) => {
    expect(await rgb(file())).toEqual([1, 2, 3])
    await expect(decodeImage(spoiled(file(), name))).rejects.toMatchObject({ code: 'image-broken' })
  })

  it('a wrong one of what is not needed is passed over', async () => {
    expect(await rgb(spoiled(file([pngChunk('tEXt', [65, 0, 66])]), 'tEXt'))).toEqual([1, 2, 3])
  })
})

describe('color profiles', () => {
  const png = (bytes: Uint8Array, raw: number[], type = 2) =>
    pngFile({ width: 1, height: 1, type, raw: [0, ...raw], before: [iccChunk(bytes)] })

  it('bring colors to sRGB only where that is asked for', async () => {
    expect(await rgb(png(SWAPPED, [200, 100, 50]))).toEqual([200, 100, 50])
    near(await rgb(png(SWAPPED, [200, 100, 50]), true), [50, 100, 200])
  })

  it('sRGB itself changes nothing', async () => {
    expect(await rgb(png(matrixProfile([r, g, b], srgbCurveTag()), [201, 99, 3]), true)).toEqual([201, 99, 3])
  })

  it('in JPEG and WebP as in PNG', async () => {
    const components = [120, 100, 160].map((value, i) => ({ id: i + 1, values: [value] }))
    const [plain, turned] = [
      jpegFile({ width: 8, height: 8, components }),
      jpegFile({ width: 8, height: 8, components, before: [iccSegment(SWAPPED)] }),
    ]
    near(await rgb(turned, true), (await rgb(plain)).reverse())
    const still = await encodeWebp({ width: 1, height: 1, data: new Uint8Array([200, 100, 50, 255]) }, true)
    const webp = webpFile(1, 1, 0x20, [webpChunk('ICCP', SWAPPED), still.subarray(12)])
    near(await rgb(webp, true), [50, 100, 200])
  })

  it('curves: linear light becomes lighter; grey profiles too', async () => {
    near(await rgb(png(matrixProfile([r, g, b], gammaTag(1)), [128, 0, 255]), true), [188, 0, 255])
    near(await rgb(png(profile('GRAY', 'XYZ ', { kTRC: gammaTag(1) }), [128], 0), true), [188, 188, 188])
  })

  it('tables: of three channels, and of four inks', async () => {
    // Lab of a grid of two points: paper is white, whatever has the last channel is black.
    const white = [255, 128, 128]
    const black = [0, 128, 128]
    const points = (inputs: number) =>
      Array.from({ length: 2 ** inputs }, (_, i) => (i % 2 === 0 ? white : black)).flat()
    near(await rgb(png(profile('RGB ', 'Lab ', { A2B0: gridTag(3, points(3)) }), [200, 10, 0]), true), [255, 255, 255])
    const inks = profile('CMYK', 'Lab ', { A2B0: gridTag(4, points(4)) })
    const file = (k: number) =>
      jpegFile({
        width: 8,
        height: 8,
        components: [255, 0, 0, k].map((value, i) => ({ id: i + 1, values: [value] })),
        before: [iccSegment(inks)],
      })
    near(await rgb(file(0), true), [255, 255, 255])
    near(await rgb(file(255), true), [0, 0, 0])
  })

  it('damaged ones are passed over, ones that cannot be computed are named', async () => {
    expect(await rgb(png(SWAPPED.subarray(0, 60), [200, 100, 50]), true)).toEqual([200, 100, 50])
    const nothing = profile('RGB ', 'Lab ', {})
    await expect(rgb(png(nothing, [1, 2, 3]), true)).rejects.toMatchObject({ code: 'image-unsupported' })
    const components = [255, 0, 0, 0].map((value, i) => ({ id: i + 1, values: [value] }))
    const inks = (bytes: Uint8Array) => jpegFile({ width: 8, height: 8, components, before: [iccSegment(bytes)] })
    await expect(rgb(inks(profile('CMYK', 'Lab ', {})), true)).rejects.toMatchObject({ code: 'image-unsupported' })
    // The inks of a profile for other channels are shown as if they had none.
    expect(await rgb(inks(nothing), true)).toEqual(await rgb(inks(nothing)))
  })
})
