// Pictures in every format the service accepts, read back pixel for pixel.
import { readFile } from 'node:fs/promises'
import { zlibSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { MeshError } from '../../../../src/mesh/errors.ts'
import { exifOrientation, orient } from '../../../../src/mesh/images/exif.ts'
import { decodeImage, type RgbaImage } from '../../../../src/mesh/images/image.ts'
import { imageFormat } from '../../../../src/mesh/images/image-format.ts'
import { readJpegHead } from '../../../../src/mesh/images/jpeg-segments.ts'
import { crc32, encodePng } from '../../../../src/mesh/images/png.ts'
import { resizeImage } from '../../../../src/mesh/images/resize.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'

const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../../fixtures/images/${name}`, import.meta.url)))

beforeAll(loadWasmFromPackages)

function picture(width: number, height: number, alpha: boolean): RgbaImage {
  const data = new Uint8Array(width * height * 4)
  for (let i = 0; i < width * height; i++) data.set([i * 7, i * 13, 255 - i, alpha ? i * 5 : 255], i * 4)
  return { width, height, data }
}

/** A PNG from raw scanlines (filter bytes included), written by hand to reach what encodePng never writes. */
function png(
  width: number,
  height: number,
  depth: number,
  type: number,
  raw: number[],
  more: [string, number[]][] = [],
  interlace = 0,
) {
  const chunk = (name: string, body: Uint8Array) => {
    const out = new Uint8Array(12 + body.length)
    const view = new DataView(out.buffer)
    view.setUint32(0, body.length)
    out.set(new TextEncoder().encode(name), 4)
    out.set(body, 8)
    view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)))
    return [...out]
  }
  const head = [0, 0, 0, width, 0, 0, 0, height, depth, type, 0, 0, interlace]
  return new Uint8Array([
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    ...chunk('IHDR', new Uint8Array(head)),
    ...more.flatMap(([name, body]) => chunk(name, new Uint8Array(body))),
    ...chunk('IDAT', zlibSync(new Uint8Array(raw))),
    ...chunk('IEND', new Uint8Array(0)),
  ])
}

describe('PNG', () => {
  it.each([true, false])('comes back as it was written (alpha %s)', async (alpha) => {
    const image = picture(37, 11, alpha)
    expect(await decodeImage(encodePng(image))).toEqual(image)
    expect(await decodeImage(encodePng(image, 1))).toEqual(image)
  })

  it('reads palette pixels of two bits with transparency', async () => {
    const file = png(
      4,
      1,
      2,
      3,
      [0, 0b00011011],
      [
        ['PLTE', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
        ['tRNS', [0, 128]],
      ],
    )
    expect([...(await decodeImage(file)).data]).toEqual([1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255, 10, 11, 12, 255])
  })

  it('reads 16-bit grey with alpha and 1-bit grey with a color key', async () => {
    const grey = await decodeImage(png(1, 1, 16, 4, [0, 200, 9, 100, 0]))
    expect([...grey.data]).toEqual([200, 200, 200, 100])
    const bits = await decodeImage(png(2, 1, 1, 0, [0, 0b10000000], [['tRNS', [0, 1]]]))
    expect([...bits.data]).toEqual([255, 255, 255, 0, 0, 0, 0, 255])
  })

  it('puts interlaced pixels where they belong', async () => {
    // 3 x 3 grey: Adam7 passes 1, 5 (y+4 empty), 4, 6, 7 in the order of the specification.
    const raw = [0, 10, 0, 12, 0, 30, 32, 0, 11, 0, 31, 0, 20, 21, 22]
    const image = await decodeImage(png(3, 3, 8, 0, raw, [], 1))
    expect([...image.data].filter((_, i) => i % 4 === 0)).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32])
  })

  it('refuses a file cut off in its pixels, with a next step', async () => {
    const whole = encodePng(picture(64, 64, false))
    const error = await decodeImage(whole.subarray(0, whole.length / 2)).catch((reason) => reason)
    expect(error).toBeInstanceOf(MeshError)
    expect(error).toMatchObject({ code: 'image-broken', nextStep: expect.stringMatching(/./) })
  })
})

describe('other formats', () => {
  it('reads JPEG and WebP files of real pictures', async () => {
    for (const name of ['mushroom.jpg', 'mug.webp']) {
      const image = await decodeImage(await fixture(name))
      expect([image.width, image.height, image.data.length]).toEqual([256, 256, 256 * 256 * 4])
      const centre = image.data.subarray((128 * 256 + 128) * 4, (128 * 256 + 128) * 4 + 3)
      const corner = image.data.subarray(0, 3)
      expect(Math.hypot(...[...centre].map((v, i) => v - (corner[i] ?? 0)))).toBeGreaterThan(30)
    }
  })

  it('reads a progressive JPEG as it reads the same one in sequence', async () => {
    const [progressive, sequential] = [
      await decodeImage(await fixture('mushroom-progressive.jpg')),
      await decodeImage(await fixture('mushroom.jpg')),
    ]
    expect(progressive.width).toBe(sequential.width)
    expect(Buffer.compare(progressive.data, sequential.data)).toBe(0)
  })

  it('reads the alpha of a WebP', async () => {
    const [webp, png] = [await decodeImage(await fixture('ring.webp')), await decodeImage(await fixture('ring.png'))]
    const alpha = ({ data }: typeof webp) => data.filter((_, i) => i % 4 === 3)
    expect(webp.width).toBe(png.width)
    expect(Buffer.compare(alpha(webp), alpha(png))).toBe(0)
    expect(alpha(webp)).toContain(0)
  })

  it('tells formats by content and names what is wrong with others', async () => {
    expect(imageFormat(await fixture('mug.webp'))).toBe('webp')
    await expect(decodeImage(new TextEncoder().encode('not a picture at all'))).rejects.toMatchObject({
      code: 'image-unknown',
    })
    await expect(decodeImage(new Uint8Array(0))).rejects.toMatchObject({ code: 'image-empty' })
    const webp = await fixture('mug.webp')
    await expect(decodeImage(webp.subarray(0, 200))).rejects.toMatchObject({ code: 'image-broken' })
  })

  it('refuses a picture too large to decode before decoding it', async () => {
    const head = png(1, 1, 8, 0, [0, 0])
    new DataView(head.buffer).setUint32(16, 60_000)
    new DataView(head.buffer).setUint32(20, 60_000)
    await expect(decodeImage(head)).rejects.toMatchObject({ code: 'image-too-large' })
  })
})

describe('orientation', () => {
  const image = { width: 2, height: 1, data: new Uint8Array([1, 1, 1, 255, 2, 2, 2, 255]) }
  const reds = (o: number) => {
    const turned = orient(image, o)
    return { size: [turned.width, turned.height], reds: [turned.data[0], turned.data[4]] }
  }
  it('turns pixels upright', () => {
    expect(reds(1)).toEqual({ size: [2, 1], reds: [1, 2] })
    expect(reds(3)).toEqual({ size: [2, 1], reds: [2, 1] })
    expect(reds(6)).toEqual({ size: [1, 2], reds: [1, 2] })
    expect(reds(8)).toEqual({ size: [1, 2], reds: [2, 1] })
  })
  it('is read from EXIF in either byte order', () => {
    const exif = [
      0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0,
      0,
    ]
    const orientation = (bytes: number[]) =>
      exifOrientation(readJpegHead(new Uint8Array(bytes)).exif ?? new Uint8Array())
    expect(orientation([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, 0xff, 0xda, 0, 0])).toBe(6)
    expect(orientation([0xff, 0xd8, 0xff, 0xff, 0xff, 0xe1, 0, exif.length + 2, ...exif, 0xff, 0xda, 0, 0])).toBe(6)
    expect(orientation([0xff, 0xd8, 0xff, 0xda, 0, 0])).toBe(1)
  })
})

it('scales down by averaging without bleeding hidden colors', () => {
  const image = { width: 2, height: 1, data: new Uint8Array([200, 0, 0, 255, 0, 255, 0, 0]) }
  expect([...resizeImage(image, 1, 1).data]).toEqual([200, 0, 0, 128])
})
