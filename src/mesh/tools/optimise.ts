// Makes a model's file smaller, for the web: removes duplicate and unused data, resamples clips, quantizes numbers, packs
// geometry with meshopt or Draco, shrinks pictures. Unusual data goes through glTF-Transform's steps. No KTX2: ktx2-encoder 0.6.0
// refuses a picture of 4096 x 4096 pixels (it takes 12 million at most), needs 15 s of a processor and 470 MB for one of
// 2048 x 2048 as ETC1S, and 1,230 kB of the package (December 2026).
import { type Document, Logger, Verbosity, WebIO } from '@gltf-transform/core'
import type { MeshoptEncoder } from 'meshoptimizer/encoder'
import { glbOf, prepare, writeGlb } from '../formats/gltf.ts'
import { MeshQuantization } from '../formats/mesh-quantization.ts'
import { MeshoptWriting } from '../formats/meshopt-write.ts'
import { nameBindPoses } from './bones.ts'
import type { Compression, TextureWish } from './optimise-presets.ts'
import { floatPositions, isPlain, quantise, reorder } from './quantise.ts'
import { shrinkSkins } from './small-skins.ts'
import { sortWeights } from './sort-weights.ts'
import { PRUNE_OPTIONS, tidy, tidyAgain } from './tidy.ts'

export interface OptimiseOptions {
  /**
   * `meshopt`, `draco`: rounded and packed, for loaders with that decoder; `quantise`: smaller numbers only; `none`: lossless.
   */
  readonly compression?: Compression
  /** The most pixels along a texture's side; 0 keeps them as they are. */
  readonly textureSize?: number
  /**
   * `webp`: pictures that become smaller so are WebP; `avif`: colors are AVIF, which browsers read, all else WebP; `jpeg`: the
   * same for colors without transparency, which any loader reads; `keep`: only those above the limit are touched, in their
   * own format.
   */
  readonly textureFormat?: TextureWish
  /** Meshes of one material become one, so that they are drawn at once; parts lose their names. */
  readonly join?: boolean
}

export const OPTIMISE_DEFAULTS = {
  compression: 'meshopt',
  textureSize: 2048,
  textureFormat: 'webp',
  join: false,
} as const

/** `sortWeights` does it. */
const OWN_WEIGHTS = { normalizeWeights: false } as const

/**
 * Writes the model as a GLB as small as the options allow. The document becomes what is written, without its packing: nothing
 * else can be done with it than to look at it. */
export async function optimise(document: Document, options: OptimiseOptions = {}): Promise<Uint8Array> {
  const { compression, textureSize: most, textureFormat, join: joins } = { ...OPTIMISE_DEFAULTS, ...options }
  // What the library tells is for programmers, and would spoil the output of a command line.
  document.setLogger(new Logger(Verbosity.SILENT))
  await tidy(document)
  if (joins) {
    const { flatten, join } = await import('@gltf-transform/functions')
    await document.transform(flatten({ cleanup: false }), join({ cleanup: false }))
  }
  dropEmptyPrimitives(document)
  if (document.getRoot().listTextures().length > 0)
    await (await import('./shrink-textures.ts')).shrinkTextures(document, most, textureFormat)
  nameBindPoses(document)
  if (compression === 'quantise') {
    const { prune, quantize } = await import('@gltf-transform/functions')
    shrinkSkins(document)
    floatPositions(document)
    await document.transform(quantize({ cleanup: false, ...OWN_WEIGHTS }), prune(PRUNE_OPTIONS))
    sortWeights(document)
  }
  if (compression === 'draco') return packWithDraco(document)
  if (compression !== 'meshopt') return writeGlb(document)
  const { MeshoptEncoder: encoder } = await import('meshoptimizer/encoder')
  await encoder.ready
  shrinkSkins(document)
  if (isPlain(document)) {
    reorder(document, encoder)
    quantise(document)
  } else await quantiseUnusual(document, encoder)
  sortWeights(document)
  await tidyAgain(document)
  return writePacked(document, encoder)
}

/** Weights become bytes that sum to one, which Draco keeps as they are; it would round floats one by one. */
async function packWithDraco(document: Document): Promise<Uint8Array> {
  const [{ quantize }, { writeDraco }] = await Promise.all([
    import('@gltf-transform/functions'),
    import('../formats/draco-write.ts'),
  ])
  shrinkSkins(document)
  floatPositions(document)
  await document.transform(quantize({ cleanup: false, pattern: /^WEIGHTS_\d+$/, ...OWN_WEIGHTS }))
  sortWeights(document)
  await tidyAgain(document)
  return writeDraco(document)
}

/** Those that nothing is drawn of, as a join leaves them: the library takes none without positions. */
function dropEmptyPrimitives(document: Document): void {
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) if (!primitive.getAttribute('POSITION')) primitive.dispose()
  for (const mesh of document.getRoot().listMeshes()) if (mesh.listPrimitives().length === 0) mesh.dispose()
}

/** Normals and tangents stay as they are: they are packed in 8 bits, octahedral. */
const PACKED = /^(POSITION|TEXCOORD|JOINTS|WEIGHTS|COLOR)(_\d+)?$/
const PACKED_TARGETS = /^(POSITION|TEXCOORD|JOINTS|WEIGHTS|COLOR|NORMAL|TANGENT)(_\d+)?$/

/** Morph targets, instances, volumes, and what is small already: the library knows them all. */
async function quantiseUnusual(document: Document, encoder: typeof MeshoptEncoder): Promise<void> {
  const { quantize, reorder: reorderAll } = await import('@gltf-transform/functions')
  floatPositions(document)
  const bits = { pattern: PACKED, patternTargets: PACKED_TARGETS, quantizeNormal: 8 }
  await document.transform(
    reorderAll({ encoder, target: 'size' }),
    quantize({ cleanup: false, ...bits, ...OWN_WEIGHTS }),
  )
}

/** Like writeGlb, with geometry packed: the extension that reads it unpacked here would not write it. */
async function writePacked(document: Document, encoder: typeof MeshoptEncoder): Promise<Uint8Array> {
  await prepare(document)
  const others = document
    .getRoot()
    .listExtensionsUsed()
    .some(({ extensionName }) => !OWN.has(extensionName))
  const all = others ? (await import('../formats/extensions.ts')).EXTENSIONS : []
  document.createExtension(MeshoptWriting).setRequired(true).encoder = encoder
  const kinds = all.filter(({ EXTENSION_NAME }) => !OWN.has(EXTENSION_NAME))
  const io = new WebIO()
    .setLogger(document.getLogger())
    .registerExtensions([...kinds, MeshoptWriting, MeshQuantization])
  return glbOf(document, io)
}

const OWN: ReadonlySet<string> = new Set([MeshoptWriting.EXTENSION_NAME, MeshQuantization.EXTENSION_NAME])
