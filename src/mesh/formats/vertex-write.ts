// Writes vertices and indices into the finished file itself: the vertices of each primitive interleaved, those of one stride in
// one view, whatever mesh they are of (a hundred views were a hundredth of the file of a hundred small meshes). The library
// interleaves with a call per number, which was an eighth of the time of simplifying them (37 of 290 ms), and holds all that is
// written twice more before it is a file. Here words are copied once, whatever they contain.
import {
  type Accessor,
  type Document,
  Extension,
  type Format,
  type GLTF,
  type Primitive,
  type PrimitiveTarget,
  PropertyType,
  type TypedArray,
  type WebIO,
  type WriterContext,
} from '@gltf-transform/core'
import type { BinaryPart } from './glb-container.ts'

const [ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER] = [34_962, 34_963]
/** The most bytes from vertex to vertex (glTF 2.0, section 5.11.4). */
const FARTHEST = 252

interface Layout {
  readonly described: GLTF.IAccessor[]
  readonly arrays: TypedArray[]
  readonly count: number
  stride: number
}

interface View {
  readonly target: number
  /** Between vertices; indices have none. */
  readonly stride?: number
  readonly described: GLTF.IAccessor[]
  readonly parts: BinaryPart[]
  length: number
}

/** A hook of the library's writer and nothing of a file: its name is not written. */
class VertexWriting extends Extension {
  static override EXTENSION_NAME = 'TRIPO_vertex_writing'
  override readonly extensionName = VertexWriting.EXTENSION_NAME
  override readonly prewriteTypes = [PropertyType.ACCESSOR]
  readonly #views = new Map<string, View>()
  /** What stands after the library's bytes in the buffer, once it has written. */
  parts: readonly BinaryPart[] = []

  override read(): this {
    return this
  }

  override prewrite(context: WriterContext): this {
    this.#views.clear()
    const primitives = this.document
      .getRoot()
      .listMeshes()
      .flatMap((mesh) => mesh.listPrimitives())
    for (const primitive of primitives)
      for (const owner of [primitive, ...primitive.listTargets()]) this.#claimVertices(owner, context)
    for (const primitive of primitives) this.#claimIndices(primitive.getIndices(), context)
    return this
  }

  #claimVertices(owner: Primitive | PrimitiveTarget, context: WriterContext): void {
    const layout = layoutOf(owner, context)
    if (!layout) return
    const { stride, count, described } = layout
    const view = this.#view(`vertices ${stride}`, { target: ARRAY_BUFFER, stride })
    for (const accessor of described) accessor.byteOffset = (accessor.byteOffset ?? 0) + view.length
    view.described.push(...described)
    add(view, { length: count * stride, write: (to) => interleave(layout, to) })
  }

  #claimIndices(indices: Accessor | null, context: WriterContext): void {
    const array = indices?.getArray()
    if (!indices || !array || !isPlain(indices, context, 'ELEMENT_ARRAY_BUFFER')) return
    const view = this.#view(`indices ${array.BYTES_PER_ELEMENT}`, { target: ELEMENT_ARRAY_BUFFER })
    const described = { ...context.createAccessorDef(indices), byteOffset: view.length }
    list(indices, described, context)
    view.described.push(described)
    add(view, new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }

  #view(key: string, about: Pick<View, 'target' | 'stride'>): View {
    const view = this.#views.get(key) ?? { ...about, described: [], parts: [], length: 0 }
    this.#views.set(key, view)
    return view
  }

  override write(context: WriterContext): this {
    const { json } = context.jsonDoc
    json.extensionsUsed = (json.extensionsUsed ?? []).filter((name) => name !== VertexWriting.EXTENSION_NAME)
    const [buffer] = json.buffers ?? []
    const { bufferViews = [] } = json
    json.bufferViews = bufferViews
    this.parts = [...this.#views.values()].flatMap(({ parts }) => parts)
    if (!buffer || this.parts.length === 0) return this
    let at = wholeWords(buffer.byteLength ?? 0)
    for (const { target, stride, described, length } of this.#views.values()) {
      for (const accessor of described) accessor.bufferView = bufferViews.length
      bufferViews.push({ buffer: 0, byteOffset: at, byteLength: length, ...(stride && { byteStride: stride }), target })
      at += length
    }
    buffer.byteLength = at
    this.#views.clear()
    return this
  }
}

const wholeWords = (length: number) => Math.ceil(length / 4) * 4

/** Puts a part at the end of a view, which stays on whole words. */
function add(view: View, part: BinaryPart): void {
  const gap = wholeWords(part.length) - part.length
  view.parts.push(part, ...(gap > 0 ? [new Uint8Array(gap)] : []))
  view.length += part.length + gap
}

/** Tells the writer that an accessor is described already. */
function list(accessor: Accessor, described: GLTF.IAccessor, { jsonDoc, accessorIndexMap }: WriterContext): void {
  const { accessors = [] } = jsonDoc.json
  jsonDoc.json.accessors = accessors
  accessorIndexMap.set(accessor, accessors.length)
  accessors.push(described)
}

/** The attributes that are not laid yet and lie on whole words; the library lays the others. */
function layoutOf(owner: Primitive | PrimitiveTarget, context: WriterContext): Layout | undefined {
  let layout: Layout | undefined
  for (const accessor of owner.listAttributes()) {
    const array = accessor.getArray()
    if (!array || !isPlain(accessor, context, 'ARRAY_BUFFER')) continue
    const [width, count] = [accessor.getElementSize() * array.BYTES_PER_ELEMENT, accessor.getCount()]
    layout ??= { described: [], arrays: [], count, stride: 0 }
    if (width % 4 !== 0 || array.byteOffset % 4 !== 0 || count !== layout.count) continue
    if (layout.stride + width > FARTHEST) continue
    const described: GLTF.IAccessor = { ...context.createAccessorDef(accessor), byteOffset: layout.stride }
    list(accessor, described, context)
    layout.described.push(described)
    layout.arrays.push(array)
    layout.stride += width
  }
  return layout && layout.arrays.length > 0 && layout.count > 0 ? layout : undefined
}

const isPlain = (accessor: Accessor, context: WriterContext, usage: string): boolean =>
  accessor.getCount() > 0 &&
  !accessor.getSparse() &&
  !context.accessorIndexMap.has(accessor) &&
  context.getAccessorUsage(accessor) === usage

/** @param to on whole words */
function interleave({ arrays, count, stride }: Layout, to: Uint8Array): void {
  const out = new Uint32Array(to.buffer, to.byteOffset, (count * stride) >> 2)
  let start = 0
  for (const array of arrays) {
    const from = new Uint32Array(array.buffer, array.byteOffset, array.byteLength >> 2)
    const width = from.length / count
    move(from, out.subarray(start), width, stride >> 2)
    start += width
  }
}

/** Every `width` words to the next `stride`. */
function move(from: Uint32Array, to: Uint32Array, width: number, stride: number): void {
  for (let at = 0, start = 0; at < from.length; start += stride)
    for (let k = 0; k < width; k++) to[start + k] = from[at++] ?? 0
}

/** A document as JSON, its files, and what stands in its buffer after the bytes that its file has so far. */
export interface Written {
  readonly json: GLTF.IGLTF
  readonly resources: Record<string, Uint8Array>
  readonly parts: readonly BinaryPart[]
}

/** Has a writer describe a document, all but whose vertices and indices it writes. The document is as it was afterwards. */
export async function writeWithVertices(
  document: Document,
  io: WebIO,
  options: { format?: Format; basename?: string },
): Promise<Written> {
  const extension = document.createExtension(VertexWriting)
  try {
    const { json, resources } = await io.registerExtensions([VertexWriting]).writeJSON(document, options)
    return { json, resources, parts: extension.parts }
  } finally {
    extension.dispose()
  }
}
