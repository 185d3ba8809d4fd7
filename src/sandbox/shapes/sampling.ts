// Texels of a texture at a coordinate, in linear light where they are colors.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { clamp } from '../../mesh/math/numbers.ts'

const LINEAR = Float32Array.from({ length: 256 }, (_, i) => {
  const c = i / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
})

export function linear(byte: number): number {
  return LINEAR[byte] ?? 0
}

/** A texture coordinate in the picture it repeats. */
export function repeated(t: number): number {
  return t >= 0 && t <= 1 ? t : t - Math.floor(t)
}

export function nearest(image: RgbaImage, u: number, v: number): number {
  const x = clamp(Math.floor(u * image.width), 0, image.width - 1)
  const y = clamp(Math.floor(v * image.height), 0, image.height - 1)
  return (y * image.width + x) * 4
}

/** A color in linear light, between the four texels around it, into `out`. */
export function bilinear(image: RgbaImage, u: number, v: number, out: Float64Array): void {
  const { width, height, data } = image
  const x = clamp(u * width - 0.5, 0, width - 1)
  const y = clamp(v * height - 0.5, 0, height - 1)
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const fx = x - ix
  const fy = y - iy
  const a = (iy * width + ix) * 4
  const b = ix + 1 < width ? a + 4 : a
  const down = iy + 1 < height ? width * 4 : 0
  for (let k = 0; k < 3; k++) {
    const upper = linear(data[a + k] ?? 0) * (1 - fx) + linear(data[b + k] ?? 0) * fx
    const lower = linear(data[a + down + k] ?? 0) * (1 - fx) + linear(data[b + down + k] ?? 0) * fx
    out[k] = upper * (1 - fy) + lower * fy
  }
}
