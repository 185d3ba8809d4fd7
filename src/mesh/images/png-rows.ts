// The pixels of a PNG from its inflated bytes, which come in pieces of any length: filters undone row by row, samples
// of every depth spread to RGBA, Adam7's passes put where they belong.
import { MeshError } from '../errors.ts'
import type { RgbaImage } from './image.ts'

export interface PngHeader {
  width: number
  height: number
  depth: number
  colorType: number
  interlaced: boolean
}

/** Samples per pixel by PNG color type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** x start, y start, x step, y step of each pass. */
type Pass = readonly [number, number, number, number]
const WHOLE: readonly Pass[] = [[0, 0, 1, 1]]
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
]

/** Bytes of the inflated data: each row with its filter. */
export function rawSize({ width, height, depth, colorType, interlaced }: PngHeader): number {
  let size = 0
  for (const [x0, y0, dx, dy] of interlaced ? ADAM7 : WHOLE) {
    const columns = Math.max(0, Math.ceil((width - x0) / dx))
    const rows = Math.max(0, Math.ceil((height - y0) / dy))
    if (columns > 0) size += rows * (1 + Math.ceil((columns * (CHANNELS[colorType] ?? 1) * depth) / 8))
  }
  return size
}

export class PngRows {
  readonly image: RgbaImage
  readonly #header: PngHeader
  readonly #channels: number
  readonly #passes: readonly Pass[]
  readonly #palette: Uint8Array
  readonly #transparency: Uint8Array | undefined
  /** The value of each sample in 8 bits, for depths below 8. */
  readonly #scale: Uint8Array | undefined
  #pass = -1
  #row = 0
  #rows = 0
  #columns = 0
  /** The row that is being filled: its filter, then its bytes. */
  #line = new Uint8Array(0)
  #above = new Uint8Array(0)
  #filled = 0

  constructor(header: PngHeader, palette: Uint8Array, transparency: Uint8Array | undefined) {
    const { width, height, depth, colorType } = header
    this.#header = header
    this.#channels = CHANNELS[colorType] ?? 1
    this.#passes = header.interlaced ? ADAM7 : WHOLE
    this.#palette = palette
    this.#transparency = transparency
    const top = 2 ** depth - 1
    if (depth < 8)
      this.#scale = Uint8Array.from({ length: top + 1 }, (_, value) =>
        colorType === 3 ? value : Math.round((value * 255) / top),
      )
    this.image = { width, height, data: new Uint8Array(width * height * 4) }
    this.#nextPass()
  }

  get isComplete(): boolean {
    return this.#pass >= this.#passes.length
  }

  /** Takes the next bytes; true when the picture is complete. @throws MeshError image-broken: an unknown filter */
  push(piece: Uint8Array): boolean {
    for (let from = 0; from < piece.length && !this.isComplete; ) {
      const count = Math.min(piece.length - from, this.#line.length - this.#filled)
      this.#line.set(piece.subarray(from, from + count), this.#filled)
      this.#filled += count
      from += count
      if (this.#filled === this.#line.length) this.#finishRow()
    }
    return this.isComplete
  }

  /** Begins the next pass that has pixels. */
  #nextPass(): void {
    const { width, height, depth } = this.#header
    for (;;) {
      const pass = this.#passes[++this.#pass]
      if (!pass) return
      const [x0, y0, dx, dy] = pass
      this.#columns = Math.max(0, Math.ceil((width - x0) / dx))
      this.#rows = Math.max(0, Math.ceil((height - y0) / dy))
      if (this.#columns === 0 || this.#rows === 0) continue
      const stride = Math.ceil((this.#columns * this.#channels * depth) / 8)
      this.#line = new Uint8Array(1 + stride)
      this.#above = new Uint8Array(1 + stride)
      this.#row = 0
      this.#filled = 0
      return
    }
  }

  #finishRow(): void {
    unfilter(this.#line, this.#above, Math.max(1, (this.#channels * this.#header.depth) >> 3))
    this.#spread()
    const spare = this.#above
    this.#above = this.#line
    this.#line = spare
    this.#filled = 0
    if (++this.#row === this.#rows) this.#nextPass()
  }

  /** Writes the row's pixels. */
  #spread(): void {
    const [x0 = 0, y0 = 0, dx = 1, dy = 1] = this.#passes[this.#pass] ?? []
    const { data } = this.image
    const { width, depth, colorType } = this.#header
    const line = this.#line
    const step = dx * 4
    let out = ((y0 + this.#row * dy) * width + x0) * 4
    const columns = this.#columns
    if (depth < 8 || colorType === 3) {
      this.#spreadSmall(out, step)
      return
    }
    const channels = this.#channels
    const size = depth >> 3
    const stride = channels * size
    const grey = channels < 3
    const [green, blue] = grey ? [0, 0] : [size, 2 * size]
    const alpha = channels === 2 || channels === 4 ? (channels - 1) * size : -1
    for (let column = 0, p = 1; column < columns; column++, p += stride, out += step) {
      data[out] = line[p] ?? 0
      data[out + 1] = line[p + green] ?? 0
      data[out + 2] = line[p + blue] ?? 0
      data[out + 3] = alpha < 0 ? 255 : (line[p + alpha] ?? 0)
    }
    if (alpha < 0 && this.#transparency) this.#clearKey(this.#transparency, stride, step)
  }

  /** Grey of less than 8 bits, and palettes. */
  #spreadSmall(start: number, step: number): void {
    const { data } = this.image
    const { depth, colorType } = this.#header
    const line = this.#line
    const mask = 2 ** depth - 1
    const key = this.#transparency
    const hidden = colorType !== 3 && key && key.length >= 2 ? ((key[0] ?? 0) << 8) | (key[1] ?? 0) : -1
    for (let column = 0, bit = 8, out = start; column < this.#columns; column++, bit += depth, out += step) {
      const value = ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & mask
      if (colorType === 3) {
        data[out] = this.#palette[value * 3] ?? 0
        data[out + 1] = this.#palette[value * 3 + 1] ?? 0
        data[out + 2] = this.#palette[value * 3 + 2] ?? 0
        data[out + 3] = key?.[value] ?? 255
        continue
      }
      const grey = this.#scale?.[value] ?? value
      data[out] = grey
      data[out + 1] = grey
      data[out + 2] = grey
      data[out + 3] = value === hidden ? 0 : 255
    }
  }

  /** Makes the pixels of the one color that a tRNS chunk declares transparent so; all bits of a sample count. */
  #clearKey(key: Uint8Array, stride: number, step: number): void {
    const [x0 = 0, y0 = 0, , dy = 1] = this.#passes[this.#pass] ?? []
    const size = this.#header.depth >> 3
    const bytes = Array.from({ length: stride }, (_, i) => key[Math.floor(i / size) * 2 + (size === 2 ? i % 2 : 1)])
    let out = ((y0 + this.#row * dy) * this.#header.width + x0) * 4 + 3
    for (let column = 0, p = 1; column < this.#columns; column++, p += stride, out += step)
      if (bytes.every((byte, i) => byte === this.#line[p + i])) this.image.data[out] = 0
  }
}

/** Undoes a row's filter in place (section 9 of the specification); the first byte of both is the filter. */
function unfilter(line: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const filter = line[0] ?? 0
  const first = 1 + pixelBytes
  if (filter > 4) throw broken()
  if (filter === 1) for (let i = first; i < line.length; i++) line[i] = (line[i] ?? 0) + (line[i - pixelBytes] ?? 0)
  if (filter === 2) for (let i = 1; i < line.length; i++) line[i] = (line[i] ?? 0) + (above[i] ?? 0)
  if (filter === 3)
    for (let i = 1; i < line.length; i++)
      line[i] = (line[i] ?? 0) + (((i < first ? 0 : (line[i - pixelBytes] ?? 0)) + (above[i] ?? 0)) >> 1)
  if (filter !== 4) return
  for (let i = 1; i < line.length; i++) {
    const [left, corner] = i < first ? [0, 0] : [line[i - pixelBytes] ?? 0, above[i - pixelBytes] ?? 0]
    line[i] = (line[i] ?? 0) + paeth(left, above[i] ?? 0, corner)
  }
}

/** The neighbour nearest to left + up - corner. */
export function paeth(left: number, up: number, corner: number): number {
  const base = left + up - corner
  const a = Math.abs(base - left)
  const b = Math.abs(base - up)
  const c = Math.abs(base - corner)
  return a <= b && a <= c ? left : b <= c ? up : corner
}

export function broken(): MeshError {
  return new MeshError('image-broken', 'The PNG file is damaged or cut off.', 'Save or download the picture again.')
}
