// Converts a modelled mesh to a Document of glTF-Transform, which the library of formats writes like every other.
import { type Accessor, Document, type Material, type Primitive, type Texture } from '@gltf-transform/core'
import { writeGlb as writeDocument } from '../../mesh/formats/index.ts'
import { optimise } from '../../mesh/tools/optimise.ts'
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
  /** Vertex and index data quantised and packed with EXT_meshopt_compression, as the local tool does. */
  readonly meshopt?: boolean
  /** The `asset.generator` entry. */
  readonly generator: string
}

/** Below it, an index takes two bytes; the number itself restarts primitives. */
const SHORT_INDEX = 65_535
/** Filters of textures, by glTF's numbers. */
const LINEAR = 9729
const LINEAR_MIPMAP_LINEAR = 9987

/** The model as one GLB file: a node and a mesh of one primitive for each part, one material for all. */
export async function writeGlb(model: GlbModel, options: GlbOptions): Promise<Uint8Array> {
  const document = documentOf(model)
  document.getRoot().getAsset().generator = options.generator
  if (!options.meshopt) return writeDocument(document)
  return optimise(document, { compression: 'meshopt', textureFormat: 'keep', textureSize: 0 })
}

function documentOf(model: GlbModel): Document {
  const document = new Document()
  document.createBuffer()
  const material = materialOf(document, model.material)
  const scene = document.createScene(model.name)
  const parts = 'positions' in model.mesh ? [{ name: model.name, mesh: model.mesh }] : model.mesh
  for (const { name, mesh } of parts) {
    const primitive = primitiveOf(document, mesh).setMaterial(material)
    scene.addChild(document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive)))
  }
  return document
}

function primitiveOf(document: Document, mesh: MeshData): Primitive {
  const primitive = document.createPrimitive()
  const set = (name: string, type: 'VEC2' | 'VEC3' | 'VEC4', values: Float32Array | undefined) => {
    if (values) primitive.setAttribute(name, accessorOf(document, type, values))
  }
  set('POSITION', 'VEC3', mesh.positions)
  set('NORMAL', 'VEC3', mesh.normals)
  set('TANGENT', 'VEC4', mesh.tangents)
  set('TEXCOORD_0', 'VEC2', mesh.uvs)
  const isShort = mesh.positions.length / 3 < SHORT_INDEX
  return primitive.setIndices(accessorOf(document, 'SCALAR', isShort ? new Uint16Array(mesh.indices) : mesh.indices))
}

const accessorOf = (
  document: Document,
  type: 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4',
  values: Float32Array | Uint16Array | Uint32Array,
): Accessor => document.createAccessor().setType(type).setArray(typed(values))

/** The library takes arrays with memory of their own. */
const typed = (values: Float32Array | Uint16Array | Uint32Array) => values.slice()

function materialOf(document: Document, material: GlbMaterial): Material {
  const made = document
    .createMaterial(material.name)
    .setBaseColorFactor([...material.baseColor])
    .setMetallicFactor(material.metallic)
    .setRoughnessFactor(material.roughness)
    .setBaseColorTexture(textureOf(document, material.baseColorTexture))
    .setMetallicRoughnessTexture(textureOf(document, material.metallicRoughnessTexture))
    .setNormalTexture(textureOf(document, material.normalTexture))
    .setEmissiveTexture(textureOf(document, material.emissiveTexture))
  if (material.emissiveTexture) made.setEmissiveFactor([1, 1, 1])
  const uses = [
    made.getBaseColorTextureInfo(),
    made.getMetallicRoughnessTextureInfo(),
    made.getNormalTextureInfo(),
    made.getEmissiveTextureInfo(),
  ]
  for (const use of uses) use?.setMagFilter(LINEAR).setMinFilter(LINEAR_MIPMAP_LINEAR)
  return made
}

const textureOf = (document: Document, texture: GlbTexture | undefined): Texture | null =>
  texture
    ? document.createTexture(texture.name).setMimeType(texture.mediaType).setImage(new Uint8Array(texture.bytes))
    : null
