// A model in another format, with what can be changed on the way. The options mean what those of the service's
// convert_model do; counting and reducing faces is done before, with simplify.
import type { Document } from '@gltf-transform/core'
import { english, type Phrase } from '../../text/index.ts'
import { write3mf } from '../formats/3mf.ts'
import { writeFbx } from '../formats/fbx-write.ts'
import { writeGlb, writeGltf } from '../formats/gltf.ts'
import { type FbxPreset, FORMAT_EXTENSIONS, type ModelFormat } from '../formats/index.ts'
import { lossPhrases } from '../formats/losses.ts'
import { writeObj } from '../formats/obj-write.ts'
import { writePly } from '../formats/ply-write.ts'
import { writeStl } from '../formats/stl.ts'
import { writeUsdz } from '../formats/usdz.ts'
import type { PictureFormat } from '../images/pictures.ts'
import { flattenBottom } from './flatten.ts'
import { type Front, orient, scaleBy } from './orient.ts'
import { keepParts } from './parts.ts'
import { pivotToCenterBottom } from './pivot.ts'
import { pairTriangles } from './quads.ts'
import { animateInPlace, removeAnimation } from './still.ts'
import { resampleTextures } from './textures.ts'

export interface ConvertOptions {
  readonly format: ModelFormat
  /** Four-sided faces where triangles pair up; only FBX, OBJ and USDZ can hold them. */
  readonly quad?: boolean
  readonly flattenBottom?: boolean
  /** A share of the height. */
  readonly flattenBottomThreshold?: number
  /** Pixels along a side, never scaled up. */
  readonly textureSize?: number
  readonly textureFormat?: PictureFormat
  readonly pivotToCenterBottom?: boolean
  readonly scaleFactor?: number
  /** False takes skeleton and clips away. */
  readonly withAnimation?: boolean
  readonly animateInPlace?: boolean
  readonly partNames?: readonly string[]
  /** OBJ only; other formats that hold vertex colours always keep them. */
  readonly exportVertexColors?: boolean
  /** Where the front, which is +z in glTF, shall point, in axes with Z up. */
  readonly exportOrientation?: Front
  readonly fbxPreset?: FbxPreset
  /** The stem of files inside a ZIP. */
  readonly name?: string
}

export interface Converted {
  readonly bytes: Uint8Array
  /** With its dot, as the file is to be called: `.zip` where several files are packed together. */
  readonly extension: string
  /** What the format cannot hold of the model, a sentence each in English, and as phrases. */
  readonly losses: readonly string[]
  readonly lossPhrases: readonly Phrase[]
}

/** What pictures a format can hold, where it says so; OBJ and FBX leave them to the program that loads them. */
const PICTURES_HELD: Partial<Record<ModelFormat, readonly PictureFormat[]>> = {
  glb: ['png', 'jpeg', 'webp'],
  gltf: ['png', 'jpeg', 'webp'],
  usdz: ['png', 'jpeg'],
}
const WHOLE: ReadonlySet<ModelFormat> = new Set(['glb', 'gltf'])
/** Formats of the bare surface. */
const WITHOUT_PICTURES: ReadonlySet<ModelFormat> = new Set(['stl', 'ply', '3mf'])
/** Formats that come as a ZIP of several files. */
const ZIPPED: ReadonlySet<ModelFormat> = new Set(['obj', 'gltf'])

/** Changes the document as asked and writes it. The document is used up by this. */
export async function convert(document: Document, options: ConvertOptions): Promise<Converted> {
  const { format, name = 'model' } = options
  if (options.partNames && options.partNames.length > 0) keepParts(document, options.partNames)
  if (options.withAnimation === false) removeAnimation(document)
  else if (options.animateInPlace) animateInPlace(document)
  if (options.scaleFactor !== undefined && options.scaleFactor !== 1) scaleBy(document, options.scaleFactor)
  if (options.exportOrientation) orient(document, options.exportOrientation)
  if (options.flattenBottom) flattenBottom(document, options.flattenBottomThreshold)
  if (options.pivotToCenterBottom) pivotToCenterBottom(document)
  if (options.quad) pairTriangles(document)
  const wanted = options.textureFormat
  const held = wanted === undefined || (PICTURES_HELD[format]?.includes(wanted) ?? true)
  const textures = {
    ...(options.textureSize ? { size: options.textureSize } : {}),
    ...(wanted ? { format: held ? wanted : 'png' } : {}),
    keepsUnreadable: WHOLE.has(format),
  } as const
  // GLB may keep WebP; every other format needs it turned into PNG, which is what this does without a wish.
  const losses = lossPhrases(document, format)
  // What a format without pictures does not show cannot be damaged there.
  const hasPictures = !WITHOUT_PICTURES.has(format)
  if (hasPictures && (format !== 'glb' || options.textureSize || wanted))
    losses.push(...(await resampleTextures(document, textures)))
  const bytes = await write(document, format, name, options)
  return {
    bytes,
    losses: losses.map(english),
    lossPhrases: losses,
    extension: ZIPPED.has(format) ? '.zip' : FORMAT_EXTENSIONS[format],
  }
}

function write(document: Document, format: ModelFormat, name: string, options: ConvertOptions) {
  switch (format) {
    case 'glb':
      return writeGlb(document)
    case 'gltf':
      return writeGltf(document, { name })
    case 'obj':
      return writeObj(document, { name, vertexColors: options.exportVertexColors === true })
    case 'fbx':
      return writeFbx(document, options.fbxPreset ? { preset: options.fbxPreset } : {})
    case 'stl':
      return writeStl(document)
    case '3mf':
      return write3mf(document)
    case 'ply':
      return writePly(document)
    case 'usdz':
      return writeUsdz(document)
  }
}
