// What there is to say about a part of a model, or about all of it, as lines of label and value: sizes in metres, counts,
// materials with their factors, textures with the memory they take. Pure: three's objects in, words out.
import {
  Box3,
  type BufferGeometry,
  type Material,
  MathUtils,
  Mesh,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  type Object3D,
  Texture,
  Vector3,
} from 'three'

/** One line; `value` is what a person copies. */
export interface Fact {
  label: string
  value: string
}
export interface FactGroup {
  title: string
  facts: Fact[]
}

type Say = (text: string, ...values: (string | number)[]) => string
type Figure = (value: number, digits?: number) => string

const vector = ({ x, y, z }: { x: number; y: number; z: number }, figure: Figure) =>
  [x, y, z].map((value) => figure(value, 3)).join(', ')

/** Triangles that a geometry draws. */
export function trianglesOf({ index, attributes, drawRange }: BufferGeometry): number {
  const count = index?.count ?? attributes['position']?.count ?? 0
  return Math.floor(Math.min(count, drawRange.count) / 3)
}

/** All meshes in a part, itself included. */
export function meshesIn(object: Object3D): Mesh[] {
  const meshes: Mesh[] = []
  object.traverse((one) => {
    if (one instanceof Mesh && one.userData['isHelper'] !== true) meshes.push(one)
  })
  return meshes
}

const materialsOf = (mesh: Mesh): Material[] => (Array.isArray(mesh.material) ? mesh.material : [mesh.material])

/** A material's textures by the name of their slot. */
export const texturesOf = (material: Material): [slot: string, texture: Texture][] =>
  Object.entries(material).filter((entry): entry is [string, Texture] => entry[1] instanceof Texture)

/** Width and height of a texture in texels; undefined while it is not there. */
export function sizeOf({ image }: Texture): { width: number; height: number } | undefined {
  const source: unknown = image
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

/** What a part is: place, size and counts, and each of its materials. */
export function factsOf(object: Object3D, say: Say, figure: Figure): FactGroup[] {
  const { position, quaternion, scale } = object
  const meshes = meshesIn(object)
  const box = new Box3().setFromObject(object)
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
  if (meshes.length > 0) groups.push(countGroup(meshes, say, figure))
  const materials = [...new Set(meshes.flatMap(materialsOf))]
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
      { label: say('Lowest point (m)'), value: figure(box.min.y, 3) },
    ],
  }
}

function countGroup(meshes: readonly Mesh[], say: Say, figure: Figure): FactGroup {
  const vertices = meshes.reduce((sum, { geometry }) => sum + (geometry.attributes['position']?.count ?? 0), 0)
  const triangles = meshes.reduce((sum, { geometry }) => sum + trianglesOf(geometry), 0)
  const draws = meshes.reduce((sum, mesh) => sum + materialsOf(mesh).length, 0)
  const textures = new Set(
    meshes.flatMap(materialsOf).flatMap((material) => texturesOf(material).map(([, one]) => one)),
  )
  const bytes = [...textures].reduce((sum, texture) => {
    const size = sizeOf(texture)
    return sum + (size ? textureBytes(size) : 0)
  }, 0)
  return {
    title: say('Counts'),
    facts: [
      { label: say('Triangles'), value: figure(triangles, 0) },
      { label: say('Vertices'), value: figure(vertices, 0) },
      { label: say('Draw calls'), value: figure(draws, 0) },
      { label: say('Textures'), value: figure(textures.size, 0) },
      { label: say('Texture memory (MB)'), value: figure(bytes / 2 ** 20, 1) },
    ],
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
  if (material instanceof MeshPhysicalMaterial) {
    if (material.transmission > 0) facts.push({ label: say('Transmission'), value: figure(material.transmission, 2) })
    if (material.clearcoat > 0) facts.push({ label: say('Clearcoat'), value: figure(material.clearcoat, 2) })
  }
  if (material.transparent) facts.push({ label: say('Opacity'), value: figure(material.opacity, 2) })
  if (material.side === 2) facts.push({ label: say('Double sided'), value: say('yes') })
  for (const [slot, texture] of texturesOf(material)) {
    const size = sizeOf(texture)
    facts.push({ label: slot, value: size ? `${size.width} × ${size.height}` : say('not loaded') })
  }
  return { title: material.name === '' ? say('Material') : say('Material {0}', material.name), facts }
}
