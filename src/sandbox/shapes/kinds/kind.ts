// What a kind of surface is: how it paints one point of its texture (color, height, roughness, metal), and the words kinds share.
import type { Rgb } from '../colors.ts'

/** What a kind writes for one texel; color factors multiply the material's own color. */
export interface Texel {
  /** Brightness factor of the material's color. */
  shade: number
  /** How much of the second color shows, 0 to 1. */
  mix: number
  /** Relief, about 0 to 1. */
  height: number
  /** Added to the kind's roughness. */
  rough: number
}

/** Paints a texel at (x, y), where 1 is about the size of the whole model and y runs with the grain or upwards. */
export type Painter = (x: number, y: number, seed: number, out: Texel) => void

/** One kind of surface: plain values and the painter of its pattern. */
export interface Kind {
  readonly rough: number
  readonly metal: number
  /** Strength of the relief in the normal map. */
  readonly relief: number
  /** The pattern has an up (bricks, shingles): charts are neither turned nor stretched unevenly. */
  readonly upright?: boolean
  /** The second color as a function of the first when a material does not name one. */
  readonly second: (color: Rgb) => Rgb
  readonly paint: Painter
}

export const darker =
  (f: number) =>
  (c: Rgb): Rgb => [c[0] * f, c[1] * f, c[2] * f]
export const lighter =
  (f: number) =>
  (c: Rgb): Rgb => [c[0] + (1 - c[0]) * f, c[1] + (1 - c[1]) * f, c[2] + (1 - c[2]) * f]
export const fixed = (c: Rgb) => () => c

export function set(out: Texel, shade: number, mix: number, height: number, rough: number): void {
  out.shade = shade
  out.mix = mix
  out.height = height
  out.rough = rough
}
