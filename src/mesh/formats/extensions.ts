// The glTF extensions that the format code understands, as plug-ins of @gltf-transform/core.
import {
  Extension,
  ExtensionProperty,
  GLB_BUFFER,
  PropertyType,
  type ReaderContext,
  type WriterContext,
} from '@gltf-transform/core'
import { MeshoptDecoder } from 'meshoptimizer'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'

const MeshoptView = Type.Object({
  buffer: Type.Integer({ minimum: 0 }),
  byteOffset: Type.Optional(Type.Integer({ minimum: 0 })),
  byteLength: Type.Integer({ minimum: 0 }),
  byteStride: Type.Integer({ minimum: 1, maximum: 256 }),
  count: Type.Integer({ minimum: 0 }),
  mode: Type.Union([Type.Literal('ATTRIBUTES'), Type.Literal('TRIANGLES'), Type.Literal('INDICES')]),
  filter: Type.Optional(Type.String()),
})

/** EXT_meshopt_compression, read only: what is read is held (and written) uncompressed. `MeshoptDecoder.ready` first. */
export class MeshoptCompression extends Extension {
  static override EXTENSION_NAME = 'EXT_meshopt_compression'
  override readonly extensionName = MeshoptCompression.EXTENSION_NAME
  override readonly prereadTypes = [PropertyType.BUFFER]

  override preread(context: ReaderContext): this {
    const { json, resources } = context.jsonDoc
    for (const [index, view] of (json.bufferViews ?? []).entries()) {
      const packed = view.extensions?.[this.extensionName]
      if (!Check(MeshoptView, packed)) continue
      const uri = json.buffers?.[packed.buffer]?.uri
      const source = resources[uri ?? GLB_BUFFER]
      if (!source) throw new Error('compressed data without a buffer')
      const start = packed.byteOffset ?? 0
      const target = new Uint8Array(packed.count * packed.byteStride)
      const body = source.subarray(start, start + packed.byteLength)
      MeshoptDecoder.decodeGltfBuffer(target, packed.count, packed.byteStride, body, packed.mode, packed.filter)
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

/** KHR_mesh_quantization: small integers as positions; the accessors say it all. */
export class MeshQuantization extends Extension {
  static override EXTENSION_NAME = 'KHR_mesh_quantization'
  override readonly extensionName = MeshQuantization.EXTENSION_NAME
  override read(): this {
    return this
  }
  override write(): this {
    return this
  }
}

const WebpSource = Type.Object({ source: Type.Integer({ minimum: 0 }) })

/** EXT_texture_webp: a texture's picture may be WebP. */
export class TextureWebp extends Extension {
  static override EXTENSION_NAME = 'EXT_texture_webp'
  override readonly extensionName = TextureWebp.EXTENSION_NAME
  override readonly prereadTypes = [PropertyType.TEXTURE]

  override preread(context: ReaderContext): this {
    for (const texture of context.jsonDoc.json.textures ?? []) {
      const webp = texture.extensions?.[this.extensionName]
      if (Check(WebpSource, webp)) texture.source = webp.source
    }
    return this
  }
  override read(): this {
    return this
  }
  override write(context: WriterContext): this {
    const { json } = context.jsonDoc
    for (const texture of json.textures ?? []) {
      const { source } = texture
      if (source === undefined || json.images?.[source]?.mimeType !== 'image/webp') continue
      texture.extensions = { ...texture.extensions, [this.extensionName]: { source } }
      delete texture.source
    }
    return this
  }
}

/** The mark a primitive carries when its triangles encode polygons. */
export class Polygons extends ExtensionProperty {
  static override EXTENSION_NAME = 'FB_ngon_encoding'
  declare extensionName: string
  declare propertyType: string
  declare parentTypes: string[]
  protected override init(): void {
    this.extensionName = Polygons.EXTENSION_NAME
    this.propertyType = 'Polygons'
    this.parentTypes = [PropertyType.PRIMITIVE]
  }
}

/**
 * FB_ngon_encoding: consecutive triangles that begin with the same vertex are the fan of one polygon; the next polygon
 * begins with another vertex. Readers that do not know it still see plain triangles.
 * https://github.com/KhronosGroup/glTF/pull/1620
 */
export class NgonEncoding extends Extension {
  static override EXTENSION_NAME = 'FB_ngon_encoding'
  override readonly extensionName = NgonEncoding.EXTENSION_NAME

  /** A mark to set on a primitive under this extension's name. */
  createMark(): Polygons {
    return new Polygons(this.document.getGraph())
  }
  override read(context: ReaderContext): this {
    for (const [m, mesh] of (context.jsonDoc.json.meshes ?? []).entries())
      for (const [p, primitive] of mesh.primitives.entries())
        if (primitive.extensions?.[this.extensionName])
          context.meshes[m]?.listPrimitives()[p]?.setExtension(this.extensionName, this.createMark())
    return this
  }
  override write(context: WriterContext): this {
    for (const [mesh, m] of context.meshIndexMap)
      for (const [p, primitive] of mesh.listPrimitives().entries()) {
        const json = context.jsonDoc.json.meshes?.[m]?.primitives[p]
        if (json && primitive.getExtension(this.extensionName))
          json.extensions = { ...json.extensions, [this.extensionName]: {} }
      }
    return this
  }
}

export const EXTENSIONS = [MeshoptCompression, MeshQuantization, TextureWebp, NgonEncoding]
