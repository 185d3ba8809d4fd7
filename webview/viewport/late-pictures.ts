// Pictures of a glTF that arrive after its shape. three's loader waits for all of them; here each texture exists at once with one
// neutral texel, and gets its picture when that has arrived and a frame has time for it. Nothing else changes: the same texture
// stays in the same materials, so no program is compiled twice and no copy is forgotten.
import { DataTexture, NoColorSpace, type Texture } from 'three'
import type { GLTFParser } from 'three/addons/loaders/GLTFLoader.js'

/** One texel for each use of a texture: with it a material looks as its factors say, without light or glass of its own. */
const NEUTRAL: readonly (readonly [use: RegExp, texel: readonly [number, number, number, number]])[] = [
  [/normalMap$/i, [128, 128, 255, 255]],
  [/^(?:ao|roughness|metalness)Map$/, [255, 255, 0, 255]],
  [/^anisotropyMap$/, [255, 128, 0, 255]],
  [/^(?:emissive|transmission|thickness|clearcoat|clearcoatRoughness|sheenColor|iridescence)Map$/, [0, 0, 0, 255]],
]
const WHITE = [255, 255, 255, 255] as const
const texelOf = (use: string) => NEUTRAL.find(([uses]) => uses.test(use))?.[1] ?? WHITE

/** By which three tells how a texture is sent to the GPU. */
const KINDS = ['isDataTexture', 'isCompressedTexture'] as const

/** A texture that is one texel until it becomes its picture, of whatever kind that is. */
class LatePicture extends DataTexture {
  constructor(texel: readonly number[] = WHITE) {
    super(new Uint8Array(texel), 1, 1)
    this.needsUpdate = true
  }

  override copy(source: Texture): this {
    for (const kind of KINDS) Object.assign(this, { [kind]: Reflect.get(source, kind) === true })
    return Reflect.apply(super.copy, this, [source])
  }

  become(picture: Texture, colorSpace: string): void {
    // What is on the GPU has another size, which cannot be changed there.
    this.dispose()
    this.copy(picture)
    this.colorSpace = colorSpace
  }
}

/** Textures without their picture: it is on its way, or will never come. */
const BARE = new WeakSet<Texture>()

/** Whether a texture shows one neutral texel in the place of its picture. */
export const isBare = (texture: Texture): boolean => BARE.has(texture)

type Assign = GLTFParser['assignTexture']

export class LatePictures {
  readonly #textures = new Map<string, Promise<Texture | null>>()
  readonly #known = new Map<string, LatePicture>()
  /** Arrived, and not yet in their places. */
  readonly #arrived: (() => void)[] = []
  readonly #end = new AbortController()
  readonly #patience = new AbortController()
  #told: () => void = () => undefined
  /** Names of pictures that the model is shown without, and of other files beside it that could not be read. */
  readonly missing = new Set<string>()
  readonly #nameOf: (texture: number) => string

  /** @param nameOf how a person finds the picture of the file's texture of that number */
  constructor(nameOf: (texture: number) => string) {
    this.#nameOf = nameOf
  }

  /** For `GLTFLoader.register`. */
  readonly plugin = (parser: GLTFParser): { name: string } => {
    const assign = parser.assignTexture.bind(parser)
    parser.assignTexture = (...use) => this.#assign(assign, ...use)
    return { name: 'TRIPO_late_pictures' }
  }

  /** Resolves once each picture has arrived or failed, or when nobody waits for them any more, as they take long or were dropped. */
  get settled(): Promise<void> {
    return this.#until(AbortSignal.any([this.#end.signal, this.#patience.signal]))
  }

  /** Resolves once each picture has arrived or failed, however late, or when they were dropped. */
  get over(): Promise<void> {
    return this.#until(this.#end.signal)
  }

  /** Whether all that will come is in its place. */
  get isWhole(): boolean {
    return this.#end.signal.aborted || (this.#textures.size === 0 && this.#arrived.length === 0)
  }

  /** Calls `told` each time that a picture has arrived; there is one listener. */
  follow(told: () => void): void {
    this.#told = told
    if (this.#arrived.length > 0) told()
  }

  /** Puts one picture into its place. @returns whether more wait for that */
  applyNext(): boolean {
    this.#arrived.shift()?.()
    return this.#arrived.length > 0
  }

  applyAll(): void {
    while (this.applyNext());
  }

  /** They take long: nobody waits any more, and each gets its place when it comes. */
  release(): void {
    this.#patience.abort()
  }

  /** Nobody wants them any more: what arrives is freed, and what is missing stays so. */
  drop(): void {
    this.#end.abort()
    this.applyAll()
  }

  #until(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    const end = new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
    return Promise.race([this.#all(), end])
  }

  async #all(): Promise<void> {
    // Whatever was asked for while others were waited for is waited for, too.
    while (this.#textures.size > 0) await Promise.all(this.#textures.values())
  }

  #assign(assign: Assign, ...[parameters, use, picture, colorSpace]: Parameters<Assign>): Promise<Texture | null> {
    const texel = texelOf(use)
    const { index, texCoord = 0, extensions } = picture
    const key = JSON.stringify([index, texCoord, extensions, colorSpace, texel])
    const known = this.#known.get(key)
    const texture = known ?? new LatePicture(texel)
    // A parameter only where there is a texture.
    Object.assign(parameters, { [use]: texture })
    if (known) return Promise.resolve(texture)
    this.#known.set(key, texture)
    // Materials are compiled for the coordinates that their textures lie on.
    texture.channel = texCoord
    BARE.add(texture)
    const arriving = Promise.resolve()
      .then(() => assign({}, use, picture, colorSpace))
      .catch(() => null)
    this.#textures.set(key, arriving)
    void arriving.then((loaded) => {
      this.#textures.delete(key)
      if (loaded === null) {
        this.missing.add(this.#nameOf(index))
        return
      }
      this.#arrived.push(() => {
        if (this.#end.signal.aborted) {
          closePicture(loaded)
          return
        }
        BARE.delete(texture)
        texture.become(loaded, colorSpace ?? NoColorSpace)
      })
      if (this.#end.signal.aborted) this.applyAll()
      else this.#told()
    })
    return Promise.resolve(texture)
  }
}

/** Frees a decoded picture, which lives outside the garbage collector's sight until it is closed. */
export function closePicture({ source }: Texture): void {
  const picture: unknown = source.data
  if (typeof ImageBitmap !== 'undefined' && picture instanceof ImageBitmap) picture.close()
}
