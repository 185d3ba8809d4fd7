// Writing JPEG: baseline, three components at full resolution (normal maps suffer from anything less), Huffman tables
// made for the picture, so that no standard tables are needed. ITU-T T.81. The inner loops read arrays directly and not
// through `at`, which has seen too many kinds of array to be fast.

import { at, clamp } from '../math/numbers.ts'
import type { RgbaImage } from './image.ts'
import { type HuffmanTable, huffmanTable } from './jpeg-huffman.ts'

/** T.81 table K.1: how coarsely brightness is kept, row by row. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
]
/** T.81 table K.2: the same for color. */
const CHROMINANCE = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...new Array<number>(32).fill(99),
]

/** Places of an 8x8 block in the order of the diagonal walk (T.81 figure A.6). */
const ZIGZAG = zigzag()
/** Half the cosine of k sixteenths of a half turn. */
const [C1, C2, C3, C4, C5, C6, C7] = [
  Math.cos(Math.PI / 16) / 2,
  Math.cos((2 * Math.PI) / 16) / 2,
  Math.cos((3 * Math.PI) / 16) / 2,
  Math.cos((4 * Math.PI) / 16) / 2,
  Math.cos((5 * Math.PI) / 16) / 2,
  Math.cos((6 * Math.PI) / 16) / 2,
  Math.cos((7 * Math.PI) / 16) / 2,
]

/** A JPEG file; alpha is dropped. @param quality 1 to 100, as libjpeg counts it */
export function encodeJpeg(image: RgbaImage, quality = 88): Uint8Array {
  const scale = quality < 50 ? 5000 / quality : 200 - quality * 2
  const quant = [LUMINANCE, CHROMINANCE].map((table) =>
    table.map((value) => clamp(Math.floor((value * scale + 50) / 100), 1, 255)),
  )
  const components = [0, 1, 2].map((c) => coefficients(image, c, quant[c === 0 ? 0 : 1] ?? []))
  const groups = [[components[0]], [components[1], components[2]]].map((group) => {
    const counts = { dc: new Float64Array(257), ac: new Float64Array(257) }
    for (const blocks of group)
      if (blocks)
        walk(blocks, (dc, symbol) => {
          const table = dc ? counts.dc : counts.ac
          table[symbol] = at(table, symbol) + 1
        })
    return { dc: huffmanTable(counts.dc), ac: huffmanTable(counts.ac) }
  })
  return assemble(image, quant, components, groups)
}

/** The quantised DCT of one component (Y, Cb, Cr), 64 numbers per block in zigzag order, blocks row by row. */
function coefficients({ width, height, data }: RgbaImage, component: number, quant: readonly number[]): Int16Array {
  const [across, down] = [Math.ceil(width / 8), Math.ceil(height / 8)]
  const out = new Int16Array(across * down * 64)
  // JFIF's color transform, levels shifted to be centred on zero.
  const [r = 0, g = 0, b = 0] =
    [
      [0.299, 0.587, 0.114],
      [-0.168736, -0.331264, 0.5],
      [0.5, -0.418688, -0.081312],
    ][component] ?? []
  const shift = component === 0 ? 128 : 0
  const block = new Float64Array(64)
  const divisors = Float64Array.from(ZIGZAG, (place) => quant[place] ?? 0)
  for (let by = 0; by < down; by++)
    for (let bx = 0; bx < across; bx++) {
      for (let i = 0; i < 64; i++) {
        // Past the edge the last pixel is repeated.
        const x = Math.min(width - 1, bx * 8 + (i & 7))
        const y = Math.min(height - 1, by * 8 + (i >> 3))
        const p = (y * width + x) * 4
        block[i] = (data[p] ?? 0) * r + (data[p + 1] ?? 0) * g + (data[p + 2] ?? 0) * b - shift
      }
      for (let line = 0; line < 8; line++) dct(block, line * 8, 1)
      for (let line = 0; line < 8; line++) dct(block, line, 8)
      const start = (by * across + bx) * 64
      for (let k = 0; k < 64; k++) {
        const place = ZIGZAG[k] ?? 0
        out[start + k] = Math.round((block[place] ?? 0) / (divisors[k] ?? 0))
      }
    }
  return out
}

/** The DCT of eight values in place (T.81 A.3.3 along one axis), sums and differences of mirrored values apart. */
function dct(values: Float64Array, start: number, step: number): void {
  const x0 = values[start + 0 * step] ?? 0
  const x1 = values[start + 1 * step] ?? 0
  const x2 = values[start + 2 * step] ?? 0
  const x3 = values[start + 3 * step] ?? 0
  const x4 = values[start + 4 * step] ?? 0
  const x5 = values[start + 5 * step] ?? 0
  const x6 = values[start + 6 * step] ?? 0
  const x7 = values[start + 7 * step] ?? 0
  const s0 = x0 + x7
  const d0 = x0 - x7
  const s1 = x1 + x6
  const d1 = x1 - x6
  const s2 = x2 + x5
  const d2 = x2 - x5
  const s3 = x3 + x4
  const d3 = x3 - x4
  values[start] = C4 * (s0 + s1 + s2 + s3)
  values[start + step] = C1 * d0 + C3 * d1 + C5 * d2 + C7 * d3
  values[start + 2 * step] = C2 * (s0 - s3) + C6 * (s1 - s2)
  values[start + 3 * step] = C3 * d0 - C7 * d1 - C1 * d2 - C5 * d3
  values[start + 4 * step] = C4 * (s0 - s1 - s2 + s3)
  values[start + 5 * step] = C5 * d0 - C1 * d1 + C7 * d2 + C3 * d3
  values[start + 6 * step] = C6 * (s0 - s3) - C2 * (s1 - s2)
  values[start + 7 * step] = C7 * d0 - C5 * d1 + C3 * d2 - C1 * d3
}

/** Calls `emit` for every symbol of a component in coding order, with the bits that follow it. */
function walk(blocks: Int16Array, emit: (dc: boolean, symbol: number, bits: number, length: number) => void): void {
  let last = 0
  for (let start = 0; start < blocks.length; start += 64) last = walkBlock(blocks, start, last, emit)
}

function walkBlock(
  blocks: Int16Array,
  start: number,
  last: number,
  emit: (dc: boolean, symbol: number, bits: number, length: number) => void,
): number {
  const dc = blocks[start] ?? 0
  const difference = dc - last
  const size = bitLength(difference)
  emit(true, size, magnitude(difference, size), size)
  let zeros = 0
  for (let k = 1; k < 64; k++) {
    const value = blocks[start + k] ?? 0
    if (value === 0) {
      zeros++
      continue
    }
    for (; zeros > 15; zeros -= 16) emit(false, 0xf0, 0, 0)
    const length = bitLength(value)
    emit(false, (zeros << 4) | length, magnitude(value, length), length)
    zeros = 0
  }
  if (zeros > 0) emit(false, 0, 0, 0)
  return dc
}

function bitLength(value: number): number {
  return value === 0 ? 0 : 32 - Math.clz32(Math.abs(value))
}

/** Negative values are stored one less, in as many bits. */
function magnitude(value: number, length: number): number {
  return value < 0 ? value + (1 << length) - 1 : value
}

type Tables = { dc: HuffmanTable; ac: HuffmanTable }

function assemble(
  { width, height }: RgbaImage,
  quant: readonly (readonly number[])[],
  components: readonly Int16Array[],
  groups: readonly Tables[],
): Uint8Array {
  const head: number[] = [0xff, 0xd8]
  const segment = (marker: number, body: readonly number[]) =>
    head.push(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body)
  segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
  for (const [id, table] of quant.entries()) segment(0xdb, [id, ...Array.from(ZIGZAG, (place) => at(table, place))])
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, 3]
  segment(0xc0, [...frame, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1])
  for (const [id, { dc, ac }] of groups.entries()) {
    segment(0xc4, [id, ...dc.counts, ...dc.symbols])
    segment(0xc4, [0x10 | id, ...ac.counts, ...ac.symbols])
  }
  segment(0xda, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0])

  const bits = new BitWriter(head)
  const last = components.map(() => 0)
  for (let start = 0; start < (components[0]?.length ?? 0); start += 64)
    for (const [c, blocks] of components.entries()) {
      const tables = groups[c === 0 ? 0 : 1]
      if (!tables) continue
      last[c] = walkBlock(blocks, start, at(last, c), (dc, symbol, value, length) => {
        const { codes, lengths } = dc ? tables.dc : tables.ac
        bits.write(at(codes, symbol), at(lengths, symbol))
        bits.write(value, length)
      })
    }
  return bits.finish()
}

/** Bits, the first the highest of its byte; a zero follows every byte of ones. */
class BitWriter {
  #bytes = new Uint8Array(1 << 16)
  #used: number
  #pending = 0
  #count = 0

  constructor(head: readonly number[]) {
    this.#bytes.set(head)
    this.#used = head.length
  }

  /** At most 16 bits at once. */
  write(value: number, length: number): void {
    this.#pending = (this.#pending << length) | value
    this.#count += length
    while (this.#count >= 8) {
      this.#count -= 8
      const byte = (this.#pending >> this.#count) & 0xff
      this.#push(byte)
      if (byte === 0xff) this.#push(0)
    }
    this.#pending &= (1 << this.#count) - 1
  }

  finish(): Uint8Array {
    if (this.#count > 0) this.write((1 << (8 - this.#count)) - 1, 8 - this.#count)
    this.#push(0xff)
    this.#push(0xd9)
    return this.#bytes.slice(0, this.#used)
  }

  #push(byte: number): void {
    if (this.#used === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes[this.#used++] = byte
  }
}

function zigzag(): Uint8Array {
  const out = new Uint8Array(64)
  let k = 0
  for (let diagonal = 0; diagonal < 15; diagonal++)
    for (let i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++)
      out[k++] = diagonal % 2 === 0 ? (diagonal - i) * 8 + i : i * 8 + diagonal - i
  return out
}
