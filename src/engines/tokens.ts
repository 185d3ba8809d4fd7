// Splits JavaScript, TypeScript and JSON into tokens without parsing them: enough to find strings, imports and literal config
// values, in incomplete code, too. Never fails and never executes anything; what it does not recognize it skips.

export type TokenKind = 'word' | 'string' | 'template' | 'comment' | 'number' | 'regexp' | 'sign'

export interface Token {
  kind: TokenKind
  /** As it stands in the text, quotes included. */
  text: string
  /** Offsets in UTF-16 units. */
  start: number
  end: number
}

const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy
const NUMBER = /\d[\w.]*/y
const SPACE = /\s+/y
/** Words after which a slash begins a regular expression. */
const BEFORE_REGEXP = new Set(['return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'throw', 'new', 'else', 'do'])
const REGEXP = /\/(?![*/])(?:[^\\/[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\/[a-z]*/y

const matchAt = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Where a string in quotes ends; -1 when its line ends first, as an apostrophe's in the text of JSX does. */
function endOfString(text: string, at: number): number {
  const quote = text[at]
  for (let index = at + 1; index < text.length; index++) {
    const letter = text[index]
    if (letter === quote) return index + 1
    if (letter === '\n' || letter === '\r') return -1
    if (letter === '\\') index++
  }
  return -1
}

/** Where a template ends, what is in its `${}` passed by; the text's end when it is not closed. */
function endOfTemplate(text: string, at: number): number {
  const open: ('template' | 'code')[] = ['template']
  for (let index = at + 1; index < text.length; index++) {
    const letter = text[index]
    if (letter === '\\') index++
    else if (letter === '`') {
      if (open.at(-1) === 'template') open.pop()
      else open.push('template')
      if (open.length === 0) return index + 1
    } else if (open.at(-1) === 'template') {
      if (letter === '$' && text[index + 1] === '{') {
        open.push('code')
        index++
      }
    } else if (letter === '{') open.push('code')
    else if (letter === '}') open.pop()
    else if (letter === "'" || letter === '"') index = Math.max(index, endOfString(text, index) - 1)
  }
  return text.length
}

const endOfComment = (text: string, at: number): number => {
  const isLine = text[at + 1] === '/'
  const found = text.indexOf(isLine ? '\n' : '*/', at + 2)
  if (found < 0) return text.length
  return isLine ? found : found + 2
}

function mayBeRegExp(before: Token | undefined): boolean {
  if (!before) return true
  if (before.kind === 'word') return BEFORE_REGEXP.has(before.text)
  return before.kind === 'sign' && !/^[)\]}<]$/.test(before.text)
}

/** All tokens of a text, comments too, spaces left out. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let before: Token | undefined
  let at = 0
  const add = (kind: TokenKind, end: number) => {
    const token = { kind, text: text.slice(at, end), start: at, end }
    tokens.push(token)
    if (kind !== 'comment') before = token
    at = end
  }
  while (at < text.length) {
    const space = matchAt(SPACE, text, at)
    if (space > 0) {
      at = space
      continue
    }
    const letter = text[at]
    if (letter === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) add('comment', endOfComment(text, at))
    else if (letter === "'" || letter === '"') {
      const end = endOfString(text, at)
      if (end > 0) add('string', end)
      else add('sign', at + 1)
    } else if (letter === '`') add('template', endOfTemplate(text, at))
    else {
      const word = matchAt(WORD, text, at)
      const number = word > 0 ? -1 : matchAt(NUMBER, text, at)
      const regexp = letter === '/' && mayBeRegExp(before) ? matchAt(REGEXP, text, at) : -1
      if (word > 0) add('word', word)
      else if (number > 0) add('number', number)
      else if (regexp > 0) add('regexp', regexp)
      else add('sign', at + 1)
    }
  }
  return tokens
}

/** What a string, or a template without places, says; undefined for anything else. */
export function stringValue({ kind, text }: Token): string | undefined {
  if (kind !== 'string' && (kind !== 'template' || text.includes('${'))) return undefined
  return text.slice(1, -1).replace(/\\(.)/g, '$1')
}
