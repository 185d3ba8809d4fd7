// Reads ZIP files, ZIP64 included, entry by entry: only requested entries are unpacked, and never to more than the entry declares
// and the reader's budget allows.
import { Inflate, inflateSync } from 'fflate'
import { ReaderBudget, readerLimits } from '../budget.ts'
import { attempt, type Lose, refuse } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { concatBytes } from './concat-bytes.ts'
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
  /** Unpacked; undefined where nothing says it. */
  readonly size: number | undefined
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
/** Deflated bytes at once, where their end is not there. */
const PIECE = 4096

/**
 * @param lose told of damage; where it lets go on, files are found without the directory, and what there is of each is read
 * @throws MeshError model-broken when there is no readable directory
 */
export function openZip(
  bytes: Uint8Array,
  budget = new ReaderBudget(readerLimits(bytes.length)),
  lose: Lose = refuse,
): ZipArchive {
  const entries = attempt(() => directoryOf(bytes, budget), lose, damaged) ?? scattered(bytes, budget)
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name)
      return entry && attempt(() => unpack(bytes, entry, budget, lose), lose, damaged)
    },
  }
}

/** All files of a ZIP by their path. @throws MeshError model-broken, model-too-large */
export function readZip(bytes: Uint8Array, budget?: ReaderBudget, lose?: Lose): Map<string, Uint8Array> {
  const archive = openZip(bytes, budget, lose)
  return new Map(archive.names.map((name) => [name, archive.read(name) ?? new Uint8Array()]))
}

/** The files by the header before each, where the directory at the end is missing: sizes may be wrong there. */
function scattered(bytes: Uint8Array, budget: ReaderBudget): Map<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map<string, Entry>()
  for (let at = nextHeader(bytes, 0); at + 30 <= bytes.length; ) {
    budget.spend('elements', 1)
    const from = at + 30 + view.getUint16(at + 26, true)
    const start = from + view.getUint16(at + 28, true)
    const [packed, size] = [view.getUint32(at + 18, true), view.getUint32(at + 22, true)]
    // Without sizes, which then stand behind the data, they end where the next file begins.
    const isKnown = packed > 0 && packed !== ELSEWHERE
    const next = nextHeader(bytes, isKnown ? start + packed : start)
    const there = Math.max(0, Math.min(isKnown ? packed : Infinity, next - start))
    const name = decodeName(bytes.subarray(at + 30, from)).replaceAll('\\', '/')
    const method = view.getUint16(at + 8, true)
    const whole = isKnown ? size : undefined
    if (!name.endsWith('/')) entries.set(name, { method, packed: there, size: whole, offset: at })
    at = next
  }
  return entries
}

/** Where the next file's header begins, at a place or after it; the end of the bytes where there is none. */
function nextHeader(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x50, from); at >= 0; at = bytes.indexOf(0x50, at + 1))
    if (bytes[at + 1] === 0x4b && bytes[at + 2] === 3 && bytes[at + 3] === 4) return at
  return bytes.length
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

function unpack(
  bytes: Uint8Array,
  { method, packed, size, offset }: Entry,
  budget: ReaderBudget,
  lose: Lose,
): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) throw damaged()
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (from + packed > bytes.length || (size ?? 0) > packed * BEST_RATIO + 64) lose(damaged())
  const body = bytes.subarray(from, from + packed)
  if (method === 0) return body.slice(0, size)
  if (method !== 8)
    throw new MeshError(
      'model-broken',
      'The ZIP file is encrypted or packed in a way that cannot be read.',
      'Pack the files again as an ordinary ZIP, or unpack them.',
    )
  if (size === undefined) return inflatedStart(body, budget)
  // The room is given, so that data which say less than they are cannot grow beyond it.
  const whole = attempt(
    () => {
      budget.spend('bytes', size)
      return inflateSync(body, { out: new Uint8Array(size) })
    },
    lose,
    damaged,
  )
  return whole ?? inflatedStart(body, budget)
}

/** What comes out of deflated data before they end or make no sense. @throws MeshError model-too-large */
function inflatedStart(body: Uint8Array, budget: ReaderBudget): Uint8Array {
  const pieces: Uint8Array[] = []
  const inflate = new Inflate((piece) => {
    pieces.push(piece)
  })
  // Where it makes no sense any more, the pieces before are good.
  const stop: Lose = () => undefined
  attempt(
    () => {
      for (let at = 0; at < body.length; at += PIECE) {
        const before = pieces.length
        inflate.push(body.subarray(at, at + PIECE))
        budget.spend(
          'bytes',
          pieces.slice(before).reduce((sum, { length }) => sum + length, 0),
        )
      }
    },
    stop,
    damaged,
  )
  return concatBytes(pieces)
}

function damaged(): MeshError {
  return new MeshError('model-broken', 'The ZIP file is damaged or cut off.', 'Save the model again and retry.')
}
