// AVIF pictures: written and read back, told by their bytes, turned as their container says, and refused in words when damaged.
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeAvif, encodeAvif } from '../../../../src/mesh/images/avif.ts'
import { isAvif, readAvifHead } from '../../../../src/mesh/images/avif-container.ts'
import type { RgbaImage } from '../../../../src/mesh/images/image.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { imageFormat } from '../../../../src/mesh/images/image-format.ts'
import { pictureSize } from '../../../../src/mesh/images/picture-size.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'

const [WIDTH, HEIGHT] = [48, 32]
/** Red grows to the right, green downwards; the left third is half transparent. */
const image: RgbaImage = {
  ...{ width: WIDTH, height: HEIGHT },
  data: Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => {
    const [x, y] = [(i >> 2) % WIDTH, Math.floor((i >> 2) / WIDTH)]
    return [x * 5, y * 7, 90, x < WIDTH / 3 ? 128 : 255][i & 3] ?? 0
  }),
}
let file: Uint8Array
beforeAll(async () => {
  loadWasmFromPackages()
  file = await encodeAvif(image)
})

const pixel = ({ data, width }: RgbaImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
]

/** Puts a property into the container, of the picture itself or of no item; its boxes grow. */
function withProperty(name: string, value: number, isOwn = true): Uint8Array {
  const property = Buffer.from([0, 0, 0, 9, ...Buffer.from(name), value])
  const found = (parent: string, from: Buffer) => from.indexOf(parent) - 4
  const grow = (out: Buffer, parents: string[], by: number) => {
    for (const parent of parents) out.writeUInt32BE(out.readUInt32BE(found(parent, out)) + by, found(parent, out))
  }
  const put = (out: Buffer, end: number, bytes: Buffer) =>
    Buffer.concat([out.subarray(0, end), bytes, out.subarray(end)])
  let out = Buffer.from(file)
  const list = found('ipco', out)
  const listed = out.readUInt32BE(list)
  let count = 0
  for (let at = list + 8; at < list + listed; at += out.readUInt32BE(at)) count += 1
  grow(out, ['meta', 'iprp', 'ipco'], property.length)
  out = put(out, list + listed, property)
  if (!isOwn) return new Uint8Array(out)
  // The picture is the first item: its number of properties stands behind version, count of items and its id.
  const own = found('ipma', out) + 8 + 4 + 4 + 2
  const many = out[own] ?? 0
  out[own] = many + 1
  grow(out, ['meta', 'iprp', 'ipma'], 1)
  return new Uint8Array(put(out, own + 1 + many, Buffer.from([count + 1])))
}

describe('AVIF', () => {
  it('comes back nearly as it was, transparency exactly', async () => {
    const back = await decodeImage(file)
    expect([back.width, back.height]).toEqual([WIDTH, HEIGHT])
    const off = back.data.map((value, i) => Math.abs(value - (image.data[i] ?? 0)))
    expect(Math.max(...off)).toBeLessThan(24)
    expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(3)
    expect(back.data.filter((_, i) => i % 4 === 3)).toEqual(image.data.filter((_, i) => i % 4 === 3))
  })

  it('is told by its bytes, with its size', () => {
    expect(imageFormat(file)).toBe('avif')
    expect(pictureSize(file)).toEqual([WIDTH, HEIGHT])
    for (const other of [new Uint8Array(), new Uint8Array(40), file.subarray(0, 10)]) expect(isAvif(other)).toBe(false)
    // Other pictures of the same container, which no decoder here reads.
    const heic = file.slice()
    for (let i = 8; i < 64; i++) if (heic[i] === 0x61 && heic[i + 1] === 0x76) heic[i] = 0x68
    expect(isAvif(heic)).toBe(false)
  })

  it('says how it is turned and mirrored', () => {
    expect(readAvifHead(file)?.orientations).toEqual([])
    expect([0, 1, 2, 3].map((turn) => readAvifHead(withProperty('irot', turn))?.orientations)).toEqual([
      [1],
      [8],
      [3],
      [6],
    ])
    // Of a thumbnail or a mask.
    const other = readAvifHead(withProperty('irot', 1, false))
    expect(other).toEqual({ width: WIDTH, height: HEIGHT, orientations: [] })
    expect([0, 1].map((axis) => readAvifHead(withProperty('imir', axis))?.orientations)).toEqual([[4], [2]])
  })

  it('is refused when it claims to be too large, before it is decoded', async () => {
    const huge = file.slice()
    const at = Buffer.from(file).indexOf('ispe')
    new DataView(huge.buffer).setUint32(at + 8, 100_000)
    new DataView(huge.buffer).setUint32(at + 12, 100_000)
    await expect(decodeAvif(huge)).rejects.toMatchObject({ code: 'image-too-large' })
  })

  it('is refused in words when it is damaged, and others are read after it', async () => {
    for (let length = 16; length < file.length; length += 37)
      await expect(decodeImage(file.subarray(0, length))).rejects.toMatchObject({ code: 'image-broken' })
    for (let at = 16; at < file.length; at += 11) {
      const damaged = file.slice()
      damaged[at] = (damaged[at] ?? 0) ^ 0x55
      const outcome = await decodeImage(damaged).then(
        ({ data }) => data.length,
        (error: { code?: string }) => error.code,
      )
      expect([WIDTH * HEIGHT * 4, 'image-broken', 'image-too-large', 'image-unknown']).toContain(outcome)
    }
    expect(pixel(await decodeAvif(file), 40, 4)[3]).toBe(255)
  })
})
