// Turns uniform materials into patches of a few small textures, so that materials that differ only in color become one and can be
// drawn together. The library's own function needs an image library that is not included.
import type { Document, Material, Primitive, TextureInfo } from '@gltf-transform/core'
import { encodePng } from '../images/png.ts'
import { linearToSrgb } from '../math/color.ts'
import { at, clamp } from '../math/numbers.ts'

/** Pixels along a patch, so that no neighbour shines through. */
const PATCH = 4
/** GL's name for it. */
const NEAREST = 9728
const WHITE = [1, 1, 1, 1] as const
const BLACK = [0, 0, 0] as const

/** What of a material becomes a texture where materials differ in it; four values between 0 and 1, as they are stored. */
const SLOTS = [
  {
    name: 'base color',
    values: (material: Material) => srgb(material.getBaseColorFactor()),
    info: (material: Material) => material.getBaseColorTextureInfo(),
    set: (material: Material) => material.setBaseColorFactor([...WHITE]),
    texture: (material: Material, ...[texture]: Parameters<Material['setBaseColorTexture']>) =>
      material.setBaseColorTexture(texture),
  },
  {
    name: 'metal and roughness',
    values: (material: Material) => [0, material.getRoughnessFactor(), material.getMetallicFactor(), 1],
    info: (material: Material) => material.getMetallicRoughnessTextureInfo(),
    set: (material: Material) => material.setRoughnessFactor(1).setMetallicFactor(1),
    texture: (material: Material, ...[texture]: Parameters<Material['setMetallicRoughnessTexture']>) =>
      material.setMetallicRoughnessTexture(texture),
  },
  {
    name: 'glow',
    values: (material: Material) => srgb([...material.getEmissiveFactor(), 1]),
    info: (material: Material) => material.getEmissiveTextureInfo(),
    set: (material: Material) => material.setEmissiveFactor([1, 1, 1]),
    texture: (material: Material, ...[texture]: Parameters<Material['setEmissiveTexture']>) =>
      material.setEmissiveTexture(texture),
  },
] as const

const srgb = (values: readonly number[]) => values.map((value, k) => (k < 3 ? linearToSrgb(value) : value))

/** Materials with textures, or with anything of an extension, stay as they are. */
const isPlain = (material: Material): boolean =>
  material.listExtensions().length === 0 &&
  [
    material.getBaseColorTexture(),
    material.getMetallicRoughnessTexture(),
    material.getEmissiveTexture(),
    material.getNormalTexture(),
    material.getOcclusionTexture(),
  ].every((texture) => texture === null)

/** Gives plain materials of one transparency and one kind of faces a common palette, wherever there are two or more. */
export function makePalettes(document: Document): void {
  const uses = new Map<string, Map<Material, Primitive[]>>()
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const material = primitive.getMaterial()
      if (!material || !isPlain(material)) continue
      const key = `${material.getAlphaMode()} ${material.getAlphaCutoff()} ${material.getDoubleSided()}`
      const group = uses.get(key) ?? new Map<Material, Primitive[]>()
      uses.set(key, group.set(material, [...(group.get(material) ?? []), primitive]))
    }
  for (const group of uses.values()) if (group.size > 1) makePalette(document, group)
}

function makePalette(document: Document, group: ReadonlyMap<Material, readonly Primitive[]>): void {
  const materials = [...group.keys()]
  const [first] = materials
  if (!first) return
  const width = 2 ** Math.ceil(Math.log2(materials.length * PATCH))
  const palette = first.clone().setName('palette')
  const used: TextureInfo[] = []
  for (const slot of SLOTS) {
    const values = materials.map((material) => slot.values(material))
    if (values.every((one) => one.every((value, k) => value === values[0]?.[k]))) continue
    const data = new Uint8Array(width * PATCH * 4)
    for (let y = 0; y < PATCH; y++)
      for (let x = 0; x < width; x++) {
        const patch = values[Math.min(Math.floor(x / PATCH), values.length - 1)] ?? BLACK
        for (let k = 0; k < 4; k++) data[(y * width + x) * 4 + k] = Math.round(clamp(at(patch, k), 0, 1) * 255)
      }
    const png = new Uint8Array(encodePng({ width, height: PATCH, data }))
    const texture = document.createTexture(`palette: ${slot.name}`).setImage(png).setMimeType('image/png')
    slot.texture(slot.set(palette), texture)
    const info = slot.info(palette)
    if (info) used.push(info.setMagFilter(NEAREST).setMinFilter(NEAREST))
  }
  const set = freeSet([...group.values()].flat())
  for (const info of used) info.setTexCoord(set)
  for (const [i, primitives] of [...group.values()].entries())
    for (const primitive of primitives) {
      const count = primitive.getAttribute('POSITION')?.getCount() ?? 0
      const places = new Float32Array(count * 2)
      for (let v = 0; v < count; v++) places.set([((i + 0.5) * PATCH) / width, 0.5], v * 2)
      const accessor = document.createAccessor().setType('VEC2').setArray(places)
      accessor.setBuffer(document.getRoot().listBuffers()[0] ?? document.createBuffer())
      primitive.setAttribute(`TEXCOORD_${set}`, used.length > 0 ? accessor : null).setMaterial(palette)
    }
  for (const material of materials) if (material.listParents().length === 1) material.dispose()
}

/** The first set of texture coordinates that none of them has: what they have is kept. */
function freeSet(primitives: readonly Primitive[]): number {
  let set = 0
  while (primitives.some((primitive) => primitive.getAttribute(`TEXCOORD_${set}`))) set += 1
  return set
}
