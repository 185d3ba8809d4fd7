// Reads literal values of config files: JSON with comments, and literals in a JavaScript config. A config is never executed, so
// of a computed value only its existence is known.
import { stringValue, type Token, tokensOf } from './tokens.ts'

/** An object of JSON. */
export type JsonObject = { readonly [key: string]: unknown }

/** @returns undefined for anything but an object */
export const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

/** Texts of a list. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

/** JSON, where comments and a comma at the end are passed by; undefined when it is not an object of JSON. */
export function readJson(text: string): JsonObject | undefined {
  const tokens = tokensOf(text.replace(/^\uFEFF/, '')).filter(({ kind }) => kind !== 'comment')
  const kept = tokens.filter(({ text }, index) => text !== ',' || !/^[\]}]$/.test(tokens[index + 1]?.text ?? ''))
  try {
    return objectOf(JSON.parse(kept.map(({ text }) => text).join('')))
  } catch {
    return undefined
  }
}

/** What a config says: a literal, or `computed` where only running it would tell. */
export type ConfigValue = { text: string } | { isOn: boolean } | 'computed'

const AFTER_VALUE = /^[,}]$/

function valueAt(tokens: readonly Token[], at: number): ConfigValue {
  const token = tokens[at]
  const next = tokens[at + 1]
  if (!token || (next && !AFTER_VALUE.test(next.text))) return 'computed'
  const text = stringValue(token)
  if (text !== undefined) return { text }
  if (token.text === 'true' || token.text === 'false') return { isOn: token.text === 'true' }
  return 'computed'
}

const keyOf = (token: Token | undefined): string | undefined =>
  token?.kind === 'word' ? token.text : token && stringValue(token)

/**
 * The value of a key in a JavaScript config.
 * @param path the keys above it and its own, such as `kit`, `files`, `assets`
 */
export function configValue(source: string, path: readonly string[]): ConfigValue | undefined {
  const tokens = tokensOf(source).filter(({ kind }) => kind !== 'comment')
  const wanted = path.join('\n')
  /** The key of each object that is open; undefined for one that has none, such as a function's argument. */
  const open: (string | undefined)[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.text === '{') open.push(tokens[index - 1]?.text === ':' ? keyOf(tokens[index - 2]) : undefined)
    else if (token.text === '}') open.pop()
    else if (tokens[index + 1]?.text === ':' && open.length > 0) {
      const key = keyOf(token)
      if (key !== undefined && [...open.filter((name) => name !== undefined), key].join('\n') === wanted)
        return valueAt(tokens, index + 2)
    }
  }
  return undefined
}
