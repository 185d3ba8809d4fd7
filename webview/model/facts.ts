// The facts about a part of a model, or about all of it, as lines of label and value: sizes in meters, counts, materials with
// their factors, textures with their memory. Pure: three's objects in, words out.
import {
  type Box3,
  type BufferGeometry,
  Color,
  InstancedMesh,
  InterleavedBufferAttribute,
  type Material,
  MathUtils,
  Mesh,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  type Object3D,
  Texture,
  Vector3,
} from 'three'
import { type DrawnCounts, drawnCounts } from '../../src/mesh/tools/drawn-counts.ts'
import { isBare } from '../viewport/late-pictures.ts'
import { ownName } from '../viewport/sources.ts'
import { worldBox } from '../viewport/world-box.ts'

/** One line; `value` is what a person copies. */
export interface Fact {
  label: string
  value: string
  /** Of a texture: its picture stands beside the value. */
  texture?: Texture
}
export interface FactGroup {
  title: string
  facts: Fact[]
}

type Say = (text: string, ...values: (string | number)[]) => string
type Figure = (value: number, digits?: number) => string

/** Decimal places of lengths: three, or as many as show three digits of the largest, of a ring of 2 mm as well. */
function placesOf(...values: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs))
  return largest > 0 && largest < 0.1 ? Math.min(9, 2 - Math.floor(Math.log10(largest))) : 3
}

const vector = ({ x, y, z }: { x: number; y: number; z: number }, figure: Figure) =>
  [x, y, z].map((value) => figure(value, placesOf(x, y, z))).join(', ')

/** Triangles that a geometry draws. */
export function trianglesOf({ index, attributes, drawRange }: BufferGeometry): number {
  const count = index?.count ?? attributes['position']?.count ?? 0
  return Math.floor(Math.min(count, drawRange.count) / 3)
}

/** Triangles and vertices of meshes, as often as they are drawn. */
export const countsOf = (meshes: readonly Mesh[]): DrawnCounts =>
  drawnCounts(
    meshes.map((mesh) => ({
      ...{ mesh: mesh.geometry, triangles: trianglesOf(mesh.geometry) },
      ...{ vertices: mesh.geometry.attributes['position']?.count ?? 0 },
      copies: mesh instanceof InstancedMesh ? mesh.count : 1,
    })),
  )

/** All meshes in a part, itself included. */
export function meshesIn(object: Object3D): Mesh[] {
  const meshes: Mesh[] = []
  object.traverse((one) => {
    if (one instanceof Mesh && one.userData['isHelper'] !== true) meshes.push(one)
  })
  return meshes
}

/** A material's textures by the name of their slot. */
export const texturesOf = (material: Material): [slot: string, texture: Texture][] =>
  Object.entries(material).filter((entry): entry is [string, Texture] => entry[1] instanceof Texture)

/** Width and height of a texture in texels; undefined while it is not there. */
export function sizeOf(texture: Texture): { width: number; height: number } | undefined {
  if (isBare(texture)) return undefined
  const source: unknown = texture.image
  if (typeof source !== 'object' || source === null) return undefined
  const width: unknown = Reflect.get(source, 'width')
  const height: unknown = Reflect.get(source, 'height')
  return typeof width === 'number' && typeof height === 'number' && width > 0 ? { width, height } : undefined
}

/**
 * Bytes of GPU memory of an uncompressed RGBA texture with its mipmaps: four bytes a texel and a third more
 * (the sum of 1/4 + 1/16 + ... is 1/3).
 */
export const textureBytes = ({ width, height }: { width: number; height: number }): number =>
  Math.round((width * height * 4 * 4) / 3)

/** Bytes of GPU memory of a texture: of the blocks of a compressed one, else as above; 0 while it is not there. */
export function textureMemory(texture: Texture): number {
  // By what it says of itself: a texture that was late is of no class of its own.
  if ('isCompressedTexture' in texture && texture.isCompressedTexture === true) {
    const levels = (texture.mipmaps ?? []).map((level) => ('data' in level ? level.data.byteLength : 0))
    return levels.reduce((sum, bytes) => sum + bytes, 0)
  }
  const size = sizeOf(texture)
  return size ? textureBytes(size) : 0
}

/** Bytes as a person reads them: `0.8 KB`, `12.3 MB`. */
export const sizeWords = (bytes: number, say: Say, figure: Figure): string =>
  bytes < 2 ** 20 ? say('{0} KB', figure(bytes / 1024, 1)) : say('{0} MB', figure(bytes / 2 ** 20, 1))

/** Bytes of GPU memory of geometries: each buffer once, however many attributes lie interleaved in it. */
function geometryBytes(meshes: readonly Mesh[]): number {
  const buffers = new Set<{ array: { byteLength: number } }>()
  for (const { index, attributes, morphAttributes } of new Set(meshes.map((mesh) => mesh.geometry))) {
    if (index) buffers.add(index)
    for (const one of [...Object.values(attributes), ...Object.values(morphAttributes).flat()])
      buffers.add(one instanceof InterleavedBufferAttribute ? one.data : one)
  }
  return [...buffers].reduce((bytes, { array }) => bytes + array.byteLength, 0)
}

/**
 * What a part is: place, size and counts, and each of its materials.
 * @param ownOf the file's material of a mesh, whatever it is drawn with now
 */
export function factsOf(
  object: Object3D,
  say: Say,
  figure: Figure,
  ownOf: (mesh: Mesh) => Mesh['material'] = (mesh) => mesh.material,
): FactGroup[] {
  const { position, quaternion, scale } = object
  const meshes = meshesIn(object)
  const materialsOf = (mesh: Mesh): Material[] => [ownOf(mesh)].flat()
  const box = worldBox(object)
  const rotation = object.rotation
  const degrees = { x: rotation.x, y: rotation.y, z: rotation.z }
  const turned = {
    x: degrees.x * MathUtils.RAD2DEG,
    y: degrees.y * MathUtils.RAD2DEG,
    z: degrees.z * MathUtils.RAD2DEG,
  }
  const isTurned = Math.abs(quaternion.w) < 1
  const groups: FactGroup[] = [
    {
      title: say('Transform'),
      facts: [
        { label: say('Position (m)'), value: vector(position, figure) },
        ...(isTurned ? [{ label: say('Rotation (°)'), value: vector(turned, figure) }] : []),
        { label: say('Scale'), value: vector(scale, figure) },
      ],
    },
  ]
  if (!box.isEmpty()) groups.push(sizeGroup(box, say, figure))
  if (meshes.length > 0) groups.push(countGroup(meshes, materialsOf, say, figure))
  const materials = [...new Set(meshes.flatMap(materialsOf))]
  groups.push(...largestGroup(meshes, materials, say, figure))
  for (const material of materials.slice(0, MOST_MATERIALS)) groups.push(materialGroup(material, say, figure))
  if (materials.length > MOST_MATERIALS)
    groups.push({ title: say('{0} more materials', materials.length - MOST_MATERIALS), facts: [] })
  return groups
}

/** Most materials that are listed for one part. */
const MOST_MATERIALS = 12

function sizeGroup(box: Box3, say: Say, figure: Figure): FactGroup {
  const size = box.getSize(new Vector3())
  return {
    title: say('Size'),
    facts: [
      { label: say('Width, height, depth (m)'), value: vector(size, figure) },
      { label: say('Lowest point (m)'), value: figure(box.min.y, placesOf(...size.toArray())) },
    ],
  }
}

function countGroup(
  meshes: readonly Mesh[],
  materialsOf: (mesh: Mesh) => Material[],
  say: Say,
  figure: Figure,
): FactGroup {
  const { triangles, vertices, storedTriangles } = countsOf(meshes)
  const draws = meshes.reduce((sum, mesh) => sum + materialsOf(mesh).length, 0)
  const textures = new Set(
    meshes.flatMap(materialsOf).flatMap((material) => texturesOf(material).map(([, one]) => one)),
  )
  const bytes = [...textures].reduce((sum, texture) => sum + textureMemory(texture), 0)
  return {
    title: say('Counts'),
    facts: [
      { label: say('Triangles'), value: figure(triangles, 0) },
      ...(storedTriangles === triangles ? [] : [{ label: say('Triangles stored'), value: figure(storedTriangles, 0) }]),
      { label: say('Vertices'), value: figure(vertices, 0) },
      { label: say('Draw calls'), value: figure(draws, 0) },
      { label: say('Textures'), value: figure(textures.size, 0) },
      { label: say('Texture memory'), value: sizeWords(bytes, say, figure) },
      { label: say('Geometry memory'), value: sizeWords(geometryBytes(meshes), say, figure) },
    ],
  }
}

/** Parts and textures whose size is listed. */
const LARGEST = 6

/** What takes most of the GPU's memory: geometries and textures, each once; nothing where there is one thing only. */
function largestGroup(meshes: readonly Mesh[], materials: readonly Material[], say: Say, figure: Figure): FactGroup[] {
  const sized = new Map<BufferGeometry | Texture, { label: string; bytes: number; texture?: Texture }>()
  for (const mesh of meshes)
    if (!sized.has(mesh.geometry))
      sized.set(mesh.geometry, { label: ownName(mesh) || say('Unnamed part'), bytes: geometryBytes([mesh]) })
  for (const [slot, texture] of materials.flatMap(texturesOf))
    if (!sized.has(texture) && textureMemory(texture) > 0)
      sized.set(texture, { label: texture.name || slotWords(slot, say), bytes: textureMemory(texture), texture })
  if (sized.size < 2) return []
  const largest = [...sized.values()].sort((a, b) => b.bytes - a.bytes).slice(0, LARGEST)
  const facts = largest.map(({ bytes, ...rest }) => ({ ...rest, value: sizeWords(bytes, say, figure) }))
  return [{ title: say('Most memory'), facts }]
}

/** What a texture is for, by three's name of its place; rare ones keep that. */
export function slotWords(slot: string, say: Say): string {
  switch (slot) {
    case 'map':
      return say('Base color texture')
    case 'normalMap':
      return say('Normal texture')
    case 'metalnessMap':
      return say('Metallic texture')
    case 'roughnessMap':
      return say('Roughness texture')
    case 'aoMap':
      return say('Occlusion texture')
    case 'emissiveMap':
      return say('Emissive texture')
    default:
      return slot
  }
}

const hex = (color: { getHexString(): string }) => `#${color.getHexString()}`

function materialGroup(material: Material, say: Say, figure: Figure): FactGroup {
  const facts: Fact[] = []
  if (material instanceof MeshStandardMaterial) {
    facts.push({ label: say('Base color'), value: hex(material.color) })
    facts.push({ label: say('Metallic'), value: figure(material.metalness, 2) })
    facts.push({ label: say('Roughness'), value: figure(material.roughness, 2) })
    if (material.emissive.getHex() !== 0) facts.push({ label: say('Emissive'), value: hex(material.emissive) })
  }
  if (material instanceof MeshPhysicalMaterial) facts.push(...physicalFacts(material, say, figure))
  if (material.transparent) facts.push({ label: say('Opacity'), value: figure(material.opacity, 2) })
  if (material.side === 2) facts.push({ label: say('Double sided'), value: say('yes') })
  for (const [slot, texture] of texturesOf(material)) {
    const size = sizeOf(texture)
    facts.push({
      label: slotWords(slot, say),
      value: size ? `${size.width} × ${size.height}` : say('not loaded'),
      texture,
    })
  }
  return { title: material.name === '' ? say('Material') : say('Material “{0}”', material.name), facts }
}

/** The factors of glTF's material extensions that differ from what they are without one. */
function physicalFacts(material: MeshPhysicalMaterial, say: Say, figure: Figure): Fact[] {
  const white = new Color(1, 1, 1)
  const numbers: readonly (readonly [string, number, number])[] = [
    [say('Transmission'), material.transmission, 0],
    [say('Thickness (m)'), material.thickness, 0],
    [say('Index of refraction'), material.ior, 1.5],
    [say('Dispersion'), material.dispersion, 0],
    [say('Clearcoat'), material.clearcoat, 0],
    [say('Clearcoat roughness'), material.clearcoatRoughness, 0],
    [say('Sheen'), material.sheen, 0],
    [say('Iridescence'), material.iridescence, 0],
    [say('Anisotropy'), material.anisotropy, 0],
    [say('Specular'), material.specularIntensity, 1],
    [say('Emissive strength'), material.emissiveIntensity, 1],
  ]
  const shown = numbers.filter(([, value, usual]) => value !== usual)
  const facts = shown.map(([label, value]) => ({ label, value: figure(value, 3) }))
  if (!material.specularColor.equals(white))
    facts.push({ label: say('Specular color'), value: hex(material.specularColor) })
  if (material.sheen > 0) facts.push({ label: say('Sheen color'), value: hex(material.sheenColor) })
  return facts
}
