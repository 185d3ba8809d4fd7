// Line drawings: what the lines enclose is the thing, though it is as white as the paper around it.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { at } from '../../mesh/math/numbers.ts'
import type { Rgb } from '../shapes/colors.ts'

/** Brightness (0 to 255) above which a pixel is paper, not line. */
const PAPER = 190
/** How much of the color a line keeps. */
const LINE = 0.35

/** The drawing filled with a color, its lines darker, everything outside of it clear. */
export function filledSketch({ width, height, data }: RgbaImage, color: Rgb): RgbaImage {
  const outside = outsideOf(width, height, (i) => isPaper(data, i))
  const out = new Uint8Array(data.length)
  for (let i = 0; i < width * height; i++) {
    if (outside[i] === 1) continue
    const strength = isPaper(data, i) ? 1 : LINE
    for (let k = 0; k < 3; k++) out[i * 4 + k] = Math.round(at(color, k) * 255 * strength)
    out[i * 4 + 3] = 255
  }
  return { width, height, data: out }
}

function isPaper(data: Uint8Array, i: number): boolean {
  const brightness = at(data, i * 4) * 0.3 + at(data, i * 4 + 1) * 0.59 + at(data, i * 4 + 2) * 0.11
  return brightness > PAPER || at(data, i * 4 + 3) < 128
}

/** 1 for the paper that can be reached from the border without crossing a line. */
function outsideOf(width: number, height: number, isOpen: (i: number) => boolean): Uint8Array {
  const outside = new Uint8Array(width * height)
  const waiting: number[] = []
  const visit = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return
    const i = y * width + x
    if (outside[i] === 1 || !isOpen(i)) return
    outside[i] = 1
    waiting.push(i)
  }
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(x, y)
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(x, y)
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    const [x, y] = [i % width, Math.floor(i / width)]
    visit(x - 1, y)
    visit(x + 1, y)
    visit(x, y - 1)
    visit(x, y + 1)
  }
  return outside
}
