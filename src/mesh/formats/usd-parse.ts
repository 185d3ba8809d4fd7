// Reading the text form of USD. https://openusd.org/release/spec_usda.html is the grammar; what no model needs
// (reorder statements, splines, expressions) is passed over.
import { MeshError } from '../errors.ts'
import type { UsdLayer, UsdPrim, UsdProperty, UsdValue } from './usd-layer.ts'

const MAX_DEPTH = 200
const BLANK = /(?:\s+|;|#[^\n]*|\/\*[\s\S]*?\*\/)*/y
const NUMBER = /[-+]?(?:inf\b|nan\b|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y
const WORD = /[A-Za-z_][\w:.]*(?:\[\])?/y
/** Text in one or three quotes, `@asset@` or `@@@asset@@@`, `<path>`. */
const TEXT =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|@@@[\s\S]*?@@@|@[^@\n]*@|<[^>\n]*>/y
const LIST_EDITS = new Set(['add', 'append', 'prepend', 'delete', 'reorder'])
const QUALIFIERS = new Set(['custom', 'uniform', 'varying', 'config'])
const SPECIFIERS = new Set(['def', 'over', 'class'])

/**
 * The layer in a .usda text.
 * @param anchor gives an asset's path, which is relative to the layer, the form in which it can be looked up
 * @throws MeshError model-broken
 */
export function parseUsda(text: string, anchor: (asset: string) => string = (asset) => asset): UsdLayer {
  return new UsdaParser(text, anchor).layer()
}

class UsdaParser {
  private at = 0
  private depth = 0

  constructor(
    private readonly text: string,
    private readonly anchor: (asset: string) => string,
  ) {}

  layer(): UsdLayer {
    if (!/^\s*#usda /.test(this.text)) throw this.broken('does not begin with #usda')
    const metadata = this.metadata()
    const prims: UsdPrim[] = []
    for (let next = this.word(); next !== undefined; next = this.word()) {
      if (SPECIFIERS.has(next)) prims.push(this.prim(next))
      else if (next === 'reorder') this.statementRest()
      else throw this.broken(`has “${next.slice(0, 40)}” where a prim was expected`)
    }
    this.blank()
    if (this.at < this.text.length) throw this.broken('has text that cannot be read')
    return { metadata, prims }
  }

  private prim(specifier: string): UsdPrim {
    const type = this.word() ?? ''
    const name = this.string()
    return this.body(specifier, type, name, this.metadata())
  }

  private body(specifier: string, type: string, name: string, metadata: ReadonlyMap<string, UsdValue>): UsdPrim {
    this.need('{')
    if (++this.depth > MAX_DEPTH) throw this.broken('is nested too deeply')
    const properties = new Map<string, UsdProperty>()
    const prims: UsdPrim[] = []
    const variants = new Map<string, Map<string, UsdPrim>>()
    while (!this.take('}')) {
      const word = this.word()
      if (word === undefined) throw this.broken('has text that cannot be read')
      if (SPECIFIERS.has(word)) prims.push(this.prim(word))
      else if (word === 'variantSet') variants.set(this.string(), this.variantSet())
      else if (word === 'reorder') this.statementRest()
      else this.property(word, properties)
    }
    this.depth--
    return { specifier, type, name, metadata, properties, prims, variants }
  }

  private variantSet(): Map<string, UsdPrim> {
    this.need('=')
    this.need('{')
    const found = new Map<string, UsdPrim>()
    while (!this.take('}')) {
      const name = this.string()
      found.set(name, this.body('over', '', '', this.metadata()))
    }
    return found
  }

  private property(first: string, properties: Map<string, UsdProperty>): void {
    let type: string | undefined = first
    while (type !== undefined && (QUALIFIERS.has(type) || LIST_EDITS.has(type))) type = this.word()
    const full = this.word()
    if (type === undefined || full === undefined) throw this.broken('has a property without a name')
    const [, name = full, aspect] = /^(.*?)\.(connect|timeSamples|spline)$/.exec(full) ?? []
    const property: UsdProperty = properties.get(name) ?? { type, targets: [], metadata: new Map() }
    properties.set(name, property)
    if (this.take('=')) {
      const value = this.value()
      if (type === 'rel' || aspect === 'connect') property.targets = value.texts.map((path) => path.slice(1, -1))
      else if (aspect === 'timeSamples') property.samples = samplesOf(value)
      else if (aspect === undefined) property.value = value
    }
    const metadata = this.metadata()
    if (metadata.size > 0) property.metadata = metadata
  }

  /** `( key = value, doc string )`; empty where there is none. */
  private metadata(): Map<string, UsdValue> {
    const found = new Map<string, UsdValue>()
    if (!this.take('(')) return found
    while (!this.take(')')) {
      if (this.take(',') || this.match(TEXT) !== undefined) continue
      let key = this.word()
      if (key !== undefined && LIST_EDITS.has(key)) key = this.word()
      if (key === undefined) throw this.broken('has metadata that cannot be read')
      if (this.take('=')) found.set(key, this.value())
    }
    return found
  }

  private value(): UsdValue {
    const numbers: number[] = []
    const texts: string[] = []
    if (this.take('{')) return { numbers, texts, entries: this.dictionary() }
    let open = 0
    do {
      const mark = this.peek()
      if (mark === '[' || mark === '(') open++
      else if (mark === ']' || mark === ')') open--
      else if (mark !== ',') {
        this.scalar(numbers, texts)
        continue
      }
      this.at++
    } while (open > 0)
    // `<path>` may follow its `@layer@`, and a layer offset that path.
    while (texts.length > 0 && texts.at(-1)?.startsWith('@') && this.peek() === '<') this.scalar(numbers, texts)
    return { numbers, texts }
  }

  private scalar(numbers: number[], texts: string[]): void {
    const number = this.match(NUMBER)
    if (number !== undefined) {
      numbers.push(/inf$/.test(number) ? (number.startsWith('-') ? -Infinity : Infinity) : Number(number))
      return
    }
    const text = this.match(TEXT)
    if (text !== undefined) {
      texts.push(this.plain(text))
      return
    }
    const word = this.word()
    if (word === undefined) throw this.broken('has a value that cannot be read')
    if (word === 'true' || word === 'false') numbers.push(word === 'true' ? 1 : 0)
    // A value that is blocked is as good as none.
    else if (word !== 'None') texts.push(word)
  }

  /** The rest of `{ ... }`: time samples by their time, or `type name = value`. */
  private dictionary(): Map<string, UsdValue> {
    const entries = new Map<string, UsdValue>()
    while (!this.take('}')) {
      if (this.take(',')) continue
      const time = this.match(NUMBER)
      if (time !== undefined) {
        this.need(':')
        entries.set(time, this.value())
        continue
      }
      this.word()
      const key = this.peek() === '"' || this.peek() === "'" ? this.string() : this.word()
      if (key === undefined) throw this.broken('has a dictionary that cannot be read')
      this.need('=')
      entries.set(key, this.value())
    }
    return entries
  }

  /** Passes over `name = value`. */
  private statementRest(): void {
    this.word()
    if (this.take('=')) this.value()
  }

  private string(): string {
    const text = this.match(TEXT)
    if (text === undefined || /^[@<]/.test(text)) throw this.broken('has a name without quotation marks')
    return this.plain(text)
  }

  /** The text without quotes and escapes; assets and paths keep their marks. */
  private plain(text: string): string {
    if (text.startsWith('@')) return `@${this.anchor(text.replace(/^@(?:@@)?|@(?:@@)?$/g, ''))}@`
    if (text.startsWith('<')) return text
    const quotes = /^("""|''')/.test(text) ? 3 : 1
    return text
      .slice(quotes, -quotes)
      .replace(/\\([\s\S])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter))
  }

  private blank(): void {
    BLANK.lastIndex = this.at
    BLANK.test(this.text)
    this.at = BLANK.lastIndex
  }

  private peek(): string | undefined {
    this.blank()
    return this.text[this.at]
  }

  private take(mark: string): boolean {
    if (this.peek() !== mark) return false
    this.at++
    return true
  }

  private need(mark: string): void {
    if (!this.take(mark)) throw this.broken(`lacks a “${mark}”`)
  }

  private match(pattern: RegExp): string | undefined {
    this.blank()
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  private word(): string | undefined {
    return this.match(WORD)
  }

  private broken(what: string): MeshError {
    const line = this.text.slice(0, this.at).split('\n').length
    return new MeshError('model-broken', `The USD file ${what} (line ${line}).`, 'Export the model again and retry.')
  }
}

function samplesOf({ entries }: UsdValue): UsdProperty['samples'] {
  return [...(entries ?? [])].map(([time, value]) => ({ time: Number(time), value })).sort((a, b) => a.time - b.time)
}
