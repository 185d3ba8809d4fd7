// KHR_draco_mesh_compression, read only: what is read is held (and written) uncompressed. The decoder is loaded with the
// first file that needs it. https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_draco_mesh_compression
/// <reference path="./draco3dgltf.d.ts" />

import {
  Extension,
  GLB_BUFFER,
  type GLTF,
  PropertyType,
  type ReaderContext as TransformContext,
} from '@gltf-transform/core'
import type { DracoDecoder, DracoMesh, DracoModule } from 'draco3dgltf/draco_decoder_gltf_nodejs.js'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { phrase } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import { moduleOptions, once, WASM } from '../wasm.ts'
import { announcedSize } from './draco-header.ts'
import { brokenGltf } from './gltf-error.ts'

/** What @gltf-transform/core hands to the extension when a file is read. */
export const DRACO_DEPENDENCY = 'tripo.draco'

const DracoPrimitive = Type.Object({
  bufferView: Type.Integer({ minimum: 0 }),
  attributes: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
})

/** The decoder with what it may take. */
export class Draco {
  readonly #module: DracoModule
  readonly #context: ReaderContext

  private constructor(module: DracoModule, context: ReaderContext) {
    this.#module = module
    this.#context = context
  }

  static async load(context: ReaderContext): Promise<Draco> {
    return new Draco(await startDecoder(), context)
  }

  /**
   * Runs `use` on a mesh.
   * @throws MeshError model-broken, model-too-large
   */
  open(bytes: Uint8Array, use: (mesh: OpenMesh) => void): void {
    const module = this.#module
    const context = this.#context
    const { points, faces } = announcedSize(bytes) ?? { points: 0, faces: 0 }
    // The decoder's own tables: about ten numbers for a triangle and four for a point.
    context.budget.spend('bytes', faces * 40 + points * 16)
    const [buffer, reader, mesh] = [new module.DecoderBuffer(), new module.Decoder(), new module.Mesh()]
    try {
      buffer.Init(bytes, bytes.length)
      if (!reader.DecodeBufferToMesh(buffer, mesh).ok()) throw brokenGltf('The Draco data of the model is damaged.')
      use(new OpenMesh(module, reader, mesh, context))
    } finally {
      for (const thing of [buffer, reader, mesh]) module.destroy(thing)
    }
  }
}

const startDecoder = once(async (): Promise<DracoModule> => {
  const { default: create } = await import('draco3dgltf/draco_decoder_gltf_nodejs.js')
  return create(await moduleOptions(WASM.draco))
})

/** A mesh in the decoder's memory. */
class OpenMesh {
  readonly #module: DracoModule
  readonly #reader: DracoDecoder
  readonly #mesh: DracoMesh
  readonly #context: ReaderContext

  constructor(module: DracoModule, reader: DracoDecoder, mesh: DracoMesh, context: ReaderContext) {
    this.#module = module
    this.#reader = reader
    this.#mesh = mesh
    this.#context = context
  }

  get points(): number {
    return this.#mesh.num_points()
  }

  indices(): Uint32Array<ArrayBuffer> {
    const length = this.#mesh.num_faces() * 3
    const bytes = this.#copied(length * 4, (size, address) =>
      this.#reader.GetTrianglesUInt32Array(this.#mesh, size, address),
    )
    return new Uint32Array(bytes.buffer)
  }

  /** The values of an attribute in the accessor's kind of numbers; undefined when the mesh has none of this id. */
  attribute(id: number, componentType: number) {
    const reader = this.#reader
    const module = this.#module
    const mesh = this.#mesh
    const attribute = reader.GetAttributeByUniqueId(mesh, id)
    const kind = kinds(module).get(componentType)
    if (!kind || attribute.ptr === 0) return undefined
    const size = mesh.num_points() * attribute.num_components() * kind.make().BYTES_PER_ELEMENT
    return kind.make(
      this.#copied(size, (bytes, address) =>
        reader.GetAttributeDataArrayForAllPoints(mesh, attribute, kind.type, bytes, address),
      ).buffer,
    )
  }

  #copied(size: number, fill: (size: number, address: number) => boolean): Uint8Array<ArrayBuffer> {
    const module = this.#module
    this.#context.budget.spend('bytes', size * 2)
    const address = module._malloc(size)
    try {
      if (!fill(size, address)) throw brokenGltf('The Draco data of the model is damaged.')
      return module.HEAPU8.slice(address, address + size)
    } finally {
      module._free(address)
    }
  }
}

/** glTF's kinds of numbers and Draco's. */
const kinds = (module: DracoModule) =>
  new Map([
    [5120, { type: module.DT_INT8, make: (from = new ArrayBuffer()) => new Int8Array(from) }],
    [5121, { type: module.DT_UINT8, make: (from = new ArrayBuffer()) => new Uint8Array(from) }],
    [5122, { type: module.DT_INT16, make: (from = new ArrayBuffer()) => new Int16Array(from) }],
    [5123, { type: module.DT_UINT16, make: (from = new ArrayBuffer()) => new Uint16Array(from) }],
    [5125, { type: module.DT_UINT32, make: (from = new ArrayBuffer()) => new Uint32Array(from) }],
    [5126, { type: module.DT_FLOAT32, make: (from = new ArrayBuffer()) => new Float32Array(from) }],
  ])

export class DracoCompression extends Extension {
  static override EXTENSION_NAME = 'KHR_draco_mesh_compression'
  override readonly extensionName = DracoCompression.EXTENSION_NAME
  override readonly prereadTypes = [PropertyType.PRIMITIVE]
  override readonly readDependencies = [DRACO_DEPENDENCY]
  #draco: Draco | undefined

  override install(_key: string, dependency: unknown): this {
    if (dependency instanceof Draco) this.#draco = dependency
    return this
  }

  override preread(context: TransformContext): this {
    const draco = this.#draco
    if (!draco) throw new Error('The Draco decoder was not loaded.')
    /** Accessors by the data they come from: primitives may share it. */
    const done = new Set<string>()
    for (const primitive of (context.jsonDoc.json.meshes ?? []).flatMap((mesh) => mesh.primitives)) {
      const packed = primitive.extensions?.[this.extensionName]
      if (packed === undefined) continue
      if (!Check(DracoPrimitive, packed)) throw brokenGltf('The Draco data of the model is not described.')
      const key = JSON.stringify([packed.bufferView, primitive.attributes, primitive.indices])
      if (done.has(key)) continue
      done.add(key)
      draco.open(viewOf(context, packed.bufferView), (mesh) => fill(context, primitive, packed.attributes, mesh))
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

function viewOf({ jsonDoc: { json, resources } }: TransformContext, index: number): Uint8Array {
  const view = json.bufferViews?.[index]
  const bytes = resources[json.buffers?.[view?.buffer ?? -1]?.uri ?? GLB_BUFFER]
  if (!view || !bytes) throw brokenGltf('The model names Draco data that the file does not hold.')
  const start = view.byteOffset ?? 0
  return bytes.subarray(start, start + view.byteLength)
}

function fill(
  context: TransformContext,
  primitive: GLTF.IMeshPrimitive,
  attributes: Record<string, number>,
  mesh: OpenMesh,
): void {
  for (const [semantic, id] of Object.entries(attributes)) {
    const index = primitive.attributes[semantic] ?? -1
    const accessor = context.accessors[index]
    const described = context.jsonDoc.json.accessors?.[index]
    if (!accessor || !described) continue
    const values = mesh.attribute(id, described.componentType)
    if (!values || values.length !== mesh.points * accessor.getElementSize())
      throw brokenGltf(phrase('The Draco data of the model lacks its {0}.', semantic.slice(0, 40)))
    accessor.setArray(values)
  }
  if (primitive.indices !== undefined) context.accessors[primitive.indices]?.setArray(mesh.indices())
}
