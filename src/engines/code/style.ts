// Converts code from one style (two spaces, single quotes, semicolons) to the style of a project.
import type { CodeStyle } from '../code-style.ts'
import { tokensOf } from '../tokens.ts'

const inDoubleQuotes = (text: string) => `"${text.slice(1, -1).replace(/\\'/g, "'").replace(/"/g, '\\"')}"`

/** @param isMarkup attributes keep their double quotes, and lines end without semicolons of ours */
export function restyle(code: string, style: CodeStyle, isMarkup = false): string {
  let text = code
  if (!isMarkup && style.quotes === '"') {
    for (const token of tokensOf(code).toReversed()) {
      if (token.kind !== 'string' || !token.text.startsWith("'")) continue
      text = text.slice(0, token.start) + inDoubleQuotes(token.text) + text.slice(token.end)
    }
  }
  const lines = text.split('\n').map((line) => {
    const depth = /^(?: {2})*/.exec(line)?.[0].length ?? 0
    const indented = style.indentation.repeat(depth / 2) + line.slice(depth)
    return style.semicolons || isMarkup ? indented : indented.replace(/;$/, '')
  })
  return lines.join('\n')
}

/** Code with names called as the file calls them. @param locals by the name in the code */
export function renamed(code: string, locals: ReadonlyMap<string, string>): string {
  const tokens = tokensOf(code)
  let text = code
  for (const [index, token] of [...tokens.entries()].toReversed()) {
    const local = token.kind === 'word' ? locals.get(token.text) : undefined
    const isProperty =
      tokens[index - 1]?.text === '.' || (tokens[index + 1]?.text === ':' && tokens[index - 1]?.text !== '?')
    if (local === undefined || local === token.text || isProperty) continue
    text = text.slice(0, token.start) + local + text.slice(token.end)
  }
  return text
}

/** Lines after the first moved in, as deep as the line that they are put into. */
export const indentedBy = (code: string, indent: string): string =>
  code
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : indent + line))
    .join('\n')
