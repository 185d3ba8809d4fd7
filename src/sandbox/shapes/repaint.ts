// A texture painted over by words: where the old one had one color, the new one has one material. Models without a
// texture get the first material everywhere.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import { hsv, luminance, mixColors, type Rgb, shiftColor } from './colors.ts'
import type { Texel } from './kinds/kind.ts'
import { kindOf, type Material, weather } from './materials.ts'
import type { Painted } from './painting.ts'
import type { Reading } from './prompt.ts'
import { hashText, Random } from './random.ts'

/** What a model is painted with, in the order of the area it covers. */
export type Palette = readonly [Material, Material, Material]

/** Texture drawn per model size, as in atlases of generated models. */
const DENSITY = 0.8
/** Places along a side of a texture that are told apart; generated atlases have their borders on this grid. */
const PLACES = 64
/** Colors nearer than this (sRGB, 0 to 1 per channel) are shades of one. */
const SHADES = 0.2
/** Rounds of moving the color groups' centres; they hardly move after a few. */
const ROUNDS = 6

/**
 * The palette that words ask for. What they leave open is drawn from them by the seed, or taken from `hint`, the colors
 * of a style picture in the order of their area.
 */
export function paletteOf(text: string, reading: Reading, seed: number, hint?: readonly Rgb[]): Palette {
  const random = new Random(`palette/${seed}/${text.trim().toLowerCase()}`)
  const { main, accent } = reading.look
  const drawn = hsv((hashText(text.trim().toLowerCase()) % 97) / 97, 0.5, 0.62)
  const vary = (color: Rgb) => shiftColor(color, random.range(-0.012, 0.012), random.about(0.06), random.about(0.05))
  const asked = main?.color ?? hint?.[0] ?? drawn
  const first: Material = {
    kind: main?.kind ?? 'paint',
    color: vary(hint?.[0] ? mixColors(asked, hint[0], main?.color ? 0.35 : 1) : asked),
    ...(main?.color2 ? { color2: main.color2 } : {}),
  }
  const dark = luminance(first.color) > 0.35
  const other = hint?.[1] ?? shiftColor(first.color, 0.04, 0.9, dark ? 0.55 : 1.6)
  const second: Material = {
    kind: accent?.kind ?? first.kind,
    color: vary(accent?.color ?? other),
    ...(accent?.color2 ? { color2: accent.color2 } : {}),
  }
  const third: Material = {
    kind: first.kind,
    color: vary(hint?.[2] ?? shiftColor(first.color, -0.03, 1.1, dark ? 0.75 : 1.3)),
  }
  return [first, second, third]
}

/** Which of the three materials each texel gets. Grain is no other material: places count, not single texels. */
function groupsOf(picture: RgbaImage): Uint8Array {
  const { width, height } = picture
  const coarse = resizeImage(picture, PLACES, PLACES)
  const soft = resizeImage(coarse, width, height)
  const blended = new Uint8Array(picture.data.length)
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / (height / PLACES))
    for (let x = 0; x < width; x++) {
      const place = Math.floor(x / (width / PLACES))
      for (let k = 0; k < 4; k++, i++) {
        const block = at(coarse.data, (row * PLACES + place) * 4 + k)
        blended[i] = block * 0.7 + at(soft.data, i) * 0.15 + at(picture.data, i) * 0.15
      }
    }
  }
  const { colors, groups } = colorsIn({ width, height, data: blended })
  // Shades of one color are one material; those that are left keep their order.
  const firsts = colors.map((color, k) => colors.findIndex((other, j) => j <= k && apart(color, other) < SHADES))
  const kept = [...new Set(firsts)]
  return groups.map((group) => kept.indexOf(at(firsts, group)))
}

const apart = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** Three colors of a picture, by the share of it (or of what `mask` marks) they cover. */
export function colorsIn(picture: RgbaImage, mask?: Uint8Array): { colors: Rgb[]; groups: Uint8Array } {
  const count = picture.width * picture.height
  const stride = Math.max(1, Math.floor(count / 20_000))
  const color = (i: number): Rgb => [
    at(picture.data, i * 4) / 255,
    at(picture.data, i * 4 + 1) / 255,
    at(picture.data, i * 4 + 2) / 255,
  ]
  const counts = (i: number) => !mask || at(mask, i) === 1
  let centres = startingColors(picture, stride, counts, color)
  // Asked of every pixel: without an array or a function for each.
  const nearest = ([r, g, b]: Rgb) => {
    let best = 0
    let least = Infinity
    for (let k = 0; k < centres.length; k++) {
      const centre = centres[k] ?? [0, 0, 0]
      const d = (r - centre[0]) ** 2 + (g - centre[1]) ** 2 + (b - centre[2]) ** 2
      if (d < least) {
        best = k
        least = d
      }
    }
    return best
  }
  let sizes = centres.map(() => 0)
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map(() => [0, 0, 0, 0])
    for (let i = 0; i < count; i += stride) {
      if (!counts(i)) continue
      const c = color(i)
      const sum = sums[nearest(c)]
      if (sum) add(sum, [c[0], c[1], c[2], 1])
    }
    sizes = sums.map((sum) => at(sum, 3))
    centres = sums.map((sum, k): Rgb => {
      const n = at(sum, 3)
      return n > 0 ? [at(sum, 0) / n, at(sum, 1) / n, at(sum, 2) / n] : (centres[k] ?? [0.5, 0.5, 0.5])
    })
  }
  const order = [...centres.keys()].sort((a, b) => at(sizes, b) - at(sizes, a))
  centres = order.map((k): Rgb => centres[k] ?? [0.5, 0.5, 0.5])
  const groups = new Uint8Array(count)
  for (let i = 0; i < count; i++) groups[i] = nearest(color(i))
  return { colors: [...centres], groups }
}

function add(sum: number[], values: readonly number[]): void {
  values.forEach((value, k) => {
    sum[k] = at(sum, k) + value
  })
}

/** The mean, and what is farthest from it and from each other. */
function startingColors(
  picture: RgbaImage,
  stride: number,
  counts: (i: number) => boolean,
  color: (i: number) => Rgb,
): Rgb[] {
  const total = picture.width * picture.height
  const mean = [0, 0, 0]
  let n = 0
  for (let i = 0; i < total; i += stride)
    if (counts(i)) {
      n++
      add(mean, color(i))
    }
  const out: Rgb[] = [[at(mean, 0) / Math.max(1, n), at(mean, 1) / Math.max(1, n), at(mean, 2) / Math.max(1, n)]]
  while (out.length < 3) {
    let [far, most]: [Rgb, number] = [[0, 0, 0], -1]
    for (let i = 0; i < total; i += stride * 3) {
      if (!counts(i)) continue
      const c = color(i)
      const d = Math.min(...out.map((o) => Math.hypot(c[0] - o[0], c[1] - o[1], c[2] - o[2])))
      if (d > most) [far, most] = [c, d]
    }
    out.push(far)
  }
  return out
}

/** Paints a texture set of `side` texels; `old` is the base color that is painted over. */
export function repaint(
  old: RgbaImage | undefined,
  palette: Palette,
  options: { side: number; pbr: boolean; seed: number; wear: number },
): Painted {
  const { side, pbr, wear } = options
  const groups = old ? groupsOf(resizeImage(old, side, side)) : new Uint8Array(side * side)
  const seeds = palette.map((material, k) => hashText(`repaint/${options.seed}/${k}/${material.kind}`) >>> 12)
  const out: Texel = { shade: 1, mix: 0, height: 0, rough: 0 }
  const base = new Uint8Array(side * side * 4)
  const rough = new Uint8Array(pbr ? side * side * 4 : 0)
  const heights = new Float32Array(side * side)
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const group = at(groups, i)
      const material = palette[group] ?? palette[0]
      const kind = kindOf(material.kind)
      const [u, v] = [(x + 0.5) / side / DENSITY, (side - y - 0.5) / side / DENSITY]
      kind.paint(u, v, at(seeds, group), out)
      if (material.kind !== 'glow') weather(u, v, at(seeds, group), wear, out)
      const color = mixColors(material.color, material.color2 ?? kind.second(material.color), clamp(out.mix, 0, 1))
      for (const k of [0, 1, 2] as const) base[i * 4 + k] = Math.round(clamp(color[k] * out.shade, 0, 1) * 85) * 3
      base[i * 4 + 3] = 255
      heights[i] = out.height * kind.relief
      if (pbr) {
        const metal = material.metal ?? kind.metal
        rough[i * 4] = 255
        rough[i * 4 + 1] = Math.round(clamp((material.rough ?? kind.rough) + out.rough, 0.04, 1) * 63) * 4
        rough[i * 4 + 2] = Math.round(metal * 255)
        rough[i * 4 + 3] = 255
      }
    }
  const image = (data: Uint8Array): RgbaImage => ({ width: side, height: side, data })
  if (!pbr) return { baseColor: image(base) }
  return { baseColor: image(base), metallicRoughness: image(rough), normal: image(normalsOf(heights, groups, side)) }
}

/** Tangent-space normals of a relief; borders between groups are no steps. */
function normalsOf(heights: Float32Array, groups: Uint8Array, side: number): Uint8Array {
  const out = new Uint8Array(side * side * 4)
  const strength = 0.0035 * side * 0.5
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const step = (j: number) => (at(groups, j) === at(groups, i) ? at(heights, i) - at(heights, j) : 0)
      const nx = (x + 1 < side ? step(i + 1) : 0) * strength
      const ny = (y > 0 ? step(i - side) : 0) * strength
      const size = Math.hypot(nx, ny, 1)
      const coded = (value: number) => 128 + Math.round((value / size) * 63) * 2
      out.set([coded(nx), coded(ny), coded(1), 255], i * 4)
    }
  return out
}
