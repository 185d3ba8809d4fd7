// Inserts into an Angular component's template: the tag at the cursor, and the component it names into the `imports` of the same
// decorator.
import { type Token, tokensOf } from '../tokens.ts'
import type { TextChange } from './imports.ts'

/** Where the token that closes a bracket is; -1 when it stays open. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    const text = tokens[index]?.text ?? ''
    if (/^[([{]$/.test(text)) depth++
    if (/^[)\]}]$/.test(text) && --depth === 0) return index
  }
  return -1
}

/**
 * How the decorator around a template gets to know a component.
 * @param offset of the cursor
 * @returns undefined where the cursor is in no template of a component
 */
export function namedInDecorator(code: string, offset: number, component: string): TextChange[] | undefined {
  const tokens = tokensOf(code).filter(({ kind }) => kind !== 'comment')
  const template = tokens.findIndex(
    ({ kind, start, end }, index) =>
      kind === 'template' && start < offset && offset < end && tokens[index - 2]?.text === 'template',
  )
  const decorator = tokens.findLastIndex(({ text }, index) => index < template && text === '@Component')
  if (template < 0 || decorator < 0) return undefined
  const end = closing(tokens, decorator + 1)
  const list = tokens.findIndex(
    ({ text }, index) =>
      index > decorator && (end < 0 || index < end) && text === 'imports' && tokens[index + 1]?.text === ':',
  )
  const open = list < 0 ? undefined : tokens[list + 2]
  if (open?.text === '[') {
    const last = tokens[closing(tokens, list + 2) - 1]
    if (!last || tokens.some((token) => token.text === component && token.start > open.start && token.end <= last.end))
      return []
    if (last === open) return [{ start: open.end, end: open.end, text: component }]
    const text = last.text === ',' ? ` ${component},` : `, ${component}`
    return [{ start: last.end, end: last.end, text }]
  }
  const key = tokens[template - 2]
  if (!key) return undefined
  const indent = /[ \t]*$/.exec(code.slice(0, key.start))?.[0] ?? ''
  return [{ start: key.start, end: key.start, text: `imports: [${component}],\n${indent}` }]
}
