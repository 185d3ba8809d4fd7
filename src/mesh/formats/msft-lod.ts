// MSFT_lod: nodes that replace a node at larger distances, supported by Babylon.js and Windows. Read, kept and written.
import {
  Extension,
  ExtensionProperty,
  type IProperty,
  type Node,
  type Nullable,
  PropertyType,
  type ReaderContext,
  RefList,
  type WriterContext,
} from '@gltf-transform/core'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'

const NAME = 'MSFT_lod'
const Described = Type.Object({ ids: Type.Array(Type.Integer({ minimum: 0 })) })

interface Levels extends IProperty {
  levels: RefList<Node>
}

/** The nodes that take a node's place, the finest first. */
export class LodLevels extends ExtensionProperty<Levels> {
  static override EXTENSION_NAME = NAME
  declare extensionName: string
  declare propertyType: string
  declare parentTypes: string[]

  protected override init(): void {
    this.extensionName = NAME
    this.propertyType = 'LodLevels'
    this.parentTypes = [PropertyType.NODE]
  }
  protected override getDefaults(): Nullable<Levels> {
    return { ...super.getDefaults(), levels: new RefList<Node>() }
  }
  listLevels(): Node[] {
    return this.listRefs('levels')
  }
  addLevel(node: Node): this {
    return this.addRef('levels', node)
  }
}

export class MsftLod extends Extension {
  static override EXTENSION_NAME = NAME
  override readonly extensionName = NAME

  createLevels(): LodLevels {
    return new LodLevels(this.document.getGraph())
  }

  override read(context: ReaderContext): this {
    for (const [i, described] of (context.jsonDoc.json.nodes ?? []).entries()) {
      const own = described.extensions?.[NAME]
      const node = context.nodes[i]
      if (!node || !Check(Described, own)) continue
      const levels = this.createLevels()
      // A node that is its own level would be shown for ever.
      for (const id of own.ids) {
        const level = context.nodes[id]
        if (level && level !== node) levels.addLevel(level)
      }
      node.setExtension(NAME, levels)
    }
    return this
  }

  override write(context: WriterContext): this {
    for (const [node, i] of context.nodeIndexMap) {
      const levels = node.getExtension(NAME)
      const json = context.jsonDoc.json.nodes?.[i]
      if (!json || !(levels instanceof LodLevels)) continue
      const ids = levels.listLevels().flatMap((level) => context.nodeIndexMap.get(level) ?? [])
      if (ids.length > 0) json.extensions = { ...json.extensions, [NAME]: { ids } }
    }
    return this
  }
}
