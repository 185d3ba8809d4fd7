// The part of a damaged glTF that can be shown: objects that refer to missing data are left out, and the rest must pass the same
// check as any file. Pure, like the check: for the viewport.
import { checkGltf } from './gltf-precheck.ts'
import { isRecord, type Json, Lists, textureInfos } from './gltf-precheck-lists.ts'

export interface Salvage {
  /** The description of what is left. */
  readonly json: Json
  /** Parts of meshes (glTF's primitives) that were left out, and all that there are. */
  readonly lost: number
  readonly parts: number
}

/** Data that nothing is left of, in the place of what is damaged: others keep their numbers. */
const NO_NUMBERS: Json = { componentType: 5121, type: 'SCALAR', count: 0 }

const isIndex = (index: unknown, list: readonly unknown[]): index is number =>
  typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < list.length

/**
 * @param bytes the length of the file it is in, as for `checkGltf`
 * @param held bytes of the GLB's binary part that are there, where it is one
 * @returns undefined where nothing is left to draw, or what is left cannot be trusted either
 */
export function salvageGltf(json: unknown, bytes: number, held?: number): Salvage | undefined {
  if (!isRecord(json)) return undefined
  try {
    return new Salvager(json, bytes, held).salvage()
  } catch {
    // Lists that are none, and the like: there is no telling what the rest is.
    return undefined
  }
}

class Salvager {
  readonly #json: Json
  readonly #lists: Lists
  readonly #bytes: number
  readonly #buffers: readonly Json[]
  /** Those that do not hold all that they should. */
  readonly #badViews: ReadonlySet<number>
  /** What there is of each that the end of the file cuts: numbers of many meshes lie in one view. */
  readonly #cutViews = new Map<number, Json>()
  readonly #badAccessors: ReadonlySet<number>

  constructor(json: Json, bytes: number, held: number | undefined) {
    this.#json = json
    this.#bytes = bytes
    this.#lists = new Lists(json)
    this.#buffers = this.#lists.buffers.map((buffer, at) => {
      const isCut = at === 0 && buffer['uri'] === undefined && held !== undefined && Number(buffer['byteLength']) > held
      return isCut ? { ...buffer, byteLength: held } : buffer
    })
    const { bufferViews, accessors } = this.#lists
    this.#badViews = places(bufferViews, (view) => this.#holds({ bufferViews: [view] }))
    for (const at of this.#badViews) {
      const cut = this.#cut(bufferViews[at] ?? {})
      if (this.#holds({ bufferViews: [cut] })) this.#cutViews.set(at, cut)
    }
    this.#badAccessors = places(accessors, (accessor) => this.#holdsAccessor(accessor))
  }

  salvage(): Salvage | undefined {
    const { lists, meshes, lost, parts } = { lists: this.#lists, ...this.#meshes() }
    if (lost === parts) return undefined
    const nothing = { buffer: 0, byteLength: 0 }
    const views = lists.bufferViews.map((view, at) =>
      this.#badViews.has(at) ? (this.#cutViews.get(at) ?? nothing) : view,
    )
    const accessors = lists.accessors.map((one, at) => (this.#badAccessors.has(at) ? NO_NUMBERS : one))
    const skins = lists.skins.map((skin) => (this.#isSkin(skin) ? skin : { joints: [] }))
    const json: Json = {
      ...this.#json,
      ...this.#list('buffers', this.#buffers),
      ...this.#list('bufferViews', views),
      ...this.#list('accessors', accessors),
      ...this.#list('meshes', meshes),
      ...this.#list('skins', skins),
      ...this.#list(
        'animations',
        lists.animations.filter((one) => this.#isAnimation(one)),
      ),
      ...this.#list(
        'images',
        lists.images.map((image) => this.#image(image)),
      ),
      ...this.#list(
        'textures',
        lists.textures.map((texture) => this.#texture(texture)),
      ),
      ...this.#list(
        'materials',
        lists.materials.map((material) => this.#material(material)),
      ),
      ...this.#list(
        'nodes',
        lists.nodes.map((node) => this.#node(node)),
      ),
      ...this.#list(
        'scenes',
        lists.scenes.map((scene) => this.#scene(scene)),
      ),
      scene: isIndex(this.#json['scene'], lists.scenes) ? this.#json['scene'] : lists.scenes.length > 0 ? 0 : undefined,
    }
    return checkGltf(json, this.#bytes) ? undefined : { json, lost, parts }
  }

  /** A list only where the file has it. */
  #list(name: string, list: readonly Json[]): Json {
    return this.#json[name] === undefined ? {} : { [name]: list }
  }

  /** Whether a part of the description is sound by itself, with the file's buffers. */
  #holds(part: Json): boolean {
    return checkGltf({ asset: { version: '2.0' }, buffers: this.#buffers, ...part }, this.#bytes) === undefined
  }

  /** A view up to the end of its buffer. */
  #cut(view: Json): Json {
    const { buffer, byteOffset = 0 } = view
    const held = Number(isIndex(buffer, this.#buffers) ? this.#buffers[buffer]?.['byteLength'] : 0)
    return { ...view, byteLength: Math.min(Number(view['byteLength']), held - Number(byteOffset)) }
  }

  #isView(index: unknown): boolean {
    return isIndex(index, this.#lists.bufferViews) && !this.#badViews.has(index)
  }

  #isAccessor(index: unknown): boolean {
    return isIndex(index, this.#lists.accessors) && !this.#badAccessors.has(index)
  }

  #holdsAccessor(accessor: Json): boolean {
    const views: Json[] = []
    const own = (holder: Json): Json => {
      if (holder['bufferView'] === undefined) return holder
      const at = holder['bufferView']
      const view = this.#isView(at) ? this.#lists.bufferView(at, '') : (this.#cutViews.get(Number(at)) ?? {})
      views.push(view)
      return { ...holder, bufferView: views.length - 1 }
    }
    const { sparse } = accessor
    const { indices, values } = isRecord(sparse) ? sparse : {}
    const alone = {
      ...own(accessor),
      ...(isRecord(sparse) && isRecord(indices) && isRecord(values)
        ? { sparse: { ...sparse, indices: own(indices), values: own(values) } }
        : {}),
    }
    return this.#holds({ bufferViews: views, accessors: [alone] })
  }

  #meshes(): { meshes: Json[]; lost: number; parts: number } {
    let [lost, parts] = [0, 0]
    const meshes = this.#lists.meshes.map((mesh) => {
      const primitives = this.#lists.within(mesh, 'primitives', 'a mesh')
      const left = primitives.filter((primitive) => this.#isPrimitive(primitive))
      parts += primitives.length
      lost += primitives.length - left.length
      return {
        ...mesh,
        primitives: left.map(({ material, ...primitive }) =>
          isIndex(material, this.#lists.materials) ? { ...primitive, material } : primitive,
        ),
      }
    })
    return { meshes, lost, parts }
  }

  #isPrimitive(primitive: Json): boolean {
    const { attributes, indices, extensions } = primitive
    const targets = this.#lists.within(primitive, 'targets', 'a primitive')
    const named = [attributes, ...targets].flatMap((one) => (isRecord(one) ? Object.values(one) : [undefined]))
    if (![...named, ...(indices === undefined ? [] : [indices])].every((index) => this.#isAccessor(index))) return false
    // Packed data of any kind lies in a view of its own.
    const packed = isRecord(extensions) ? Object.values(extensions).filter(isRecord) : []
    return packed.every(({ bufferView }) => bufferView === undefined || this.#isView(bufferView))
  }

  #isSkin({ joints, inverseBindMatrices }: Json): boolean {
    const areJoints = Array.isArray(joints) && joints.every((joint) => isIndex(joint, this.#lists.nodes))
    return areJoints && (inverseBindMatrices === undefined || this.#isAccessor(inverseBindMatrices))
  }

  #isAnimation(animation: Json): boolean {
    const { samplers, channels } = animation
    if (!Array.isArray(samplers) || !Array.isArray(channels)) return false
    const areRead = samplers.every(
      (one) => isRecord(one) && this.#isAccessor(one['input']) && this.#isAccessor(one['output']),
    )
    return (
      areRead &&
      channels.every((channel) => {
        const target = isRecord(channel) ? channel['target'] : undefined
        if (!isRecord(channel) || !isIndex(channel['sampler'], samplers) || !isRecord(target)) return false
        return target['node'] === undefined || isIndex(target['node'], this.#lists.nodes)
      })
    )
  }

  #image({ bufferView, uri, ...image }: Json): Json {
    if (bufferView !== undefined) return this.#isView(bufferView) ? { ...image, bufferView } : image
    return typeof uri === 'string' ? { ...image, uri } : image
  }

  #texture({ source, ...texture }: Json): Json {
    return isIndex(source, this.#lists.images) ? { ...texture, source } : texture
  }

  /** Without any of its pictures where one of them is not there. */
  #material(material: Json): Json {
    const isWhole = textureInfos(material).every(({ index }) => isIndex(index, this.#lists.textures))
    return isWhole ? material : { name: material['name'] }
  }

  #node({ mesh, skin, children, ...node }: Json): Json {
    const { meshes, skins, nodes } = this.#lists
    const isSkinned = isIndex(skin, skins) && this.#isSkin(this.#lists.skin(skin, ''))
    return {
      ...node,
      ...(isIndex(mesh, meshes) && { mesh }),
      ...(isSkinned && { skin }),
      ...(Array.isArray(children) && { children: children.filter((child: unknown) => isIndex(child, nodes)) }),
    }
  }

  #scene({ nodes, ...scene }: Json): Json {
    const own = Array.isArray(nodes) ? nodes.filter((node: unknown) => isIndex(node, this.#lists.nodes)) : []
    return { ...scene, nodes: own }
  }
}

const places = (list: readonly Json[], isSound: (one: Json) => boolean): Set<number> =>
  new Set([...list.keys()].filter((at) => !isSound(list[at] ?? {})))
