// Pictures that take long to arrive or to decode: the model is shown without them first, and they take their places as they
// come. Pictures in a format of the GPU (KTX2) are other textures altogether, and are waited for.
import { Material, Texture } from 'three'
import type { GLTFLoaderPlugin, GLTFParser } from 'three/addons/loaders/GLTFLoader.js'

/** Milliseconds from the start of reading after which a model is shown without the pictures that are not there yet. */
const PATIENCE = 300
/** A surface without relief, as normal maps have it. */
const FLAT = '#8080ff'

/** The numbers of textures that a description uses as normal maps, wherever in its materials it says so. */
export function normalMaps(value: unknown, key = '', found = new Set<number>()): ReadonlySet<number> {
  if (typeof value !== 'object' || value === null) return found
  const index: unknown = Reflect.get(value, 'index')
  if (/normalTexture$/i.test(key) && typeof index === 'number') found.add(index)
  for (const [name, one] of Object.entries(value)) normalMaps(one, Array.isArray(value) ? key : name, found)
  return found
}

export class LateTextures {
  /** What is still to come, each a picture and what stands in its place. */
  readonly #coming: Promise<void>[] = []
  readonly #patience: Promise<'late'>
  #isOver = false
  /** Hears of each picture before it takes its place. */
  onArrival: () => void = () => undefined

  constructor() {
    this.#patience = new Promise((late) => setTimeout(late, PATIENCE, 'late'))
  }

  /** For the loader; one model only. */
  readonly plugin = (parser: GLTFParser): GLTFLoaderPlugin => {
    const description: unknown = parser.json
    const materials = typeof description === 'object' && description ? Reflect.get(description, 'materials') : undefined
    const normals = normalMaps(materials)
    return {
      name: 'late-textures',
      loadTexture: (index) => this.#load(parser, index, normals.has(index) ? FLAT : '#fff'),
    }
  }

  /** Whether the model is shown without some of its pictures. */
  get isWaiting(): boolean {
    return this.#coming.length > 0
  }

  /** Settles once all pictures have taken their places. */
  async settled(): Promise<void> {
    await Promise.all(this.#coming)
  }

  /** The model is gone: what arrives now is freed. */
  end(): void {
    this.#isOver = true
  }

  async #load(parser: GLTFParser, index: number, color: string): Promise<Texture> {
    // The loader answers null for a picture that could not be read, against its type.
    const coming: Promise<Texture | null> = parser.loadTexture(index)
    const first = await Promise.race([coming, this.#patience])
    if (first !== 'late') return await parser.loadTexture(index)
    const standIn = plain(color)
    parser.associations.set(standIn, { textures: index })
    this.#coming.push(coming.then((texture) => this.#replace(parser, standIn, texture)))
    return standIn
  }

  #replace({ associations }: GLTFParser, standIn: Texture, texture: Texture | null): void {
    this.onArrival()
    const picture: unknown = texture?.source.data
    if (this.#isOver) {
      if (typeof ImageBitmap !== 'undefined' && picture instanceof ImageBitmap) picture.close()
      return
    }
    const { source } = standIn
    for (const material of associations.keys()) {
      if (!(material instanceof Material)) continue
      for (const [slot, used] of Object.entries(material)) {
        if (!(used instanceof Texture) || used.source !== source) continue
        if (texture) takeOver(used, texture)
        else Object.assign(material, { [slot]: null, needsUpdate: true })
      }
    }
    if (texture) takeOver(standIn, texture)
  }
}

/** A texture of one color. */
function plain(color: string): Texture {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d')
  if (context) {
    context.fillStyle = color
    context.fillRect(0, 0, 1, 1)
  }
  const texture = new Texture(canvas)
  texture.flipY = false
  texture.needsUpdate = true
  return texture
}

/** Gives a texture, or a turned or scaled copy of one, the picture of another and how it is read. */
function takeOver(texture: Texture, from: Texture): void {
  const { source, name, userData, magFilter, minFilter, wrapS, wrapT, generateMipmaps } = from
  // Its place on the GPU has the size of before.
  texture.dispose()
  Object.assign(texture, { source, name, userData, magFilter, minFilter, wrapS, wrapT, generateMipmaps })
  texture.needsUpdate = true
}
