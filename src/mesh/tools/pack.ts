// Packs one set of textures for a whole model, so that an engine draws it with one call.
import type { Document, Material, Primitive, Texture } from '@gltf-transform/core'
import type { Surface } from '../formats/surface.ts'
import { decodeImage, type RgbaImage } from '../images/image.ts'
import { textureSize } from '../images/picture-size.ts'
import { encodePng } from '../images/png.ts'
import { resizeImage } from '../images/resize.ts'
import { linearToSrgb } from '../math/color.ts'
import { at, clamp } from '../math/numbers.ts'
import { prune } from './prune.ts'
import { usedPrimitives } from './shown-primitives.ts'
import { writeSurface } from './surfaces.ts'

/** Pixels around each picture that repeat its edge, so that smaller mip levels do not bleed. */
const BORDER = 4
/** The most pixels along the packed texture's side. */
const MOST = 4096
/** The least pixels along a picture's place in it. */
const LEAST = 32

const white = (): RgbaImage => ({ width: 1, height: 1, data: new Uint8Array([255, 255, 255, 255]) })
const plain = (values: readonly number[]) => ({
  ...{ width: 1, height: 1 },
  data: new Uint8Array([0, 1, 2, 3].map((k) => clamp(Math.round(at(values, k) * 255), 0, 255))),
})

/** Each texture of a material: where it comes from, what multiplies it, and what stands for it where there is none. */
const SLOTS = [
  {
    name: 'base_color',
    get: (material: Material) => material.getBaseColorTexture(),
    factor: (material: Material) =>
      material.getBaseColorFactor().map((value, k) => (k < 3 ? linearToSrgb(value) : value)),
    neutral: () => white(),
    set: (material: Material, texture: Texture) =>
      material.setBaseColorTexture(texture).setBaseColorFactor([1, 1, 1, 1]),
  },
  {
    name: 'metallic_roughness',
    get: (material: Material) => material.getMetallicRoughnessTexture(),
    factor: (material: Material) => [1, material.getRoughnessFactor(), material.getMetallicFactor(), 1],
    neutral: () => white(),
    set: (material: Material, texture: Texture) =>
      material.setMetallicRoughnessTexture(texture).setRoughnessFactor(1).setMetallicFactor(1),
  },
  {
    name: 'normal',
    get: (material: Material) => material.getNormalTexture(),
    factor: () => [1, 1, 1, 1],
    neutral: () => plain([0.5, 0.5, 1, 1]),
    set: (material: Material, texture: Texture) => material.setNormalTexture(texture),
  },
  {
    name: 'emissive',
    get: (material: Material) => material.getEmissiveTexture(),
    factor: (material: Material) => [...material.getEmissiveFactor().map(linearToSrgb), 1],
    neutral: () => white(),
    set: (material: Material, texture: Texture) => material.setEmissiveTexture(texture).setEmissiveFactor([1, 1, 1]),
  },
] as const

/**
 * Puts the textures of all materials beside each other into one and moves the uvs there. Plain colors become patches of
 * the texture. Materials that repeat their textures, and ones that are blended or double-sided where others are not,
 * stay apart.
 */
export async function packTextures(document: Document): Promise<Document> {
  const used = usedPrimitives(document)
  const repeating = new Set(used.filter(({ surface }) => repeats(surface)).map(({ surface }) => surface.material))
  const groups = new Map<string, Material[]>()
  for (const material of new Set(used.map(({ surface }) => surface.material))) {
    if (!material || repeating.has(material)) continue
    const key = `${material.getAlphaMode()} ${material.getAlphaCutoff()} ${material.getDoubleSided()}`
    groups.set(key, [...(groups.get(key) ?? []), material])
  }
  for (const materials of groups.values()) if (materials.length > 1) await pack(document, materials, used)
  return prune(document)
}

function repeats({ uvs, material }: Surface): boolean {
  if (!uvs || !material || SLOTS.every((slot) => !slot.get(material))) return false
  return uvs.some((value) => value < -0.001 || value > 1.001)
}

function sizeOf(texture: Texture | null | undefined): readonly number[] {
  return (texture && textureSize(texture)) ?? [0, 0]
}

async function pack(
  document: Document,
  materials: readonly Material[],
  used: readonly { primitive: Primitive; surface: Surface }[],
): Promise<void> {
  const columns = Math.ceil(Math.sqrt(materials.length))
  const sizes = materials.flatMap((material) => SLOTS.flatMap((slot) => sizeOf(slot.get(material))))
  const cell = clamp(Math.max(...sizes) + 2 * BORDER, LEAST, Math.floor(MOST / columns))
  const together = document.createMaterial('packed')
  const [first] = materials
  if (first)
    together
      .setAlphaMode(first.getAlphaMode())
      .setAlphaCutoff(first.getAlphaCutoff())
      .setDoubleSided(first.getDoubleSided())
  for (const slot of SLOTS) {
    const needed = slot.name !== 'normal' || materials.some((material) => slot.get(material))
    const dark =
      slot.name === 'emissive' && materials.every((material) => Math.max(...material.getEmissiveFactor()) === 0)
    if (!needed || dark) continue
    const side = cell * columns
    const atlas: RgbaImage = { width: side, height: side, data: new Uint8Array(side * side * 4).fill(255) }
    for (const [i, material] of materials.entries()) {
      const bytes = slot.get(material)?.getImage()
      const picture = bytes ? await decodeImage(bytes) : slot.neutral()
      const inner = resizeImage(picture, cell - 2 * BORDER, cell - 2 * BORDER)
      paste(atlas, inner, (i % columns) * cell, Math.floor(i / columns) * cell, slot.factor(material))
    }
    const texture = document
      .createTexture(slot.name)
      .setImage(new Uint8Array(encodePng(atlas)))
      .setMimeType('image/png')
    slot.set(together, texture)
  }
  for (const { primitive, surface } of used) {
    const i = surface.material ? materials.indexOf(surface.material) : -1
    if (i < 0) continue
    const count = surface.positions.length / 3
    const from = surface.uvs ?? new Float32Array(count * 2).fill(0.5)
    const [column, row] = [i % columns, Math.floor(i / columns)]
    const uvs = from.map((value, k) => {
      const place = (k % 2 === 0 ? column : row) * cell + BORDER
      return (place + clamp(value, 0, 1) * (cell - 2 * BORDER)) / (cell * columns)
    })
    writeSurface(document, primitive, { ...surface, uvs, material: together })
  }
}

/** Copies a picture times a factor, its edge repeated all around. */
function paste(atlas: RgbaImage, picture: RgbaImage, left: number, top: number, factor: readonly number[]): void {
  for (let y = 0; y < picture.height + 2 * BORDER; y++)
    for (let x = 0; x < picture.width + 2 * BORDER; x++) {
      const sx = clamp(x - BORDER, 0, picture.width - 1)
      const sy = clamp(y - BORDER, 0, picture.height - 1)
      const from = (sy * picture.width + sx) * 4
      const to = ((top + y) * atlas.width + left + x) * 4
      for (let k = 0; k < 4; k++)
        atlas.data[to + k] = clamp(Math.round(at(picture.data, from + k) * at(factor, k)), 0, 255)
    }
}
