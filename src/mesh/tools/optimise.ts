// A smaller file of the same model, for the web: what is twice or unused goes, clips are resampled, numbers quantised,
// geometry packed with meshopt, pictures made smaller. The steps are those of glTF-Transform; pictures go through ours.
// No AVIF and no KTX2: their encoders as WebAssembly take 1,116 kB (@jsquash/avif 2.1.1, and 340 kB to read it) and 1,230 kB
// (ktx2-encoder 0.6.0) of a package that may have 3,072 kB and is at 2,600 (November 2026).
import { type Document, Logger, PropertyType, type Texture, Verbosity, WebIO } from '@gltf-transform/core'
import { EXTMeshoptCompression } from '@gltf-transform/extensions'
import { dedup, flatten, join, meshopt, prune, quantize, resample } from '@gltf-transform/functions'
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { MeshError } from '../errors.ts'
import { EXTENSIONS, UNPACKED } from '../formats/extensions.ts'
import { prepare, writeGlb } from '../formats/gltf.ts'
import { decodeImage } from '../images/image.ts'
import { textureSize } from '../images/picture-size.ts'
import { encodePicture } from '../images/pictures.ts'
import { resizeImage } from '../images/resize.ts'
import { nameBindPoses } from './bones.ts'
import { sortWeights } from './sort-weights.ts'

export interface OptimiseOptions {
  /** `meshopt`: quantised and packed, for loaders with its decoder; `quantise`: smaller numbers only; `none`: lossless. */
  readonly compression?: 'meshopt' | 'quantise' | 'none'
  /** The most pixels along a texture's side; 0 keeps them as they are. */
  readonly textureSize?: number
  /**
   * `webp`: pictures that become smaller so are WebP; `jpeg`: the same for colors without transparency, which any loader
   * reads; `keep`: only those above the limit are touched, in their own format.
   */
  readonly textureFormat?: TextureWish
  /** Meshes of one material become one, so that they are drawn at once; parts lose their names. */
  readonly join?: boolean
}

export type TextureWish = 'webp' | 'jpeg' | 'keep'

export const OPTIMISE_DEFAULTS = {
  compression: 'meshopt',
  textureSize: 2048,
  textureFormat: 'webp',
  join: false,
} as const

/** Normals, tangents and clips are filtered, too (octahedral, 8 bits): a fifth smaller than `medium`, 420 instead of 537 kB. */
const LEVEL = 'high'
/** Parts that are alike are so again once each has been put in a new order. */
const SAME = dedup({ propertyTypes: [PropertyType.ACCESSOR] })

/** `sortWeights` does it. */
const OWN_WEIGHTS = { normalizeWeights: false } as const

/** Games look for nodes, attributes and extras by name, used or not; only what nothing refers to goes. */
export const KEEP = { keepLeaves: true, keepAttributes: true, keepSolidTextures: true, keepExtras: true } as const

/**
 * Writes the model as a GLB as small as the options allow. The document becomes what is written, without its packing: nothing
 * else can be done with it than to look at it. */
export async function optimise(document: Document, options: OptimiseOptions = {}): Promise<Uint8Array> {
  const { compression, textureSize: most, textureFormat, join: joins } = { ...OPTIMISE_DEFAULTS, ...options }
  // What the library tells is for programmers, and would spoil the output of a command line.
  document.setLogger(new Logger(Verbosity.SILENT))
  await document.transform(dedup(), prune(KEEP), resample({ cleanup: false }))
  if (joins) await document.transform(flatten({ cleanup: false }), join({ cleanup: false }))
  await shrinkTextures(document, most, textureFormat)
  nameBindPoses(document)
  if (compression === 'quantise') {
    await document.transform(quantize({ cleanup: false, ...OWN_WEIGHTS }), prune(KEEP))
    sortWeights(document)
  }
  if (compression !== 'meshopt') return writeGlb(document)
  await MeshoptEncoder.ready
  await document.transform(meshopt({ encoder: MeshoptEncoder, level: LEVEL, cleanup: false, ...OWN_WEIGHTS }))
  sortWeights(document)
  await document.transform(SAME, prune(KEEP))
  return writePacked(document)
}

/** Makes the pictures of a model smaller. @param most pixels along a side; 0 keeps their sizes */
export async function shrinkTextures(document: Document, most: number, wish: TextureWish): Promise<void> {
  for (const texture of document.getRoot().listTextures()) await shrink(document, texture, most, wish)
}

/** Replaces a picture by a smaller one; one that cannot be decoded (KTX2) or would not become smaller stays. */
async function shrink(document: Document, texture: Texture, most: number, wish: TextureWish): Promise<void> {
  const bytes = texture.getImage()
  const size = textureSize(texture)
  if (!bytes || !size) return
  const own = (['png', 'jpeg', 'webp'] as const).find((format) => texture.getMimeType() === `image/${format}`)
  const isAbove = most > 0 && Math.max(...size) > most
  // A JPEG or WebP that is small enough has been compressed once already.
  if (!own || !(isAbove || (wish !== 'keep' && own === 'png'))) return
  try {
    const image = await decodeImage(bytes)
    const scale = isAbove ? most / Math.max(image.width, image.height) : 1
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    const isColored = isColor(document, texture)
    const format = wish === 'webp' || (wish === 'jpeg' && isColored && isOpaque(image.data)) ? wish : own
    const resized = resizeImage(image, side(image.width), side(image.height))
    const encoded = await encodePicture(resized, format, isColored)
    if (!isAbove && encoded.length >= bytes.length) return
    texture.setImage(new Uint8Array(encoded)).setMimeType(`image/${format}`)
    texture.setURI(texture.getURI().replace(/\.\w+$/, `.${format === 'jpeg' ? 'jpg' : format}`))
  } catch (error) {
    if (!(error instanceof MeshError)) throw error
  }
}

function isOpaque(data: Uint8Array | Uint8ClampedArray): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false
  return true
}

function isColor(document: Document, texture: Texture): boolean {
  const materials = document.getRoot().listMaterials()
  return materials.some(
    (material) => material.getBaseColorTexture() === texture || material.getEmissiveTexture() === texture,
  )
}

/** Like writeGlb, with geometry packed: the extensions that read it unpacked here would not write it. */
async function writePacked(document: Document): Promise<Uint8Array> {
  prepare(document)
  const kinds = EXTENSIONS.filter((kind) => !UNPACKED.some((own) => own === kind))
  const io = new WebIO()
    .setLogger(document.getLogger())
    .registerExtensions([...kinds, EXTMeshoptCompression])
    .registerDependencies({ 'meshopt.encoder': MeshoptEncoder })
  return io.writeBinary(document)
}
