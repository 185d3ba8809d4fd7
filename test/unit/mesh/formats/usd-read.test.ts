// Reading USD: what our writer and three.js's write, and hand-made layers for what neither does.
import { BoxGeometry, Group, Mesh, MeshStandardMaterial } from 'three'
import { USDZExporter } from 'three/examples/jsm/exporters/USDZExporter.js'
import { describe, expect, it } from 'vitest'
import { readerContext } from '../../../../src/mesh/budget.ts'
import { detectFormat, readModel, readUsd, writeUsdz, writeZip } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { cornerUvs, expectClose, expectSameShape, summary, validGlb } from './compare.ts'
import { picture, riggedModel, staticModel } from './sample.ts'
import { layer, SQUARE, square, utf8 } from './usd-layers.ts'

const names = (nodes: readonly { getName(): string }[]) => nodes.map((node) => node.getName())

describe('what we write ourselves', () => {
  it('comes back with shape, uvs, names, materials and pictures', async () => {
    const back = await readUsd(writeUsdz(staticModel()))
    expectSameShape(back, staticModel())
    expect(cornerUvs(back)).toEqual(cornerUvs(staticModel()))
    expect(names(back.getRoot().listNodes()).sort()).toEqual(['crate', 'holder', 'tip'])
    const [wood, glass] = back.getRoot().listMaterials()
    expect([wood?.getName(), glass?.getName()]).toEqual(['old wood', 'glass'])
    expect(wood?.getBaseColorTexture()?.getImage()).toEqual(picture())
    expect(wood?.getNormalTexture()?.getImage()).toEqual(picture())
    expect([wood?.getRoughnessFactor(), wood?.getMetallicFactor()]).toEqual([0.75, 0.25])
    expect([wood?.getAlphaMode(), glass?.getAlphaMode()]).toEqual(['OPAQUE', 'BLEND'])
    expectClose(glass?.getBaseColorFactor(), [0.1, 0.2, 0.6, 0.5])
    expectClose(glass?.getEmissiveFactor(), [0.2, 0, 0.1])
    await validGlb(back)
  })

  it('keeps skeleton, weights and the clips with their own names', async () => {
    const back = await readUsd(writeUsdz(riggedModel()))
    expectSameShape(back, riggedModel())
    const [skin] = back.getRoot().listSkins()
    expect(names(skin?.listJoints() ?? [])).toEqual(['hip', 'knee'])
    expect(names(back.getRoot().listAnimations())).toEqual(['preset:walk', 'preset:idle'])
    const [walk] = back.getRoot().listAnimations()
    const hip = walk?.listChannels().find((channel) => channel.getTargetNode()?.getName() === 'hip')
    const moves = Array.from(hip?.getSampler()?.getOutput()?.getArray() ?? [], Number)
    expect(hip?.getTargetPath()).toBe('translation')
    expectClose(moves.slice(15 * 3, 15 * 3 + 3), [0, -0.5, 0.9], 1e-3)
    expect(hip?.getSampler()?.getInput()?.getArray()?.[15]).toBeCloseTo(0.5)
    await validGlb(back)
  })

  it('survives a second trip', async () => {
    const once = await readUsd(writeUsdz(riggedModel()))
    const twice = await readUsd(writeUsdz(once))
    expectSameShape(twice, riggedModel())
    expect(names(twice.getRoot().listAnimations())).toEqual(['preset:walk', 'preset:idle'])
  })
})

describe("what three.js's exporter writes", () => {
  it('comes back in size, place and color', async () => {
    const scene = new Group()
    const box = new Mesh(new BoxGeometry(1, 2, 3), new MeshStandardMaterial({ color: 0xff0000, roughness: 0.3 }))
    box.name = 'crate'
    box.position.set(4, 1, 0)
    const parent = new Group()
    parent.name = 'pile'
    parent.scale.set(2, 1, 1)
    const paints = [0x00ff00, 0x0000ff].map((color) => new MeshStandardMaterial({ color }))
    const striped = new Mesh(
      new BoxGeometry(1, 1, 1),
      [0, 1, 0, 1, 0, 1].flatMap((i) => paints[i] ?? []),
    )
    striped.position.set(0, 5, 0)
    scene.add(parent.add(box), striped)
    scene.updateMatrixWorld(true)
    const back = await readModel(await new USDZExporter().parseAsync(scene))
    const { min, max, triangles, volume } = summary(back)
    expect(triangles).toBe(24)
    expectClose([...min], [-0.5, 0, -1.5])
    expectClose([...max], [9, 5.5, 1.5])
    expect(volume).toBeCloseTo(13)
    const colors = back
      .getRoot()
      .listMaterials()
      .map((material) => material.getBaseColorFactor().slice(0, 3).join())
    expect([...new Set(colors)].sort()).toEqual(['0,0,1', '0,1,0', '1,0,0'])
    expect(names(back.getRoot().listNodes())).toEqual(expect.arrayContaining(['pile', 'crate']))
    await validGlb(back)
  })
})

describe('hand-made layers', () => {
  it('are known by their first bytes', () => {
    expect(detectFormat(layer(''))).toEqual({ format: 'usdz', zipped: false })
    expect(detectFormat(utf8('PXR-USDC\0\x08'))).toEqual({ format: 'usdz', zipped: false })
  })

  it('are turned and scaled by their axes and units', async () => {
    const back = await readUsd(layer(square(), 'upAxis = "Z"'))
    expectClose([...summary(back).max], [0.01, 0, 0])
    expectClose([...summary(back).min], [0, 0, -0.01])
  })

  it('have transforms from single operations, the outermost first', async () => {
    const body = `def Xform "a" {
    double3 xformOp:translate = (10, 0, 0)
    float3 xformOp:rotateXYZ = (0, 0, 90)
    float3 xformOp:scale:big = (2, 2, 2)
    float3 xformOp:translate:pivot = (1, 0, 0)
    uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:rotateXYZ", "xformOp:scale:big", "!invert!xformOp:translate:pivot"]
${square()}\n}`
    const { min, max } = summary(await readUsd(layer(body)))
    expectClose([...min], [8, -2, 0])
    expectClose([...max], [10, 0, 0])
  })

  it('have values per corner, face and point, with indices, and left-handed faces', async () => {
    const body = square(`
        uniform token orientation = "leftHanded"
        normal3f[] normals = [(0, 0, -1)] (interpolation = "uniform")
        texCoord2f[] primvars:UVMap = [(0, 0), (1, 1)] (
            interpolation = "faceVarying"
        )
        int[] primvars:UVMap:indices = [0, 1, 1, 0]
        color3f[] primvars:displayColor = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)] (interpolation = "vertex")`)
    const back = await readUsd(layer(body))
    const [surface] = placedMeshes(back)[0]?.surfaces ?? []
    expect(surface?.starts.length).toBe(2) // still one polygon
    expect(new Set(surface?.normals)).toEqual(new Set([0, -1]))
    const corners = Array.from({ length: 4 }, (_, v) => [
      ...(surface?.positions.subarray(v * 3, v * 3 + 2) ?? []),
      ...(surface?.uvs?.subarray(v * 2, v * 2 + 2) ?? []),
      ...(surface?.colors?.subarray(v * 4, v * 4 + 3) ?? []),
    ])
    expect(corners).toEqual(
      expect.arrayContaining([
        [0, 0, 0, 1, 1, 0, 0],
        [1, 0, 1, 0, 0, 1, 0],
        [1, 1, 1, 0, 0, 0, 1],
        [0, 1, 0, 1, 1, 1, 1],
      ]),
    )
  })

  it('show a display color where there is no material', async () => {
    const back = await readUsd(layer(square('        color3f[] primvars:displayColor = [(0.25, 0.5, 1)]')))
    expectClose(back.getRoot().listMaterials()[0]?.getBaseColorFactor(), [0.25, 0.5, 1, 1])
  })

  it('leave out what is hidden, a guide, inactive, or only a class', async () => {
    const body = ['token visibility = "invisible"', 'uniform token purpose = "guide"']
      .map((line, i) => `def Xform "x${i}" {\n    ${line}\n${square()}\n}`)
      .concat(`def Xform "off" (active = false) {\n${square()}\n}`, `class Xform "_c" {\n${square()}\n}`)
      .concat(`def Xform "shown" {\n${square()}\n}`)
    const back = await readUsd(layer(body.join('\n')))
    expect(names(back.getRoot().listNodes())).toEqual(['shown'])
  })

  it('refer to other layers, inherit, and have variants', async () => {
    const part = layer(`def Xform "Part" (
    variants = { string size = "small" }
    prepend variantSets = "size"
)
{
    variantSet "size" = {
        "small" { double3 xformOp:scale = (1, 1, 1) }
        "large" { double3 xformOp:scale = (4, 4, 4) }
    }
    uniform token[] xformOpOrder = ["xformOp:scale"]
${square('        rel material:binding = </Part/red>')}
    def Material "red" {
        token outputs:surface.connect = </Part/red/S.outputs:surface>
        def Shader "S" {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor = (1, 0, 0)
            token outputs:surface
        }
    }
}`)
    const main = layer(`class "_moved" {
    double3 xformOp:translate = (0, 7, 0)
}
def Xform "World" {
    def "a" ( prepend references = @./parts/part.usda@</Part> ) { }
    def "b" (
        prepend references = @parts/part.usda@</Part>
        inherits = </_moved>
        variants = { string size = "large" }
    ) {
        uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:scale"]
    }
}`)
    const zip = writeZip([
      { name: 'main.usda', bytes: main },
      { name: 'parts/part.usda', bytes: part },
    ])
    const back = await readUsd(zip)
    expect(summary(back)).toMatchObject({ triangles: 4 })
    expectClose([...summary(back).max], [4, 11, 0])
    const colors = back
      .getRoot()
      .listMaterials()
      .map((material) => material.getBaseColorFactor())
    expect(colors).toEqual([
      [1, 0, 0, 1],
      [1, 0, 0, 1],
    ])
  })

  it('move by time samples of their transforms', async () => {
    const body = `def Xform "door" {
    float xformOp:rotateY.timeSamples = { 0: 0, 12: 45, 24: 90, }
    uniform token[] xformOpOrder = ["xformOp:rotateY"]
${square()}\n}`
    const back = await readUsd(layer(body, 'metersPerUnit = 1\n    timeCodesPerSecond = 12'))
    const [clip] = back.getRoot().listAnimations()
    const [channel, ...others] = clip?.listChannels() ?? []
    expect(others).toEqual([])
    expect([channel?.getTargetNode()?.getName(), channel?.getTargetPath()]).toEqual(['door', 'rotation'])
    expect(Array.from(channel?.getSampler()?.getInput()?.getArray() ?? [])).toEqual([0, 1, 2])
    expectClose(Array.from(channel?.getSampler()?.getOutput()?.getArray() ?? [], Number).slice(8), [
      0,
      Math.SQRT1_2,
      0,
      Math.SQRT1_2,
    ])
    await validGlb(back)
  })
})

describe('damage', () => {
  it.each([
    ['cut off', layer(square()).subarray(0, 120)],
    ['no mesh', layer('def Xform "a" { }')],
    ['missing points', layer(square().replace('[0, 1, 2, 3]', '[0, 1, 2, 9]'))],
    ['no closing quote', layer('def Xform "a { }')],
    ['an endless reference', layer('def "a" (references = </a>) { def "b" (references = </a>) { } }')],
    ['a package of nothing', writeZip([{ name: 'a.usda', bytes: utf8('hello') }])],
  ])('%s is told', async (_, bytes) => {
    await expect(readUsd(bytes)).rejects.toMatchObject({ code: 'model-broken' })
  })
})

describe('counts without data', () => {
  it.each(['2147483647, -5, 3', '3, 2147483647', '-3', '4', '1.5'])(
    'faces of %s corners are refused in words',
    (counts) => {
      const layer = `#usda 1.0\ndef Mesh "m" {\nint[] faceVertexCounts = [${counts}]\nint[] faceVertexIndices = [0, 1, 2]\npoint3f[] points = [(0,0,0), (1,0,0), (0,1,0)]\n}`
      return expect(readUsd(new TextEncoder().encode(layer))).rejects.toMatchObject({
        code: 'model-broken',
        message: 'The USD file names missing corners.',
      })
    },
  )
})

describe('what is missing', () => {
  const told = async (text: string, files: ReadonlyMap<string, Uint8Array> = new Map()) => {
    const warnings: string[] = []
    await readUsd(layer(text), files, readerContext(text.length, warnings))
    return warnings
  }
  const textured = `    def Mesh "square" (prepend apiSchemas = ["MaterialBindingAPI"])\n    {${SQUARE}
        texCoord2f[] primvars:st = [(0, 0), (1, 0), (1, 1), (0, 1)] (interpolation = "varying")
        rel material:binding = </wood>
    }
def Material "wood"
{
    token outputs:surface.connect = </wood/shader.outputs:surface>
    def Shader "shader"
    {
        uniform token info:id = "UsdPreviewSurface"
        color3f inputs:diffuseColor.connect = </wood/picture.outputs:rgb>
        token outputs:surface
    }
    def Shader "picture"
    {
        uniform token info:id = "UsdUVTexture"
        asset inputs:file = @maps/wood.png@
        float3 outputs:rgb
    }
}`

  it('is named: layers, and pictures that are gone or damaged', async () => {
    expect(await told(square())).toEqual([])
    expect(await told(`${square()}\ndef "other" (references = @props/lamp.usda@</lamp>)\n{\n}`)).toEqual([
      'The layer “lamp.usda” is missing: what it holds is left out.',
    ])
    expect(await told(textured)).toEqual(['The picture wood.png is missing: what it covers is plain.'])
    expect(await told(textured, new Map([['maps/wood.png', utf8('no picture')]]))).toEqual([
      'The picture wood.png is left out: it is damaged, or not a PNG, JPEG, WebP or AVIF file.',
    ])
    expect(await told(textured, new Map([['maps/wood.png', picture()]]))).toEqual([])
  })
})
