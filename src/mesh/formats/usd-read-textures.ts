// Pictures of USD shaders for glTF: if a shader reads its channels from several files, they are packed into one picture.
import type { Texture } from '@gltf-transform/core'
import type { ReaderContext } from '../budget.ts'
import { decodeImage, type RgbaImage } from '../images/image.ts'
import { imageFormat } from '../images/image-format.ts'
import { encodePng } from '../images/png.ts'
import { resizeImage } from '../images/resize.ts'
import { at, clamp } from '../math/numbers.ts'
import type { ModelBuilder } from './build.ts'
import { pictureWarning } from './companions.ts'

/** Where a channel of a material comes from. */
export interface ChannelSource {
  /** The picture's name in the package. */
  readonly file: string
  /** Which of its channels: 0 red ... 3 alpha. */
  readonly channel: number
}

/** What each channel of a picture is: from a file, or the same everywhere (0 to 1). */
export type Channels = readonly [red: Channel, green: Channel, blue: Channel, alpha: Channel]
type Channel = ChannelSource | number

export class UsdPictures {
  readonly #textures = new Map<string, Texture | null>()
  readonly #decoded = new Map<string, RgbaImage | undefined>()

  readonly #builder: ModelBuilder
  readonly #context: ReaderContext
  readonly #bytesOf: (file: string) => Uint8Array | undefined

  constructor(builder: ModelBuilder, context: ReaderContext, bytesOf: (file: string) => Uint8Array | undefined) {
    this.#builder = builder
    this.#context = context
    this.#bytesOf = bytesOf
  }

  /** A texture with these channels; null when a file is missing or none that can be read. */
  async texture(channels: Channels, name: string): Promise<Texture | null> {
    const key = JSON.stringify(channels)
    const known = this.#textures.get(key)
    if (known !== undefined) return known
    const texture = this.#whole(channels) ?? (await this.#packed(channels, name))
    this.#textures.set(key, texture)
    return texture
  }

  /** The file as it is, where every channel is where glTF looks for it. */
  #whole(channels: Channels): Texture | undefined {
    const files = channels.flatMap((channel) => (typeof channel === 'number' ? [] : [channel.file]))
    const [file] = files
    const isOwn = channels.every(
      (channel, i) => typeof channel === 'number' || (channel.file === file && channel.channel === i),
    )
    const bytes = file !== undefined && isOwn ? this.#bytesOf(file) : undefined
    if (file === undefined || !bytes || imageFormat(bytes) === undefined) return undefined
    return this.#builder.texture(bytes, stemOf(file))
  }

  async #packed(channels: Channels, name: string): Promise<Texture | null> {
    const images: (RgbaImage | number)[] = []
    for (const channel of channels) {
      const image = typeof channel === 'number' ? channel : await this.#image(channel.file)
      if (image === undefined) return null
      images.push(image)
    }
    const sized = images.filter((image) => typeof image !== 'number')
    const width = Math.max(1, ...sized.map((image) => image.width))
    const height = Math.max(1, ...sized.map((image) => image.height))
    this.#context.budget.spend('bytes', width * height * 4)
    const data = new Uint8Array(width * height * 4)
    for (const [k, image] of images.entries()) {
      const channel = channels[k]
      const from = typeof channel === 'object' ? channel.channel : 0
      const source = typeof image === 'number' ? undefined : resizeImage(image, width, height).data
      const fill = typeof image === 'number' ? Math.round(clamp(image, 0, 1) * 255) : 0
      for (let i = 0; i < width * height; i++) data[i * 4 + k] = source ? at(source, i * 4 + from) : fill
    }
    return this.#builder.texture(encodePng({ width, height, data }), name) ?? null
  }

  async #image(file: string): Promise<RgbaImage | undefined> {
    if (!this.#decoded.has(file)) {
      const bytes = this.#bytesOf(file)
      const image = bytes && (await decodeImage(bytes).catch(() => undefined))
      if (!image) this.#context.warn(pictureWarning(file, bytes))
      this.#decoded.set(file, image)
    }
    return this.#decoded.get(file)
  }
}

function stemOf(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.[^.]*$/, '')
}
