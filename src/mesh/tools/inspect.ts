// The contents of a GLB, counted from its JSON alone: cheap enough for lists and tooltips, and safe for untrusted files.

import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { part, phrase, type Words } from '../../text/index.ts'
import { MeshError } from '../errors.ts'
import { parseJson, splitGlb } from '../formats/glb-container.ts'

const Index = Type.Integer({ minimum: 0 })
/** The parts of a glTF document that src/mesh reads; everything else passes unchecked. */
export const GltfDocument = Type.Object({
  asset: Type.Object({ version: Type.String() }),
  accessors: Type.Optional(
    Type.Array(
      Type.Object({
        count: Index,
        type: Type.String(),
        componentType: Type.Integer(),
        bufferView: Type.Optional(Index),
        byteOffset: Type.Optional(Index),
        min: Type.Optional(Type.Array(Type.Number())),
        max: Type.Optional(Type.Array(Type.Number())),
      }),
    ),
  ),
  bufferViews: Type.Optional(
    Type.Array(
      Type.Object({
        buffer: Index,
        byteLength: Index,
        byteOffset: Type.Optional(Index),
        byteStride: Type.Optional(Index),
      }),
    ),
  ),
  meshes: Type.Optional(
    Type.Array(
      Type.Object({
        primitives: Type.Array(
          Type.Object({
            attributes: Type.Record(Type.String(), Index),
            indices: Type.Optional(Index),
            material: Type.Optional(Index),
            mode: Type.Optional(Type.Integer()),
          }),
        ),
      }),
    ),
  ),
  materials: Type.Optional(Type.Array(Type.Object({ name: Type.Optional(Type.String()) }))),
  textures: Type.Optional(Type.Array(Type.Object({ source: Type.Optional(Index) }))),
  images: Type.Optional(
    Type.Array(Type.Object({ bufferView: Type.Optional(Index), mimeType: Type.Optional(Type.String()) })),
  ),
  animations: Type.Optional(Type.Array(Type.Object({ name: Type.Optional(Type.String()) }))),
  extensionsUsed: Type.Optional(Type.Array(Type.String())),
})
export type GltfDocument = Type.Static<typeof GltfDocument>

export interface Glb {
  readonly json: GltfDocument
  /** The binary chunk; empty when the file has none. */
  readonly bin: Uint8Array
}

/** What the viewport's status line and the task list say about a model. */
export interface ModelStatistics {
  readonly triangles: number
  readonly vertices: number
  readonly meshes: number
  readonly materials: number
  readonly textures: number
  readonly animations: number
  readonly extensions: readonly string[]
  readonly bytes: number
}

/** Splits a GLB into its JSON and its binary chunk. @throws MeshError glb-broken */
export function parseGlb(bytes: Uint8Array): Glb {
  const chunks = splitGlb(bytes)
  if ('fault' in chunks) throw broken(chunks.fault)
  const json = parseJson(chunks.json)
  if (!Check(GltfDocument, json)) throw broken('has no valid glTF description')
  return { json, bin: chunks.bin ?? new Uint8Array(0) }
}

const Declared = Type.Object({ extensionsUsed: Type.Array(Type.String()) })

/** The extensions that a GLB declares, those of its packing too, which are gone once it is read; undefined for other files. */
export function declaredExtensions(bytes: Uint8Array): readonly string[] | undefined {
  const chunks = splitGlb(bytes)
  const json = 'fault' in chunks ? undefined : parseJson(chunks.json)
  return Check(Declared, json) ? json.extensionsUsed : undefined
}

/** Counts of a GLB file. @throws MeshError glb-broken */
export function inspectGlb(bytes: Uint8Array): ModelStatistics {
  const { json } = parseGlb(bytes)
  let triangles = 0
  const vertexAccessors = new Set<number>()
  for (const mesh of json.meshes ?? [])
    for (const primitive of mesh.primitives) {
      const position = primitive.attributes['POSITION']
      if (position === undefined) continue
      vertexAccessors.add(position)
      const corners = json.accessors?.[primitive.indices ?? position]?.count ?? 0
      const mode = primitive.mode ?? 4
      triangles += mode === 4 ? Math.floor(corners / 3) : mode > 4 ? Math.max(0, corners - 2) : 0
    }
  const vertices = [...vertexAccessors].reduce((sum, index) => sum + (json.accessors?.[index]?.count ?? 0), 0)
  return {
    triangles,
    vertices,
    meshes: json.meshes?.length ?? 0,
    materials: json.materials?.length ?? 0,
    textures: json.textures?.length ?? 0,
    animations: json.animations?.length ?? 0,
    extensions: json.extensionsUsed ?? [],
    bytes: bytes.length,
  }
}

/**
 * The numbers of an uncompressed float or unsigned-integer accessor, without strides' gaps.
 * @throws MeshError glb-broken when it points outside the file
 */
export function readAccessor(glb: Glb, index: number): Float32Array | Uint32Array {
  const accessor = glb.json.accessors?.[index]
  const view = glb.json.bufferViews?.[accessor?.bufferView ?? -1]
  if (!accessor || !view) throw broken('names data it does not contain')
  const kind = COMPONENTS.get(accessor.componentType)
  if (!kind) throw broken('has vertex data of an unknown kind')
  const size = SIZES.get(accessor.type) ?? 1
  const stride = view.byteStride ?? size * kind.bytes
  const start = (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0)
  const data = new DataView(glb.bin.buffer, glb.bin.byteOffset, glb.bin.byteLength)
  if (accessor.count > 0 && start + (accessor.count - 1) * stride + size * kind.bytes > glb.bin.length)
    throw broken('is cut off')
  const out = kind.float ? new Float32Array(accessor.count * size) : new Uint32Array(accessor.count * size)
  for (let i = 0; i < accessor.count; i++)
    for (let k = 0; k < size; k++) out[i * size + k] = kind.read(data, start + i * stride + k * kind.bytes)
  return out
}

interface Component {
  bytes: number
  float: boolean
  read(view: DataView, offset: number): number
}
const COMPONENTS = new Map<number, Component>([
  [5121, { bytes: 1, float: false, read: (view, offset) => view.getUint8(offset) }],
  [5123, { bytes: 2, float: false, read: (view, offset) => view.getUint16(offset, true) }],
  [5125, { bytes: 4, float: false, read: (view, offset) => view.getUint32(offset, true) }],
  [5126, { bytes: 4, float: true, read: (view, offset) => view.getFloat32(offset, true) }],
])
const SIZES = new Map([
  ['SCALAR', 1],
  ['VEC2', 2],
  ['VEC3', 3],
  ['VEC4', 4],
])

/** The encoded picture behind a texture index. */
export function textureBytes(glb: Glb, texture: number): Uint8Array {
  const image = glb.json.images?.[glb.json.textures?.[texture]?.source ?? -1]
  const view = glb.json.bufferViews?.[image?.bufferView ?? -1]
  if (!view) throw broken('names a texture it does not contain')
  const start = view.byteOffset ?? 0
  return glb.bin.subarray(start, start + view.byteLength)
}

function broken(what: Words): MeshError {
  return new MeshError('glb-broken', phrase('The model file {0}.', part(what)), 'Fetch the result again.')
}
