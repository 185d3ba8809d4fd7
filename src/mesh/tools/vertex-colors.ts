// Converts textures to vertex colors.
import type { Document, Material } from '@gltf-transform/core'
import { surfaceOf } from '../formats/surface.ts'
import { decodeImage, type RgbaImage } from '../images/image.ts'
import { srgbToLinear } from '../math/color.ts'
import { at, clamp } from '../math/numbers.ts'
import { prune } from './prune.ts'
import { usedPrimitives } from './shown-primitives.ts'
import { writeSurface } from './surfaces.ts'

/**
 * Gives every vertex the color its material has there, and makes the materials white: vertex colors multiply the base
 * color (glTF 2.0, section 3.9.2), so that keeping both would darken the model.
 */
export async function bakeVertexColors(document: Document): Promise<Document> {
  const pictures = new Map<Material, RgbaImage | undefined>()
  const materials = new Set<Material>()
  for (const { primitive } of usedPrimitives(document)) {
    const surface = surfaceOf(primitive)
    const material = primitive.getMaterial()
    if (!surface) continue
    if (material && !materials.has(material)) pictures.set(material, await pictureOf(material))
    if (material) materials.add(material)
    const picture = material ? pictures.get(material) : undefined
    const factor = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
    const colors = new Float32Array((surface.positions.length / 3) * 4)
    for (let v = 0; v * 4 < colors.length; v++) {
      const texel = picture && surface.uvs ? sample(picture, at(surface.uvs, v * 2), at(surface.uvs, v * 2 + 1)) : WHITE
      for (let k = 0; k < 4; k++) {
        const own = surface.colors ? at(surface.colors, v * 4 + k) : 1
        // The material keeps its factor for transparency.
        colors[v * 4 + k] = at(texel, k) * own * (k < 3 ? at(factor, k) : 1)
      }
    }
    writeSurface(document, primitive, { ...surface, colors })
  }
  for (const material of materials)
    material.setBaseColorTexture(null).setBaseColorFactor([1, 1, 1, material.getBaseColorFactor()[3]])
  return prune(document)
}

const WHITE = [1, 1, 1, 1]

async function pictureOf(material: Material): Promise<RgbaImage | undefined> {
  const bytes = material.getBaseColorTexture()?.getImage()
  return bytes ? decodeImage(bytes) : undefined
}

/** The texel there in linear light; pictures repeat. */
export function sample({ width, height, data }: RgbaImage, u: number, v: number): number[] {
  const inside = (t: number) => (t >= 0 && t <= 1 ? t : t - Math.floor(t))
  const x = clamp(Math.floor(inside(u) * width), 0, width - 1)
  const y = clamp(Math.floor(inside(v) * height), 0, height - 1)
  const i = (y * width + x) * 4
  return [0, 1, 2, 3].map((k) => (k < 3 ? srgbToLinear(at(data, i + k) / 255) : at(data, i + 3) / 255))
}
