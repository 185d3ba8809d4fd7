// The values of a PLY file, from its text or its bytes, as columns: one per property of an element.
import { part, phrase, wordsOf } from '../../text/index.ts'
import type { ReaderBudget, ReaderContext } from '../budget.ts'
import { attempt } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { brokenPly, PLY_BYTES, type PlyElement, type PlyHeader, type PlyType } from './ply-header.ts'

/** One property of all rows of an element. */
export interface PlyColumn {
  readonly type: PlyType
  /** All values, one after the other. */
  readonly values: ArrayLike<number>
  /** Where each row's list begins in `values`, and the end of the last; absent for one value per row. */
  readonly starts?: readonly number[]
}
export type PlyTable = ReadonlyMap<string, PlyColumn>

/** Gives the next value of the file. */
type Source = (type: PlyType) => number

/**
 * The columns of every element, by the element's name; of a file without its end those that are there.
 * @throws MeshError model-broken, model-too-large
 */
export function readPlyTables(bytes: Uint8Array, header: PlyHeader, context: ReaderContext): Map<string, PlyTable> {
  const body = bytes.subarray(header.end)
  const isText = header.encoding === 'ascii'
  const next = isText ? textSource(body) : binarySource(body, header.encoding === 'binary_little_endian')
  const tables = new Map<string, PlyTable>()
  for (const element of header.elements) {
    const most = mostRows(element, body.length, isText)
    if (element.count > most) context.lose(brokenPly('is cut off'))
    const { table, isWhole } = tableOf({ ...element, count: Math.min(element.count, most) }, next, context)
    tables.set(element.name, table)
    // There is no telling where the next values begin.
    if (!isWhole) break
  }
  return tables
}

/** How many rows the file may hold: a count beyond it is found out before anything is made for it. */
function mostRows({ properties }: PlyElement, size: number, isText: boolean): number {
  const least = properties.reduce((sum, { type, length }) => sum + (isText ? 2 : PLY_BYTES[length ?? type]), 0)
  return least === 0 ? 0 : Math.floor((size + 1) / least)
}

function tableOf(
  { name, count, properties }: PlyElement,
  next: Source,
  { budget, lose }: ReaderContext,
): { table: PlyTable; isWhole: boolean } {
  budget.spend('bytes', count * properties.length * 8)
  const columns = properties.map(({ type, length }) =>
    length === undefined ? single(type, count, next) : list(type, length, next, budget),
  )
  let rows = 0
  attempt(
    () => {
      for (; rows < count; rows++) {
        budget.spend('elements', 1)
        for (const { readRow } of columns) readRow(rows)
      }
    },
    (error) => lose(rowError(error, name, rows, count)),
    () => brokenPly('is cut off'),
  )
  const table = properties.flatMap(({ name: property }, i): [string, PlyColumn][] =>
    columns[i] ? [[property, rows === count ? columns[i].column : cut(columns[i].column, rows)]] : [],
  )
  return { table: new Map(table), isWhole: rows === count }
}

/** The rows that were read whole. */
function cut({ type, values, starts }: PlyColumn, rows: number): PlyColumn {
  if (!starts) return { type, values: Float64Array.from(values).subarray(0, rows) }
  return { type, values, starts: starts.slice(0, rows + 1) }
}

/** The same damage with its place. */
function rowError(error: MeshError, name: string, row: number, count: number): MeshError {
  const { sentence, nextStep } = wordsOf(error)
  const words = phrase('{0} This is at row {1} of {2} of “{3}”.', part(sentence), row + 1, count, name)
  return new MeshError(error.code, words, nextStep, { cause: error })
}

interface ColumnReader {
  readonly column: PlyColumn
  readRow(row: number): void
}

function single(type: PlyType, count: number, next: Source): ColumnReader {
  const values = new Float64Array(count)
  return {
    column: { type, values },
    readRow: (row) => {
      values[row] = next(type)
    },
  }
}

function list(type: PlyType, lengthType: PlyType, next: Source, budget: ReaderBudget): ColumnReader {
  const values: number[] = []
  const starts = [0]
  return {
    column: { type, values, starts },
    readRow: () => {
      const length = next(lengthType)
      if (!(length >= 0 && Number.isInteger(length))) throw brokenPly('has a list without a length')
      budget.spend('elements', length)
      for (let i = 0; i < length; i++) values.push(next(type))
      starts.push(values.length)
    },
  }
}

function binarySource(bytes: Uint8Array, little: boolean): Source {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  return (type) => {
    const from = offset
    offset += PLY_BYTES[type]
    if (offset > bytes.length) throw brokenPly('is cut off')
    switch (type) {
      case 'i8':
        return view.getInt8(from)
      case 'u8':
        return view.getUint8(from)
      case 'i16':
        return view.getInt16(from, little)
      case 'u16':
        return view.getUint16(from, little)
      case 'i32':
        return view.getInt32(from, little)
      case 'u32':
        return view.getUint32(from, little)
      case 'f32':
        return view.getFloat32(from, little)
      case 'f64':
        return view.getFloat64(from, little)
    }
  }
}

const BLANK = 0x20

/** Numbers between blanks and line ends, wherever the lines end. */
function textSource(bytes: Uint8Array): Source {
  let offset = 0
  return () => {
    while (offset < bytes.length && (bytes[offset] ?? 0) <= BLANK) offset++
    const from = offset
    while (offset < bytes.length && (bytes[offset] ?? 0) > BLANK) offset++
    if (from === offset) throw brokenPly('is cut off')
    const value = Number(String.fromCharCode(...bytes.subarray(from, Math.min(offset, from + 40))))
    if (Number.isNaN(value)) throw brokenPly('has a value that is no number')
    return value
  }
}
