// The coefficients of a JPEG, baseline or progressive (ITU-T T.81 annexes F and G), for the pictures that libjpeg's
// WebAssembly build turns away: those of four inks. What is missing or damaged reads as zeros, as in libjpeg.

import { at } from '../math/numbers.ts'
import { type JpegFrame, standsAlone } from './jpeg-segments.ts'

/** One component's quantized coefficients: 64 numbers a block, natural order, blocks row by row. */
export interface Plane {
  readonly h: number
  readonly v: number
  /** Blocks across and down, whole MCUs. */
  readonly across: number
  readonly down: number
  readonly blocks: Int16Array
  /** By natural order. */
  quantization: Uint16Array
}

/** Places of an 8x8 block in the order of the diagonal walk (T.81 figure A.6). */
const ZIGZAG = Uint8Array.from(
  '0 1 8 16 9 2 3 10 17 24 32 25 18 11 4 5 12 19 26 33 40 48 41 34 27 20 13 6 7 14 21 28 35 42 49 56 57 50 43 36 29 22 15 23 30 37 44 51 58 59 52 45 38 31 39 46 53 60 61 54 47 55 62 63'.split(
    ' ',
  ),
  Number,
)

/** A Huffman table in the form of T.81 F.2.2.3: by length, the largest code and where its symbols begin. */
interface Codes {
  largest: Int32Array
  offset: Int32Array
  symbols: Uint8Array
}

interface Scanned {
  plane: Plane
  dc: Codes | undefined
  ac: Codes | undefined
  /** Blocks of the component alone, without the padding of MCUs. */
  across: number
  down: number
  last: number
}

interface Band {
  start: number
  end: number
  /** Bits of the earlier approximation (0: none) and of this one. */
  high: number
  low: number
}

/** All components of a file whose frame is `frame`. */
export function readPlanes(bytes: Uint8Array, frame: JpegFrame): readonly Plane[] {
  const most = { h: Math.max(...frame.components.map((c) => c.h)), v: Math.max(...frame.components.map((c) => c.v)) }
  const mcus = { across: Math.ceil(frame.width / 8 / most.h), down: Math.ceil(frame.height / 8 / most.v) }
  const planes = frame.components.map(({ h, v }): Plane => {
    const [across, down] = [mcus.across * h, mcus.down * v]
    return { h, v, across, down, blocks: new Int16Array(across * down * 64), quantization: new Uint16Array(64) }
  })
  const tables: (Codes | undefined)[] = []
  const quantization: (Uint16Array | undefined)[] = []
  let restart = 0
  for (let pos = 2; pos + 3 < bytes.length; ) {
    const marker = at(bytes, pos + 1)
    if (bytes[pos] !== 0xff || marker === 0xff || marker === 0 || (standsAlone(marker) && marker !== 0xd9)) {
      pos++
      continue
    }
    if (marker === 0xd9) break
    const end = pos + 2 + Math.max(2, (at(bytes, pos + 2) << 8) | at(bytes, pos + 3))
    const body = bytes.subarray(pos + 4, end)
    pos = end
    if (marker === 0xdb) readQuantization(body, quantization)
    else if (marker === 0xc4) readCodes(body, tables)
    else if (marker === 0xdd) restart = (at(body, 0) << 8) | at(body, 1)
    else if (marker === 0xda) {
      const count = at(body, 0)
      const scanned = Array.from({ length: count }, (_, i): Scanned | undefined => {
        const index = frame.components.findIndex(({ id }) => id === at(body, 1 + i * 2))
        const [plane, component] = [planes[index], frame.components[index]]
        if (!plane || !component) return undefined
        const which = at(body, 2 + i * 2)
        plane.quantization = quantization[component.table] ?? plane.quantization
        return {
          plane,
          dc: tables[which >> 4],
          ac: tables[16 + (which & 15)],
          across: Math.ceil((frame.width * component.h) / most.h / 8),
          down: Math.ceil((frame.height * component.v) / most.v / 8),
          last: 0,
        }
      }).filter((entry) => entry !== undefined)
      const [start, last, approximation] = [1, 2, 3].map((i) => at(body, count * 2 + i))
      const progressive = frame.marker === 0xc2
      const band: Band = progressive
        ? {
            start: start ?? 0,
            end: Math.min(63, last ?? 63),
            high: (approximation ?? 0) >> 4,
            low: (approximation ?? 0) & 15,
          }
        : { start: 0, end: 63, high: 0, low: 0 }
      pos = new Scan(bytes, pos, scanned, band, progressive).run(mcus, restart)
    }
  }
  return planes
}

function readQuantization(body: Uint8Array, into: (Uint16Array | undefined)[]): void {
  for (let pos = 0; pos < body.length; ) {
    const spec = at(body, pos++)
    const wide = spec >> 4 !== 0
    const table = new Uint16Array(64)
    for (const place of ZIGZAG) {
      table[place] = wide ? (at(body, pos) << 8) | at(body, pos + 1) : at(body, pos)
      pos += wide ? 2 : 1
    }
    into[spec & 15] = table
  }
}

/** DC tables at 0 to 15, AC tables at 16 to 31. */
function readCodes(body: Uint8Array, into: (Codes | undefined)[]): void {
  for (let pos = 0; pos + 17 <= body.length; ) {
    const spec = at(body, pos)
    const largest = new Int32Array(17).fill(-1)
    const offset = new Int32Array(17)
    let code = 0
    let used = 0
    for (let length = 1; length <= 16; length++, code <<= 1) {
      const count = at(body, pos + length)
      offset[length] = used - code
      code += count
      used += count
      if (count > 0) largest[length] = code - 1
    }
    into[(spec >> 4 === 0 ? 0 : 16) + (spec & 15)] = {
      largest,
      offset,
      symbols: body.subarray(pos + 17, pos + 17 + used),
    }
    pos += 17 + used
  }
}

/** One scan: bits in, coefficients out. */
class Scan {
  #bits = 0
  #count = 0
  #atMarker = false
  /** Blocks still without anything new in this band (T.81 G.1.2.2). */
  #skip = 0

  readonly #bytes: Uint8Array
  #pos: number
  readonly #scanned: readonly Scanned[]
  readonly #band: Band
  readonly #progressive: boolean

  constructor(bytes: Uint8Array, pos: number, scanned: readonly Scanned[], band: Band, progressive: boolean) {
    this.#bytes = bytes
    this.#pos = pos
    this.#scanned = scanned
    this.#band = band
    this.#progressive = progressive
  }

  /** Reads the scan and gives the position after it. */
  run(mcus: { across: number; down: number }, restart: number): number {
    const [single] = this.#scanned
    const alone = this.#scanned.length === 1 && single ? single : undefined
    const across = alone ? alone.across : mcus.across
    const total = across * (alone ? alone.down : mcus.down)
    for (let mcu = 0; mcu < total; mcu++) {
      if (restart > 0 && mcu > 0 && mcu % restart === 0 && !this.#restart()) break
      const [row, column] = [Math.floor(mcu / across), mcu % across]
      if (alone) this.#block(alone, row, column)
      else
        for (const entry of this.#scanned)
          for (let y = 0; y < entry.plane.v; y++)
            for (let x = 0; x < entry.plane.h; x++)
              this.#block(entry, row * entry.plane.v + y, column * entry.plane.h + x)
      if (this.#atMarker && this.#count === 0 && restart === 0) break
    }
    return this.#pos
  }

  /** Goes on after the next restart marker; false when there is none. */
  #restart(): boolean {
    this.#count = 0
    this.#skip = 0
    this.#atMarker = false
    for (const entry of this.#scanned) entry.last = 0
    while (this.#pos + 1 < this.#bytes.length) {
      const marker = at(this.#bytes, this.#pos + 1)
      if (this.#bytes[this.#pos] === 0xff && marker >= 0xd0 && marker <= 0xd7) {
        this.#pos += 2
        return true
      }
      if (this.#bytes[this.#pos] === 0xff && marker !== 0 && marker !== 0xff) return false
      this.#pos++
    }
    return false
  }

  #bit(): number {
    if (this.#count === 0) {
      this.#count = 8
      const byte = at(this.#bytes, this.#pos)
      const escaped = byte === 0xff && at(this.#bytes, this.#pos + 1) !== 0
      if (this.#pos >= this.#bytes.length || escaped) {
        this.#atMarker = true
        this.#bits = 0
        this.#count = 0
        return 0
      }
      this.#bits = byte
      this.#pos += byte === 0xff ? 2 : 1
    }
    return (this.#bits >> --this.#count) & 1
  }

  #readBits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) value = (value << 1) | this.#bit()
    return value
  }

  /** A number in `size` bits, negative ones stored one less. */
  #signed(size: number): number {
    const value = this.#readBits(size)
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value
  }

  #symbol(codes: Codes | undefined): number {
    let code = 0
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.#bit()
      if (this.#atMarker) return 0
      if (codes && code <= at(codes.largest, length)) return at(codes.symbols, code + at(codes.offset, length))
    }
    return 0
  }

  #block(entry: Scanned, row: number, column: number): void {
    const { plane } = entry
    const from = (row * plane.across + column) * 64
    if (from + 64 > plane.blocks.length || this.#atMarker) return
    const { start, high, low } = this.#band
    if (!this.#progressive) {
      this.#dc(entry, from)
      this.#acBand(entry, from, 1)
    } else if (start === 0) {
      if (high === 0) this.#dc(entry, from)
      else if (this.#bit() === 1) plane.blocks[from] = at(plane.blocks, from) | (1 << low)
    } else if (high === 0) this.#acBand(entry, from, start)
    else this.#refine(entry, from)
  }

  #dc(entry: Scanned, from: number): void {
    entry.last += this.#signed(this.#symbol(entry.dc) & 15)
    entry.plane.blocks[from] = entry.last * (1 << this.#band.low)
  }

  #acBand({ plane, ac }: Scanned, from: number, start: number): void {
    if (this.#skip > 0) {
      this.#skip--
      return
    }
    for (let k = start; k <= this.#band.end; k++) {
      const symbol = this.#symbol(ac)
      const [run, size] = [symbol >> 4, symbol & 15]
      if (size === 0 && run < 15) {
        this.#skip = this.#progressive ? (1 << run) + this.#readBits(run) - 1 : 0
        return
      }
      k += run
      if (size > 0 && k < 64) plane.blocks[from + at(ZIGZAG, k)] = this.#signed(size) * (1 << this.#band.low)
    }
  }

  /** One more bit of what is there, and the coefficients that begin with it (T.81 G.1.2.3). */
  #refine({ plane: { blocks }, ac }: Scanned, from: number): void {
    const step = 1 << this.#band.low
    const improve = (place: number) => {
      const value = at(blocks, place)
      if (this.#bit() === 1 && (value & step) === 0) blocks[place] = value + (value < 0 ? -step : step)
    }
    let k = this.#band.start
    while (this.#skip === 0 && k <= this.#band.end) {
      const symbol = this.#symbol(ac)
      if (this.#atMarker) return
      let run = symbol >> 4
      let value = 0
      if ((symbol & 15) === 0) {
        if (run < 15) {
          this.#skip = (1 << run) + this.#readBits(run)
          break
        }
      } else value = this.#bit() === 1 ? step : -step
      for (; k <= this.#band.end; k++) {
        const place = from + at(ZIGZAG, k)
        if (at(blocks, place) !== 0) improve(place)
        else if (run-- === 0) {
          if (value !== 0) blocks[place] = value
          k++
          break
        }
      }
    }
    if (this.#skip === 0) return
    for (; k <= this.#band.end; k++) {
      const place = from + at(ZIGZAG, k)
      if (at(blocks, place) !== 0) improve(place)
    }
    this.#skip--
  }
}
