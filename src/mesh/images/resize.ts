// Pictures in another size: averaging when smaller, so that textures do not sparkle; bilinear when larger.
// Tried against @jsquash/resize 2.1.1 (triangle, premultiplied) on a busy machine: 2048 to 512 takes 0.83 s here and 1.84 s
// there, 2048 to 700 1.1 s and 1.5 s; mean difference to sharp's linear kernel 0.53 here and 0.27 there (of 255); both keep
// hidden colours hidden. Ours stays: quicker, exact where sizes divide, and 50 lines instead of WebAssembly.

import { clamp } from '../math/numbers.ts'
import type { RgbaImage } from './image.ts'

/** The picture in `width` x `height` pixels, colours weighted by alpha so that transparent pixels do not bleed. */
export function resizeImage(image: RgbaImage, width: number, height: number): RgbaImage {
  if (image.width === width && image.height === height) return image
  const sum = new Sum(image)
  const data = new Uint8Array(width * height * 4)
  const scaleX = image.width / width
  const scaleY = image.height / height
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (scaleX > 1 || scaleY > 1) {
        const x1 = Math.max(Math.floor(x * scaleX) + 1, Math.floor((x + 1) * scaleX))
        const y1 = Math.max(Math.floor(y * scaleY) + 1, Math.floor((y + 1) * scaleY))
        for (let sy = Math.floor(y * scaleY); sy < y1; sy++)
          for (let sx = Math.floor(x * scaleX); sx < x1; sx++) sum.add(sx, sy, 1)
      } else {
        const px = (x + 0.5) * scaleX - 0.5
        const py = (y + 0.5) * scaleY - 0.5
        const ix = Math.floor(px)
        const iy = Math.floor(py)
        const fx = px - ix
        const fy = py - iy
        sum.add(ix, iy, (1 - fx) * (1 - fy))
        sum.add(ix + 1, iy, fx * (1 - fy))
        sum.add(ix, iy + 1, (1 - fx) * fy)
        sum.add(ix + 1, iy + 1, fx * fy)
      }
      sum.put(data, (y * width + x) * 4)
    }
  }
  return { width, height, data }
}

/** Adds up pixels of a picture. One for all of them: a function made anew for each took half of the time. */
class Sum {
  readonly #data: Uint8Array
  readonly #right: number
  readonly #bottom: number
  #r = 0
  #g = 0
  #b = 0
  #a = 0
  #total = 0

  constructor({ data, width, height }: RgbaImage) {
    this.#data = data
    this.#right = width - 1
    this.#bottom = height - 1
  }

  /** A pixel, or the nearest one of the border. */
  add(x: number, y: number, weight: number): void {
    const data = this.#data
    const i = (clamp(y, 0, this.#bottom) * (this.#right + 1) + clamp(x, 0, this.#right)) * 4
    const alpha = (data[i + 3] ?? 0) * weight
    this.#r += (data[i] ?? 0) * alpha
    this.#g += (data[i + 1] ?? 0) * alpha
    this.#b += (data[i + 2] ?? 0) * alpha
    this.#a += alpha
    this.#total += weight
  }

  /** Writes the mean, and begins anew. */
  put(out: Uint8Array, at: number): void {
    const a = this.#a
    if (a > 0) {
      out[at] = Math.round(this.#r / a)
      out[at + 1] = Math.round(this.#g / a)
      out[at + 2] = Math.round(this.#b / a)
    }
    out[at + 3] = Math.round(a / this.#total)
    this.#r = this.#g = this.#b = this.#a = this.#total = 0
  }
}
