// The part of glTF 2.0's JSON the viewport reads itself, checked at run time, and how it is taken out of a .glb or
// .gltf. Everything else in the file is GLTFLoader's business.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { errors } from './errors.ts'

const Index = Type.Integer({ minimum: 0 })
const List = Type.Optional(Type.Array(Type.Object({})))

const GltfSchema = Type.Object({
  asset: Type.Object({ version: Type.String() }),
  extensionsUsed: Type.Optional(Type.Array(Type.String())),
  scene: Type.Optional(Index),
  scenes: Type.Optional(Type.Array(Type.Object({ nodes: Type.Optional(Type.Array(Index)) }))),
  nodes: Type.Optional(
    Type.Array(Type.Object({ mesh: Type.Optional(Index), children: Type.Optional(Type.Array(Index)) })),
  ),
  meshes: Type.Optional(
    Type.Array(
      Type.Object({
        primitives: Type.Array(
          Type.Object({
            attributes: Type.Record(Type.String(), Index),
            indices: Type.Optional(Index),
            extensions: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
            mode: Type.Optional(Type.Integer()),
          }),
        ),
      }),
    ),
  ),
  accessors: Type.Optional(Type.Array(Type.Object({ count: Type.Integer({ minimum: 0 }) }))),
  buffers: Type.Optional(Type.Array(Type.Object({ uri: Type.Optional(Type.String()) }))),
  materials: List,
  textures: List,
  animations: List,
})

export type GltfDocument = Type.Static<typeof GltfSchema>

/** GLB container, glTF 2.0 section 4.4: a 12-byte header, then chunks of length, type and data, little-endian. */
const glb = { magic: 0x46546c67, jsonChunk: 0x4e4f534a, headerBytes: 12, chunkHeaderBytes: 8 }

/** The JSON of a .glb or .gltf, checked. Throws a ViewportError that names the file. */
export function readGltfDocument(data: ArrayBuffer, name: string): GltfDocument {
  const json = parseJson(jsonBytes(data, name), name)
  if (!Check(GltfSchema, json)) throw errors.notGltf(name)
  if (!json.asset.version.startsWith('2.')) throw errors.oldVersion(name, json.asset.version)
  return json
}

function jsonBytes(data: ArrayBuffer, name: string): Uint8Array {
  const view = new DataView(data)
  if (data.byteLength < 4 || view.getUint32(0, true) !== glb.magic) return new Uint8Array(data)
  const start = glb.headerBytes + glb.chunkHeaderBytes
  if (data.byteLength < start) throw errors.truncated(name, start, data.byteLength)
  const total = view.getUint32(8, true)
  if (total > data.byteLength) throw errors.truncated(name, total, data.byteLength)
  const version = view.getUint32(4, true)
  if (version !== 2) throw errors.oldVersion(name, String(version))
  const length = view.getUint32(glb.headerBytes, true)
  if (view.getUint32(glb.headerBytes + 4, true) !== glb.jsonChunk) throw errors.notGltf(name)
  if (start + length > data.byteLength) throw errors.truncated(name, start + length, data.byteLength)
  return new Uint8Array(data, start, length)
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw errors.notGltf(name, cause)
  }
}
