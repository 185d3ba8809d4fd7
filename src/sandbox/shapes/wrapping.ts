// A picture as the texture set of its own model: the thing's colors without the background, and the maps guessed from them.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { clamp } from '../../mesh/math/numbers.ts'
import type { Mask } from './cutout.ts'
import type { ModelRequest } from './model.ts'
import type { Painted } from './painting.ts'
import { restyledColor } from './styles.ts'

/** The picture as a texture set: the thing's colors bled over what was background, so that the rim has no halo. */
export function wrapping(picture: RgbaImage, small: RgbaImage, mask: Mask, request: ModelRequest): Painted {
  const side = request.textureSide
  const image = resizeImage(picture, side, side)
  const color = new Uint8Array(image.data)
  const solid = new Uint8Array(side * side)
  // One mask pixel inside the rim: edge pixels are blends with the background.
  const sure = mask.cut ? eroded(mask) : mask.data
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const mx = Math.min(mask.width - 1, Math.floor(((x + 0.5) / side) * mask.width))
      const my = Math.min(mask.height - 1, Math.floor(((y + 0.5) / side) * mask.height))
      solid[i] = sure[my * small.width + mx] ?? 0
      color[i * 4 + 3] = 255
    }
  bleed(color, solid, side)
  if (request.style !== undefined)
    for (let i = 0; i < color.length; i += 4) {
      const [r, g, b] = restyledColor(
        [(color[i] ?? 0) / 255, (color[i + 1] ?? 0) / 255, (color[i + 2] ?? 0) / 255],
        request.style,
      )
      color.set(
        [clamp(Math.round(r * 255), 0, 255), clamp(Math.round(g * 255), 0, 255), clamp(Math.round(b * 255), 0, 255)],
        i,
      )
    }
  const baseColor = { width: side, height: side, data: color }
  if (!request.pbr) return { baseColor }
  const metal = request.style === 'gold' ? 255 : request.style === 'ancient_bronze' ? 200 : 0
  return { baseColor, ...surfaceMaps(baseColor, Math.min(512, side), metal) }
}

function eroded(mask: Mask): Uint8Array {
  const { width, height, data } = mask
  const out = new Uint8Array(data.length)
  for (let y = 1; y + 1 < height; y++)
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x
      out[i] =
        (data[i] ?? 0) & (data[i - 1] ?? 0) & (data[i + 1] ?? 0) & (data[i - width] ?? 0) & (data[i + width] ?? 0)
    }
  return out.some((v) => v > 0) ? out : data
}

/** Every unsure pixel takes the color of a nearest sure one (breadth first). */
function bleed(color: Uint8Array, solid: Uint8Array, side: number): void {
  let front: number[] = []
  for (let i = 0; i < solid.length; i++) if (solid[i]) front.push(i)
  while (front.length > 0) {
    const next: number[] = []
    for (const i of front) {
      const x = i % side
      for (const j of [x > 0 ? i - 1 : -1, x < side - 1 ? i + 1 : -1, i - side, i + side]) {
        if (j < 0 || j >= solid.length || solid[j]) continue
        solid[j] = 1
        color.copyWithin(j * 4, i * 4, i * 4 + 3)
        next.push(j)
      }
    }
    front = next
  }
}

/** Roughness and a shallow relief guessed from brightness: dark is taken for deep, bright for smooth. */
function surfaceMaps(
  image: RgbaImage,
  side: number,
  metal: number,
): { metallicRoughness: RgbaImage; normal: RgbaImage } {
  const small = resizeImage(image, side, side)
  const light = new Float32Array(side * side)
  for (let i = 0; i < light.length; i++)
    light[i] =
      ((small.data[i * 4] ?? 0) * 0.3 + (small.data[i * 4 + 1] ?? 0) * 0.59 + (small.data[i * 4 + 2] ?? 0) * 0.11) / 255
  const rough = new Uint8Array(side * side * 4)
  const normal = new Uint8Array(side * side * 4)
  const sample = (x: number, y: number) => light[clamp(y, 0, side - 1) * side + clamp(x, 0, side - 1)] ?? 0
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const nx = (sample(x - 1, y) - sample(x + 1, y)) * 0.9
      const ny = (sample(x, y + 1) - sample(x, y - 1)) * 0.9
      const size = Math.hypot(nx, ny, 1)
      rough.set([255, Math.round(((metal > 0 ? 0.34 : 0.72) - 0.18 * (light[i] ?? 0)) * 63) * 4, metal, 255], i * 4)
      normal.set(
        [
          128 + Math.round((nx / size) * 63) * 2,
          128 + Math.round((ny / size) * 63) * 2,
          128 + Math.round((1 / size) * 63) * 2,
          255,
        ],
        i * 4,
      )
    }
  return {
    metallicRoughness: { width: side, height: side, data: rough },
    normal: { width: side, height: side, data: normal },
  }
}
