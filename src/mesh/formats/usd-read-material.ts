// UsdPreviewSurface networks as glTF materials. https://openusd.org/release/spec_usdpreviewsurface.html
import { type Material, type Texture, TextureInfo } from '@gltf-transform/core'
import type { ReaderContext } from '../budget.ts'
import { at, clamp } from '../math/numbers.ts'
import type { ModelBuilder } from './build.ts'
import { assetOf } from './usd-layer.ts'
import { displayName } from './usd-names.ts'
import { type ChannelSource, type Channels, UsdPictures } from './usd-read-textures.ts'
import type { Stage, StagePrim } from './usd-stage.ts'

const MAX_STEPS = 16
const OUTPUTS: Readonly<Record<string, number>> = { r: 0, g: 1, b: 2, a: 3, rgb: 0 }
const WRAPS = new Map([
  ['clamp', TextureInfo.WrapMode.CLAMP_TO_EDGE],
  ['mirror', TextureInfo.WrapMode.MIRRORED_REPEAT],
])

/** What UsdTransform2d does to texture coordinates, v up: scaled, turned by degrees, moved. */
export interface UvTransform {
  readonly scale: readonly number[]
  readonly rotation: number
  readonly translation: readonly number[]
}

export interface ReadMaterial {
  readonly material: Material
  /** The primvars that hold texture coordinates 0 and 1. */
  readonly sets: readonly string[]
  /** How all coordinates are changed; that of the base color where pictures differ. */
  readonly transform?: UvTransform
}

interface Sampled {
  readonly file: string
  /** The first of the channels that are taken. */
  readonly channel: number
  /** The shader's result is the texel times this plus `bias`. */
  readonly scale: readonly number[]
  readonly bias: readonly number[]
  readonly set: string
  readonly transform?: UvTransform
  readonly wrap: readonly (string | undefined)[]
}

/** What goes into a shader's input: the same everywhere, or a picture. */
interface Input {
  readonly numbers?: readonly number[]
  readonly sampled?: Sampled
}

export class UsdMaterialReader {
  readonly #pictures: UsdPictures
  readonly #made = new Map<string, Promise<ReadMaterial>>()

  readonly #stage: Stage
  readonly #target: { readonly builder: ModelBuilder; readonly context: ReaderContext }

  constructor(
    stage: Stage,
    target: { readonly builder: ModelBuilder; readonly context: ReaderContext },
    bytesOf: (file: string) => Uint8Array | undefined,
  ) {
    this.#stage = stage
    this.#target = target

    this.#pictures = new UsdPictures(target.builder, target.context, bytesOf)
  }

  /** The material of a Material prim; @param doubleSided which in USD is said by the mesh */
  of(prim: StagePrim, doubleSided: boolean): Promise<ReadMaterial> {
    const key = `${prim.path} ${doubleSided}`
    const known = this.#made.get(key) ?? this.#read(prim, doubleSided)
    this.#made.set(key, known)
    return known
  }

  async #read(prim: StagePrim, doubleSided: boolean): Promise<ReadMaterial> {
    const material = this.#target.builder.document.createMaterial(displayName(prim)).setDoubleSided(doubleSided)
    const shader = this.#shaderOf(prim)
    const input = (name: string): Input => (shader ? this.#input(shader, `inputs:${name}`) : {})
    const number = (name: string, otherwise: number) => clamp(input(name).numbers?.[0] ?? otherwise, 0, 1)

    const [color, opacity, glow] = [input('diffuseColor'), input('opacity'), input('emissiveColor')]
    const [r = 0.18, g = 0.18, b = 0.18] = color.sampled?.scale ?? color.numbers ?? []
    const alphaOf = opacity.sampled && (await this.#alpha(color, opacity.sampled))
    const alpha = opacity.sampled ? (alphaOf ? at(opacity.sampled.scale, 3) : 1) : number('opacity', 1)
    const cutoff = number('opacityThreshold', 0)
    const cut = cutoff > 0 ? 'MASK' : 'BLEND'
    material
      .setBaseColorFactor([clamp(r, 0, 1), clamp(g, 0, 1), clamp(b, 0, 1), clamp(alpha, 0, 1)])
      .setBaseColorTexture(alphaOf ?? (await this.#rgb(color, 'base_color')))
      .setAlphaMode(alphaOf || alpha < 1 ? cut : 'OPAQUE')
    if (cutoff > 0) material.setAlphaCutoff(cutoff)

    const [shine, metal] = [input('roughness'), input('metallic')]
    material
      .setRoughnessFactor(shine.sampled ? factorOf(shine.sampled) : number('roughness', 0.5))
      .setMetallicFactor(metal.sampled ? factorOf(metal.sampled) : number('metallic', 0))
    if (shine.sampled || metal.sampled)
      material.setMetallicRoughnessTexture(
        await this.#pictures.texture([1, shine.sampled ?? 1, metal.sampled ?? 1, 1], 'metallic_roughness'),
      )

    const [er = 0, eg = 0, eb = 0] = glow.sampled?.scale ?? glow.numbers ?? []
    material
      .setEmissiveFactor([clamp(er, 0, 1), clamp(eg, 0, 1), clamp(eb, 0, 1)])
      .setEmissiveTexture(await this.#rgb(glow, 'emissive'))
    const bumps = input('normal')
    if (bumps.sampled) {
      // A scale of 2 and a bias of -1 unpack the picture; more or less of both makes bumps higher or lower.
      const { scale, bias } = bumps.sampled
      material.setNormalTexture(await this.#rgb(bumps, 'normal')).setNormalScale(at(bias, 0) < 0 ? at(scale, 0) / 2 : 1)
    }
    const shade = input('occlusion').sampled
    if (shade) material.setOcclusionTexture(await this.#pictures.texture([shade, 1, 1, 1], 'occlusion'))
    return { material, ...this.#coordinates(material, { color, shine, metal, glow, bumps, shade }) }
  }

  /** Tells the material's textures which coordinates and wrapping they have. */
  #coordinates(
    material: Material,
    {
      color,
      shine,
      metal,
      glow,
      bumps,
      shade,
    }: Record<'color' | 'shine' | 'metal' | 'glow' | 'bumps', Input> & { shade: Sampled | undefined },
  ): Pick<ReadMaterial, 'sets' | 'transform'> {
    const slots: readonly (readonly [Sampled | undefined, TextureInfo | null])[] = [
      [color.sampled, material.getBaseColorTextureInfo()],
      [shine.sampled ?? metal.sampled, material.getMetallicRoughnessTextureInfo()],
      [bumps.sampled, material.getNormalTextureInfo()],
      [glow.sampled, material.getEmissiveTextureInfo()],
      [shade, material.getOcclusionTextureInfo()],
    ]
    const used = slots.flatMap(([sampled]) => sampled ?? [])
    const sets = [...new Set(used.map(({ set }) => set))].sort((a, b) => rank(a) - rank(b)).slice(0, 2)
    for (const [sampled, info] of slots) {
      if (!sampled || !info) continue
      info.setTexCoord(Math.max(0, sets.indexOf(sampled.set)))
      const [s, t] = sampled.wrap.map((wrap) => WRAPS.get(wrap ?? ''))
      if (s !== undefined) info.setWrapS(s)
      if (t !== undefined) info.setWrapT(t)
    }
    const transform = used.find((sampled) => sampled.transform)?.transform
    return { sets, ...(transform ? { transform } : {}) }
  }

  async #rgb({ sampled }: Input, name: string): Promise<Texture | null> {
    return sampled ? this.#pictures.texture(rgbOf(sampled, 1), name) : null
  }

  /** The base color's picture with the opacity's as its alpha. */
  async #alpha({ sampled, numbers }: Input, opacity: Sampled): Promise<Texture | null> {
    if (sampled) return this.#pictures.texture(rgbOf(sampled, opacity), 'base_color')
    return numbers ? this.#pictures.texture([1, 1, 1, opacity], 'base_color') : null
  }

  #shaderOf(material: StagePrim): StagePrim | undefined {
    const wired = material.targets('outputs:surface')[0]
    const named = this.#stage.prim(wired?.replace(/\.[^./]*$/, ''))
    const isSurface = (prim: StagePrim) => prim.text('info:id') === 'UsdPreviewSurface'
    if (named && isSurface(named)) return named
    for (const prim of this.#stage.prims(material)) {
      this.#target.context.budget.spend('elements', 1)
      if (isSurface(prim)) return prim
    }
    return undefined
  }

  /** Follows an input through connections to the picture or the value at its end. */
  #input(prim: StagePrim, name: string, steps = 0): Input {
    const target = prim.targets(name)[0]
    const own = prim.numbers(name)
    const value = own && own.length > 0 ? { numbers: own } : {}
    const dot = target?.lastIndexOf('.') ?? -1
    const from = this.#stage.prim(target?.slice(0, dot))
    if (!from || target === undefined || steps > MAX_STEPS) return value
    if (from.text('info:id') !== 'UsdUVTexture') {
      const beyond = this.#input(from, target.slice(dot + 1), steps + 1)
      return beyond.numbers || beyond.sampled ? beyond : value
    }
    const file = assetOf(this.#value(from, 'inputs:file'))
    if (file === undefined) return { numbers: from.numbers('inputs:fallback') ?? own }
    const { set, transform } = this.#uvs(from)
    const sampled = {
      file,
      channel: OUTPUTS[target.slice(dot + 1).replace('outputs:', '')] ?? 0,
      scale: from.numbers('inputs:scale') ?? [1, 1, 1, 1],
      bias: from.numbers('inputs:bias') ?? [0, 0, 0, 0],
      set,
      ...(transform ? { transform } : {}),
      wrap: [from.text('inputs:wrapS'), from.text('inputs:wrapT')],
    }
    return { sampled }
  }

  /** Which texture coordinates a picture is read with. */
  #uvs(texture: StagePrim): { set: string; transform?: UvTransform } {
    let transform: UvTransform | undefined
    let reader = this.#stage.prim(texture.targets('inputs:st')[0]?.replace(/\.[^./]*$/, ''))
    if (reader?.text('info:id') === 'UsdTransform2d') {
      const scale = reader.numbers('inputs:scale') ?? [1, 1]
      const rotation = reader.number('inputs:rotation') ?? 0
      const translation = reader.numbers('inputs:translation') ?? [0, 0]
      const isIdentity = [...scale.map((value) => value - 1), rotation, ...translation].every((value) => value === 0)
      if (!isIdentity) transform = { scale, rotation, translation }
      reader = this.#stage.prim(reader.targets('inputs:in')[0]?.replace(/\.[^./]*$/, ''))
    }
    const set = (reader && this.#value(reader, 'inputs:varname')) ?? 'st'
    return { set, ...(transform ? { transform } : {}) }
  }

  /** A text input, perhaps handed down from the material. */
  #value(prim: StagePrim, name: string, steps = 0): string | undefined {
    const target = prim.targets(name)[0]
    const dot = target?.lastIndexOf('.') ?? -1
    const from = this.#stage.prim(target?.slice(0, dot))
    const above = from && steps < MAX_STEPS ? this.#value(from, target?.slice(dot + 1) ?? '', steps + 1) : undefined
    return above ?? prim.text(name)
  }
}

/** `st` first: what other programs take when they know one set only. */
const rank = (set: string) => (set === 'st' ? 0 : 1)

const factorOf = ({ scale, channel }: Sampled) => clamp(scale[channel] ?? 1, 0, 1)

function rgbOf({ file }: Sampled, alpha: ChannelSource | number): Channels {
  return [{ file, channel: 0 }, { file, channel: 1 }, { file, channel: 2 }, alpha]
}
