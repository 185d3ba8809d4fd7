// The color of a model at any point of its surface.
import type { Material } from '@gltf-transform/core'
import { type Surface, triangulated } from '../../mesh/formats/surface.ts'
import { decodeImage, type RgbaImage } from '../../mesh/images/image.ts'
import { linearToSrgb } from '../../mesh/math/color.ts'
import { clamp } from '../../mesh/math/numbers.ts'
import type { Colored } from '../modelling/voxels.ts'

/** The base color pictures of all materials, decoded; ones that cannot be read are left out. */
export async function picturesOf(surfaces: readonly Surface[]): Promise<Map<Material, RgbaImage>> {
  const pictures = new Map<Material, RgbaImage>()
  for (const material of new Set(surfaces.map((surface) => surface.material))) {
    const bytes = material?.getBaseColorTexture()?.getImage()
    const picture = bytes && (await decodeImage(bytes).catch(() => undefined))
    if (material && picture) pictures.set(material, picture)
  }
  return pictures
}

/** The surface's triangles with their color, sRGB from 0 to 255. Materials that glow show their light. */
export function coloredOf(surface: Surface, pictures: ReadonlyMap<Material, RgbaImage>): Colored {
  const { material, positions, uvs, colors } = surface
  const triangles = triangulated(surface)
  const picture = material && uvs ? pictures.get(material) : undefined
  // Factors multiply linear light; on the sRGB curve that is nearly the product of the encoded values.
  const factor = (material?.getBaseColorFactor() ?? [1, 1, 1, 1]).map(linearToSrgb)
  const glow = (picture ? [0, 0, 0] : (material?.getEmissiveFactor() ?? [0, 0, 0])).map(linearToSrgb)
  return {
    positions,
    triangles,
    // Typed arrays are read directly here: this runs for every sample of a surface.
    colorAt: (triangle, u, v, out) => {
      const a = triangles[triangle * 3] ?? 0
      const b = triangles[triangle * 3 + 1] ?? 0
      const c = triangles[triangle * 3 + 2] ?? 0
      const w = 1 - u - v
      let texel = -1
      if (picture && uvs) {
        const s = (uvs[a * 2] ?? 0) * w + (uvs[b * 2] ?? 0) * u + (uvs[c * 2] ?? 0) * v
        const t = (uvs[a * 2 + 1] ?? 0) * w + (uvs[b * 2 + 1] ?? 0) * u + (uvs[c * 2 + 1] ?? 0) * v
        const x = clamp(Math.floor(inside(s) * picture.width), 0, picture.width - 1)
        const y = clamp(Math.floor(inside(t) * picture.height), 0, picture.height - 1)
        texel = (y * picture.width + x) * 4
      }
      for (let k = 0; k < 3; k++) {
        const base = picture ? (picture.data[texel + k] ?? 0) : 255
        let value = base * (factor[k] ?? 1)
        if (colors) {
          const tint = (colors[a * 4 + k] ?? 0) * w + (colors[b * 4 + k] ?? 0) * u + (colors[c * 4 + k] ?? 0) * v
          value *= linearToSrgb(clamp(tint, 0, 1))
        }
        out[k] = Math.max(value, (glow[k] ?? 0) * 255)
      }
    },
  }
}

/** A texture coordinate in the picture it repeats. */
function inside(t: number): number {
  return t >= 0 && t <= 1 ? t : t - Math.floor(t)
}
