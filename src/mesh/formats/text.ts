// Names and numbers as text formats want them.

/** A number with at most seven significant digits (what a float holds), without exponent or trailing zeros. */
export function numeral(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) < 1e-9) return '0'
  const text = String(Math.fround(value) === value || Math.abs(value) < 1e15 ? Number(value.toPrecision(7)) : value)
  return text.includes('e') ? value.toFixed(9).replace(/0+$/, '') : text
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
