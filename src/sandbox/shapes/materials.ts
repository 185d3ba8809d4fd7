// The surfaces models are made of: every kind there is, a kind in a color, and the age laid over all of them.
import { clamp, smoothstep } from '../../mesh/math/numbers.ts'
import type { Rgb } from './colors.ts'
import { HIDE_KINDS } from './kinds/hides.ts'
import type { Kind, Texel } from './kinds/kind.ts'
import { MASONRY_KINDS } from './kinds/masonry.ts'
import { METAL_KINDS } from './kinds/metals.ts'
import { PLANT_KINDS } from './kinds/plants.ts'
import { fbm2, noise2 } from './noise.ts'

export const KINDS = { ...PLANT_KINDS, ...MASONRY_KINDS, ...METAL_KINDS, ...HIDE_KINDS } as const

export type KindName = keyof typeof KINDS

/** A surface of a model: a kind in a color. */
export interface Material {
  readonly kind: KindName
  readonly color: Rgb
  /** The pattern's other color; derived from the first when absent. */
  readonly color2?: Rgb
  readonly rough?: number
  readonly metal?: number
}

export function kindOf(name: KindName): Kind {
  return KINDS[name]
}

/** Age laid over any kind: grime in hollows, worn spots; `wear` from 0 (new) to 1. */
export function weather(x: number, y: number, seed: number, wear: number, out: Texel): void {
  if (wear <= 0) return
  const grime = fbm2(x * 6, y * 6, seed + 40, 4)
  const scratch = smoothstep(0.78, 0.84, noise2(x * 90 + y * 30, y * 14, seed + 44))
  out.shade *= 1 - wear * 0.55 * smoothstep(0.42, 0.75, grime) + wear * 0.3 * scratch
  out.rough += wear * 0.25 * grime
  out.height = clamp(out.height - wear * 0.4 * scratch, -0.5, 1.5)
}
