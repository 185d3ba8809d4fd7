// Writes the text form of USD: prims, attributes and values. https://openusd.org/release/spec_usda.html

import type { Matrix } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { exact, Names, numeral } from './text.ts'

/** A prim: `def Type "Name" { lines, prims }`. */
export interface Prim {
  readonly type: string
  readonly name: string
  /** Metadata lines, in parentheses after the name. */
  readonly metadata?: readonly string[]
  readonly lines: readonly string[]
  readonly prims: readonly Prim[]
}

export function prim(
  type: string,
  name: string,
  lines: readonly string[],
  prims: readonly Prim[] = [],
  metadata?: readonly string[],
): Prim {
  return { type, name, lines, prims, ...(metadata && metadata.length > 0 ? { metadata } : {}) }
}

export function primText(value: Prim, depth = 0): string {
  const pad = '    '.repeat(depth)
  const inner = `${pad}    `
  const metadata = value.metadata ? ` (\n${value.metadata.map((line) => `${inner}${line}\n`).join('')}${pad})` : ''
  const lines = value.lines.map((line) => `${inner}${line.replaceAll('\n', `\n${inner}`)}\n`).join('')
  const prims = value.prims.map((child) => primText(child, depth + 1)).join('')
  return `${pad}def ${value.type} "${value.name}"${metadata}\n${pad}{\n${lines}${prims}${pad}}\n`
}

/** Names that USD takes for a prim: letters, digits, underscore, not beginning with a digit. */
export class PrimNames {
  readonly #names = new Names(/[A-Za-z0-9_]/)
  unique(wanted: string, fallback: string): string {
    return this.#names.unique(/^\d/.test(wanted) ? `_${wanted}` : wanted, fallback)
  }
}

/** `[(a, b), (c, d)]` */
export function tuples(values: ArrayLike<number>, size: number): string {
  const out: string[] = []
  for (let i = 0; i < values.length; i += size) {
    let tuple = `(${numeral(at(values, i))}`
    for (let k = 1; k < size; k++) tuple += `, ${numeral(at(values, i + k))}`
    out.push(`${tuple})`)
  }
  return `[${out.join(', ')}]`
}

/** USD multiplies row vectors, so its rows are our columns: the sixteen numbers in their order. */
export function matrixText(matrix: Matrix): string {
  const rows = [0, 4, 8, 12].map(
    (from) =>
      `(${matrix
        .slice(from, from + 4)
        .map(exact)
        .join(', ')})`,
  )
  return `( ${rows.join(', ')} )`
}

export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
