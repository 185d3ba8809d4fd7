// The glTF extensions that can be read: those of @gltf-transform/extensions, which are kept and written unchanged, and our own
// for compressed data and polygons. Loaded with the first file that has any.
import { type Document, Extension, GLB_BUFFER, PropertyType, type ReaderContext } from '@gltf-transform/core'
import { ALL_EXTENSIONS, EXTTextureAVIF, EXTTextureWebP, KHRTextureBasisu } from '@gltf-transform/extensions'
import type { MeshoptDecoder } from 'meshoptimizer/decoder'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { DracoCompression } from './draco.ts'
import { brokenGltf } from './gltf-error.ts'
import { MsftLod } from './msft-lod.ts'
import { NgonEncoding } from './ngon.ts'

const MeshoptView = Type.Object({
  buffer: Type.Integer({ minimum: 0 }),
  byteOffset: Type.Optional(Type.Integer({ minimum: 0 })),
  byteLength: Type.Integer({ minimum: 0 }),
  byteStride: Type.Integer({ minimum: 1, maximum: 256 }),
  count: Type.Integer({ minimum: 0 }),
  mode: Type.Union([Type.Literal('ATTRIBUTES'), Type.Literal('TRIANGLES'), Type.Literal('INDICES')]),
  filter: Type.Optional(Type.String()),
})

let decoder: typeof MeshoptDecoder | undefined

/** EXT_meshopt_compression, read only: what is read is held (and written) uncompressed. `load` first. */
export class MeshoptCompression extends Extension {
  static override EXTENSION_NAME = 'EXT_meshopt_compression'
  override readonly extensionName: string = MeshoptCompression.EXTENSION_NAME
  override readonly prereadTypes = [PropertyType.BUFFER]

  /** Makes its decoder ready, whose WebAssembly takes time to unpack: only for files that need it. */
  static async load(): Promise<void> {
    decoder ??= (await import('meshoptimizer/decoder')).MeshoptDecoder
    await decoder.ready
  }

  override preread(context: ReaderContext): this {
    if (!decoder) throw new Error('MeshoptCompression.load() comes before a file that is packed so.')
    const { json, resources } = context.jsonDoc
    for (const [index, view] of (json.bufferViews ?? []).entries()) {
      const packed = view.extensions?.[this.extensionName]
      if (packed === undefined) continue
      const source = Check(MeshoptView, packed)
        ? resources[json.buffers?.[packed.buffer]?.uri ?? GLB_BUFFER]
        : undefined
      if (!Check(MeshoptView, packed) || !source) throw brokenGltf('The compressed data of the model is not described.')
      const start = packed.byteOffset ?? 0
      // How much that may be has been checked with the description.
      const target = new Uint8Array(packed.count * packed.byteStride)
      const body = source.subarray(start, start + packed.byteLength)
      try {
        decoder.decodeGltfBuffer(target, packed.count, packed.byteStride, body, packed.mode, packed.filter)
      } catch {
        throw brokenGltf('The compressed data of the model is damaged.')
      }
      context.bufferViews[index] = target
    }
    return this
  }
  override read(): this {
    return this
  }
  override write(): this {
    return this
  }
}

/** The same under the name that Khronos ratified. */
export class KhronosMeshoptCompression extends MeshoptCompression {
  static override EXTENSION_NAME = 'KHR_meshopt_compression'
  override readonly extensionName = KhronosMeshoptCompression.EXTENSION_NAME
}

export const MESHOPT = [MeshoptCompression, KhronosMeshoptCompression] as const
/** What is unpacked while a file is read, and not held. */
export const UNPACKED = [...MESHOPT, DracoCompression] as const
const OWN: readonly string[] = UNPACKED.map((extension) => extension.EXTENSION_NAME)
/** Numbers of half length, for which Node 20 has no arrays. */
const HALVES = 'KHR_accessor_float16'

export const EXTENSIONS: (typeof Extension)[] = [
  ...UNPACKED,
  NgonEncoding,
  MsftLod,
  ...ALL_EXTENSIONS.filter(
    ({ EXTENSION_NAME }) =>
      !OWN.includes(EXTENSION_NAME) && (EXTENSION_NAME !== HALVES || 'Float16Array' in globalThis),
  ),
]

/** Those of pictures that glTF has by extensions alone, by `EXTENSION_NAME`. */
export const PICTURE_KINDS: Readonly<Record<string, new (document: Document) => Extension>> = Object.fromEntries(
  [EXTTextureWebP, EXTTextureAVIF, KHRTextureBasisu].map((kind) => [kind.EXTENSION_NAME, kind]),
)
