// Texels of a texture at a coordinate, in linear light where they are colours.
import type { RgbaImage } from '../../mesh/image.ts'
import { clamp } from '../../mesh/numbers.ts'

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

/** A colour channel in linear light. */
export function bilinear(image: RgbaImage, u: number, v: number, channel: number): number {
  const x = clamp(u * image.width - 0.5, 0, image.width - 1.001)
  const y = clamp(v * image.height - 0.5, 0, image.height - 1.001)
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const fx = x - ix
  const fy = y - iy
  const texel = (dx: number, dy: number) =>
    linear(
      image.data[
        (Math.min(iy + dy, image.height - 1) * image.width + Math.min(ix + dx, image.width - 1)) * 4 + channel
      ] ?? 0,
    )
  return (texel(0, 0) * (1 - fx) + texel(1, 0) * fx) * (1 - fy) + (texel(0, 1) * (1 - fx) + texel(1, 1) * fx) * fy
}
