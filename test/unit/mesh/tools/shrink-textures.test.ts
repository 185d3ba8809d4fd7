// Pictures become smaller in the format that was asked for, where that holds them: colors, numbers, what is seen through.
import { Document } from '@gltf-transform/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readGlb, writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { decodeImage, type RgbaImage } from '../../../../src/mesh/images/image.ts'
import { textureSize } from '../../../../src/mesh/images/picture-size.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { parseGlb } from '../../../../src/mesh/tools/inspect.ts'
import { TEXTURE_FORMATS } from '../../../../src/mesh/tools/optimise-presets.ts'
import { shrinkTextures } from '../../../../src/mesh/tools/shrink-textures.ts'
import { resampleTextures } from '../../../../src/mesh/tools/textures.ts'
import { validateGltf } from '../../../../src/mesh/tools/validate.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'

beforeAll(loadWasmFromPackages)

const SIDE = 64
/** Waves that PNG packs badly. */
const picture = (alpha: number): RgbaImage => ({
  ...{ width: SIDE, height: SIDE },
  data: Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, i) => {
    const [x, y, channel] = [(i >> 2) % SIDE, Math.floor((i >> 2) / SIDE), i & 3]
    return channel === 3
      ? alpha
      : Math.round(127 + 60 * Math.sin((x * (channel + 1)) / 5) * Math.cos(y / 7) + ((x * y) % 9))
  }),
})

/** A triangle with a color that is seen through or not, and a normal map. */
async function model(alpha: number): Promise<Document> {
  const document = new Document()
  const buffer = document.createBuffer()
  const texture = async (name: string, image: RgbaImage) =>
    document
      .createTexture(name)
      .setImage(new Uint8Array(await encodePng(image)))
      .setMimeType('image/png')
  const material = document
    .createMaterial('wood')
    .setBaseColorTexture(await texture('color', picture(alpha)))
    .setNormalTexture(await texture('normal', picture(255)))
  const list = (type: 'VEC2' | 'VEC3', values: number[]) =>
    document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setMaterial(material)
    .setAttribute('POSITION', list('VEC3', [0, 0, 0, 1, 0, 0, 0, 1, 0]))
    .setAttribute('TEXCOORD_0', list('VEC2', [0, 0, 1, 0, 0, 1]))
  document.createScene('').addChild(document.createNode('').setMesh(document.createMesh('').addPrimitive(primitive)))
  return document
}

const typesOf = (document: Document) =>
  document
    .getRoot()
    .listTextures()
    .map((texture) => texture.getMimeType())

describe('shrinkTextures', () => {
  it.each([
    ['webp', 255, ['image/webp', 'image/webp']],
    ['avif', 255, ['image/avif', 'image/webp']],
    ['avif', 128, ['image/avif', 'image/webp']],
    ['jpeg', 255, ['image/jpeg', 'image/png']],
    ['jpeg', 128, ['image/png', 'image/png']],
    ['keep', 255, ['image/png', 'image/png']],
  ] as const)('writes %s for colors of opacity %i as it holds them', async (wish, alpha, types) => {
    const document = await model(alpha)
    await shrinkTextures(document, 32, wish)
    expect(typesOf(document)).toEqual(types)
    for (const texture of document.getRoot().listTextures()) {
      const { width, data } = await decodeImage(texture.getImage() ?? new Uint8Array())
      expect(width).toBe(32)
      if (texture.getName() === 'color') expect(data[3]).toBe(alpha)
    }
  })

  it.each(TEXTURE_FORMATS)('gives a file that says what its pictures are as %s', async (wish) => {
    const document = await model(255)
    await shrinkTextures(document, 0, wish)
    const bytes = await writeGlb(document)
    const needed = typesOf(document)
    const extensions = ['avif', 'webp']
      .filter((name) => needed.includes(`image/${name}`))
      .map((name) => `EXT_texture_${name}`)
    expect(parseGlb(bytes).json.extensionsUsed ?? []).toEqual(extensions)
    const again = await readGlb(bytes)
    expect(typesOf(again)).toEqual(needed)
    for (const texture of again.getRoot().listTextures()) expect(textureSize(texture)).toEqual([SIDE, SIDE])
    expect((await validateGltf(bytes, new Map())).filter(({ severity }) => severity === 'error')).toEqual([])
    // For a format that holds PNG and JPEG only.
    expect(await resampleTextures(again, {})).toEqual([])
    expect(typesOf(again).every((type) => type === 'image/png' || type === 'image/jpeg')).toBe(true)
    const { json } = parseGlb(await writeGlb(again))
    expect(json.extensionsUsed ?? []).toEqual([])
  })
})
