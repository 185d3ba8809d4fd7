// Picture formats that we write, read back by decoders of other hands.
import { FloatType } from 'three'
import { EXRLoader } from 'three/examples/jsm/loaders/EXRLoader.js'
import { HDRLoader } from 'three/examples/jsm/loaders/HDRLoader.js'
import { TGALoader } from 'three/examples/jsm/loaders/TGALoader.js'
import { TIFFLoader } from 'three/examples/jsm/loaders/TIFFLoader.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { readZip, writeObj } from '../../../../src/mesh/formats/index.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodePicture, type PICTURE_FORMATS } from '../../../../src/mesh/images/pictures.ts'
import { resampleTextures } from '../../../../src/mesh/tools/textures.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'
import { staticModel } from '../formats/sample.ts'

beforeAll(loadWasmFromPackages)

/** 3 x 2: red, green, blue over white, grey, half-transparent black. */
const image = {
  width: 3,
  height: 2,
  data: new Uint8Array([
    255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255, 128, 128, 128, 255, 0, 0, 0, 128,
  ]),
}
const buffer = async (format: keyof typeof PICTURE_FORMATS) => (await encodePicture(image, format, true)).slice().buffer

describe('encodePicture', () => {
  it('writes PNG and JPEG that decode', async () => {
    expect((await decodeImage(await encodePicture(image, 'png', true))).data).toEqual(image.data)
    const jpeg = await decodeImage(
      await encodePicture({ width: 16, height: 16, data: new Uint8Array(1024).fill(200) }, 'jpeg', true),
    )
    expect(Math.abs((jpeg.data[0] ?? 0) - 200)).toBeLessThan(3)
  })

  it('writes WebP: numbers exactly, colors nearly and smaller', async () => {
    expect((await decodeImage(await encodePicture(image, 'webp', false))).data).toEqual(image.data)
    const data = Uint8Array.from({ length: 64 * 64 * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : (Math.sin(i) * 43_758 + 1e6) % 256,
    )
    const noisy = { width: 64, height: 64, data }
    const [lossy, exact] = [await encodePicture(noisy, 'webp', true), await encodePicture(noisy, 'webp', false)]
    expect(lossy.length).toBeLessThan(exact.length)
    const plain = { width: 16, height: 16, data: new Uint8Array(1024).fill(200) }
    const back = await decodeImage(await encodePicture(plain, 'webp', true))
    expect(Math.abs((back.data[0] ?? 0) - 200)).toBeLessThan(3)
    expect(Math.abs((back.data[3] ?? 0) - 200)).toBeLessThan(3)
  })

  it('writes Targa that three.js reads', async () => {
    const read = new TGALoader().parse(await buffer('targa'))
    expect([read.width, read.height]).toEqual([3, 2])
    // three.js hands rows out from the bottom for a texture that is flipped.
    const rows = Array.from(read.data ?? [])
    expect(read.flipY ? rows : [...rows.slice(12), ...rows.slice(0, 12)]).toEqual(Array.from(image.data))
  })

  it('writes TIFF that three.js reads', async () => {
    const read = new TIFFLoader().parse(await buffer('tiff'))
    expect([read.width, read.height]).toEqual([3, 2])
    expect(Array.from(read.data ?? []).slice(0, 20)).toEqual(Array.from(image.data).slice(0, 20))
  })

  it('writes HDR and EXR in linear light that three.js reads', async () => {
    const hdr = new HDRLoader().setDataType(FloatType).parse(await buffer('hdr'))
    expect([hdr.width, hdr.height]).toEqual([3, 2])
    expect(hdr.data?.[0]).toBeCloseTo(1, 1)
    expect(hdr.data?.[16]).toBeCloseTo(0.2158, 2)
    const exr = new EXRLoader().setDataType(FloatType).parse(await buffer('open_exr'))
    expect([exr.width, exr.height]).toEqual([3, 2])
    // Rows from the bottom: white, grey, black, then red.
    expect(exr.data?.[4]).toBeCloseTo(0.21586, 4)
    expect(exr.data?.[11]).toBeCloseTo(128 / 255, 4)
    expect(Array.from(exr.data ?? []).slice(12, 16)).toEqual([1, 0, 0, 1])
  })

  it('writes BMP and DPX with their sizes and first pixels where readers look', async () => {
    const bmp = new DataView(await buffer('bmp'))
    expect([bmp.getUint32(18, true), bmp.getUint32(22, true), bmp.getUint32(2, true)]).toEqual([3, 2, bmp.byteLength])
    expect(bmp.getUint32(bmp.getUint32(10, true) + 12, true)).toBe(0xffff0000)
    const dpx = new DataView(await buffer('dpx'))
    expect([dpx.getUint32(772), dpx.getUint32(776), dpx.getUint32(16)]).toEqual([3, 2, dpx.byteLength])
    expect(dpx.getUint32(dpx.getUint32(4))).toBe((1023 << 22) >>> 0)
  })
})

it('an OBJ carries its pictures in the format asked for', async () => {
  const model = staticModel()
  await resampleTextures(model, { format: 'targa' })
  const files = readZip(writeObj(model))
  expect([...files.keys()]).toEqual(['model.obj', 'model.mtl', 'bark.tga', 'bumps.tga'])
  expect(new TextDecoder().decode(files.get('model.mtl'))).toContain('map_Kd bark.tga')
  expect(new TGALoader().parse((files.get('bark.tga') ?? new Uint8Array()).slice().buffer).width).toBe(8)
})
