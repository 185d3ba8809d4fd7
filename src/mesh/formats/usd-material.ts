// glTF materials as UsdPreviewSurface networks. https://openusd.org/release/spec_usdpreviewsurface.html
import { type Material, type Texture, TextureInfo } from '@gltf-transform/core'
import { PictureFiles } from './materials.ts'
import { numeral, numerals } from './text.ts'
import { displayNameLines } from './usd-names.ts'
import { type Prim, PrimNames, prim } from './usd-text.ts'

const WRAP = new Map<number, string>([
  [TextureInfo.WrapMode.CLAMP_TO_EDGE ?? 33071, 'clamp'],
  [TextureInfo.WrapMode.MIRRORED_REPEAT ?? 33648, 'mirror'],
])

/** The materials of a stage, each once, below `scope`. */
export class UsdMaterials {
  readonly pictures = new PictureFiles()
  readonly #names = new PrimNames()
  readonly #found = new Map<Material, { path: string; prim: Prim }>()

  readonly #scope: string

  constructor(scope: string) {
    this.#scope = scope
  }

  /** The path of the material's prim. */
  pathOf(material: Material): string {
    const known = this.#found.get(material)
    if (known) return known.path
    const name = this.#names.unique(material.getName(), 'material')
    const path = `${this.#scope}/${name}`
    this.#found.set(material, { path, prim: this.#network(material, name, path) })
    return path
  }

  prims(): Prim[] {
    return [...this.#found.values()].map((entry) => entry.prim)
  }

  #network(material: Material, name: string, path: string): Prim {
    const shaders: Prim[] = []
    const [r, g, b, alpha] = material.getBaseColorFactor()
    const emissive = material.getEmissiveFactor()
    const [metallic, roughness] = [material.getMetallicFactor(), material.getRoughnessFactor()]
    const translucent = material.getAlphaMode() !== 'OPAQUE'
    const lines = ['uniform token info:id = "UsdPreviewSurface"', 'int inputs:useSpecularWorkflow = 0']
    const texture = (slot: string, image: Texture | null, info: TextureInfo | null, raw: boolean, extra: string[]) => {
      const file = this.pictures.of(image, slot)
      if (!file || !isUsdPicture(file.name)) return undefined
      shaders.push(textureShader(slot, path, file.name, info, raw, extra))
      return (output: string) => `<${path}/${slot}.outputs:${output}>`
    }
    const scale = (values: readonly number[]) => [`float4 inputs:scale = (${numerals(values, ', ')})`]

    const base = texture(
      'baseColor',
      material.getBaseColorTexture(),
      material.getBaseColorTextureInfo(),
      false,
      scale([r, g, b, alpha]),
    )
    if (base) lines.push(`color3f inputs:diffuseColor.connect = ${base('rgb')}`)
    else lines.push(`color3f inputs:diffuseColor = (${numerals([r, g, b], ', ')})`)
    if (translucent)
      lines.push(base ? `float inputs:opacity.connect = ${base('a')}` : `float inputs:opacity = ${numeral(alpha)}`)
    if (material.getAlphaMode() === 'MASK')
      lines.push(`float inputs:opacityThreshold = ${numeral(material.getAlphaCutoff())}`)

    const packedInfo = material.getMetallicRoughnessTextureInfo()
    const packed = texture(
      'metallicRoughness',
      material.getMetallicRoughnessTexture(),
      packedInfo,
      true,
      scale([1, roughness, metallic, 1]),
    )
    if (packed) {
      lines.push(`float inputs:roughness.connect = ${packed('g')}`)
      lines.push(`float inputs:metallic.connect = ${packed('b')}`)
    } else {
      lines.push(`float inputs:roughness = ${numeral(roughness)}`)
      lines.push(`float inputs:metallic = ${numeral(metallic)}`)
    }

    const glow = texture(
      'emissive',
      material.getEmissiveTexture(),
      material.getEmissiveTextureInfo(),
      false,
      scale([...emissive, 1]),
    )
    if (glow) lines.push(`color3f inputs:emissiveColor.connect = ${glow('rgb')}`)
    else lines.push(`color3f inputs:emissiveColor = (${numerals(emissive, ', ')})`)

    const bump = material.getNormalScale()
    const stretch = [
      ...scale([2 * bump, 2 * bump, 2, 1]),
      `float4 inputs:bias = (${numerals([-bump, -bump, -1, 0], ', ')})`,
    ]
    const normal = texture('normal', material.getNormalTexture(), material.getNormalTextureInfo(), true, stretch)
    if (normal) lines.push(`normal3f inputs:normal.connect = ${normal('rgb')}`)
    const shade = texture('occlusion', material.getOcclusionTexture(), material.getOcclusionTextureInfo(), true, [])
    if (shade) lines.push(`float inputs:occlusion.connect = ${shade('r')}`)

    const surface = prim('Shader', 'PreviewSurface', [...lines, 'token outputs:surface'])
    const connect = `token outputs:surface.connect = <${path}/PreviewSurface.outputs:surface>`
    const readers = ['st', 'st1']
      .filter((set) => shaders.some((shader) => shader.lines.some((line) => line.includes(`/${set}Reader.outputs`))))
      .map((set) => uvReader(set))
    const metadata = displayNameLines(material.getName(), name)
    return prim('Material', name, [connect], [surface, ...readers, ...shaders], metadata)
  }
}

/** USDZ holds PNG and JPEG only. */
export function isUsdPicture(name: string): boolean {
  return /\.(png|jpg)$/.test(name)
}

function uvReader(set: string): Prim {
  return prim('Shader', `${set}Reader`, [
    'uniform token info:id = "UsdPrimvarReader_float2"',
    'float2 inputs:fallback = (0, 0)',
    `string inputs:varname = "${set}"`,
    'float2 outputs:result',
  ])
}

function textureShader(
  name: string,
  material: string,
  file: string,
  info: TextureInfo | null,
  raw: boolean,
  extra: readonly string[],
): Prim {
  const set = info?.getTexCoord() === 1 ? 'st1' : 'st'
  return prim('Shader', name, [
    'uniform token info:id = "UsdUVTexture"',
    `asset inputs:file = @textures/${file}@`,
    `float2 inputs:st.connect = <${material}/${set}Reader.outputs:result>`,
    ...extra,
    `token inputs:sourceColorSpace = "${raw ? 'raw' : 'sRGB'}"`,
    `token inputs:wrapS = "${WRAP.get(info?.getWrapS() ?? 0) ?? 'repeat'}"`,
    `token inputs:wrapT = "${WRAP.get(info?.getWrapT() ?? 0) ?? 'repeat'}"`,
    'float outputs:r',
    'float outputs:g',
    'float outputs:b',
    'float outputs:a',
    'float3 outputs:rgb',
  ])
}
