// Where in a file code is inserted: in which script, in which function, among which tags. Based on tokens, so that it works in
// incomplete code; if the place cannot be determined, code that works anywhere is inserted.
import { type Token, tokensOf } from '../tokens.ts'

export type FileKind = 'script' | 'jsx' | 'vue' | 'svelte' | 'html' | 'astro' | 'other'

/** By a file's name. */
export function fileKindOf(path: string): FileKind {
  if (/\.[cm]?[jt]s$/i.test(path)) return 'script'
  if (/\.[jt]sx$/i.test(path)) return 'jsx'
  const ending = /\.(vue|svelte|astro|html?)$/i.exec(path)?.[1]?.toLowerCase()
  if (ending === 'vue' || ending === 'svelte' || ending === 'astro') return ending
  return ending ? 'html' : 'other'
}

/** A script in a file, by offsets. */
export interface Region {
  start: number
  end: number
  isTypeScript: boolean
  isModule: boolean
}

const SCRIPT = /(<script\b([^>]*)>)([\s\S]*?)<\/script\s*>/gi

/** The scripts of a page or a component; a file of code is one itself. */
export function scriptsOf(text: string, path: string): Region[] {
  const kind = fileKindOf(path)
  if (kind === 'script' || kind === 'jsx')
    return [{ start: 0, end: text.length, isTypeScript: /\.[cm]?tsx?$/i.test(path), isModule: true }]
  const front = kind === 'astro' ? /^\s*---\r?\n/.exec(text) : undefined
  const frontEnd = front ? text.indexOf('\n---', front[0].length - 1) : -1
  // Last, since code for the page's tags goes there.
  const frontRegion =
    front && frontEnd >= 0 ? [{ start: front[0].length, end: frontEnd + 1, isTypeScript: true, isModule: true }] : []
  const scripts = [...text.matchAll(SCRIPT)].flatMap((match) => {
    const [, open = '', attributes = '', body = ''] = match
    if (/\bsrc\s*=|\btype\s*=\s*["']?(?:importmap|application|text\/(?!javascript))/i.test(attributes)) return []
    const start = match.index + open.length
    const isInline = /\bis:inline\b/i.test(attributes)
    const isTypeScript = kind === 'astro' ? !isInline : /\blang\s*=\s*["']?tsx?/i.test(attributes)
    const isModule = (kind !== 'html' && !isInline) || /\btype\s*=\s*["']?module/i.test(attributes)
    return [{ start, end: start + body.length, isTypeScript, isModule }]
  })
  return [...scripts, ...frontRegion]
}

const BLOCKS = new Set(['if', 'for', 'while', 'switch', 'catch', 'else', 'try', 'do', 'finally', 'with'])

type Scope = 'async' | 'sync' | 'class' | 'block'

/** What a brace opens, by the tokens before it since the last statement. */
function scopeOf(tokens: readonly Token[], at: number): Scope {
  const header: Token[] = []
  let depth = 0
  for (let index = at - 1; index >= 0 && header.length < 80; index--) {
    const token = tokens[index]
    if (!token) break
    if (/^[)\]}]$/.test(token.text)) depth++
    else if (/^[([{]$/.test(token.text) && depth-- === 0) break
    else if (depth === 0 && /^[;,]$/.test(token.text)) break
    header.unshift(token)
    // The block before a statement ends where its own header begins.
    if (depth > 0 && token.text === '}' && header.length > 1) {
      header.shift()
      break
    }
  }
  const words = header.map(({ text }) => text)
  const isAsync = words.includes('async')
  if (words.at(-1) === '>' && words.at(-2) === '=') return isAsync ? 'async' : 'sync'
  if (words.includes('function')) return isAsync ? 'async' : 'sync'
  if (words.includes('class')) return 'class'
  const first = words.find((word) => word !== 'async') ?? ''
  if (BLOCKS.has(first) || words.at(-1) === ':' || words.at(-1) === '=' || words.length === 0) return 'block'
  // A method: a name, arguments, and perhaps a type after them.
  return words.includes('(') && header[0]?.kind === 'word' && words[0] !== 'return'
    ? isAsync
      ? 'async'
      : 'sync'
    : 'block'
}

export interface CursorPlace {
  /** Braces and brackets that are open. */
  depth: number
  /** Whether `await` compiles here: at a module's top, or in an asynchronous function. */
  canAwait: boolean
  /** Between tags of JSX. */
  isInTags: boolean
}

/** What surrounds an offset of a script. */
export function placeAt(code: string, offset: number): CursorPlace {
  const tokens = tokensOf(code.slice(0, offset)).filter(({ kind }) => kind !== 'comment')
  const open: Scope[] = []
  let brackets = 0
  for (const [index, { text }] of tokens.entries()) {
    if (text === '{') open.push(scopeOf(tokens, index))
    else if (text === '}') open.pop()
    else if (text === '(' || text === '[') brackets++
    else if (text === ')' || text === ']') brackets--
  }
  const inner = open.findLast((scope) => scope !== 'block')
  const before = code.slice(0, offset).trimEnd()
  const after = code.slice(offset).trimStart()
  const isInTags = (/(?:^|[^=])>$|\/>$/.test(before) || /\*\/\}$/.test(before)) && /^[<{]/.test(after)
  return { depth: open.length + Math.max(0, brackets), canAwait: inner === undefined || inner === 'async', isInTags }
}

/** The name of the variable that holds `new Scene(…)` and the like; undefined when none is made here. */
export function variableMadeBy(code: string, types: readonly string[]): string | undefined {
  const pattern = new RegExp(
    `(?:const|let|var|this\\.)\\s*([\\p{ID_Start}$_][\\p{ID_Continue}$]*)\\s*(?::[^=\\n]+)?=\\s*(?:await\\s+)?(?:new\\s+)?(?:[\\w$]+\\.)?(?:${types.join('|')})\\b`,
    'u',
  )
  const found = pattern.exec(code)
  if (!found?.[1]) return undefined
  return found[0].startsWith('this.') ? `this.${found[1]}` : found[1]
}
