// Checks whether a glTF's description is plausible for a file of its size before anything is created from it: counts against
// bytes, references, cycles, and the memory a loader would need. Pure and without platform imports, because the reader here, the
// viewport (before three's loader) and workers all use it first. https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html

import { figure, phrase } from '../../text/index.ts'
import { readerLimits } from '../budget.ts'
import {
  type GltfFault,
  GltfFaultError,
  has,
  isRecord,
  type Json,
  Lists,
  refuse,
  textureInfos,
  whole,
} from './gltf-precheck-lists.ts'
import { checkNodes } from './gltf-precheck-nodes.ts'
import { checkCompression, checkDraco } from './gltf-precheck-packed.ts'

export type { GltfFault } from './gltf-precheck-lists.ts'

const COMPONENT_BYTES = new Map([
  [5120, 1],
  [5121, 1],
  [5122, 2],
  [5123, 2],
  [5125, 4],
  [5126, 4],
  // KHR_accessor_float64 and KHR_accessor_float16.
  [5130, 8],
  [5131, 2],
])
/** Components of an element, and the rows of a matrix, whose columns begin at multiples of four bytes. */
const TYPES = new Map([
  ['SCALAR', { size: 1, rows: 0 }],
  ['VEC2', { size: 2, rows: 0 }],
  ['VEC3', { size: 3, rows: 0 }],
  ['VEC4', { size: 4, rows: 0 }],
  ['MAT2', { size: 4, rows: 2 }],
  ['MAT3', { size: 9, rows: 3 }],
  ['MAT4', { size: 16, rows: 4 }],
])

/**
 * What is wrong with a glTF description, if anything; undefined for one that may be loaded.
 * @param json the parsed description, of any shape
 * @param bytes the length of the file it is in, in bytes (a GLB with its binary part; a .gltf alone). Files beside it are
 *   not counted: whoever reads them knows how long they are.
 */
export function checkGltf(json: unknown, bytes: number): GltfFault | undefined {
  try {
    if (!isRecord(json)) refuse('invalid', 'The file has no glTF description.')
    checkVersion(json['asset'])
    new Precheck(json, new Lists(json), bytes).run()
    return undefined
  } catch (error) {
    if (error instanceof GltfFaultError) return error.fault
    throw error
  }
}

function checkVersion(asset: unknown): void {
  const { version, minVersion } = isRecord(asset) ? asset : {}
  if (typeof version !== 'string') refuse('invalid', 'The glTF description does not say its version.')
  // A later 2.x is read as far as it is known, as validators and loaders do.
  for (const named of [version, minVersion])
    if (typeof named === 'string' && !/^2(\.|$)/.test(named))
      refuse('version', phrase('The file is glTF {0}; only glTF 2 can be read.', named.slice(0, 20)))
}

class Precheck {
  /** Bytes that loading makes of the file. */
  #total = 0
  readonly #limit: number

  readonly #json: Json
  readonly #lists: Lists
  readonly #bytes: number

  constructor(json: Json, lists: Lists, bytes: number) {
    this.#json = json
    this.#lists = lists
    this.#bytes = bytes
    this.#limit = readerLimits(bytes).bytes
  }

  run(): void {
    this.#buffers()
    this.#bufferViews()
    this.#lists.accessors.forEach((accessor, i) => {
      this.#accessor(accessor, i)
    })
    this.#meshes()
    this.#images()
    this.#animations()
    this.#skins()
    checkNodes(this.#lists)
    if (this.#json['scene'] !== undefined) this.#lists.scene(this.#json['scene'], 'the file')
    for (const [i, scene] of this.#lists.scenes.entries())
      for (const node of this.#lists.indices(scene['nodes'], `scene ${i}`)) this.#lists.node(node, `scene ${i}`)
  }

  #add(bytes: number, whose: string): void {
    this.#total += bytes
    if (this.#total > this.#limit)
      refuse(
        'too-large',
        phrase(
          'The model would unfold to more than {0} MB (at {1}), too much for a file of {2} bytes.',
          figure(Math.floor(this.#limit / 1e6)),
          whose,
          figure(this.#bytes),
        ),
      )
  }

  #buffers(): void {
    this.#lists.buffers.forEach((buffer, i) => {
      const { uri } = buffer
      const length = whole(buffer['byteLength'], `buffer ${i}`, 'length')
      if (uri === undefined) {
        // A buffer that only stands for compressed data is stored nowhere.
        if (length > this.#bytes && !this.#lists.isFallback(i))
          refuse(
            'cut-off',
            phrase('Buffer {0} announces {1} bytes, and the file has {2}.', i, figure(length), figure(this.#bytes)),
          )
      } else if (typeof uri !== 'string') refuse('invalid', phrase('Buffer {0} has an address that is no text.', i))
      else if (uri.startsWith('data:') && length > uri.length)
        refuse(
          'cut-off',
          phrase('Buffer {0} announces {1} bytes, and fewer are written in the file.', i, figure(length)),
        )
    })
  }

  #bufferViews(): void {
    this.#lists.bufferViews.forEach((view, i) => {
      const whose = `buffer view ${i}`
      const length = whole(view['byteLength'], whose, 'length')
      const offset = whole(view['byteOffset'] ?? 0, whose, 'offset')
      whole(view['byteStride'] ?? 0, whose, 'stride')
      const buffer = this.#lists.buffer(view['buffer'], whose)
      const unpacked = checkCompression(view, whose, this.#lists)
      if (unpacked > 0) this.#add(unpacked, whose)
      else if (offset + length > whole(buffer['byteLength'], whose, 'length'))
        refuse('cut-off', phrase('Buffer view {0} reaches beyond its buffer.', i))
    })
  }

  #accessor(accessor: Json, i: number): void {
    const whose = `accessor ${i}`
    const count = whole(accessor['count'], whose, 'count')
    const size = elementBytes(accessor, whose)
    const offset = whole(accessor['byteOffset'] ?? 0, whose, 'offset')
    if (accessor['bufferView'] !== undefined) this.#fits(accessor['bufferView'], { offset, count, size }, whose)
    // Read out of the file it is a copy of the file's bytes; one piece of data can be read by many.
    this.#add(count * size, whose)
    if (accessor['sparse'] !== undefined) this.#sparse(accessor['sparse'], { count, size }, whose)
  }

  /** Elements that are replaced, of which indices and values stand in buffer views of their own. */
  #sparse(sparse: unknown, { count, size }: { count: number; size: number }, whose: string): void {
    const { indices, values, count: some } = isRecord(sparse) ? sparse : {}
    if (!isRecord(sparse) || !isRecord(indices) || !isRecord(values))
      refuse('invalid', phrase('{0} has sparse values that cannot be read.', capital(whose)))
    const replaced = whole(some, whose, 'count')
    if (replaced > count) refuse('invalid', phrase('{0} replaces more elements than it has.', capital(whose)))
    const from = (part: Json) => ({ offset: whole(part['byteOffset'] ?? 0, whose, 'offset'), count: replaced })
    this.#fits(
      indices['bufferView'],
      { ...from(indices), size: componentBytes(indices['componentType'], whose) },
      whose,
    )
    this.#fits(values['bufferView'], { ...from(values), size }, whose)
  }

  /** @throws a fault when so many elements do not lie in the view */
  #fits(index: unknown, at: { offset: number; count: number; size: number }, whose: string): void {
    const view = this.#lists.bufferView(index, whose)
    const stride = whole(view['byteStride'] ?? 0, whose, 'stride') || at.size
    const end = at.count === 0 ? 0 : at.offset + (at.count - 1) * stride + at.size
    if (end > whole(view['byteLength'], whose, 'length'))
      refuse('cut-off', phrase('{0} names {1} elements, more than its data holds.', capital(whose), figure(at.count)))
  }

  // Thousands of parts are looked at before anything is seen: words are made for what is refused only.
  #meshes(): void {
    const { meshes } = this.#lists
    for (let m = 0; m < meshes.length; m++) {
      const primitives = this.#lists.within(meshes[m] ?? {}, 'primitives', `mesh ${m}`)
      for (let p = 0; p < primitives.length; p++) this.#primitive(primitives[p] ?? {}, m, p)
    }
  }

  #primitive(primitive: Json, m: number, p: number): void {
    const { accessors, materials } = this.#lists
    const { attributes, indices, material, targets, extensions } = primitive
    const whose = () => `mesh ${m}, primitive ${p}`
    if (isRecord(attributes))
      for (const name in attributes)
        if (!has(accessors, attributes[name])) this.#lists.accessor(attributes[name], whose())
    if (indices !== undefined && !has(accessors, indices)) this.#lists.accessor(indices, whose())
    if (material !== undefined && !has(materials, material)) this.#lists.material(material, whose())
    if (targets !== undefined) this.#targets(primitive, whose())
    if (extensions !== undefined) checkDraco(primitive, whose(), this.#lists)
  }

  #targets(primitive: Json, whose: string): void {
    for (const target of this.#lists.within(primitive, 'targets', whose))
      for (const index of Object.values(target)) {
        const accessor = this.#lists.accessor(index, whose)
        // Loaders copy every target of every primitive.
        this.#add(whole(accessor['count'], whose, 'count') * elementBytes(accessor, whose), whose)
      }
  }

  #images(): void {
    this.#lists.images.forEach((image, i) => {
      if (image['bufferView'] !== undefined) this.#lists.bufferView(image['bufferView'], `image ${i}`)
      else if (image['uri'] !== undefined && typeof image['uri'] !== 'string')
        refuse('invalid', phrase('Image {0} has an address that is no text.', i))
    })
    this.#lists.textures.forEach((texture, i) => {
      if (texture['source'] !== undefined) this.#lists.image(texture['source'], `texture ${i}`)
    })
    this.#lists.materials.forEach((material, i) => {
      for (const { index } of textureInfos(material)) this.#lists.texture(index, `material ${i}`)
    })
  }

  #animations(): void {
    this.#lists.animations.forEach((animation, a) => {
      const samplers = this.#lists.within(animation, 'samplers', `animation ${a}`)
      for (const sampler of samplers) {
        this.#lists.accessor(sampler['input'], `animation ${a}`)
        this.#lists.accessor(sampler['output'], `animation ${a}`)
      }
      for (const channel of this.#lists.within(animation, 'channels', `animation ${a}`)) {
        const { target } = channel
        if (!isRecord(target) || samplers[whole(channel['sampler'], `animation ${a}`, 'sampler')] === undefined)
          refuse('invalid', phrase('Animation {0} has a channel without a target or sampler.', a))
        else if (target['node'] !== undefined) this.#lists.node(target['node'], `animation ${a}`)
      }
    })
  }

  #skins(): void {
    this.#lists.skins.forEach((skin, i) => {
      for (const joint of this.#lists.indices(skin['joints'], `skin ${i}`)) this.#lists.node(joint, `skin ${i}`)
      if (skin['inverseBindMatrices'] !== undefined) this.#lists.accessor(skin['inverseBindMatrices'], `skin ${i}`)
    })
  }
}

function componentBytes(componentType: unknown, whose: string): number {
  const bytes = typeof componentType === 'number' ? COMPONENT_BYTES.get(componentType) : undefined
  return bytes ?? refuse('invalid', phrase('{0} has numbers of an unknown kind.', capital(whose)))
}

function elementBytes(accessor: Json, whose: string): number {
  const bytes = componentBytes(accessor['componentType'], whose)
  const type = typeof accessor['type'] === 'string' ? TYPES.get(accessor['type']) : undefined
  if (!type) return refuse('invalid', phrase('{0} has elements of an unknown type.', capital(whose)))
  if (type.rows === 0) return type.size * bytes
  const column = Math.ceil((type.rows * bytes) / 4) * 4
  // The last column need not be filled up.
  return column * (type.rows - 1) + type.rows * bytes
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
