// Formats names and numbers for text formats.
import { phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'

/** Decimals kept of coordinates: a ten thousandth of a millimetre where the unit is a metre. */
const GRAIN = 1e7

/** A coordinate, color or weight without exponent or trailing zeros, to seven decimals. */
export function numeral(value: number): string {
  const rounded = Math.round(value * GRAIN) / GRAIN
  if (rounded === 0 || !Number.isFinite(rounded)) return '0'
  const size = Math.abs(rounded)
  return size < 1e-6 ? rounded.toFixed(7) : size < 1e15 ? String(rounded) : value.toFixed(0)
}

/** A number with all its digits, for matrices, where small factors matter. */
export function exact(value: number): string {
  return Number.isFinite(value) ? String(value === 0 ? 0 : value) : '0'
}

export function numerals(values: Iterable<number>, separator = ' '): string {
  return Array.from(values, numeral).join(separator)
}

/** Hands out names in which every character is kept that `allowed` matches, none twice. */
export class Names {
  readonly #taken = new Set<string>()
  readonly #allowed: RegExp
  readonly #keyOf: (name: string) => string

  /** @param options `ignoresCase`: names differ in more than case, as files have to on most systems */
  constructor(allowed: RegExp = /[\p{L}\p{N}_.-]/u, { ignoresCase = false } = {}) {
    this.#allowed = allowed
    this.#keyOf = ignoresCase ? (name) => name.toLowerCase() : (name) => name
  }

  unique(wanted: string, fallback: string): string {
    const clean = Array.from(wanted, (letter) => (this.#allowed.test(letter) ? letter : '_')).join('')
    const base = clean.replace(/^_+$/, '') === '' ? fallback : clean
    let name = base
    for (let n = 2; this.#taken.has(this.#keyOf(name)); n++) name = `${base}_${n}`
    this.#taken.add(this.#keyOf(name))
    return name
  }
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A JavaScript string cannot be longer than about this. */
const MOST_TEXT = 500_000_000

/**
 * The text of a file, whatever wrote it: UTF-8 or UTF-16, with or without a byte order mark; anything else as
 * windows-1252, of which `namesIn` makes what was meant. Zero bytes, which some programs put at the end, are dropped.
 * @throws MeshError model-too-large
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length > MOST_TEXT)
    throw new MeshError(
      'model-too-large',
      phrase('A text file of {0} MB cannot be read.', Math.round(bytes.length / 1e6)),
      'Export the model in a binary format such as GLB.',
    )
  const wide = wideEncoding(bytes)
  const text = wide ? new TextDecoder(wide).decode(bytes) : (strictly('utf-8', bytes) ?? latin(bytes))
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

/** UTF-16 by its mark, or by the zero in each of the first letters, which are ASCII in every model format. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a && b === 0 && c && d === 0) return 'utf-16le'
  return a === 0 && b && c === 0 && d ? 'utf-16be' : undefined
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const latin = (bytes: Uint8Array) => new TextDecoder('windows-1252').decode(bytes)

/** Each letter of windows-1252 and its byte: the standard gives all 256 bytes a letter of their own. */
const LATIN_BYTES = new Map(
  Array.from(latin(Uint8Array.from({ length: 256 }, (_, i) => i)), (letter, i) => [letter, i]),
)

/**
 * What a name in a text of `decodeText` may have been meant to be, the likeliest first. Where the text was no Unicode, it
 * may have been written in China or in Western Europe.
 */
export function namesIn(name: string): string[] {
  const bytes = new Uint8Array(name.length)
  for (const [i, letter] of Array.from(name).entries()) {
    const byte = LATIN_BYTES.get(letter)
    if (byte === undefined) return withChinese(name)
    bytes[i] = byte
  }
  const unicode = strictly('utf-8', bytes)
  if (unicode !== undefined) return unicode === name ? [name] : [name, unicode]
  const chinese = strictly('gb18030', bytes)
  if (chinese === undefined) return [name]
  return inPairs(bytes) ? [chinese, name] : [name, chinese]
}

/** Two Chinese characters may happen to be good Unicode: the Unicode is believed, the other reading is kept. */
function withChinese(name: string): string[] {
  const chinese = strictly('gb18030', new TextEncoder().encode(name))
  return chinese === undefined || chinese === name ? [name] : [name, chinese]
}

/** Whether all bytes above ASCII stand in pairs, as Chinese does; accents mostly stand alone. */
function inPairs(bytes: Uint8Array): boolean {
  let run = 0
  for (const byte of [...bytes, 0]) {
    if (byte >= 0x80) run++
    else if (run % 2 === 1) return false
    else run = 0
  }
  return true
}

/** The likeliest spelling of a name that is no Unicode, from its bytes. */
export function decodeName(bytes: Uint8Array): string {
  return strictly('utf-8', bytes) ?? namesIn(latin(bytes))[0] ?? ''
}

/** The lines of a text one after the other, without their ends; a backslash at the end joins a line with the next. */
export class Lines implements Iterable<string> {
  /** Where the line that was given last begins in the text: its number there, counted from 1. */
  number = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  *[Symbol.iterator](): Generator<string> {
    const text = this.#text
    const end = text.includes('\n') ? '\n' : '\r'
    let begun = ''
    let count = 0
    for (let from = 0; from <= text.length; ) {
      const to = text.indexOf(end, from)
      const found = text.slice(from, to < 0 ? undefined : to)
      const line = found.endsWith('\r') ? found.slice(0, -1) : found
      count++
      if (begun === '') this.number = count
      if (to >= 0 && line.endsWith('\\')) begun += `${line.slice(0, -1)} `
      else {
        yield begun + line
        begun = ''
      }
      if (to < 0) return
      from = to + 1
    }
  }
}

export const linesOf = (text: string): Lines => new Lines(text)
