// Separates the object in a picture from the background: by alpha, else by flood fill from the border.
import type { RgbaImage } from '../../mesh/images/image.ts'

/** One byte per pixel, 1 where the thing is. */
export interface Mask {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
  /** False when no background could be told from the thing: then everything is the thing. */
  readonly cut: boolean
}

/** Color distance (0-441, Euclidean in 8-bit RGB) up to which a pixel counts as background. */
const TOLERANCE = 26
/** A step between neighbours this small continues the background over a gradient. */
const STEP = 6
/** A shadow on the background: steps up to this, darker, and hardly a different hue. */
const SHADOW_STEP = 13
const SHADOW_HUE = 14
const SHADOW_DEPTH = 190
/** Things smaller than this share of the picture are taken for noise. */
const LEAST = 0.004

/** The thing's mask. Holes that show background (by alpha or by the border's color) stay holes. */
export function cutOut(image: RgbaImage): Mask {
  const { width, height, data } = image
  const total = width * height
  const byAlpha = new Uint8Array(total)
  let clear = 0
  for (let i = 0; i < total; i++) {
    byAlpha[i] = (data[i * 4 + 3] ?? 0) >= 128 ? 1 : 0
    if (byAlpha[i] === 0) clear++
  }
  if (clear > total * 0.01) return settled(width, height, byAlpha)
  return settled(width, height, byBorder(image))
}

function settled(width: number, height: number, data: Uint8Array): Mask {
  const kept = withoutSpecks(width, height, data)
  const size = kept.reduce((sum, v) => sum + v, 0)
  const total = width * height
  if (size < total * LEAST || size > total * 0.995)
    return { width, height, data: new Uint8Array(total).fill(1), cut: false }
  return { width, height, data: kept, cut: true }
}

/** 1 where neither flooding from the border nor, in enclosed holes, the border's own color finds background. */
function byBorder({ width, height, data }: RgbaImage): Uint8Array {
  const border = borderColor(width, height, data)
  const near = (i: number) =>
    Math.hypot((data[i * 4] ?? 0) - border[0], (data[i * 4 + 1] ?? 0) - border[1], (data[i * 4 + 2] ?? 0) - border[2])
  const step = (i: number, j: number) =>
    Math.hypot(
      (data[i * 4] ?? 0) - (data[j * 4] ?? 0),
      (data[i * 4 + 1] ?? 0) - (data[j * 4 + 1] ?? 0),
      (data[i * 4 + 2] ?? 0) - (data[j * 4 + 2] ?? 0),
    )
  const grey = (border[0] + border[1] + border[2]) / 3
  const shadow = (i: number) => {
    const [r, g, b] = [data[i * 4] ?? 0, data[i * 4 + 1] ?? 0, data[i * 4 + 2] ?? 0]
    const light = (r + g + b) / 3
    const k = grey > 0 ? light / grey : 1
    return (
      k < 1.02 &&
      grey - light < SHADOW_DEPTH &&
      k > 0.4 &&
      Math.hypot(r - border[0] * k, g - border[1] * k, b - border[2] * k) < SHADOW_HUE
    )
  }
  const thing = new Uint8Array(width * height).fill(1)
  const queue: number[] = []
  const flood = (i: number) => {
    if (thing[i] === 0) return
    thing[i] = 0
    queue.push(i)
  }
  const edge = (i: number) => near(i) < TOLERANCE && flood(i)
  for (let x = 0; x < width; x++) {
    edge(x)
    edge((height - 1) * width + x)
  }
  for (let y = 0; y < height; y++) {
    edge(y * width)
    edge(y * width + width - 1)
  }
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    const x = i % width
    for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
      if (j < 0 || j >= thing.length || thing[j] === 0) continue
      const d = near(j)
      const small = step(i, j)
      if (d < TOLERANCE || (d < TOLERANCE * 2 && small < STEP) || (small < SHADOW_STEP && shadow(j))) flood(j)
    }
  }
  // Enclosed background (the inside of a handle): nearly the border's very color, in a patch that is no highlight.
  const least = width * height * 0.002
  for (const patch of regions(width, height, (i) => thing[i] === 1 && near(i) < TOLERANCE * 0.6))
    if (patch.length >= least) for (const i of patch) thing[i] = 0
  return thing
}

/** The median color of the picture's outermost pixels, per channel. */
function borderColor(width: number, height: number, data: Uint8Array): readonly [number, number, number] {
  const channel = (k: number) => {
    const values: number[] = []
    for (let x = 0; x < width; x++) values.push(data[x * 4 + k] ?? 0, data[((height - 1) * width + x) * 4 + k] ?? 0)
    for (let y = 0; y < height; y++)
      values.push(data[y * width * 4 + k] ?? 0, data[(y * width + width - 1) * 4 + k] ?? 0)
    values.sort((a, b) => a - b)
    return values[values.length >> 1] ?? 0
  }
  return [channel(0), channel(1), channel(2)]
}

/** Drops islands far smaller than the largest one. */
function withoutSpecks(width: number, height: number, data: Uint8Array): Uint8Array {
  const islands = regions(width, height, (i) => data[i] === 1)
  const largest = islands.reduce((size, island) => Math.max(size, island.length), 0)
  const out = new Uint8Array(data.length)
  for (const island of islands) if (island.length > largest * 0.02) for (const i of island) out[i] = 1
  return out
}

/** Connected pixels (4 neighbours) that satisfy `inside`. */
function regions(width: number, height: number, inside: (i: number) => boolean): number[][] {
  const seen = new Uint8Array(width * height)
  const out: number[][] = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !inside(start)) continue
    const region = [start]
    seen[start] = 1
    for (let k = 0; k < region.length; k++) {
      const i = region[k] ?? 0
      const x = i % width
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width])
        if (j >= 0 && j < seen.length && !seen[j] && inside(j)) {
          seen[j] = 1
          region.push(j)
        }
    }
    out.push(region)
  }
  return out
}
