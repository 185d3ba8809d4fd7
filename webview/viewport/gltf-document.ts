// The part of glTF 2.0's JSON that the viewport reads itself, checked at run time, and how it is extracted from a .glb or .gltf.
// GLTFLoader handles everything else in the file.

import { isGlb, parseJson, splitGlb } from '../../src/mesh/formats/glb-container.ts'
import { phrase } from '../../src/text/index.ts'
import { errors } from './errors.ts'

interface Primitive {
  attributes: Record<string, number>
  indices?: number
  extensions?: Record<string, unknown>
  mode?: number
  targets?: object[]
}

export interface GltfDocument {
  asset: { version: string }
  extensionsUsed?: string[]
  scene?: number
  scenes?: { nodes?: number[] }[]
  nodes?: { mesh?: number; children?: number[]; extensions?: Record<string, unknown> }[]
  meshes?: { primitives: Primitive[] }[]
  accessors?: { count: number }[]
  buffers?: { uri?: string }[]
  bufferViews?: object[]
  materials?: object[]
  textures?: object[]
  animations?: object[]
  skins?: object[]
  cameras?: object[]
}

// By hand: a file has thousands of nodes and accessors, for which a schema that is interpreted takes longer than all else here.
type Is = (value: unknown) => boolean
type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isIndex: Is = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isString: Is = (value) => typeof value === 'string'
const maybe = (value: unknown, is: Is): boolean => value === undefined || is(value)
const isListOf =
  (is: Is): Is =>
  (value) =>
    Array.isArray(value) && value.every(is)
const isObject =
  (are: (fields: Fields) => boolean): Is =>
  (value) =>
    isRecord(value) && are(value)
const isIndices = isListOf(isIndex)
const isObjects = isListOf(isRecord)

const isScene = isObject(({ nodes }) => maybe(nodes, isIndices))
const isNode = isObject(
  ({ mesh, children, extensions }) => maybe(mesh, isIndex) && maybe(children, isIndices) && maybe(extensions, isRecord),
)
const isPrimitive = isObject(
  ({ attributes, indices, extensions, mode, targets }) =>
    isRecord(attributes) &&
    Object.values(attributes).every(isIndex) &&
    maybe(indices, isIndex) &&
    maybe(extensions, isRecord) &&
    maybe(mode, Number.isInteger) &&
    maybe(targets, isObjects),
)
const isMesh = isObject(({ primitives }) => isListOf(isPrimitive)(primitives))
const isAccessor = isObject(({ count }) => isIndex(count))
const isBuffer = isObject(({ uri }) => maybe(uri, isString))
const isAsset = isObject(({ version }) => isString(version))

function isDocument(json: unknown): json is GltfDocument {
  if (!isRecord(json) || !isAsset(json['asset']) || !maybe(json['scene'], isIndex)) return false
  const lists: readonly (readonly [string, Is])[] = [
    ['extensionsUsed', isString],
    ['scenes', isScene],
    ['nodes', isNode],
    ['meshes', isMesh],
    ['accessors', isAccessor],
    ['buffers', isBuffer],
    ...(['bufferViews', 'materials', 'textures', 'animations', 'skins', 'cameras'] as const).map(
      (name) => [name, isRecord] as const,
    ),
  ]
  return lists.every(([name, is]) => maybe(json[name], isListOf(is)))
}

/** A header and the head of one chunk (glTF 2.0, section 4.4). */
const SMALLEST_GLB = 20

/** The JSON of a .glb or .gltf, checked. Throws a ViewportError that names the file. */
export function readGltfDocument(data: ArrayBuffer, name: string): GltfDocument {
  const json = parseJson(jsonBytes(data, name))
  if (!isDocument(json)) throw errors.notGltf(name)
  if (!json.asset.version.startsWith('2.')) throw errors.oldVersion(name, json.asset.version)
  return json
}

function jsonBytes(data: ArrayBuffer, name: string): Uint8Array {
  const view = new DataView(data)
  if (!isGlb(new Uint8Array(data))) return new Uint8Array(data)
  if (data.byteLength < SMALLEST_GLB) throw errors.truncated(name, SMALLEST_GLB, data.byteLength)
  const total = view.getUint32(8, true)
  if (total > data.byteLength) throw errors.truncated(name, total, data.byteLength)
  const version = view.getUint32(4, true)
  if (version !== 2) throw errors.oldVersion(name, String(version))
  const chunks = splitGlb(new Uint8Array(data))
  if ('json' in chunks) return chunks.json
  throw errors.unreadable(name, {
    code: chunks.fault.text.startsWith('is cut off') ? 'truncated' : 'notGltf',
    sentence: phrase('It {0}.', chunks.fault),
    nextStep: 'Download or export the model again.',
  })
}
