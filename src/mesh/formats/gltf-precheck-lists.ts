// The lists of an unchecked glTF description: accepted if they have the right types, else rejected with an explanation.
import { message, type Phrase, phrase, type Words } from '../../text/index.ts'

/** Why a glTF is not loaded: a code to branch on and a sentence for a person. */
export interface GltfFault {
  readonly code: 'invalid' | 'version' | 'cut-off' | 'loop' | 'too-large'
  readonly message: string
  /** The same with its places, where it has values. Names of a glTF's parts (`buffer view 3`) are its own terms. */
  readonly phrase?: Phrase
}

/** Carries a fault out of the depth of the check. */
export class GltfFaultError extends Error {
  override readonly name = 'GltfFaultError'
  constructor(readonly fault: GltfFault) {
    super(fault.message)
  }
}

export function refuse(code: GltfFault['code'], words: Words): never {
  throw new GltfFaultError({ code, ...message(words) })
}

export type Json = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A length, count or index: a whole number that is exact. */
export function whole(value: unknown, whose: string, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  return refuse('invalid', phrase('The {0} of {1} is no whole number.', what, whose))
}

/** References of a material, and of its extensions, to textures: objects with an index under a name that ends in "Texture". */
export function textureInfos(material: Json): (Json & { readonly index: number })[] {
  const found: (Json & { readonly index: number })[] = []
  for (const [key, value] of Object.entries(material)) {
    if (!isRecord(value) || key === 'extras') continue
    const { index } = value
    if (key.endsWith('Texture') && typeof index === 'number') found.push({ ...value, index })
    else found.push(...textureInfos(value))
  }
  return found
}

const NONE: readonly never[] = []

/** Whether a list has such an element: asked before words are made for a refusal, of which thousands would not be needed. */
export const has = (list: readonly Json[], index: unknown): boolean =>
  typeof index === 'number' && list[index] !== undefined

export class Lists {
  readonly accessors: readonly Json[]
  readonly animations: readonly Json[]
  readonly buffers: readonly Json[]
  readonly bufferViews: readonly Json[]
  readonly images: readonly Json[]
  readonly materials: readonly Json[]
  readonly meshes: readonly Json[]
  readonly nodes: readonly Json[]
  readonly scenes: readonly Json[]
  readonly skins: readonly Json[]
  readonly textures: readonly Json[]

  constructor(json: Json) {
    const list = (key: string) => this.within(json, key, 'the file')
    this.accessors = list('accessors')
    this.animations = list('animations')
    this.buffers = list('buffers')
    this.bufferViews = list('bufferViews')
    this.images = list('images')
    this.materials = list('materials')
    this.meshes = list('meshes')
    this.nodes = list('nodes')
    this.scenes = list('scenes')
    this.skins = list('skins')
    this.textures = list('textures')
  }

  /** A list of objects; empty where there is none. */
  within(owner: Json, key: string, whose: string): readonly Json[] {
    const value = owner[key]
    if (value === undefined) return NONE
    if (!Array.isArray(value)) return refuse('invalid', phrase('The {0} of {1} are no list.', key, whose))
    const list: readonly unknown[] = value
    return list.every(isRecord) ? list : refuse('invalid', phrase('The {0} of {1} cannot be read.', key, whose))
  }

  /** A list of indices; empty where there is none. */
  indices(value: unknown, whose: string): readonly number[] {
    if (value === undefined) return NONE
    if (!Array.isArray(value)) return refuse('invalid', phrase('A list of {0} cannot be read.', whose))
    return value.map((index: unknown) => whole(index, whose, 'index'))
  }

  accessor = (index: unknown, whose: string): Json => named(this.accessors, index, whose, 'accessor')
  buffer = (index: unknown, whose: string): Json => named(this.buffers, index, whose, 'buffer')
  bufferView = (index: unknown, whose: string): Json => named(this.bufferViews, index, whose, 'buffer view')
  image = (index: unknown, whose: string): Json => named(this.images, index, whose, 'image')
  material = (index: unknown, whose: string): Json => named(this.materials, index, whose, 'material')
  mesh = (index: unknown, whose: string): Json => named(this.meshes, index, whose, 'mesh')
  node = (index: unknown, whose: string): Json => named(this.nodes, index, whose, 'node')
  scene = (index: unknown, whose: string): Json => named(this.scenes, index, whose, 'scene')
  texture = (index: unknown, whose: string): Json => named(this.textures, index, whose, 'texture')
  skin = (index: unknown, whose: string): Json => named(this.skins, index, whose, 'skin')

  /** Whether a buffer without an address only gives compressed data a place: it is marked, or is not a GLB's first. */
  isFallback(index: number): boolean {
    const extensions = this.buffers[index]?.['extensions']
    return index > 0 || (isRecord(extensions) && Object.keys(extensions).some((name) => name.endsWith('_compression')))
  }
}

function named(list: readonly Json[], index: unknown, whose: string, what: string): Json {
  if (index === undefined)
    return refuse('invalid', phrase('{0} names no {1}.', `${whose.charAt(0).toUpperCase()}${whose.slice(1)}`, what))
  const found = typeof index === 'number' ? list[index] : undefined
  return (
    found ??
    refuse('invalid', phrase('The file has no {0} {1}, which {2} names.', what, String(index).slice(0, 20), whose))
  )
}
