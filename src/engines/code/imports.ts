// Merges new imports into the import statements of a file: a name is added to an existing statement, an existing alias is used,
// and nothing is imported twice. Works on text, so that syntax it does not understand is left as it is.
import { stringValue, type Token, tokensOf } from '../tokens.ts'

/** Something that code needs. */
export interface Need {
  /** What is imported; absent: the module for what it does when loaded. */
  name?: string
  kind?: 'named' | 'default' | 'type'
  from: string
}

/** A replacement of text, by offsets in UTF-16 units. */
export interface TextChange {
  start: number
  end: number
  text: string
}

export interface Merged {
  changes: readonly TextChange[]
  /** How the code has to call each name: `THREE.AnimationMixer`, or an alias. */
  locals: ReadonlyMap<string, string>
}

interface Statement {
  start: number
  end: number
  from: string
  isType: boolean
  namespace?: string
  default?: Token
  named: { imported: string; local: string; end: number }[]
  /** Offset of the brace that ends the names. */
  close?: number
}

/** Paths of three's examples, which have two names, and endings that may be left out. */
const sameModule = (from: string): string =>
  from.replace(/^three\/examples\/jsm\//, 'three/addons/').replace(/\.[cm]?js$/, '')

function readStatement(tokens: readonly Token[], at: number): Statement | undefined {
  const first = tokens[at]
  if (!first) return undefined
  let index = at + 1
  const isType = tokens[index]?.text === 'type' && tokens[index + 1]?.text !== 'from' && tokens[index + 1]?.text !== ','
  if (isType) index++
  const statement: Statement = { start: first.start, end: first.end, from: '', isType, named: [] }
  for (; index < tokens.length; index++) {
    const token = tokens[index]
    if (!token) return undefined
    const from = stringValue(token)
    if (from !== undefined) {
      const semicolon = tokens[index + 1]
      return { ...statement, from, end: semicolon?.text === ';' ? semicolon.end : token.end }
    }
    if (token.text === '{') {
      for (index++; index < tokens.length && tokens[index]?.text !== '}'; index++) {
        const name = tokens[index]
        if (!name || (name.kind !== 'word' && name.kind !== 'string')) continue
        if (name.text === 'type' && tokens[index + 1]?.kind === 'word') continue
        const alias = tokens[index + 1]?.text === 'as' ? tokens[index + 2] : undefined
        const local = alias ?? name
        statement.named.push({ imported: name.text, local: local.text, end: local.end })
        if (alias) index += 2
      }
      statement.close = tokens[index]?.start
    } else if (token.text === '*') {
      statement.namespace = tokens[index + 2]?.text
      index += 2
    } else if (token.kind === 'word' && token.text !== 'from') statement.default = token
    else if (!/^(from|,)$/.test(token.text)) return undefined
  }
  return undefined
}

/** The import statements of a text, in order. */
export function importsOf(text: string): Statement[] {
  const tokens = tokensOf(text).filter(({ kind }) => kind !== 'comment')
  const found: Statement[] = []
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (/^[{([]$/.test(token.text)) depth++
    if (/^[})\]]$/.test(token.text)) depth--
    if (depth !== 0 || token.kind !== 'word' || token.text !== 'import') continue
    if (/^[(.]$/.test(tokens[index + 1]?.text ?? '') || tokens[index - 1]?.text === '.') continue
    const statement = readStatement(tokens, index)
    if (statement) found.push(statement)
  }
  return found
}

/** Where a first import goes: after a directive such as `'use client'`, a `#!` line and the comment at the top. */
function topOf(text: string): number {
  // Behind the line break that follows a tag.
  let at = /^(?:#!.*\n|[ \t]*\r?\n)/.exec(text)?.[0].length ?? 0
  const tokens = tokensOf(text.slice(at))
  const start = at
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    const isDirective = token.kind === 'string' && /^.use [\w ]+.$/.test(token.text)
    const isHeader = token.kind === 'comment' && index === 0
    if (!isDirective && !isHeader) break
    const end = isDirective && next?.text === ';' ? next.end : token.end
    at = start + end
    if (isDirective && next?.text === ';') tokens.splice(index + 1, 1)
  }
  const line = text.indexOf('\n', at)
  return at === start ? start : line < 0 ? text.length : line + 1
}

/** How new statements are written. */
export interface ImportStyle {
  quotes: "'" | '"'
  semicolons: boolean
  /** `const … = require(…)` instead of `import`. */
  isCommonJs?: boolean
  /** Before each line: of a script in a page. */
  indent?: string
}

/** What stands between the braces. */
const namesOf = (needs: readonly Need[]): string[] => [
  ...new Set(
    needs.flatMap(({ name, kind = 'named' }) =>
      name === undefined || kind === 'default' ? [] : [kind === 'type' ? `type ${name}` : name],
    ),
  ),
]

function statementOf(from: string, needs: readonly Need[], style: ImportStyle): string {
  const { quotes, semicolons, isCommonJs, indent = '' } = style
  const end = semicolons ? ';' : ''
  const module = `${quotes}${from}${quotes}`
  const named = namesOf(needs)
  const first = needs.find(({ kind }) => kind === 'default')?.name
  if (isCommonJs) {
    const target = first ?? (named.length > 0 ? `{ ${named.join(', ')} }` : undefined)
    return `${indent}${target === undefined ? '' : `const ${target} = `}require(${module})${end}\n`
  }
  const braces = named.length > 0 ? `{ ${named.join(', ')} }` : undefined
  const clause = [first, braces].filter(Boolean).join(', ')
  return `${indent}import ${clause === '' ? '' : `${clause} from `}${module}${end}\n`
}

/** The change that lets a name join the braces of a statement. */
function joined(text: string, statement: Statement, names: readonly string[]): TextChange | undefined {
  const { named, close } = statement
  if (close === undefined) {
    const { default: first } = statement
    return first && { start: first.end, end: first.end, text: `, { ${names.join(', ')} }` }
  }
  const last = named.at(-1)
  if (!last) return { start: close, end: close, text: ` ${names.join(', ')} ` }
  const rest = text.slice(last.end, close)
  const isOverLines = rest.includes('\n')
  const before = text.slice(0, last.end)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const space = isOverLines ? `\n${/^\s*/.exec(line)?.[0] ?? ''}` : ' '
  return { start: last.end, end: last.end, text: names.map((name) => `,${space}${name}`).join('') }
}

/**
 * Merges what code needs into the imports of a text.
 * @returns changes that do not touch each other
 */
export function mergeImports(text: string, needs: readonly Need[], style: ImportStyle): Merged {
  const statements = style.isCommonJs ? [] : importsOf(text)
  const locals = new Map<string, string>()
  const changes: TextChange[] = []
  let added = ''
  const modules = new Map<string, Need[]>()
  for (const need of needs) modules.set(need.from, [...(modules.get(need.from) ?? []), need])
  for (const [from, wanted] of modules) {
    const there = statements.filter((one) => sameModule(one.from) === sameModule(from))
    const values = there.filter(({ isType }) => !isType)
    const missing: Need[] = []
    for (const need of wanted) {
      const { name, kind = 'named' } = need
      if (name === undefined) {
        if (there.length === 0) missing.push(need)
        continue
      }
      const known =
        kind === 'default'
          ? values.find((one) => one.default)?.default?.text
          : values.flatMap((one) => one.named).find(({ imported }) => imported === name)?.local
      const space = kind !== 'default' ? values.find(({ namespace }) => namespace !== undefined)?.namespace : undefined
      const local = known ?? (space === undefined ? undefined : `${space}.${name}`)
      if (local === undefined) missing.push(need)
      locals.set(name, local ?? name)
    }
    if (missing.length === 0) continue
    const names = namesOf(missing)
    const canJoin = missing.every(({ name, kind }) => name !== undefined && kind !== 'default')
    const host = canJoin ? values.find(({ namespace }) => namespace === undefined) : undefined
    const change = host && joined(text, host, names)
    if (change) changes.push(change)
    else added += statementOf(from, missing, style)
  }
  if (added !== '') {
    const last = statements.at(-1)
    if (last) {
      const line = text.indexOf('\n', last.end)
      const at = line < 0 ? text.length : line + 1
      changes.push({ start: at, end: at, text: line < 0 ? `\n${added}` : added })
    } else {
      const at = topOf(text)
      const isFollowed = /^[^\n]*\S/.test(text.slice(at)) && !style.isCommonJs
      changes.push({ start: at, end: at, text: isFollowed ? `${added}\n` : added })
    }
  }
  return { changes: changes.sort((a, b) => a.start - b.start), locals }
}
