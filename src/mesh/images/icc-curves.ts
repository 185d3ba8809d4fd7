// The curves of color profiles: `curv` (a power or a table) and `para` (a formula), ICC.1:2022 10.6 and 10.18.
import { at, clamp } from '../math/numbers.ts'

/** From 0 to 1 onto 0 to 1. */
export type Curve = (value: number) => number

/** Reads a curve; undefined when the tag is missing, damaged or of another kind. */
export function readCurve(tag: Uint8Array | undefined): Curve | undefined {
  return readCurveAndSize(tag)?.curve
}

/** A curve with the bytes it takes, for those that stand one after the other. */
export function readCurveAndSize(tag: Uint8Array | undefined): { curve: Curve; size: number } | undefined {
  if (!tag || tag.length < 12) return undefined
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength)
  const kind = String.fromCharCode(...tag.subarray(0, 4))
  if (kind === 'curv') {
    const count = view.getUint32(8)
    const size = 12 + count * 2
    if (size > tag.length) return undefined
    if (count === 0) return { curve: (value) => value, size }
    if (count === 1) {
      const gamma = view.getUint16(12) / 256
      return { curve: (value) => value ** gamma, size }
    }
    const table = Float64Array.from({ length: count }, (_, i) => view.getUint16(12 + i * 2) / 65535)
    return { curve: (value) => between(table, value), size }
  }
  return kind === 'para' ? readFormula(view) : undefined
}

/** How many numbers each of the five formulas has. */
const COUNTS = [1, 3, 4, 5, 7]

function readFormula(view: DataView): { curve: Curve; size: number } | undefined {
  const kind = view.getUint16(8)
  const count = COUNTS[kind]
  if (count === undefined || view.byteLength < 12 + count * 4) return undefined
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
    { length: count },
    (_, i) => view.getInt32(12 + i * 4) / 65536,
  )
  const power = (x: number) => Math.max(0, a * x + b) ** g
  const curves: readonly Curve[] = [
    (x) => x ** g,
    (x) => (a * x + b >= 0 ? power(x) : 0),
    (x) => (a * x + b >= 0 ? power(x) + c : c),
    (x) => (x >= d ? power(x) : c * x),
    (x) => (x >= d ? power(x) + e : c * x + f),
  ]
  const curve = curves[kind]
  return curve && { curve: (value) => clamp(curve(value), 0, 1), size: 12 + count * 4 }
}

/** The table at a place between its entries. */
export function between(table: Float64Array, value: number): number {
  const place = clamp(value, 0, 1) * (table.length - 1)
  const low = Math.floor(place)
  const part = place - low
  return at(table, low) * (1 - part) + at(table, Math.min(low + 1, table.length - 1)) * part
}
