// Writes EXT_meshopt_compression. The library's own writer makes a call for each number and a buffer view for each primitive, is
// loaded together with all other extensions, and stores texture coordinates as integers of 16 bits with the precision of 12. Here
// they are multiples of a fixed step, which compress to four fifths of that, are read as exact floats, and also allow coordinates
// outside 0 to 1. https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Vendor/EXT_meshopt_compression
import {
  type Accessor,
  type Document,
  Extension,
  type GLTF,
  PropertyType,
  type WriterContext,
} from '@gltf-transform/core'
import type { MeshoptEncoder } from 'meshoptimizer/encoder'
import { concatBytes } from './concat-bytes.ts'

type Mode = 'ATTRIBUTES' | 'TRIANGLES' | 'INDICES'
type Filter = 'OCTAHEDRAL' | 'QUATERNION' | 'EXPONENTIAL'
/** What an accessor's numbers are, where that decides how they are packed. */
type Meaning = 'triangles' | 'indices' | 'direction' | 'texcoord' | 'rotation' | 'movement' | 'plain' | 'apart'

const NAME = 'EXT_meshopt_compression'
const [ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER] = [34_962, 34_963]
const [BYTE, SHORT, FLOAT] = [5120, 5122, 5126] as const
/** Of directions, rotations and movements, as gltfpack has them. */
const BITS = { direction: 8, rotation: 16, movement: 12 } as const
/** Texture coordinates are multiples of this power of two: a texel of 4,096. */
const STEP = -12
/** As a power it was worked out for each number, which took a tenth of the time of packing a million triangles. */
const STEPS = 2 ** -STEP
/** The largest multiple that a number of the filter holds. */
const MOST = 8_388_607

interface Packed {
  readonly bytes: Uint8Array
  readonly stride: number
  readonly mode: Mode
  readonly filter?: Filter
  readonly target?: number
  /** What changes of the accessor's description. */
  readonly described?: Pick<GLTF.IAccessor, 'componentType' | 'normalized'>
}

interface View {
  readonly key: Packed
  readonly parts: Uint8Array[]
  readonly accessors: GLTF.IAccessor[]
  bytes: number
  count: number
  packed: Uint8Array<ArrayBuffer>
}

/** The extension on the way out; what is read is unpacked by another. Set `encoder` before writing. */
export class MeshoptWriting extends Extension {
  static override EXTENSION_NAME = NAME
  override readonly extensionName = NAME
  override readonly prewriteTypes = [PropertyType.ACCESSOR, PropertyType.BUFFER]
  encoder: typeof MeshoptEncoder | undefined
  readonly #views = new Map<string, View>()

  override read(): this {
    return this
  }

  override prewrite(context: WriterContext, type: PropertyType): this {
    const { encoder } = this
    if (!encoder) throw new Error('MeshoptWriting.encoder comes before a file is written.')
    if (type === PropertyType.ACCESSOR) this.#select(context, encoder)
    else this.#pack(context, encoder)
    return this
  }

  /** Takes the accessors that can be packed: those of a kind lie in one view, whatever mesh they are of. */
  #select(context: WriterContext, encoder: typeof MeshoptEncoder): void {
    this.#views.clear()
    const meanings = meaningsIn(this.document)
    for (const accessor of this.document.getRoot().listAccessors()) {
      const meaning = meanings.get(accessor) ?? 'plain'
      if (meaning === 'apart' || accessor.getSparse() || accessor.getCount() === 0) continue
      const packed = packedOf(accessor, meaning, encoder)
      if (!packed) continue
      const { stride, mode, filter = '', target = 0 } = packed
      const key = `${stride} ${mode} ${filter} ${target}`
      const view = this.#views.get(key) ?? emptyView(packed)
      this.#views.set(key, view)
      const described: GLTF.IAccessor = { ...context.createAccessorDef(accessor), ...packed.described }
      described.byteOffset = view.bytes
      const { accessors = [] } = context.jsonDoc.json
      context.jsonDoc.json.accessors = accessors
      context.accessorIndexMap.set(accessor, accessors.length)
      accessors.push(described)
      view.accessors.push(described)
      view.parts.push(packed.bytes)
      view.bytes += packed.bytes.length
      view.count += accessor.getCount()
    }
  }

  #pack(context: WriterContext, encoder: typeof MeshoptEncoder): void {
    const [buffer] = this.document.getRoot().listBuffers()
    if (!buffer) return
    const others = context.otherBufferViews.get(buffer) ?? []
    for (const view of this.#views.values()) {
      const { stride, mode } = view.key
      const [whole = new Uint8Array()] = view.parts.length > 1 ? [concatBytes(view.parts)] : view.parts
      view.packed = new Uint8Array(encoder.encodeGltfBuffer(whole, view.count, stride, mode))
      others.push(view.packed)
    }
    context.otherBufferViews.set(buffer, others)
  }

  override write(context: WriterContext): this {
    const { json } = context.jsonDoc
    const { buffers = [], bufferViews = [] } = json
    let unpacked = 0
    for (const { key, accessors, bytes, count, packed } of this.#views.values()) {
      const index = context.otherBufferViewsIndexMap.get(packed) ?? -1
      const view = bufferViews[index]
      if (!view) throw new Error('A packed buffer view was not written.')
      for (const accessor of accessors) accessor.bufferView = index
      const { stride, mode, filter, target } = key
      view.extensions = {
        [NAME]: {
          ...{ buffer: view.buffer, byteOffset: view.byteOffset ?? 0, byteLength: packed.length, byteStride: stride },
          ...{ mode, count, ...(filter && { filter }) },
        },
      }
      Object.assign(view, { buffer: buffers.length, byteOffset: unpacked, byteLength: bytes })
      if (target === ARRAY_BUFFER) view.byteStride = stride
      if (target) view.target = target
      unpacked += Math.ceil(bytes / 4) * 4
    }
    // What a reader without the extension would look for: it is named, and not there.
    if (unpacked > 0) buffers.push({ byteLength: unpacked, extensions: { [NAME]: { fallback: true } } })
    return this
  }
}

const emptyView = (key: Packed): View => ({
  ...{ key, parts: [], accessors: [], bytes: 0, count: 0, packed: new Uint8Array() },
})

function meaningsIn(document: Document): Map<Accessor, Meaning> {
  const found = new Map<Accessor, Meaning>()
  const note = (accessor: Accessor | null, meaning: Meaning) => {
    if (!accessor) return
    // One that is used in two ways is packed in the way that is right for any.
    const known = found.get(accessor)
    found.set(accessor, known === undefined || known === meaning ? meaning : 'plain')
  }
  const root = document.getRoot()
  for (const primitive of root.listMeshes().flatMap((mesh) => mesh.listPrimitives())) {
    note(primitive.getIndices(), primitive.getMode() === 4 ? 'triangles' : 'indices')
    for (const semantic of primitive.listSemantics())
      note(
        primitive.getAttribute(semantic),
        semantic === 'NORMAL' || semantic === 'TANGENT'
          ? 'direction'
          : semantic.startsWith('TEXCOORD_')
            ? 'texcoord'
            : 'plain',
      )
    for (const target of primitive.listTargets())
      for (const attribute of target.listAttributes()) note(attribute, 'plain')
  }
  for (const clip of root.listAnimations())
    for (const channel of clip.listChannels()) {
      const path = channel.getTargetPath()
      const output = channel.getSampler()?.getOutput() ?? null
      note(output, path === 'weights' ? 'apart' : path === 'rotation' ? 'rotation' : 'movement')
    }
  return found
}

function packedOf(accessor: Accessor, meaning: Meaning, encoder: typeof MeshoptEncoder): Packed | undefined {
  const array = accessor.getArray()
  if (!array) return undefined
  const [count, size] = [accessor.getCount(), accessor.getElementSize()]
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  const width = array.BYTES_PER_ELEMENT
  if (meaning === 'triangles' || meaning === 'indices') {
    if (width === 1) return undefined
    const mode = meaning === 'triangles' && count % 3 === 0 ? 'TRIANGLES' : 'INDICES'
    return { bytes, stride: width, mode, target: ELEMENT_ARRAY_BUFFER }
  }
  const target = isOfVertices(accessor) ? { target: ARRAY_BUFFER } : {}
  const plain = { mode: 'ATTRIBUTES', ...target } as const
  if (array instanceof Float32Array) {
    if (meaning === 'direction') {
      const filtered = encoder.encodeFilterOct(size === 3 ? withFourth(array) : array, count, 4, BITS.direction)
      return {
        ...plain,
        bytes: filtered,
        stride: 4,
        filter: 'OCTAHEDRAL',
        described: { componentType: BYTE, normalized: true },
      }
    }
    if (meaning === 'rotation') {
      const filtered = encoder.encodeFilterQuat(array, count, 8, BITS.rotation)
      return {
        ...plain,
        bytes: filtered,
        stride: 8,
        filter: 'QUATERNION',
        described: { componentType: SHORT, normalized: true },
      }
    }
    if (meaning === 'movement') {
      const filtered = encoder.encodeFilterExp(array, count, size * 4, BITS.movement)
      return { ...plain, bytes: filtered, stride: size * 4, filter: 'EXPONENTIAL', described: { componentType: FLOAT } }
    }
    const stepped = meaning === 'texcoord' ? inSteps(array) : undefined
    if (stepped) return { ...plain, bytes: stepped, stride: size * 4, filter: 'EXPONENTIAL' }
  }
  const stride = Math.ceil((size * width) / 4) * 4
  if (stride > 256) return undefined
  return { ...plain, bytes: stride === size * width ? bytes : padded(bytes, size * width, stride), stride }
}

const isOfVertices = (accessor: Accessor): boolean =>
  accessor.listParents().some(({ propertyType }) => propertyType === 'Primitive' || propertyType === 'PrimitiveTarget')

/** Numbers as the exponential filter has them: a multiple in 24 bits, the power of two above. Undefined for what is too large. */
function inSteps(values: Float32Array): Uint8Array | undefined {
  const out = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const multiple = Math.round((values[i] ?? 0) * STEPS)
    if (multiple > MOST || multiple < -MOST) return undefined
    out[i] = (multiple & 0xff_ffff) | (STEP << 24)
  }
  return new Uint8Array(out.buffer)
}

function withFourth(values: Float32Array): Float32Array {
  const out = new Float32Array((values.length / 3) * 4)
  for (let from = 0, to = 0; from < values.length; from += 3, to += 4) {
    out[to] = values[from] ?? 0
    out[to + 1] = values[from + 1] ?? 0
    out[to + 2] = values[from + 2] ?? 0
  }
  return out
}

function padded(bytes: Uint8Array, width: number, stride: number): Uint8Array {
  const out = new Uint8Array((bytes.length / width) * stride)
  // Positions have 16 bits each, so that a third of the steps do for them.
  if (width === 6 && bytes.byteOffset % 2 === 0)
    spread(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1), 3, new Uint16Array(out.buffer), 4)
  else spread(bytes, width, out, stride)
  return out
}

function spread(from: Uint8Array | Uint16Array, width: number, to: Uint8Array | Uint16Array, stride: number): void {
  for (let at = 0, start = 0; at < from.length; start += stride)
    for (let k = 0; k < width; k++) to[start + k] = from[at++] ?? 0
}
