// How a project's code is formatted: indentation, quotes, semicolons. Taken from the current file, then from the formatter's
// config, then from what is usual.
import { objectOf, readJson } from './plain-config.ts'
import { type Token, tokensOf } from './tokens.ts'

export interface CodeStyle {
  /** One level: a tab, or spaces. */
  indentation: string
  quotes: "'" | '"'
  semicolons: boolean
}

export const USUAL_STYLE: CodeStyle = { indentation: '  ', quotes: "'", semicolons: true }

function indentationOf(text: string): string | undefined {
  const counts = new Map<string, number>()
  let before = 0
  for (const line of text.split('\n').slice(0, 3000)) {
    const space = /^[\t ]*/.exec(line)?.[0] ?? ''
    if (line.trim() === '' || /^\s*\*/.test(line)) continue
    if (space.startsWith('\t')) counts.set('\t', (counts.get('\t') ?? 0) + 1)
    else {
      const deeper = space.length - before
      if (deeper >= 2 && deeper <= 8) counts.set(' '.repeat(deeper), (counts.get(' '.repeat(deeper)) ?? 0) + 1)
    }
    before = space.startsWith('\t') ? 0 : space.length
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function quotesOf(tokens: readonly Token[]): CodeStyle['quotes'] | undefined {
  const strings = tokens.filter(({ kind }) => kind === 'string')
  const single = strings.filter(({ text }) => text.startsWith("'")).length
  if (strings.length === 0) return undefined
  return single * 2 >= strings.length ? "'" : '"'
}

/** Tokens that end a statement where a line ends after them. */
const ENDS = new Set([')', ']', '}'])

function semicolonsOf(text: string, tokens: readonly Token[]): boolean | undefined {
  let withOne = 0
  let without = 0
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    const isLast = !next || text.slice(token.end, next.start).includes('\n')
    if (!isLast) continue
    if (token.text === ';') withOne++
    else if (token.kind === 'string' || (token.text !== '}' && ENDS.has(token.text))) without++
  }
  return withOne + without === 0 ? undefined : withOne >= without / 2 && withOne > 0
}

/** How a text of code is written; nothing where it does not show. @param text JavaScript or TypeScript */
export function styleOfCode(text: string): Partial<CodeStyle> {
  const tokens = tokensOf(text).filter(({ kind }) => kind !== 'comment')
  const found = { indentation: indentationOf(text), quotes: quotesOf(tokens), semicolons: semicolonsOf(text, tokens) }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

const spaces = (tabs: unknown, width: unknown): string | undefined => {
  if (tabs === true || tabs === 'tab') return '\t'
  const count = typeof width === 'number' && width >= 1 && width <= 8 ? Math.round(width) : undefined
  if (count !== undefined) return ' '.repeat(count)
  return tabs === 'space' ? '  ' : undefined
}

/** What `.prettierrc` says, or `prettier` in package.json; Prettier's defaults where it says nothing. */
export function styleOfPrettier(value: unknown): Partial<CodeStyle> {
  const config = objectOf(value)
  if (!config) return {}
  return {
    indentation: spaces(config['useTabs'], config['tabWidth']) ?? '  ',
    quotes: config['singleQuote'] === true ? "'" : '"',
    semicolons: config['semi'] !== false,
  }
}

/** What biome.json says; Biome's defaults where it says nothing. */
export function styleOfBiome(text: string): Partial<CodeStyle> {
  const config = readJson(text)
  if (!config) return {}
  const own = objectOf(objectOf(config['javascript'])?.['formatter'])
  const general = objectOf(config['formatter'])
  const style = own?.['indentStyle'] ?? general?.['indentStyle'] ?? 'tab'
  return {
    indentation: style === 'tab' ? '\t' : spaces('space', own?.['indentWidth'] ?? general?.['indentWidth']),
    quotes: own?.['quoteStyle'] === 'single' ? "'" : '"',
    semicolons: own?.['semicolons'] !== 'asNeeded',
  }
}
