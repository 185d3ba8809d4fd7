// The conversion as a whole: each format with what it can hold, and its steps in an order that makes sense.
import { Document } from '@gltf-transform/core'
import { KHRLightsPunctual, KHRMaterialsClearcoat, KHRMaterialsUnlit } from '@gltf-transform/extensions'
import { describe, expect, it } from 'vitest'
import { detectFormat, type ModelFormat, readModel, readZip } from '../../../../src/mesh/formats/index.ts'
import { convert } from '../../../../src/mesh/tools/convert.ts'
import { keepParts, partNames } from '../../../../src/mesh/tools/parts.ts'
import { animateInPlace, removeAnimation } from '../../../../src/mesh/tools/remove-animation.ts'
import { expectClose, expectSameShape, summary, validGlb } from '../formats/compare.ts'
import { riggedModel, staticModel } from '../formats/sample.ts'

describe('convert', () => {
  it('writes every format with the extension its content has', async () => {
    const extensions: Record<ModelFormat, string> = {
      glb: '.glb',
      gltf: '.zip',
      obj: '.zip',
      stl: '.stl',
      fbx: '.fbx',
      '3mf': '.3mf',
      usdz: '.usdz',
      ply: '.ply',
    }
    for (const format of ['glb', 'gltf', 'obj', 'stl', 'fbx', '3mf', 'usdz', 'ply'] as const) {
      const { bytes, extension } = await convert(staticModel(), { format })
      expect(extension).toBe(extensions[format])
      expect(detectFormat(bytes)?.format).toBe(format)
    }
  })

  it('names the files of a glTF by addresses, whatever the model is called', async () => {
    const name = 'Würfel 100% #2?'
    const { bytes } = await convert(staticModel(), { format: 'gltf', name })
    const files = readZip(bytes)
    const { buffers } = JSON.parse(new TextDecoder().decode(files.get(`${name}.gltf`)))
    expect(buffers[0].uri).toBe('W%C3%BCrfel%20100%25%20%232%3F.bin')
    expect(files.has(`${name}.bin`)).toBe(true)
    expectSameShape(await readModel(bytes), staticModel())
  })

  it('does everything at once, in an order that makes sense', async () => {
    const { bytes } = await convert(staticModel(), {
      format: 'fbx',
      quad: true,
      flattenBottom: true,
      flattenBottomThreshold: 0.1,
      pivotToCenterBottom: true,
      scaleFactor: 2,
      exportOrientation: '+x',
      textureSize: 4,
      textureFormat: 'jpeg',
      fbxPreset: 'mixamo',
    })
    const back = await readModel(bytes)
    // 0.2 x 1.3 x 0.4 m, a tenth of the height pressed away, twice the size, front turned to +x.
    const { min, max } = summary(back)
    expectClose(min, [-0.4, 0, -0.2])
    expectClose(max, [0.4, 2.34, 0.2])
    expect(
      back
        .getRoot()
        .listTextures()
        .map((texture) => [texture.getMimeType(), texture.getSize()]),
    ).toEqual([
      ['image/jpeg', [4, 2]],
      ['image/jpeg', [4, 2]],
    ])
  })

  it('gives OBJ the picture format asked for and GLB one it can hold', async () => {
    const obj = readZip((await convert(staticModel(), { format: 'obj', textureFormat: 'tiff', name: 'crate' })).bytes)
    expect([...obj.keys()]).toEqual(['crate.obj', 'crate.mtl', 'bark.tiff', 'bumps.tiff'])
    const glb = await readModel((await convert(staticModel(), { format: 'glb', textureFormat: 'tiff' })).bytes)
    expect(glb.getRoot().listTextures()[0]?.getMimeType()).toBe('image/png')
  })

  it('leaves skeleton and clips out when not wanted', async () => {
    const back = await readModel((await convert(riggedModel(), { format: 'fbx', withAnimation: false })).bytes)
    expect([back.getRoot().listSkins().length, back.getRoot().listAnimations().length]).toEqual([0, 0])
    expectSameShape(back, riggedModel())
  })
})

describe('keepParts', () => {
  it('keeps named nodes and what hangs below them', () => {
    const model = staticModel()
    expect(partNames(model)).toEqual(['crate', 'tip'])
    expect(keepParts(model, ['holder', 'lid'])).toEqual({ missing: ['lid'] })
    expect(partNames(model)).toEqual(['tip'])
  })

  it('takes nothing away for names that do not occur', () => {
    const model = staticModel()
    expect(keepParts(model, ['lid']).missing).toEqual(['lid'])
    expect(partNames(model)).toHaveLength(2)
  })
})

describe('still models', () => {
  it('keep the pose they stand in', async () => {
    const posed = riggedModel()
    posed
      .getRoot()
      .listNodes()
      .find((node) => node.getName() === 'knee')
      ?.setRotation([0, 0, 0, 1])
    const expected = summary(posed)
    removeAnimation(posed)
    expect(summary(posed).volume).toBeCloseTo(expected.volume, 4)
    expectClose(summary(posed).max, [...expected.max])
    expect(
      posed
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toEqual(expect.not.arrayContaining(['knee']))
    await validGlb(posed)
  })

  it('walk on the spot', () => {
    const model = riggedModel()
    expect(animateInPlace(model)).toBe(true)
    const channel = model
      .getRoot()
      .listAnimations()[0]
      ?.listChannels()
      .find((entry) => entry.getTargetPath() === 'translation')
    expect(Array.from(channel?.getSampler()?.getOutput()?.getArray() ?? [])).toEqual([
      0, -0.5, 0, 0, -0.5, 0, 0, -0.5, 0,
    ])
  })
})

it('keeps more than four influences per vertex from GLB to GLB', async () => {
  const document = new Document()
  const buffer = document.createBuffer()
  const accessor = (type: 'VEC3' | 'VEC4', array: Float32Array | Uint8Array) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0])))
  for (const set of [0, 1])
    primitive
      .setAttribute(`JOINTS_${set}`, accessor('VEC4', new Uint8Array(12).fill(0)))
      .setAttribute(`WEIGHTS_${set}`, accessor('VEC4', new Float32Array(12).fill(0.125)))
  const joint = document.createNode('joint')
  const node = document
    .createNode('skinned')
    .setMesh(document.createMesh().addPrimitive(primitive))
    .setSkin(document.createSkin().addJoint(joint))
  document.createScene().addChild(node).addChild(joint)
  const back = await readModel((await convert(document, { format: 'glb' })).bytes)
  const semantics = back.getRoot().listMeshes()[0]?.listPrimitives()[0]?.listSemantics()
  expect(semantics).toEqual(expect.arrayContaining(['JOINTS_0', 'WEIGHTS_0', 'JOINTS_1', 'WEIGHTS_1']))
})

describe('losses', () => {
  const rich = () => {
    const document = riggedModel()
    document.createExtension(KHRLightsPunctual)
    document.createExtension(KHRMaterialsClearcoat)
    document.createExtension(KHRMaterialsUnlit)
    const position = document
      .createAccessor()
      .setType('VEC3')
      .setArray(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]))
      .setBuffer(document.getRoot().listBuffers()[0] ?? document.createBuffer())
    const target = document.createPrimitiveTarget().setAttribute('POSITION', position)
    const primitive = document.createPrimitive().setAttribute('POSITION', position)
    document
      .createMesh()
      .addPrimitive(primitive.addTarget(target))
      .addPrimitive(document.createPrimitive().setAttribute('POSITION', position).setMode(1))
    return document
  }

  it('are none in GLB, and none of a plain model anywhere', async () => {
    expect((await convert(rich(), { format: 'glb' })).losses).toEqual([])
    for (const format of ['fbx', 'obj', 'stl', '3mf', 'ply', 'usdz'] as const)
      expect((await convert(staticModel(), { format })).losses).toEqual([])
  })

  it.each(['obj', 'stl', '3mf', 'ply', 'fbx', 'usdz'] as const)('are named on the way to %s', async (format) => {
    const told = (await convert(rich(), { format })).losses.join('\n')
    for (const what of ['lights', 'clearcoat', 'unlit', 'morph targets', 'lines']) expect(told).toContain(what)
    const isStill = format !== 'fbx' && format !== 'usdz'
    expect(told.includes('skeletons')).toBe(isStill)
    expect(told.includes('animations')).toBe(isStill)
  })

  it('name clips of parts that USD does not keep', async () => {
    const document = riggedModel()
    const armature = document
      .getRoot()
      .listNodes()
      .find((node) => node.getName() === 'armature')
    const [channel] = document.getRoot().listAnimations()[0]?.listChannels() ?? []
    channel?.setTargetNode(armature ?? null)
    const { losses } = await convert(document, { format: 'usdz' })
    expect(losses).toEqual(["USDZ cannot hold the model's animations of parts outside skeletons: left out."])
  })

  it('are no model at all where there are no faces: it is refused instead of written empty', async () => {
    const points = () => {
      const document = staticModel()
      for (const mesh of document.getRoot().listMeshes())
        for (const primitive of mesh.listPrimitives()) primitive.setMode(0)
      return document
    }
    for (const format of ['obj', 'stl', '3mf', 'ply', 'usdz'] as const)
      await expect(convert(points(), { format })).rejects.toThrow('The model has no faces')
    await expect(convert(new Document(), { format: 'fbx' })).rejects.toThrow('The model has no faces')
    expect((await convert(points(), { format: 'glb' })).losses).toEqual([])
  })
})
