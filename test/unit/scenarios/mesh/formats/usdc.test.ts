// Binary USD. What is read here was written by test/support/usdc-write.ts; that this is the format as others know it is
// told by three.js's parser, which reads the same bytes.
import { Box3, Mesh } from 'three'
import { USDLoader } from 'three/examples/jsm/loaders/USDLoader.js'
import { describe, expect, it } from 'vitest'
import {
  detectFormat,
  readModel,
  readUsd,
  readZip,
  writeUsdz,
  writeZip,
} from '../../../../../src/mesh/formats/index.ts'
import { parseUsda } from '../../../../../src/mesh/formats/usd-parse.ts'
import { parseUsdc } from '../../../../../src/mesh/formats/usdc-read.ts'
import { writeUsdc } from '../../../../support/usdc-write.ts'
import { cornerUvs, expectClose, expectSameShape, summary, validGlb } from '../../../mesh/formats/compare.ts'
import { picture, riggedModel, staticModel } from '../../../mesh/formats/sample.ts'

const textOf = (package_: Uint8Array) => new TextDecoder().decode(readZip(package_).get('model.usda'))

/** The same package with its stage in binary form. */
function binary(package_: Uint8Array): Uint8Array {
  const files = [...readZip(package_)].map(([name, bytes]) => ({ name, bytes }))
  const stage = writeUsdc(parseUsda(textOf(package_)))
  const others = files.filter(({ name }) => name !== 'model.usda')
  return writeZip([{ name: 'model.usdc', bytes: stage }, ...others], { align: 64 })
}

describe('binary USD', () => {
  it('is the same to three.js, which knows it from elsewhere', () => {
    const text = textOf(writeUsdz(riggedModel()))
    const group = new USDLoader().parse(writeUsdc(parseUsda(text)).buffer)
    group.updateMatrixWorld(true)
    const { min, max, triangles } = summary(riggedModel())
    const box = new Box3().setFromObject(group, true)
    expectClose(box.min.toArray(), [...min])
    expectClose(box.max.toArray(), [...max])
    let corners = 0
    group.traverse((object) => {
      if (object instanceof Mesh)
        corners += object.geometry.getIndex()?.count ?? object.geometry.getAttribute('position').count
    })
    expect(corners).toBe(triangles * 3)
    expect(group.animations.map((clip) => clip.name)).toEqual(['preset_walk', 'preset_idle'])
  })

  it('says what the text says', () => {
    const layer = parseUsda(textOf(writeUsdz(riggedModel())))
    const back = parseUsdc(writeUsdc(layer))
    const flat = (prims: typeof layer.prims, path = ''): [string, string][] =>
      prims.flatMap((prim) => [
        [`${path}/${prim.name}`, prim.type] as [string, string],
        ...[...prim.properties].map(([name, { type, targets, value }]): [string, string] => [
          `${path}/${prim.name}.${name}`,
          JSON.stringify([type, targets, value?.texts, value?.numbers.map(Math.fround)]),
        ]),
        ...flat(prim.prims, `${path}/${prim.name}`),
      ])
    const both = [layer, back].map(({ prims }) => new Map(flat(prims)))
    expect([...(both[1] ?? [])].sort()).toEqual([...(both[0] ?? [])].sort())
    expect(back.metadata.get('upAxis')?.texts).toEqual(['Y'])
    expect(back.metadata.get('timeCodesPerSecond')?.numbers).toEqual([30])
  })

  it('comes back with shape, uvs, names, materials and pictures', async () => {
    const bytes = binary(writeUsdz(staticModel()))
    expect(detectFormat(bytes)).toEqual({ format: 'usdz', zipped: false })
    const back = await readModel(bytes)
    expectSameShape(back, staticModel())
    expect(cornerUvs(back)).toEqual(cornerUvs(staticModel()))
    const [wood, glass] = back.getRoot().listMaterials()
    expect([wood?.getName(), glass?.getName()]).toEqual(['old wood', 'glass'])
    expect(wood?.getBaseColorTexture()?.getImage()).toEqual(picture())
    expectClose(glass?.getBaseColorFactor(), [0.1, 0.2, 0.6, 0.5])
    await validGlb(back)
  })

  it('keeps skeleton and clips, also as a layer on its own', async () => {
    const stage = writeUsdc(parseUsda(textOf(writeUsdz(riggedModel()))))
    const back = await readUsd(stage)
    expectSameShape(back, riggedModel())
    const clips = back.getRoot().listAnimations()
    expect(clips.map((clip) => clip.getName())).toEqual(['preset:walk', 'preset:idle'])
    const turn = clips[0]?.listChannels().find((channel) => channel.getTargetPath() === 'rotation')
    const half = Math.SQRT1_2
    const [x = 0, y = 0, z = 0, w = 0] = Array.from(turn?.getSampler()?.getOutput()?.getArray() ?? [], Number)
    expectClose([x, y, z, w].map(Math.abs), [0, 0, half, half], 1e-3)
    await validGlb(back)
  })

  it('is refused when damaged, at any place, without hanging', async () => {
    const stage = writeUsdc(parseUsda(textOf(writeUsdz(staticModel()))))
    for (let i = 0; i < 60; i++) {
      const bytes = stage.slice(0, i % 2 === 0 ? stage.length : Math.floor((stage.length * i) / 60))
      for (let k = 0; k < 4; k++)
        bytes[8 + ((i * 7919 + k * 104_729) % Math.max(1, bytes.length - 8))] = (i * 37 + k * 11) & 255
      await readModel(bytes).catch((error: unknown) => expect(error).toMatchObject({ code: 'model-broken' }))
    }
    await expect(readUsd(stage.slice(0, 60))).rejects.toMatchObject({ code: 'model-broken' })
    const old = stage.slice()
    old[9] = 1
    await expect(readUsd(old)).rejects.toMatchObject({ message: expect.stringContaining('version') })
  })
})
