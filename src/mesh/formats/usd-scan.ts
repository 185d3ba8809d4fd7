// The tokens of USD's text: blanks, numbers, quoted text. Most of a layer is numbers, so they are scanned by hand, by character
// code: with regular expressions a layer of 32 MB took over 60 s. A generated one of 35 MB (600,000 points and as many
// triangles), read to a GLB, takes 7.6 s of processor time (33 s on a machine with nine processes for two cores).

const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32]
const [QUOTE, HASH, APOSTROPHE, STAR, PLUS, MINUS, DOT, SLASH] = [34, 35, 39, 42, 43, 45, 46, 47]
const [BRACE, BRACE_END] = [123, 125]
const [ZERO, NINE, SEMICOLON, LESS, AT, BACKSLASH, UPPER_E, LOWER_E] = [48, 57, 59, 60, 64, 92, 69, 101]
/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i)
/** A whole number of so many digits is exact in a double, and so is its quotient by a power above, rounded once. */
const EXACT_DIGITS = 15
const NAMED = /([-+]?)(inf|nan)\b/y
const WORD = /[A-Za-z_][\w:.]*(?:\[\])?/y

/** Walks over a text. */
export class UsdScanner {
  at = 0
  constructor(readonly text: string) {}

  /** Passes over blanks, semicolons and comments. */
  blank(): void {
    const { text } = this
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (code === SPACE || code === NEWLINE || code === RETURN || code === TAB || code === SEMICOLON) this.at++
      else if (code === HASH) this.at = endOf(text.indexOf('\n', this.at), text)
      else if (code === SLASH && text.charCodeAt(this.at + 1) === STAR) {
        const end = text.indexOf('*/', this.at + 2)
        if (end < 0) return
        this.at = end + 2
      } else if (code > 127 && /\s/.test(text.charAt(this.at))) this.at++
      else return
    }
  }

  /** The next letter that is no blank; undefined at the end. */
  peek(): string | undefined {
    this.blank()
    return this.text[this.at]
  }

  /** The char code at this very place; NaN at the end. */
  code(): number {
    return this.text.charCodeAt(this.at)
  }

  accept(mark: string): boolean {
    if (this.peek() !== mark) return false
    this.at++
    return true
  }

  word(): string | undefined {
    this.blank()
    WORD.lastIndex = this.at
    const found = WORD.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  /** The number at this very place; undefined, and nothing passed over, where there is none. */
  number(): number | undefined {
    const { text, at: start } = this
    let at = start
    let code = text.charCodeAt(at)
    const isNegative = code === MINUS
    if (isNegative || code === PLUS) code = text.charCodeAt(++at)
    let [whole, digits, decimals, dots] = [0, 0, 0, 0]
    for (; ; code = text.charCodeAt(++at)) {
      if (code >= ZERO && code <= NINE) {
        whole = whole * 10 + code - ZERO
        digits++
        decimals += dots
      } else if (code === DOT && dots === 0) dots = 1
      else break
    }
    if (digits === 0) return this.#named()
    const exponent = code === LOWER_E || code === UPPER_E ? exponentEnd(text, at) : at
    this.at = exponent
    if (exponent > at || digits > EXACT_DIGITS) return Number(text.slice(start, exponent))
    const value = whole / (POWERS[decimals] ?? 1)
    return isNegative ? -value : value
  }

  #named(): number | undefined {
    NAMED.lastIndex = this.at
    const [all, sign, name] = NAMED.exec(this.text) ?? []
    if (all === undefined) return undefined
    this.at += all.length
    if (name === 'nan') return Number.NaN
    return sign === '-' ? -Infinity : Infinity
  }

  /** Goes behind the ends of so many blocks that are open; to the end of the text where they are not closed. */
  leaveBlocks(open: number): void {
    const { text } = this
    for (let left = open; left > 0 && this.at < text.length; ) {
      const end = quotedEnd(text, this.at)
      if (end > this.at) this.at = end
      else {
        const code = this.code()
        if (code === BRACE) left++
        else if (code === BRACE_END) left--
        this.at++
      }
    }
  }

  leaveLine(): void {
    this.at = endOf(this.text.indexOf('\n', this.at), this.text)
  }

  /** Text in one or three quotes, `@asset@` or `@@@asset@@@`, `<path>`, with its marks. */
  quoted(): string | undefined {
    this.blank()
    const { text, at } = this
    const end = quotedEnd(text, at)
    if (end < 0) return undefined
    this.at = end
    return text.slice(at, end)
  }
}

const endOf = (found: number, text: string) => (found < 0 ? text.length : found)

/** Where `e+10` at this place ends; this place where the `e` is none. */
function exponentEnd(text: string, at: number): number {
  let end = at + 1
  const sign = text.charCodeAt(end)
  if (sign === PLUS || sign === MINUS) end++
  const first = end
  while (text.charCodeAt(end) >= ZERO && text.charCodeAt(end) <= NINE) end++
  return end > first ? end : at
}

/** Where the quoted text that begins here ends; -1 where none begins or it has no end. */
function quotedEnd(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === LESS) return sameLine(text, at, '>')
  if (code === AT) {
    const end = text.startsWith('@@@', at) ? text.indexOf('@@@', at + 3) : -1
    return end < 0 ? sameLine(text, at, '@') : end + 3
  }
  if (code !== QUOTE && code !== APOSTROPHE) return -1
  const three = (code === QUOTE ? '"' : "'").repeat(3)
  const end = text.startsWith(three, at) ? text.indexOf(three, at + 3) : -1
  if (end >= 0) return end + 3
  for (let i = at + 1; i < text.length; i++) {
    const next = text.charCodeAt(i)
    if (next === code) return i + 1
    if (next === NEWLINE) return -1
    if (next === BACKSLASH) i++
  }
  return -1
}

function sameLine(text: string, at: number, mark: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === mark) return i + 1
    if (text.charCodeAt(i) === NEWLINE) return -1
  }
  return -1
}
