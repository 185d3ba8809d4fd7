// THE list of model formats, from which readers, writers, extensions, file dialogs, menus, the command line and the assets file
// are derived. Plain data, so that the host can use it without loading a reader; `codecs.ts` has the functions of each.
import { type Phrase, phrase } from '../../text/index.ts'
import { IMAGE_FORMATS } from '../images/image-format.ts'
import type { PictureFormat } from '../images/pictures.ts'

interface FormatFacts {
  readonly id: string
  /** What files are called when they are written, with its dot. */
  readonly extension: `.${string}`
  /** Other endings that are read as this format, without a dot. */
  readonly alsoReads?: readonly string[]
  readonly title: string
  /** What the format holds of a model, and for whom. */
  readonly holds: Phrase
  /** All that a glTF Document has; the others lose something. */
  readonly isWhole?: true
  /** Skeletons and clips. */
  readonly hasMotion?: true
  /** Which pictures it can hold; `any` leaves them to the program that loads them, and the bare surface has none. */
  readonly pictures: readonly PictureFormat[] | 'any' | 'none'
  /** A model is several files: packed into a ZIP where only one can be given. */
  readonly isSeveral?: true
  /** Endings that people read as text, without a dot. */
  readonly text?: readonly string[]
}

/** In the order of menus: what holds most first. `usdz` stands for all of USD: packages, and layers on their own. */
export const MODEL_FORMATS = [
  {
    id: 'glb',
    extension: '.glb',
    title: 'GLB',
    isWhole: true,
    hasMotion: true,
    pictures: IMAGE_FORMATS,
    holds: phrase('Everything, in one file: three.js, Babylon.js, Godot'),
  },
  {
    id: 'gltf',
    extension: '.gltf',
    title: 'glTF',
    isWhole: true,
    hasMotion: true,
    isSeveral: true,
    text: ['gltf'],
    pictures: IMAGE_FORMATS,
    holds: phrase('Everything, as a folder of text, buffer and pictures'),
  },
  {
    id: 'fbx',
    extension: '.fbx',
    title: 'FBX',
    hasMotion: true,
    pictures: 'any',
    holds: phrase('Meshes, materials, skeletons and animations: Blender, Unity, Unreal Engine'),
  },
  {
    id: 'usdz',
    extension: '.usdz',
    alsoReads: ['usda', 'usdc', 'usd'],
    title: 'USDZ',
    hasMotion: true,
    text: ['usda'],
    pictures: ['png', 'jpeg'],
    holds: phrase('Meshes, materials, skeletons and animations: AR Quick Look'),
  },
  {
    id: 'obj',
    extension: '.obj',
    title: 'OBJ',
    isSeveral: true,
    pictures: 'any',
    text: ['obj'],
    holds: phrase('Meshes and materials, as a folder with its pictures'),
  },
  { id: 'ply', extension: '.ply', title: 'PLY', pictures: 'none', holds: phrase('Meshes with vertex colors') },
  { id: 'stl', extension: '.stl', title: 'STL', pictures: 'none', holds: phrase('The bare surface: 3D printing') },
  { id: '3mf', extension: '.3mf', title: '3MF', pictures: 'none', holds: phrase('Meshes and colors: 3D printing') },
] as const satisfies readonly FormatFacts[]

type Entry = (typeof MODEL_FORMATS)[number]
export type ModelFormat = Entry['id']
/** Formats whose model is one file. */
export type OneFileFormat = Exclude<Entry, { isSeveral: true }>['id']

/** Programs whose axes and units an FBX can have; all of them declare in the file what they are. */
export const FBX_PRESETS = ['blender', '3dsmax', 'mixamo', 'bake_scale'] as const
export type FbxPreset = (typeof FBX_PRESETS)[number]

/**
 * What a model is converted for: the format that the program or printer reads best, and how it is written for it. `print` has no
 * unit in STL, which slicers read in millimeters.
 */
export interface ConvertTarget {
  readonly id: string
  readonly format: ModelFormat
  readonly fbxPreset?: FbxPreset
  readonly inMillimetres?: true
}
export const CONVERT_TARGETS = [
  { id: 'blender', format: 'fbx', fbxPreset: 'blender' },
  { id: 'unity', format: 'fbx', fbxPreset: 'blender' },
  { id: 'unreal', format: 'fbx', fbxPreset: 'bake_scale' },
  { id: 'maya', format: 'fbx', fbxPreset: 'bake_scale' },
  { id: '3dsmax', format: 'fbx', fbxPreset: '3dsmax' },
  { id: 'mixamo', format: 'fbx', fbxPreset: 'mixamo' },
  { id: 'godot', format: 'glb' },
  { id: 'quicklook', format: 'usdz' },
  { id: 'print', format: 'stl', inMillimetres: true },
] as const satisfies readonly ConvertTarget[]

/** Their ids, in the order of menus. */
export const MODEL_FORMAT_IDS: readonly ModelFormat[] = MODEL_FORMATS.map(({ id }) => id)

/** Those whose model is one file, in the order of menus. */
export const ONE_FILE_FORMATS: readonly OneFileFormat[] = MODEL_FORMATS.flatMap((entry) =>
  'isSeveral' in entry ? [] : [entry.id],
)

/** What is known of a format. */
export function formatFacts(id: ModelFormat): FormatFacts {
  const found: FormatFacts | undefined = MODEL_FORMATS.find((entry) => entry.id === id)
  if (!found) throw new RangeError(`no format ${id}`)
  return found
}

/** How a file of a format is called when it is written, with the dot. */
export const extensionOf = (id: ModelFormat): string => formatFacts(id).extension

/** Each format's endings, without a dot, the written one first. */
const endingsOf = ({ extension, alsoReads = [] }: FormatFacts): string[] => [extension.slice(1), ...alsoReads]

/** All endings under which models that can be read are found, without a dot. */
export const MODEL_ENDINGS: readonly string[] = MODEL_FORMATS.flatMap(endingsOf)

/** Those of them that people read as text. */
export const TEXT_ENDINGS: readonly string[] = MODEL_FORMATS.flatMap((entry: FormatFacts) => entry.text ?? [])

/** The format of an ending, without a dot and in any case. */
export const formatOfEnding = (ending: string): ModelFormat | undefined =>
  MODEL_FORMATS.find((entry) => endingsOf(entry).includes(ending.toLowerCase()))?.id

/** The format that a file's name promises; layers of USD are one with packages. */
export const formatOfPath = (path: string): ModelFormat | undefined =>
  formatOfEnding(/\.([^./\\]+)$/.exec(path)?.[1] ?? '')

/** Whether a path ends as those of models do. */
export const isModelPath = (path: string): boolean => formatOfPath(path) !== undefined
