// Views around a thing as its silhouettes: each cut out, cropped to the thing, and aligned with the others by height,
// so that every view says where the thing can be. Views need not have one scale.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import { cutOut, type Mask } from './cutout.ts'

/** The side from which a view is seen; `left` is the thing's own left, +x. */
export type ViewName = 'front' | 'left' | 'back' | 'right'

/** A cropped view; row 0 is the top. */
export interface Silhouette {
  readonly picture: RgbaImage
  readonly mask: Mask
  /** Width by height of the thing in this view. */
  readonly aspect: number
}

/** Longest side, in pixels, at which the background is told from the thing. */
const MASK_SIDE = 384

/** The thing in a view. */
export function silhouetteOf(view: RgbaImage): Silhouette {
  const shrink = Math.min(1, MASK_SIDE / Math.max(view.width, view.height))
  const small = resizeImage(
    view,
    Math.max(1, Math.round(view.width * shrink)),
    Math.max(1, Math.round(view.height * shrink)),
  )
  const mask = cutOut(small)
  let [x0, x1, y0, y1] = [mask.width, -1, mask.height, -1]
  for (let y = 0, i = 0; y < mask.height; y++)
    for (let x = 0; x < mask.width; x++, i++) {
      if (at(mask.data, i) === 0) continue
      x0 = Math.min(x0, x)
      x1 = Math.max(x1, x)
      y0 = Math.min(y0, y)
      y1 = Math.max(y1, y)
    }
  if (x1 < 0) [x0, x1, y0, y1] = [0, mask.width - 1, 0, mask.height - 1]
  const [width, height] = [x1 - x0 + 1, y1 - y0 + 1]
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    data.set(mask.data.subarray((y0 + y) * mask.width + x0, (y0 + y) * mask.width + x0 + width), y * width)
  const scale = [view.width / small.width, view.height / small.height] as const
  const picture = cropped(view, x0 * scale[0], y0 * scale[1], width * scale[0], height * scale[1])
  return { picture, mask: { width, height, data, cut: mask.cut }, aspect: width / height }
}

function cropped(image: RgbaImage, left: number, top: number, w: number, h: number): RgbaImage {
  const [width, height] = [Math.max(1, Math.round(w)), Math.max(1, Math.round(h))]
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sx = clamp(Math.round(left) + x, 0, image.width - 1)
      const sy = clamp(Math.round(top) + y, 0, image.height - 1)
      data.set(image.data.subarray((sy * image.width + sx) * 4, (sy * image.width + sx) * 4 + 4), (y * width + x) * 4)
    }
  return { width, height, data }
}

/** The same silhouette seen from behind. */
export function mirrored({ picture, mask, aspect }: Silhouette): Silhouette {
  const flip = (source: Uint8Array, width: number, size: number) =>
    source.map((_, i) => {
      const pixel = Math.floor(i / size)
      const x = pixel % width
      return at(source, (pixel - x + (width - 1 - x)) * size + (i % size))
    })
  return {
    picture: { ...picture, data: flip(picture.data, picture.width, 4) },
    mask: { ...mask, data: flip(mask.data, mask.width, 1) },
    aspect,
  }
}

/** Signed coverage of a silhouette, smooth across its rim: positive inside, about a mask pixel per unit beside it. */
export class Coverage {
  readonly #soft: Float32Array

  readonly #mask: Mask

  constructor(mask: Mask, radius: number) {
    this.#mask = mask

    this.#soft = blurred(mask, Math.max(1, Math.round(radius)))
  }

  /** At a place in the view, both from 0 to 1, v down; -0.5 outside of the crop. */
  at(u: number, v: number): number {
    const { width, height } = this.#mask
    const [x, y] = [u * width - 0.5, v * height - 0.5]
    const [ix, iy] = [Math.floor(x), Math.floor(y)]
    const [fx, fy] = [x - ix, y - iy]
    const get = (px: number, py: number) =>
      px < 0 || py < 0 || px >= width || py >= height ? 0 : at(this.#soft, py * width + px)
    const top = get(ix, iy) * (1 - fx) + get(ix + 1, iy) * fx
    const bottom = get(ix, iy + 1) * (1 - fx) + get(ix + 1, iy + 1) * fx
    return top * (1 - fy) + bottom * fy - 0.5
  }

  /** The run of the thing that holds u in a row: its middle and half width, in shares of the view. */
  run(u: number, v: number): { middle: number; half: number } | undefined {
    const { width, height, data } = this.#mask
    const y = Math.floor(v * height)
    const x = Math.floor(u * width)
    if (y < 0 || y >= height || x < 0 || x >= width || at(data, y * width + x) === 0) return undefined
    let [from, to] = [x, x]
    while (from > 0 && at(data, y * width + from - 1) === 1) from--
    while (to < width - 1 && at(data, y * width + to + 1) === 1) to++
    return { middle: (from + to + 1) / 2 / width, half: (to - from + 1) / 2 / width }
  }
}

/** The mask averaged over squares, twice. */
function blurred(mask: Mask, radius: number): Float32Array {
  const { width, height } = mask
  const pass = (source: Float32Array, dx: number, dy: number) => {
    const out = new Float32Array(source.length)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let sum = 0
        for (let k = -radius; k <= radius; k++) {
          const [px, py] = [x + dx * k, y + dy * k]
          if (px >= 0 && py >= 0 && px < width && py < height) sum += at(source, py * width + px)
        }
        out[y * width + x] = sum / (radius * 2 + 1)
      }
    return out
  }
  return pass(pass(Float32Array.from(mask.data), 1, 0), 0, 1)
}
