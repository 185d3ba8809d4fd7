// Polygons in a glTF, which has only triangles: our own reading and writing of FB_ngon_encoding.
import {
  Extension,
  ExtensionProperty,
  PropertyType,
  type ReaderContext,
  type WriterContext,
} from '@gltf-transform/core'

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
