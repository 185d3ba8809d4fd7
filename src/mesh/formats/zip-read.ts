// Reading ZIP files, ZIP64 included, entry by entry: what is not asked for is not unpacked, and nothing unpacks to more
// than its entry says and the reader's budget has left.
import { inflateSync } from 'fflate'
import { ReaderBudget, readerLimits } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { decodeName } from './text.ts'

export interface ZipArchive {
  /** The paths of all files, directories left out, in the archive's order. */
  readonly names: readonly string[]
  /** The file's bytes; undefined when there is none of the name. @throws MeshError model-broken, model-too-large */
  read(name: string): Uint8Array | undefined
}

interface Entry {
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** The end record and the longest comment after it. */
const END_LOOK = 22 + 65_535
/** A 32-bit field that says its value stands in the ZIP64 extra field. */
const ELSEWHERE = 0xffffffff
/** Deflate cannot pack better than this. */
const BEST_RATIO = 1032

/** @throws MeshError model-broken when there is no readable directory */
export function openZip(bytes: Uint8Array, budget = new ReaderBudget(readerLimits(bytes.length))): ZipArchive {
  const entries = directoryOf(bytes, budget)
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name)
      return entry && unpack(bytes, entry, budget)
    },
  }
}

/** All files of a ZIP by their path. @throws MeshError model-broken, model-too-large */
export function readZip(bytes: Uint8Array, budget?: ReaderBudget): Map<string, Uint8Array> {
  const archive = openZip(bytes, budget)
  return new Map(archive.names.map((name) => [name, archive.read(name) ?? new Uint8Array()]))
}

function directoryOf(bytes: Uint8Array, budget: ReaderBudget): Map<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map<string, Entry>()
  let { at, count } = startOf(view)
  for (; count > 0; count--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw damaged()
    budget.spend('elements', 1)
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true))
    const from = at + 46
    const extra = from + (nameLength ?? 0)
    const end = extra + (extraLength ?? 0)
    if (end > bytes.length) throw damaged()
    const name = decodeName(bytes.subarray(from, extra)).replaceAll('\\', '/')
    if (!name.endsWith('/')) entries.set(name, entryAt(view, at, extra, end))
    at = end + (commentLength ?? 0)
  }
  return entries
}

/** Where the directory begins and how many entries it has. */
function startOf(view: DataView): { at: number; count: number } {
  const least = Math.max(0, view.byteLength - END_LOOK)
  for (let end = view.byteLength - 22; end >= least; end--) {
    if (view.getUint32(end, true) !== END) continue
    const plain = { at: view.getUint32(end + 16, true), count: view.getUint16(end + 10, true) }
    if (end < 20 || view.getUint32(end - 20, true) !== LOCATOR_64) return plain
    const wide = wideNumber(view, end - 12)
    if (wide + 56 > view.byteLength || view.getUint32(wide, true) !== END_64) throw damaged()
    return { at: wideNumber(view, wide + 48), count: wideNumber(view, wide + 32) }
  }
  throw damaged()
}

function entryAt(view: DataView, at: number, extra: number, end: number): Entry {
  const fields = [24, 20, 42].map((field) => view.getUint32(at + field, true))
  for (let field = extra; field + 4 <= end; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue
    // Only the values that do not fit stand here, in this order.
    let from = field + 4
    for (const [i, value] of fields.entries())
      if (value === ELSEWHERE && from + 8 <= end) {
        fields[i] = wideNumber(view, from)
        from += 8
      }
  }
  const [size = 0, packed = 0, offset = 0] = fields
  return { method: view.getUint16(at + 10, true), size, packed, offset }
}

function wideNumber(view: DataView, at: number): number {
  if (at < 0 || at + 8 > view.byteLength) throw damaged()
  return Number(view.getBigUint64(at, true))
}

function unpack(bytes: Uint8Array, { method, packed, size, offset }: Entry, budget: ReaderBudget): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) throw damaged()
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (from + packed > bytes.length || size > packed * BEST_RATIO + 64) throw damaged()
  const body = bytes.subarray(from, from + packed)
  if (method === 0) return body.slice(0, size)
  if (method !== 8)
    throw new MeshError(
      'model-broken',
      'The ZIP file is encrypted or packed in a way that cannot be read.',
      'Pack the files again as an ordinary ZIP, or unpack them.',
    )
  budget.spend('bytes', size)
  try {
    // The room is given, so that data which say less than they are cannot grow beyond it.
    return inflateSync(body, { out: new Uint8Array(size) })
  } catch {
    throw damaged()
  }
}

function damaged(): MeshError {
  return new MeshError('model-broken', 'The ZIP file is damaged or cut off.', 'Save the model again and retry.')
}
