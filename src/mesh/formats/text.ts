// Names and numbers as text formats want them.

/** Decimals kept of coordinates: a ten thousandth of a millimetre where the unit is a metre. */
const GRAIN = 1e7

/** A coordinate, colour or weight without exponent or trailing zeros, to seven decimals. */
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
  private readonly taken = new Set<string>()
  constructor(private readonly allowed: RegExp = /[\p{L}\p{N}_.-]/u) {}

  unique(wanted: string, fallback: string): string {
    const clean = Array.from(wanted, (letter) => (this.allowed.test(letter) ? letter : '_')).join('')
    const base = clean.replace(/^_+$/, '') === '' ? fallback : clean
    let name = base
    for (let n = 2; this.taken.has(name); n++) name = `${base}_${n}`
    this.taken.add(name)
    return name
  }
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
