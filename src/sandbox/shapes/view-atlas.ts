// Four views in one texture, a quarter each, so that a carved model needs one material.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { at } from '../../mesh/math/numbers.ts'
import type { Mask } from './cutout.ts'
import type { Silhouette, ViewName } from './silhouettes.ts'

/** Pixels of a side of the whole. */
const SIDE = 1024
/** Free border of a quarter, as a share of the whole: keeps smaller mip levels apart. */
const MARGIN = 1 / 64

const CORNERS: Readonly<Record<ViewName, readonly [number, number]>> = {
  front: [0, 0],
  left: [0.5, 0],
  back: [0, 0.5],
  right: [0.5, 0.5],
}

/** Where a place of a view (both 0 to 1, v down) lies in the texture. */
export function inAtlas(view: ViewName, u: number, v: number): readonly [number, number] {
  const [x, y] = CORNERS[view]
  const room = 0.5 - MARGIN * 2
  return [x + MARGIN + u * room, y + MARGIN + v * room]
}

/** The picture and what of it shows the thing. */
export function packed(views: Readonly<Record<ViewName, Silhouette>>): { picture: RgbaImage; mask: Mask } {
  const data = new Uint8Array(SIDE * SIDE * 4).fill(255)
  const solid = new Uint8Array(SIDE * SIDE)
  for (const view of ['front', 'left', 'back', 'right'] as const) {
    const { picture, mask } = views[view]
    const [x0, y0] = inAtlas(view, 0, 0).map((value) => Math.round(value * SIDE))
    const room = Math.round((0.5 - MARGIN * 2) * SIDE)
    const small = resizeImage(picture, room, room)
    for (let y = 0; y < room; y++) {
      const row = ((y0 ?? 0) + y) * SIDE + (x0 ?? 0)
      data.set(small.data.subarray(y * room * 4, (y + 1) * room * 4), row * 4)
      const my = Math.floor(((y + 0.5) / room) * mask.height)
      for (let x = 0; x < room; x++)
        solid[row + x] = at(mask.data, my * mask.width + Math.floor(((x + 0.5) / room) * mask.width))
    }
  }
  return { picture: { width: SIDE, height: SIDE, data }, mask: { width: SIDE, height: SIDE, data: solid, cut: true } }
}
