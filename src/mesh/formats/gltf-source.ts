// Prepares the bytes of a GLB or .gltf for @gltf-transform/core: the description is checked against its bytes, every buffer and
// picture gets a name of our own, and input that the library cannot handle is fixed.

import { GLB_BUFFER, type GLTF } from '@gltf-transform/core'
import { figure, type Phrase, phrase } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { type Companions, companion } from './companions.ts'
import { decodedName, isData, leadsOut, placeInFolder } from './folder-names.ts'
import { parseJson, splitGlb } from './glb-container.ts'
import { brokenGltf } from './gltf-error.ts'
import { checkGltf } from './gltf-precheck.ts'

export interface GltfSource {
  readonly json: GLTF.IGLTF
  /** Bytes by the addresses that `json` has now. */
  readonly resources: Record<string, Uint8Array<ArrayBuffer>>
  /** The names of pictures that lie beside the file, by the index of their image. */
  readonly pictureNames: ReadonlyMap<number, string>
  /** The path of the first buffer, where it is a file. */
  readonly bufferName: string | undefined
}

/** @throws MeshError model-broken, model-too-large */
export function glbSource(bytes: Uint8Array, files: Companions, context: ReaderContext): GltfSource {
  const chunks = splitGlb(bytes)
  if ('fault' in chunks) throw brokenGltf(phrase('The file {0}.', chunks.fault))
  return sourceOf(chunks.json, bytes.length, { files, context, ...(chunks.bin ? { bin: chunks.bin } : {}) })
}

/** @throws MeshError model-broken, model-too-large */
export function gltfSource(bytes: Uint8Array, files: Companions, context: ReaderContext): GltfSource {
  return sourceOf(bytes, bytes.length, { files, context })
}

interface Surroundings {
  readonly bin?: Uint8Array
  readonly files: Companions
  readonly context: ReaderContext
}

function sourceOf(text: Uint8Array, size: number, around: Surroundings): GltfSource {
  const json = parseJson(text)
  if (json === undefined) throw brokenGltf('The glTF description is no valid JSON.')
  refuseEndless(json)
  const total = [...around.files.values()].reduce((sum, { length }) => sum + length, size)
  if (!isChecked(json, total)) throw brokenGltf('The glTF description cannot be read.')
  // Every 2.x is read as 2.0, which it must fall back to where it does not name a higher `minVersion`.
  json.asset = { ...json.asset, version: '2.0' }
  const resources: Record<string, Uint8Array<ArrayBuffer>> = {}
  const own = json.buffers?.[0]?.uri
  const bufferName = own === undefined || isData(own) ? undefined : decodedName(own)
  readBuffers(json, resources, around)
  const pictureNames = readPictures(json, resources, around)
  dropEmptyTextures(json)
  return { json, resources, pictureNames, bufferName }
}

function isChecked(json: unknown, size: number): json is GLTF.IGLTF {
  const fault = checkGltf(json, size)
  if (fault?.code === 'too-large')
    throw new MeshError(
      'model-too-large',
      fault.message,
      'Reduce or split the model in a 3D program and export it again.',
    )
  if (fault) throw brokenGltf(fault.message)
  return true
}

/** `1e999` is valid JSON, and infinity when it is read. */
function refuseEndless(json: unknown): void {
  const waiting: unknown[] = [json]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'number' && !Number.isFinite(next))
      throw brokenGltf('The glTF description has a number that is infinite.')
    if (typeof next === 'object' && next !== null) for (const value of Object.values(next)) waiting.push(value)
  }
}

function readBuffers(json: GLTF.IGLTF, resources: GltfSource['resources'], around: Surroundings): void {
  for (const [i, buffer] of (json.buffers ?? []).entries()) {
    const own = i === 0 ? around.bin : undefined
    const found = buffer.uri === undefined ? own : bytesAt(buffer.uri, around)
    if (!found && buffer.uri !== undefined) throw missing(buffer.uri)
    // A buffer without bytes is one that compressed data stands in for; a view of it that is none is refused below.
    const bytes = unshared(found ?? new Uint8Array())
    if (found && bytes.length < buffer.byteLength)
      throw brokenGltf(
        phrase(
          "The model's buffer {0} has {1} bytes, and {2} are announced.",
          i,
          figure(bytes.length),
          figure(buffer.byteLength),
        ),
      )
    buffer.uri = buffer.uri === undefined && i === 0 ? GLB_BUFFER : `__buffer${i}.bin`
    resources[buffer.uri] = bytes
  }
  const used = viewsInUse(json)
  for (const [i, view] of (json.bufferViews ?? []).entries()) {
    const held = resources[json.buffers?.[view.buffer]?.uri ?? '']?.length ?? 0
    const isPacked = Object.keys(view.extensions ?? {}).some((name) => name.endsWith('_compression'))
    if (isPacked || (view.byteOffset ?? 0) + view.byteLength <= held) continue
    if (used.has(i))
      throw brokenGltf(phrase("The model's buffer view {0} lies in a buffer that the file does not hold.", i))
    // Nobody asks for it.
    view.byteOffset = 0
    view.byteLength = 0
  }
}

/** The same bytes as the library's types take them; it copies what it reads. */
const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)

function viewsInUse(json: GLTF.IGLTF): ReadonlySet<number | undefined> {
  const accessors = json.accessors ?? []
  return new Set([
    ...accessors.flatMap(({ bufferView, sparse }) => [
      bufferView,
      sparse?.indices.bufferView,
      sparse?.values.bufferView,
    ]),
    ...(json.images ?? []).map(({ bufferView }) => bufferView),
  ])
}

/** Pictures that are not there are named, and the model opens without them. */
function readPictures(json: GLTF.IGLTF, resources: GltfSource['resources'], around: Surroundings): Map<number, string> {
  const names = new Map<number, string>()
  for (const [i, image] of (json.images ?? []).entries()) {
    if (image.bufferView !== undefined) continue
    const { uri } = image
    const bytes = uri === undefined ? undefined : bytesAt(uri, around)
    if (uri !== undefined && !bytes)
      around.context.warn(isOutside(uri) ? missingFile(uri) : phrase('The picture “{0}” is missing.', shown(uri)))
    if (uri !== undefined && !isData(uri)) names.set(i, decodedName(uri))
    image.mimeType ??= mediaTypeOf(uri) ?? 'image/png'
    image.uri = `__picture${i}`
    resources[image.uri] = new Uint8Array(bytes ?? new Uint8Array())
  }
  return names
}

function mediaTypeOf(uri: string | undefined): string | undefined {
  if (uri !== undefined && isData(uri)) return /^data:([^;,]+)/i.exec(uri)?.[1]
  const ending = /\.([a-z0-9]+)$/i.exec(uri ?? '')?.[1]?.toLowerCase()
  if (ending === undefined) return undefined
  return ending === 'jpg' ? 'image/jpeg' : `image/${ending}`
}

/** Whether an address leads out of the model's folder. */
const isOutside = (uri: string) => !isData(uri) && leadsOut(decodedName(uri))

/** What is said of a file that a model names and that was not found beside it. */
export const missingFile = (uri: string): Phrase =>
  isOutside(uri)
    ? phrase('The model names “{0}”; only files beside the model are read.', shown(uri))
    : phrase('The file “{0}”, which the model names, is missing.', shown(uri))

/** The bytes behind an address: written in it, or those of a file beside the model. */
function bytesAt(uri: string, { files, context }: Surroundings): Uint8Array | undefined {
  if (isData(uri)) return dataBytes(uri)
  const name = decodedName(uri)
  if (!leadsOut(name)) return files.get(uri) ?? named(files, name) ?? companion(files, name)
  const found = companion(files, placeInFolder(name)?.at(-1) ?? '')
  if (found)
    context.warn(
      phrase('The model names “{0}”; a file of the same name beside the model is read in its place.', shown(uri)),
    )
  return found
}

/** File systems and exporters write accents in different ways that mean the same. */
function named(files: Companions, path: string): Uint8Array | undefined {
  const plain = (name: string) => name.replace(/^(?:\.\/)+/, '').normalize('NFC')
  for (const [name, bytes] of files) if (plain(name) === plain(path)) return bytes
  return undefined
}

function dataBytes(uri: string): Uint8Array {
  const comma = uri.indexOf(',')
  const body = uri.slice(comma + 1)
  if (comma < 0) throw brokenGltf('The model holds data that cannot be read.')
  if (!/;base64$/i.test(uri.slice(0, comma))) return new TextEncoder().encode(decodedName(body))
  try {
    return Uint8Array.from(atob(decodedName(body).replace(/-/g, '+').replace(/_/g, '/')), (letter) =>
      letter.charCodeAt(0),
    )
  } catch {
    throw brokenGltf('The model holds data that cannot be read.')
  }
}

const shown = (uri: string) => {
  const name = decodedName(uri)
  return name.length > 80 ? `${name.slice(0, 79)}…` : name
}

function missing(uri: string): MeshError {
  return new MeshError(
    'model-broken',
    missingFile(uri),
    'Put it beside the model, or export the model as GLB, which holds everything in one file.',
  )
}

/** Those that name a texture's picture and can be read, by the pictures that they allow. */
export const PICTURE_EXTENSIONS = {
  'image/webp': 'EXT_texture_webp',
  'image/avif': 'EXT_texture_avif',
  'image/ktx2': 'KHR_texture_basisu',
} as const

/** Takes references to textures without a picture out of the materials: such a texture is none. */
function dropEmptyTextures(json: GLTF.IGLTF): void {
  const isEmpty = (index: unknown) => {
    const texture = typeof index === 'number' ? json.textures?.[index] : undefined
    if (!texture || texture.source !== undefined) return texture === undefined
    return !Object.values(PICTURE_EXTENSIONS).some((name) => texture.extensions?.[name] !== undefined)
  }
  const walk = (owner: object) => {
    for (const [key, value] of Object.entries(owner)) {
      if (typeof value !== 'object' || value === null || key === 'extras') continue
      if (key.endsWith('Texture') && isEmpty(value.index)) Reflect.deleteProperty(owner, key)
      else walk(value)
    }
  }
  for (const material of json.materials ?? []) walk(material)
}
