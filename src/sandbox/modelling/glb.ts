// A modelled mesh as a GLB: its JSON is written here and not through a library, so that the bytes depend on nothing but the model.
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { joinGlb } from '../../mesh/formats/glb-container.ts'
import { boundsOf } from '../../mesh/geometry.ts'
import type { MeshData } from './mesh-data.ts'

/** An encoded picture inside a GLB. */
export interface GlbTexture {
  readonly name: string
  readonly mediaType: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
}

/** A metallic-roughness material; factors multiply the textures. */
export interface GlbMaterial {
  readonly name: string
  readonly baseColor: readonly [number, number, number, number]
  readonly metallic: number
  readonly roughness: number
  readonly baseColorTexture?: GlbTexture
  readonly metallicRoughnessTexture?: GlbTexture
  readonly normalTexture?: GlbTexture
  readonly emissiveTexture?: GlbTexture
}

/** One mesh of a model with a node of its own. */
export interface GlbPart {
  readonly name: string
  readonly mesh: MeshData
}

export interface GlbModel {
  readonly name: string
  /** One mesh under the model's name, or named parts. */
  readonly mesh: MeshData | readonly GlbPart[]
  readonly material: GlbMaterial
}

export interface GlbOptions {
  /** Vertex and index data packed with EXT_meshopt_compression. */
  readonly meshopt?: boolean
  /** The `asset.generator` entry. */
  readonly generator: string
}

const ARRAY_BUFFER = 34962
const ELEMENT_ARRAY_BUFFER = 34963
const FLOAT = 5126
const UNSIGNED_SHORT = 5123
const UNSIGNED_INT = 5125
/** Bits kept of each float under meshopt's exponential filter: below a hundredth of a millimetre on a 1 m model. */
const MESHOPT_BITS = 16

type Json = Record<string, unknown>

/** The model as one GLB file: a node and a mesh of one primitive for each part, one material for all. */
export async function writeGlb(model: GlbModel, options: GlbOptions): Promise<Uint8Array> {
  await MeshoptEncoder.ready
  const file = new Assembly(options.meshopt === true)
  const parts = 'positions' in model.mesh ? [{ name: model.name, mesh: model.mesh }] : model.mesh
  const meshes = parts.map(({ name, mesh }) => ({ name, primitives: [file.primitive(mesh)] }))
  const material = file.material(model.material)
  return file.finish({
    asset: { version: '2.0', generator: options.generator },
    scene: 0,
    scenes: [{ name: model.name, nodes: parts.map((_, i) => i) }],
    nodes: parts.map(({ name }, i) => ({ name, mesh: i })),
    meshes,
    materials: [material],
  })
}

/** The binary chunk as it grows, and the JSON lists that point into it. */
class Assembly {
  readonly #parts: Uint8Array[] = []
  #length = 0
  #fallbackLength = 0
  readonly #bufferViews: Json[] = []
  readonly #accessors: Json[] = []
  readonly #images: Json[] = []

  readonly #meshopt: boolean

  constructor(meshopt: boolean) {
    this.#meshopt = meshopt
  }

  primitive(mesh: MeshData): Json {
    const { min, max } = boundsOf(mesh.positions)
    const attributes: Json = {
      POSITION: this.#attribute(mesh.positions, 3, { min: [...min], max: [...max] }),
      NORMAL: this.#attribute(mesh.normals, 3),
    }
    if (mesh.tangents) attributes['TANGENT'] = this.#attribute(mesh.tangents, 4)
    if (mesh.uvs) attributes['TEXCOORD_0'] = this.#attribute(mesh.uvs, 2)
    return { attributes, indices: this.#indices(mesh.indices, mesh.positions.length / 3), material: 0 }
  }

  #attribute(values: Float32Array, size: number, extra: Json = {}): number {
    const count = values.length / size
    const stride = size * 4
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    const packed = () => {
      const filtered = MeshoptEncoder.encodeFilterExp(values, count, stride, MESHOPT_BITS, 'SharedComponent')
      return MeshoptEncoder.encodeGltfBuffer(filtered, count, stride, 'ATTRIBUTES')
    }
    const view = this.#geometry(bytes, count, stride, ARRAY_BUFFER, 'ATTRIBUTES', packed)
    return this.#accessors.push({ bufferView: view, componentType: FLOAT, count, type: `VEC${size}`, ...extra }) - 1
  }

  #indices(values: Uint32Array, vertices: number): number {
    const small = vertices < 65_535
    const source = small ? new Uint16Array(values) : values
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    const packed = () => MeshoptEncoder.encodeGltfBuffer(bytes, values.length, small ? 2 : 4, 'TRIANGLES')
    const view = this.#geometry(bytes, values.length, small ? 2 : 4, ELEMENT_ARRAY_BUFFER, 'TRIANGLES', packed)
    const componentType = small ? UNSIGNED_SHORT : UNSIGNED_INT
    return this.#accessors.push({ bufferView: view, componentType, count: values.length, type: 'SCALAR' }) - 1
  }

  /** A buffer view of vertices or indices; packed, it lies in an imaginary second buffer that is never stored. */
  #geometry(
    bytes: Uint8Array,
    count: number,
    stride: number,
    target: number,
    mode: 'ATTRIBUTES' | 'TRIANGLES',
    packed: () => Uint8Array,
  ): number {
    if (!this.#meshopt) return this.#bufferViews.push({ ...this.#store(bytes), target }) - 1
    const { buffer, byteOffset, byteLength } = this.#store(packed())
    const filter = mode === 'ATTRIBUTES' ? { filter: 'EXPONENTIAL' } : {}
    const extension = { buffer, byteOffset, byteLength, byteStride: stride, count, mode, ...filter }
    const view: Json = {
      buffer: 1,
      byteOffset: this.#fallbackLength,
      byteLength: bytes.length,
      ...(mode === 'ATTRIBUTES' ? { byteStride: stride } : {}),
      target,
      extensions: { EXT_meshopt_compression: extension },
    }
    this.#fallbackLength += Math.ceil(bytes.length / 4) * 4
    return this.#bufferViews.push(view) - 1
  }

  #store(bytes: Uint8Array): { buffer: number; byteOffset: number; byteLength: number } {
    const place = { buffer: 0, byteOffset: this.#length, byteLength: bytes.length }
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
    padded.set(bytes)
    this.#parts.push(padded)
    this.#length += padded.length
    return place
  }

  #texture(texture: GlbTexture): Json {
    const bufferView = this.#bufferViews.push({ ...this.#store(texture.bytes) }) - 1
    return { index: this.#images.push({ name: texture.name, mimeType: texture.mediaType, bufferView }) - 1 }
  }

  material(material: GlbMaterial): Json {
    const pbr: Json = {
      baseColorFactor: [...material.baseColor],
      metallicFactor: material.metallic,
      roughnessFactor: material.roughness,
    }
    if (material.baseColorTexture) pbr['baseColorTexture'] = this.#texture(material.baseColorTexture)
    if (material.metallicRoughnessTexture)
      pbr['metallicRoughnessTexture'] = this.#texture(material.metallicRoughnessTexture)
    const out: Json = { name: material.name, pbrMetallicRoughness: pbr }
    if (material.normalTexture) out['normalTexture'] = this.#texture(material.normalTexture)
    if (material.emissiveTexture) {
      out['emissiveTexture'] = this.#texture(material.emissiveTexture)
      out['emissiveFactor'] = [1, 1, 1]
    }
    return out
  }

  finish(head: Json): Uint8Array {
    const buffers: Json[] = [{ byteLength: this.#length }]
    const json: Json = { ...head, accessors: this.#accessors, bufferViews: this.#bufferViews, buffers }
    if (this.#images.length > 0) {
      json['images'] = this.#images
      json['samplers'] = [{ magFilter: 9729, minFilter: 9987, wrapS: 10497, wrapT: 10497 }]
      json['textures'] = this.#images.map((_, source) => ({ sampler: 0, source }))
    }
    if (this.#meshopt) {
      buffers.push({ byteLength: this.#fallbackLength, extensions: { EXT_meshopt_compression: { fallback: true } } })
      json['extensionsUsed'] = ['EXT_meshopt_compression']
      json['extensionsRequired'] = ['EXT_meshopt_compression']
    }
    return joinGlb(json, this.#parts)
  }
}
