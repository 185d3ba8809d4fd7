// JSON with the position of each value in its text, so that problems can be shown where they are. Strict JSON; input that is
// nested too deeply or too long is rejected.

/** A step into a value: a key of an object or a place in a list. */
export type PathPart = string | number

export interface JsonNode {
  readonly value: unknown
  /** Units of the text; the end is behind the last. */
  readonly start: number
  readonly end: number
  /** Of an object or list: its parts. A key that is there twice counts as the last. */
  readonly parts: ReadonlyMap<PathPart, JsonNode>
  /** Keys of the object that are there more than once, with the place of the later one. */
  readonly twice: readonly { key: string; start: number; end: number }[]
}

/** A text that is no JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  readonly offset: number

  constructor(offset: number) {
    super(`no JSON at ${offset}`)
    this.offset = offset
  }
}

export const MOST_TEXT = 4 * 1024 * 1024
const DEEPEST = 32
const NOTHING: ReadonlyMap<PathPart, JsonNode> = new Map()
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy
const SPACE = /[ \t\r\n]*/y

/** @throws JsonSyntaxError with the place of the first mistake */
export function parseJson(text: string): JsonNode {
  if (text.length > MOST_TEXT) throw new JsonSyntaxError(MOST_TEXT)
  const reader = new Reader(text)
  const node = reader.value(0)
  reader.end()
  return node
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
    if (text.startsWith('\uFEFF')) this.#at = 1
  }

  /** What the pattern matches here; undefined: nothing. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #sign(sign: string): boolean {
    this.#match(SPACE)
    if (this.#text.charAt(this.#at) !== sign) return false
    this.#at += 1
    return true
  }

  #need(sign: string): void {
    if (!this.#sign(sign)) throw new JsonSyntaxError(this.#at)
  }

  end(): void {
    this.#match(SPACE)
    if (this.#at < this.#text.length) throw new JsonSyntaxError(this.#at)
  }

  value(depth: number): JsonNode {
    if (depth > DEEPEST) throw new JsonSyntaxError(this.#at)
    this.#match(SPACE)
    const start = this.#at
    if (this.#sign('{')) return this.#object(start, depth)
    if (this.#sign('[')) return this.#list(start, depth)
    const token = this.#match(STRING) ?? this.#match(LITERAL)
    if (token === undefined) throw new JsonSyntaxError(start)
    return { value: JSON.parse(token), start, end: this.#at, parts: NOTHING, twice: [] }
  }

  #object(start: number, depth: number): JsonNode {
    const parts = new Map<PathPart, JsonNode>()
    const twice: { key: string; start: number; end: number }[] = []
    if (!this.#sign('}')) {
      do {
        this.#match(SPACE)
        const keyStart = this.#at
        const token = this.#match(STRING)
        if (token === undefined) throw new JsonSyntaxError(keyStart)
        const key = String(JSON.parse(token))
        if (parts.has(key)) twice.push({ key, start: keyStart, end: this.#at })
        this.#need(':')
        parts.set(key, this.value(depth + 1))
      } while (this.#sign(','))
      this.#need('}')
    }
    // Without a prototype's own ways: `__proto__` is a key like others.
    const entries = [...parts].map(([key, node]): [string, unknown] => [String(key), node.value])
    return { value: Object.fromEntries(entries), start, end: this.#at, parts, twice }
  }

  #list(start: number, depth: number): JsonNode {
    const items: JsonNode[] = []
    if (!this.#sign(']')) {
      do items.push(this.value(depth + 1))
      while (this.#sign(','))
      this.#need(']')
    }
    const parts = new Map<PathPart, JsonNode>(items.entries())
    return { value: items.map((item) => item.value), start, end: this.#at, parts, twice: [] }
  }
}

/** The node at a path, or the nearest above it that is there. */
export function nodeAt(root: JsonNode, path: readonly PathPart[]): JsonNode {
  let node = root
  for (const part of path) {
    const next = node.parts.get(part)
    if (!next) break
    node = next
  }
  return node
}
