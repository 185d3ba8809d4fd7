// Huffman tables for JPEG, made for the symbols of one picture: T.81 annex K.2 (lengths) and annex C (codes).
import { at } from '../math/numbers.ts'

export interface HuffmanTable {
  /** How many symbols have codes of 1 to 16 bits. */
  readonly counts: readonly number[]
  /** The symbols, shortest codes first. */
  readonly symbols: readonly number[]
  /** By symbol. */
  readonly codes: Uint32Array
  readonly lengths: Uint8Array
}

const LONGEST = 16

/**
 * The best table with codes of at most 16 bits.
 * @param frequencies how often each of the symbols 0 to 255 occurs; place 256 is for a symbol nobody uses, whose code
 *   is the one of all ones, which JPEG forbids
 */
export function huffmanTable(frequencies: Float64Array): HuffmanTable {
  const left = frequencies.slice(0, 257)
  left[256] = 1
  const size = new Uint16Array(257)
  // Symbols that share a branch are chained, so that joining two branches lengthens all their codes.
  const next = new Int16Array(257).fill(-1)
  for (;;) {
    const a = rarest(left, -1)
    const b = rarest(left, a)
    if (a < 0 || b < 0) break
    left[a] = at(left, a) + at(left, b)
    left[b] = 0
    let end = a
    for (size[a] = at(size, a) + 1; at(next, end) >= 0; size[end] = at(size, end) + 1) end = at(next, end)
    next[end] = b
    for (let symbol = b; symbol >= 0; symbol = at(next, symbol)) size[symbol] = at(size, symbol) + 1
  }
  const counts = limited(size)
  const symbols = [...frequencies.keys()]
    .filter((symbol) => symbol < 256 && at(size, symbol) > 0)
    .sort((a, b) => at(size, a) - at(size, b) || a - b)
  const codes = new Uint32Array(256)
  const lengths = new Uint8Array(256)
  let code = 0
  let used = 0
  for (let length = 1; length <= LONGEST; length++, code <<= 1)
    for (let i = 0; i < at(counts, length - 1); i++) {
      const symbol = at(symbols, used++)
      codes[symbol] = code++
      lengths[symbol] = length
    }
  return { counts, symbols, codes, lengths }
}

/** The place of the smallest count above zero, the later one of equals; `except` is passed over. */
function rarest(counts: Float64Array, except: number): number {
  let found = -1
  for (const [place, count] of counts.entries())
    if (count > 0 && place !== except && (found < 0 || count <= at(counts, found))) found = place
  return found
}

/** How many codes have each length, those over 16 bits shortened at the expense of shorter ones (figure K.3). */
function limited(size: Uint16Array): number[] {
  const counts = new Array<number>(258).fill(0)
  for (const length of size) if (length > 0) counts[length] = at(counts, length) + 1
  for (let length = counts.length - 1; length > LONGEST; length--)
    while (at(counts, length) > 0) {
      let shorter = length - 2
      while (at(counts, shorter) === 0) shorter--
      counts[length] = at(counts, length) - 2
      counts[length - 1] = at(counts, length - 1) + 1
      counts[shorter + 1] = at(counts, shorter + 1) + 2
      counts[shorter] = at(counts, shorter) - 1
    }
  let longest = LONGEST
  while (at(counts, longest) === 0) longest--
  // The symbol that nobody uses takes the last of the longest codes.
  counts[longest] = at(counts, longest) - 1
  return counts.slice(1, LONGEST + 1)
}
