// Reduces colors to a limited set: the nearest one, and as few as a picture needs.
import { srgbToLinear } from '../../../mesh/math/color.ts'
import { at } from '../../../mesh/math/numbers.ts'

/** sRGB from 0 to 255. */
export type Color = readonly [number, number, number]

/** '#rrggbb' as numbers. */
export function color(hex: string): Color {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** Lightness and two opponent colors in which equal distances look equally different (https://bottosson.github.io/posts/oklab/). */
function oklab(r: number, g: number, b: number): Color {
  const [lr, lg, lb] = [srgbToLinear(r / 255), srgbToLinear(g / 255), srgbToLinear(b / 255)]
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb)
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb)
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** A wrong hue shows more than a wrong lightness, which shading changes anyway. */
const HUE = 5

/** Colors this near to each other are looked up once. */
const STEP = 4

/** Colors to choose the nearest one from. */
export class Palette {
  readonly #known: readonly Color[]
  readonly #found = new Map<number, number>()
  constructor(readonly colors: readonly Color[]) {
    this.#known = colors.map(([r, g, b]) => oklab(r, g, b))
  }

  /** The number of the color that looks most like this one. */
  nearest(r: number, g: number, b: number): number {
    const key = (Math.round(r / STEP) * 256 + Math.round(g / STEP)) * 256 + Math.round(b / STEP)
    const found = this.#found.get(key) ?? this.#search(r, g, b)
    this.#found.set(key, found)
    return found
  }

  #search(...rgb: Color): number {
    const [r, g, b] = rgb.map((value) => Math.round(value / STEP) * STEP)
    const own = oklab(r ?? 0, g ?? 0, b ?? 0)
    let best = 0
    let least = Infinity
    for (const [i, [l, a, c]] of this.#known.entries()) {
      const far = (l - own[0]) ** 2 + HUE * ((a - own[1]) ** 2 + (c - own[2]) ** 2)
      if (far < least) [best, least] = [i, far]
    }
    return best
  }
}

/** Colors (three numbers each) reduced to at most `most`, by steps as fine as that allows; `of[i]` is color i's number. */
export function reduced(colors: readonly Color[], most: number): { palette: Color[]; of: number[] } {
  for (let step = 8; ; step *= 2) {
    const bins = new Map<string, { sum: [number, number, number]; count: number; index: number }>()
    const of = colors.map((own) => {
      const key = own.map((value) => Math.floor(value / step)).join()
      const bin = bins.get(key) ?? { sum: [0, 0, 0], count: 0, index: bins.size }
      bins.set(key, bin)
      for (const k of [0, 1, 2] as const) bin.sum[k] += own[k]
      bin.count++
      return bin.index
    })
    if (bins.size > most && step < 256) continue
    const mean = (bin: { sum: readonly number[]; count: number }, k: number) => Math.round(at(bin.sum, k) / bin.count)
    return { palette: [...bins.values()].map((bin) => [mean(bin, 0), mean(bin, 1), mean(bin, 2)]), of }
  }
}
