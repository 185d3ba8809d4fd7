// Anatomy that creatures share: limbs, mirrored limbs, eyes.
import type { Limb } from '../organic.ts'
import type { MaterialId } from '../part.ts'
import type { Sketch } from '../sketch.ts'
import type { Vec3 } from '../vector.ts'

export const limb = (material: MaterialId, a: Vec3, b: Vec3, ra: number, rb = ra, melt?: number): Limb => ({
  material,
  a,
  b,
  ra,
  rb,
  ...(melt ? { melt } : {}),
})

/** A limb and its mirror image. */
export const both = (l: Limb): Limb[] => [l, { ...l, a: [-l.a[0], l.a[1], l.a[2]], b: [-l.b[0], l.b[1], l.b[2]] }]

/** A pair of eyes with a glint. */
export function eyes(s: Sketch, x: number, y: number, z: number, r: number, white = false): void {
  const black = s.use('ceramic', '#17181b', { rough: 0.1 })
  const pale = s.use('ceramic', '#f0eee8', { rough: 0.15 })
  for (const side of [-1, 1]) {
    if (white) s.ball(pale, r, r, r * 0.7, 5).at(side * x, y, z)
    s.ball(black, white ? r * 0.58 : r, white ? r * 0.62 : r, r * 0.6, 5).at(side * x, y, z + (white ? r * 0.36 : 0))
    s.ball(pale, r * 0.24, r * 0.24, r * 0.2, 3).at(side * x + r * 0.3, y + r * 0.36, z + r * (white ? 0.82 : 0.55))
  }
}
