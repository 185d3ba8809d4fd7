// Converts a model to another format, with changes on the way. The options have the meaning of those of the service's
// convert_model; faces are reduced before, with simplify.
import type { Document } from '@gltf-transform/core'
import { english, type Phrase, phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'
import { CODECS } from '../formats/codecs.ts'
import { lossPhrases } from '../formats/losses.ts'
import { type FbxPreset, formatFacts, type ModelFormat } from '../formats/names.ts'
import type { PictureFormat } from '../images/pictures.ts'
import { flattenBottom } from './flatten.ts'
import { spreadInstances } from './instances.ts'
import { type Front, orient, scaleBy } from './orient.ts'
import { keepParts } from './parts.ts'
import { pivotToCenterBottom } from './pivot.ts'
import { pairTriangles } from './quads.ts'
import { animateInPlace, removeAnimation } from './remove-animation.ts'
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
  /** OBJ only; other formats that hold vertex colors always keep them. */
  readonly exportVertexColors?: boolean
  /** Where the front, which is +z in glTF, shall point, in axes with Z up. */
  readonly exportOrientation?: Front
  readonly fbxPreset?: FbxPreset
  /** STL only, which has no unit: its numbers are millimeters instead of meters. */
  readonly inMillimetres?: boolean
  /** Of a .gltf that is changed: buffer and pictures keep the paths that they were read from, and their formats. */
  readonly keepsPaths?: boolean
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

/** Changes the document as asked and writes it. The document is used up by this. */
export async function convert(document: Document, options: ConvertOptions): Promise<Converted> {
  const { format, name = 'model', fbxPreset, exportVertexColors = false, keepsPaths = false } = options
  const { pictures, isWhole = false, isSeveral, extension } = formatFacts(format)
  // Only glTF has instances.
  if (!isWhole) spreadInstances(document)
  if (options.partNames && options.partNames.length > 0) keepParts(document, options.partNames)
  if (options.withAnimation === false) removeAnimation(document)
  else if (options.animateInPlace) animateInPlace(document)
  if (options.scaleFactor !== undefined && options.scaleFactor !== 1) scaleBy(document, options.scaleFactor)
  if (options.exportOrientation) orient(document, options.exportOrientation)
  if (options.flattenBottom) flattenBottom(document, options.flattenBottomThreshold)
  if (options.pivotToCenterBottom) pivotToCenterBottom(document)
  if (options.quad) pairTriangles(document)
  const wanted = options.textureFormat
  const held = wanted === undefined || typeof pictures === 'string' || pictures.includes(wanted)
  const textures = {
    ...(options.textureSize ? { size: options.textureSize } : {}),
    ...(wanted ? { format: held ? wanted : 'png' } : {}),
    keepsUnreadable: isWhole,
  } as const
  // GLB may keep WebP; every other format needs it turned into PNG, which is what this does without a wish.
  const losses = lossPhrases(document, format)
  // What a format without pictures does not show cannot be damaged there.
  const hasPictures = pictures !== 'none' && !keepsPaths
  if (hasPictures && (format !== 'glb' || options.textureSize || wanted))
    losses.push(...(await resampleTextures(document, textures)))
  if (!(isWhole || holdsSomething(document, format))) throw nothingFor(format)
  const { inMillimetres = false } = options
  const how = { name, vertexColors: exportVertexColors, fbxPreset, keepsPaths, inMillimetres }
  const bytes = await CODECS[format].write(document, how)
  return {
    bytes,
    losses: losses.map(english),
    lossPhrases: losses,
    extension: isSeveral ? '.zip' : extension,
  }
}

/** glTF's modes from here on are of faces: triangles, strips, fans. */
const FIRST_FACES = 4

/** Whether something of the scene is written: faces, or in FBX the parts of a skeleton that a clip moves. */
function holdsSomething(document: Document, format: ModelFormat): boolean {
  const root = document.getRoot()
  if (format === 'fbx' && root.listNodes().length > 0) return true
  return root
    .listMeshes()
    .some((mesh) => mesh.listPrimitives().some((one) => one.getMode() >= FIRST_FACES && one.getAttribute('POSITION')))
}

const nothingFor = (format: ModelFormat) =>
  new MeshError(
    'model-broken',
    phrase('The model has no faces, without which {0} holds nothing.', formatFacts(format).title),
    'Convert it to GLB or glTF, which hold points and lines, too.',
  )
