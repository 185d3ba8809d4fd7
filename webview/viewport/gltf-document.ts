// The part of glTF 2.0's JSON the viewport reads itself, checked at run time, and how it is taken out of a .glb or
// .gltf. Everything else in the file is GLTFLoader's business.

import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { isGlb, parseJson, splitGlb } from '../../src/mesh/formats/glb-container.ts'
import { phrase } from '../../src/text/index.ts'
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
            targets: List,
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
  skins: List,
  cameras: List,
})

export type GltfDocument = Type.Static<typeof GltfSchema>

/** A header and the head of one chunk (glTF 2.0, section 4.4). */
const SMALLEST_GLB = 20

/** The JSON of a .glb or .gltf, checked. Throws a ViewportError that names the file. */
export function readGltfDocument(data: ArrayBuffer, name: string): GltfDocument {
  const json = parseJson(jsonBytes(data, name))
  if (!Check(GltfSchema, json)) throw errors.notGltf(name)
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
