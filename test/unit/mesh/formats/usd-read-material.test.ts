// Reading USD's materials: textures, what they are multiplied with, and what is named through other prims.
import { describe, expect, it } from 'vitest'
import { readUsd, writeZip } from '../../../../src/mesh/formats/index.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { cornerUvs, validGlb } from './compare.ts'
import { layer, square } from './usd-layers.ts'

describe('materials', () => {
  const material = (inputs: string, shaders: string) => `def Material "m" {
    token outputs:surface.connect = </m/S.outputs:surface>
    token inputs:uv = "UVMap"
    def Shader "S" {
        uniform token info:id = "UsdPreviewSurface"
${inputs}
    }
    def Shader "uv" {
        uniform token info:id = "UsdPrimvarReader_float2"
        string inputs:varname.connect = </m.inputs:uv>
    }
${shaders}
}\n`
  const texture = (name: string, file: string, more = '', st = 'uv') => `    def Shader "${name}" {
        uniform token info:id = "UsdUVTexture"
        asset inputs:file = @${file}@
        float2 inputs:st.connect = </m/${st}.outputs:result>
        ${more}
    }`
  const bound = square(`
        texCoord2f[] primvars:UVMap = [(0, 0), (1, 0), (1, 1), (0, 1)] (interpolation = "vertex")
        rel material:binding = </m>`)
  const grey = (value: number) => {
    const data = new Uint8Array(16).fill(255)
    for (let i = 0; i < 4; i++) data.fill(value, i * 4, i * 4 + 3)
    return encodePng({ width: 2, height: 2, data })
  }
  const packed = async (text: string, files: Readonly<Record<string, Uint8Array>>) => {
    const entries = Object.entries(files).map(([name, bytes]) => ({ name, bytes }))
    const back = await readUsd(writeZip([{ name: 'm.usda', bytes: layer(text) }, ...entries]))
    await validGlb(back)
    return back.getRoot().listMaterials()[0]
  }

  it('pack roughness and metalness of two files into one picture', async () => {
    const found = await packed(
      bound +
        material(
          `        float inputs:roughness.connect = </m/rough.outputs:r>
        float inputs:metallic.connect = </m/metal.outputs:r>`,
          texture('rough', 'rough.png') + texture('metal', 'metal.png'),
        ),
      { 'rough.png': grey(40), 'metal.png': grey(200) },
    )
    const image = await decodeImage(found?.getMetallicRoughnessTexture()?.getImage() ?? new Uint8Array())
    expect(Array.from(image.data.subarray(0, 4))).toEqual([255, 40, 200, 255])
    expect([found?.getRoughnessFactor(), found?.getMetallicFactor()]).toEqual([1, 1])
  })

  it('put an opacity picture into the alpha of the color', async () => {
    const found = await packed(
      bound +
        material(
          `        color3f inputs:diffuseColor.connect = </m/color.outputs:rgb>
        float inputs:opacity.connect = </m/veil.outputs:r>
        float inputs:opacityThreshold = 0.25`,
          texture('color', 'color.png', 'token inputs:wrapS = "clamp"') + texture('veil', 'veil.png'),
        ),
      { 'color.png': grey(90), 'veil.png': grey(128) },
    )
    const image = await decodeImage(found?.getBaseColorTexture()?.getImage() ?? new Uint8Array())
    expect(Array.from(image.data.subarray(0, 4))).toEqual([90, 90, 90, 128])
    expect([found?.getAlphaMode(), found?.getAlphaCutoff()]).toEqual(['MASK', 0.25])
    expect(found?.getBaseColorTextureInfo()?.getWrapS()).toBe(33071)
  })

  it('turn texture coordinates as UsdTransform2d says', async () => {
    const turned = `    def Shader "turn" {
        uniform token info:id = "UsdTransform2d"
        float2 inputs:in.connect = </m/uv.outputs:result>
        float2 inputs:scale = (2, 2)
        float inputs:rotation = 90
        float2 inputs:translation = (0.5, 0)
    }`
    const text =
      bound +
      material(
        '        color3f inputs:diffuseColor.connect = </m/color.outputs:rgb>',
        texture('color', 'color.png', '', 'turn') + turned,
      )
    const back = await readUsd(
      writeZip([
        { name: 'm.usda', bytes: layer(text) },
        { name: 'color.png', bytes: grey(90) },
      ]),
    )
    expect(cornerUvs(back)).toContain('1.0000,0.0000,0.0000 0.5000,-1.0000')
  })

  it('do without pictures that are missing', async () => {
    const found = await packed(
      bound +
        material('        color3f inputs:diffuseColor.connect = </m/color.outputs:rgb>', texture('color', 'gone.png')),
      {},
    )
    expect(found?.getBaseColorTexture()).toBeNull()
  })
})
