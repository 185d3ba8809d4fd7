// How a format is recognized by its content, and that whatever we write is read.
import { describe, expect, it } from 'vitest'
import {
  detectFormat,
  read3mf,
  readModel,
  readZip,
  write3mf,
  writeFbx,
  writeGlb,
  writeGltf,
  writeObj,
  writeStl,
  writeUsdz,
  writeZip,
} from '../../../../src/mesh/formats/index.ts'
import { MODEL_FORMAT_IDS } from '../../../../src/mesh/formats/names.ts'
import { expectSameShape } from './compare.ts'
import { staticModel } from './sample.ts'

const text = (words: string) => new TextEncoder().encode(words)

describe('detectFormat', () => {
  it('knows what the writers write', async () => {
    const model = staticModel()
    expect(detectFormat(await writeGlb(model))).toEqual({ format: 'glb', zipped: false })
    expect(detectFormat(await writeGltf(model))).toEqual({ format: 'gltf', zipped: true })
    expect(detectFormat(writeObj(model))).toEqual({ format: 'obj', zipped: true })
    expect(detectFormat(writeStl(model))).toEqual({ format: 'stl', zipped: false })
    expect(detectFormat(writeFbx(model))).toEqual({ format: 'fbx', zipped: false })
    expect(detectFormat(write3mf(model))).toEqual({ format: '3mf', zipped: false })
    expect(detectFormat(writeUsdz(model))).toEqual({ format: 'usdz', zipped: false })
  })

  it('is not fooled by a binary STL that begins with "solid"', () => {
    const bytes = writeStl(staticModel())
    bytes.set(text('solid facet v 1'))
    expect(detectFormat(bytes)).toEqual({ format: 'stl', zipped: false })
  })

  it('knows OBJ, text STL and text FBX', () => {
    expect(detectFormat(text('# made by hand\nmtllib a.mtl\nv 0 0 0\n'))?.format).toBe('obj')
    expect(detectFormat(text('solid x\nfacet normal 0 0 1\n'))?.format).toBe('stl')
    expect(detectFormat(text('; FBX 7.3.0 project file\n'))?.format).toBe('fbx')
  })

  it('knows nothing of other files', () => {
    for (const bytes of [
      new Uint8Array(),
      text('hello world'),
      writeZip([{ name: 'a.txt', bytes: text('a') }]),
      text('{"a":1}'),
    ])
      expect(detectFormat(bytes)).toBeUndefined()
  })
})

describe('readModel', () => {
  it('reads whatever was written', async () => {
    const model = staticModel()
    const files = [
      await writeGlb(model),
      await writeGltf(model),
      writeObj(model),
      writeStl(model),
      writeFbx(model),
      write3mf(model),
      writeUsdz(model),
    ]
    for (const bytes of files) expectSameShape(await readModel(bytes), staticModel())
  })

  it('finds companions in the folder of a zipped model', async () => {
    const entries = [...readZip(writeObj(staticModel()))].map(([name, bytes]) => ({ name: `export/${name}`, bytes }))
    const back = await readModel(writeZip([{ name: 'readme.txt', bytes: text('hi') }, ...entries]))
    expect(back.getRoot().listTextures()).toHaveLength(2)
  })

  it('uses the hint where the content does not tell', async () => {
    const bytes = text(`${'# long\n'.repeat(5000)}v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n`)
    await expect(readModel(bytes)).rejects.toMatchObject({ code: 'model-unknown' })
    await expect(readModel(bytes, 'obj')).resolves.toBeDefined()
  })

  it('refuses what it cannot read with a next step', async () => {
    await expect(readModel(text('nothing'))).rejects.toMatchObject({
      code: 'model-unknown',
      nextStep: expect.stringContaining('GLB'),
    })
  })

  it('says of an empty file that it is empty, whatever it is called', async () => {
    for (const hint of MODEL_FORMAT_IDS)
      await expect(readModel(new Uint8Array(), hint)).rejects.toThrow('The file is empty.')
  })

  it('gives the same bytes for the same model', async () => {
    for (const write of [writeFbx, writeUsdz, write3mf, writeObj, writeStl])
      expect(write(staticModel())).toEqual(write(staticModel()))
    expect(await read3mf(write3mf(staticModel()))).toBeDefined()
  })
})

it.each([undefined, 'glb', 'gltf', 'obj', 'fbx', 'ply'] as const)(
  'says of a Git LFS pointer that the model was not downloaded, whatever it is named (%s)',
  async (hint) => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n'
    await expect(readModel(text(pointer), hint)).rejects.toMatchObject({
      message: expect.stringContaining('Git LFS pointer'),
    })
  },
)
