// Reads the text form of USD. https://openusd.org/release/spec_usda.html is the grammar; parts that no model needs (reorder
// statements, splines, expressions) are skipped.
import { part, phrase, type Words } from '../../text/index.ts'
import { type ReaderBudget, readerContext } from '../budget.ts'
import { attempt, type Lose, refuse } from '../damage.ts'
import { MeshError } from '../errors.ts'
import type { UsdLayer, UsdPrim, UsdProperty, UsdValue } from './usd-layer.ts'
import { UsdScanner } from './usd-scan.ts'

const LIST_EDITS = new Set(['add', 'append', 'prepend', 'delete', 'reorder'])
const QUALIFIERS = new Set(['custom', 'uniform', 'varying', 'config'])
const SPECIFIERS = new Set(['def', 'over', 'class'])
/** Damages in one layer after which no more is made of it. */
const MOST_DAMAGES = 50
/** Numbers are charged in portions. */
const PORTION = 1024
const [BRACKET, BRACKET_END, PAREN, PAREN_END, COMMA] = [91, 93, 40, 41, 44]

/**
 * The layer in a .usda text.
 * @param anchor gives an asset's path, which is relative to the layer, the form in which it can be looked up
 * @param lose told of damage; where it lets go on, a prim keeps what can be read of it
 * @throws MeshError model-broken, model-too-large
 */
export function parseUsda(
  text: string,
  anchor: (asset: string) => string = (asset) => asset,
  budget: ReaderBudget = readerContext(text.length).budget,
  lose: Lose = refuse,
): UsdLayer {
  return new UsdaParser(text, anchor, budget, lose).layer()
}

class UsdaParser {
  readonly #scanner: UsdScanner
  #depth = 0

  readonly #text: string
  readonly #anchor: (asset: string) => string
  readonly #budget: ReaderBudget

  readonly #lose: Lose
  #damages = 0

  constructor(text: string, anchor: (asset: string) => string, budget: ReaderBudget, lose: Lose) {
    this.#text = text
    this.#anchor = anchor
    this.#budget = budget
    this.#lose = lose

    this.#scanner = new UsdScanner(text)
  }

  layer(): UsdLayer {
    if (!/^\s*#usda /.test(this.#text)) throw this.#broken('does not begin with #usda')
    const metadata = this.#try(() => this.#metadata()) ?? new Map<string, UsdValue>()
    const prims: UsdPrim[] = []
    while (this.#peek() !== undefined) this.#try(() => this.#topStatement(prims))
    return { metadata, prims }
  }

  #topStatement(prims: UsdPrim[]): void {
    const next = this.#word()
    if (next === undefined) throw this.#broken('has text that cannot be read')
    if (SPECIFIERS.has(next)) prims.push(this.#prim(next))
    else if (next === 'reorder') this.#statementRest()
    else throw this.#broken(phrase('has “{0}” where a prim was expected', next.slice(0, 40)))
  }

  /** Reads on behind the block and the line with the damage, where there is any. */
  #try<T>(read: () => T): T | undefined {
    const level = this.#depth
    return attempt(
      read,
      (error) => {
        this.#lose(error)
        this.#scanner.leaveBlocks(this.#depth - level)
        this.#scanner.leaveLine()
        this.#depth = level
        if (++this.#damages >= MOST_DAMAGES) this.#scanner.at = this.#text.length
      },
      () => this.#broken('has text that cannot be read'),
    )
  }

  #prim(specifier: string): UsdPrim {
    const type = this.#word() ?? ''
    const name = this.#string()
    return this.#body(specifier, type, name, this.#metadata())
  }

  #body(specifier: string, type: string, name: string, metadata: ReadonlyMap<string, UsdValue>): UsdPrim {
    this.#need('{')
    this.#budget.spend('elements', 1)
    this.#budget.checkDepth(++this.#depth)
    const properties = new Map<string, UsdProperty>()
    const prims: UsdPrim[] = []
    const variants = new Map<string, Map<string, UsdPrim>>()
    const statement = () => {
      const word = this.#word()
      if (word === undefined) throw this.#broken('has text that cannot be read')
      if (SPECIFIERS.has(word)) prims.push(this.#prim(word))
      else if (word === 'variantSet') variants.set(this.#string(), this.#variantSet())
      else if (word === 'reorder') this.#statementRest()
      else this.#property(word, properties)
    }
    while (!this.#accept('}')) {
      if (this.#peek() === undefined) {
        this.#lose(this.#broken('has text that cannot be read'))
        break
      }
      this.#try(statement)
    }
    this.#depth--
    return { specifier, type, name, metadata, properties, prims, variants }
  }

  #variantSet(): Map<string, UsdPrim> {
    this.#need('=')
    this.#need('{')
    const found = new Map<string, UsdPrim>()
    while (!this.#accept('}')) {
      const name = this.#string()
      found.set(name, this.#body('over', '', '', this.#metadata()))
    }
    return found
  }

  #property(first: string, properties: Map<string, UsdProperty>): void {
    let type: string | undefined = first
    while (type !== undefined && (QUALIFIERS.has(type) || LIST_EDITS.has(type))) type = this.#word()
    const full = this.#word()
    this.#budget.spend('elements', 1)
    if (type === undefined || full === undefined) throw this.#broken('has a property without a name')
    const [, name = full, aspect] = /^(.*?)\.(connect|timeSamples|spline)$/.exec(full) ?? []
    const property: UsdProperty = properties.get(name) ?? { type, targets: [], metadata: new Map() }
    properties.set(name, property)
    if (this.#accept('=')) {
      const value = this.#value()
      if (type === 'rel' || aspect === 'connect') property.targets = value.texts.map((path) => path.slice(1, -1))
      else if (aspect === 'timeSamples') property.samples = samplesOf(value)
      else if (aspect === undefined) property.value = value
    }
    const metadata = this.#metadata()
    if (metadata.size > 0) property.metadata = metadata
  }

  /** `( key = value, doc string )`; empty where there is none. */
  #metadata(): Map<string, UsdValue> {
    const found = new Map<string, UsdValue>()
    if (!this.#accept('(')) return found
    while (!this.#accept(')')) {
      if (this.#accept(',') || this.#scanner.quoted() !== undefined) continue
      let key = this.#word()
      if (key !== undefined && LIST_EDITS.has(key)) key = this.#word()
      if (key === undefined) throw this.#broken('has metadata that cannot be read')
      if (this.#accept('=')) found.set(key, this.#value())
    }
    return found
  }

  #value(): UsdValue {
    const numbers: number[] = []
    const texts: string[] = []
    if (this.#accept('{')) return { numbers, texts, entries: this.#dictionary() }
    const scanner = this.#scanner
    let open = 0
    let charged = 0
    do {
      scanner.blank()
      const mark = scanner.code()
      if (mark === BRACKET || mark === PAREN) open++
      else if (mark === BRACKET_END || mark === PAREN_END) open--
      else if (mark !== COMMA) {
        this.#scalar(numbers, texts)
        if (numbers.length + texts.length - charged >= PORTION) charged += this.#charge(PORTION)
        continue
      }
      scanner.at++
    } while (open > 0)
    this.#charge(numbers.length + texts.length - charged)
    // `<path>` may follow its `@layer@`, and a layer offset that path.
    while (texts.length > 0 && texts.at(-1)?.startsWith('@') && this.#peek() === '<') this.#scalar(numbers, texts)
    return { numbers, texts }
  }

  #charge(count: number): number {
    this.#budget.spend('elements', count)
    return count
  }

  #scalar(numbers: number[], texts: string[]): void {
    const number = this.#scanner.number()
    if (number !== undefined) {
      numbers.push(number)
      return
    }
    const text = this.#scanner.quoted()
    if (text !== undefined) {
      texts.push(this.#plain(text))
      return
    }
    const word = this.#word()
    if (word === undefined) throw this.#broken('has a value that cannot be read')
    if (word === 'true' || word === 'false') numbers.push(word === 'true' ? 1 : 0)
    // A value that is blocked is as good as none.
    else if (word !== 'None') texts.push(word)
  }

  /** The rest of `{ ... }`: time samples by their time, or `type name = value`. */
  #dictionary(): Map<string, UsdValue> {
    const entries = new Map<string, UsdValue>()
    this.#budget.checkDepth(++this.#depth)
    while (!this.#accept('}')) {
      if (this.#accept(',')) continue
      this.#budget.spend('elements', 1)
      const time = this.#scanner.number()
      if (time !== undefined) {
        this.#need(':')
        entries.set(String(time), this.#value())
        continue
      }
      this.#word()
      const key = this.#peek() === '"' || this.#peek() === "'" ? this.#string() : this.#word()
      if (key === undefined) throw this.#broken('has a dictionary that cannot be read')
      this.#need('=')
      entries.set(key, this.#value())
    }
    this.#depth--
    return entries
  }

  /** Passes over `name = value`. */
  #statementRest(): void {
    this.#word()
    if (this.#accept('=')) this.#value()
  }

  #string(): string {
    const text = this.#scanner.quoted()
    if (text === undefined || /^[@<]/.test(text)) throw this.#broken('has a name without quotation marks')
    return this.#plain(text)
  }

  /** The text without quotes and escapes; assets and paths keep their marks. */
  #plain(text: string): string {
    if (text.startsWith('@')) return `@${this.#anchor(text.replace(/^@(?:@@)?|@(?:@@)?$/g, ''))}@`
    if (text.startsWith('<')) return text
    const quotes = /^("""|''')/.test(text) ? 3 : 1
    return text
      .slice(quotes, -quotes)
      .replace(/\\([\s\S])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter))
  }

  #peek(): string | undefined {
    return this.#scanner.peek()
  }

  #accept(mark: string): boolean {
    return this.#scanner.accept(mark)
  }

  #need(mark: string): void {
    if (!this.#accept(mark)) throw this.#broken(phrase('lacks a “{0}”', mark))
  }

  #word(): string | undefined {
    return this.#scanner.word()
  }

  #broken(what: Words): MeshError {
    const line = this.#text.slice(0, this.#scanner.at).split('\n').length
    return new MeshError(
      'model-broken',
      phrase('The USD file {0} (line {1}).', part(what), line),
      'Export the model again and retry.',
    )
  }
}

function samplesOf({ entries }: UsdValue): UsdProperty['samples'] {
  return [...(entries ?? [])].map(([time, value]) => ({ time: Number(time), value })).sort((a, b) => a.time - b.time)
}
