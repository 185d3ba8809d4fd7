// The encoding of binary USD ("crate") files: numbers at any position, LZ4 blocks, and lists of integers as small differences.
// Source: OpenUSD's pxr/usd/sdf/crateFile.cpp, integerCoding.cpp and pxr/base/tf/fastCompression.cpp.
import { part, phrase, type Words } from '../../text/index.ts'
import type { ReaderBudget } from '../budget.ts'
import { MeshError } from '../errors.ts'

/** Nothing that a model needs is larger. */
const MAX_UNPACKED = 1_000_000_000
/** LZ4 makes at most so many bytes of one. */
const LZ4_RATIO = 255
/** A count in a file stands for values of at least a hundredth of a byte (packed twice), or a few. */
const VALUES_PER_BYTE = 300

export const brokenCrate = (what: Words) =>
  new MeshError('model-broken', phrase('The binary USD file {0}.', part(what)), 'Export the model again and retry.')

/** Reads little-endian numbers from a place on; what it makes of them is charged before. */
export class CrateReader {
  readonly #view: DataView
  constructor(
    readonly bytes: Uint8Array,
    readonly budget: ReaderBudget,
    public at = 0,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  #step(size: number): number {
    const from = this.at
    if (!(from >= 0 && from + size <= this.bytes.length)) throw brokenCrate('is cut off')
    this.at += size
    return from
  }

  u8 = () => this.#view.getUint8(this.#step(1))
  u16 = () => this.#view.getUint16(this.#step(2), true)
  i32 = () => this.#view.getInt32(this.#step(4), true)
  u32 = () => this.#view.getUint32(this.#step(4), true)
  f32 = () => this.#view.getFloat32(this.#step(4), true)
  f64 = () => this.#view.getFloat64(this.#step(8), true)
  /** Exact below 2^53, which no file is larger than. */
  u64 = () => this.u32() + this.u32() * 2 ** 32
  i64 = () => this.u32() + this.i32() * 2 ** 32
  f16 = () => {
    const bits = this.u16()
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023]
    const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15)
    return bits & 0x8000 ? -size : size
  }

  read(length: number): Uint8Array {
    const from = this.#step(length)
    return this.bytes.subarray(from, from + length)
  }

  /** A number of values before them, charged; more than there can be is damage. */
  count(): number {
    return this.counted(this.u64())
  }

  counted(count: number): number {
    if (count > MAX_UNPACKED || count > this.bytes.length * VALUES_PER_BYTE + 1000)
      throw brokenCrate('names more values than it can hold')
    this.budget.spend('elements', count)
    return count
  }

  /** Data packed to so many bytes as the number before it says. */
  packed(unpacked: number): Uint8Array {
    return unpack(this.read(this.u64()), unpacked, this.budget)
  }

  integers(count: number): Int32Array {
    return decodeIntegers(this.packed(4 + Math.ceil(count / 4) + count * 4), count)
  }
}

/** Data of one or several LZ4 blocks, of which the first byte tells the number; 0 stands for one without a length. */
function unpack(packed: Uint8Array, size: number, budget: ReaderBudget): Uint8Array {
  if (size > MAX_UNPACKED || size > packed.length * LZ4_RATIO + 64)
    throw brokenCrate('announces more than its data can hold')
  budget.spend('bytes', size)
  const out = new Uint8Array(size)
  const reader = new CrateReader(packed, budget)
  const chunks = reader.u8()
  if (chunks === 0) {
    unpackBlock(packed.subarray(1), out, 0)
    return out
  }
  let to = 0
  for (let i = 0; i < chunks; i++) to = unpackBlock(reader.read(reader.i32()), out, to)
  return out
}

/** One LZ4 block into `out` from `start` on; gives where it ends. https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let [from, to] = [0, start]
  const more = (length: number) => {
    let total = length
    if (length !== 15) return total
    for (let byte = 255; byte === 255; total += byte) byte = block[from++] ?? 0
    return total
  }
  while (from < block.length) {
    const token = block[from++] ?? 0
    const literals = more(token >> 4)
    if (from + literals > block.length || to + literals > out.length)
      throw brokenCrate('has data that cannot be unpacked')
    out.set(block.subarray(from, from + literals), to)
    from += literals
    to += literals
    if (from >= block.length) break
    const back = (block[from] ?? 0) | ((block[from + 1] ?? 0) << 8)
    from += 2
    const length = more(token & 15) + 4
    if (back === 0 || back > to || to + length > out.length) throw brokenCrate('has data that cannot be unpacked')
    // Byte by byte: a match may reach into what it makes.
    for (let i = 0; i < length; i++, to++) out[to] = out[to - back] ?? 0
  }
  return to
}

/** Differences to the number before: the most common one, or one, two or four bytes, as two bits for each tell. */
function decodeIntegers(bytes: Uint8Array, count: number): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const common = view.getInt32(0, true)
  let at = 4 + Math.ceil(count / 4)
  const out = new Int32Array(count)
  let last = 0
  for (let i = 0; i < count; i++) {
    const code = (view.getUint8(4 + (i >> 2)) >> ((i & 3) * 2)) & 3
    if (code === 0) last += common
    else if (code === 1) last += view.getInt8(at++)
    else if (code === 2) {
      last += view.getInt16(at, true)
      at += 2
    } else {
      last += view.getInt32(at, true)
      at += 4
    }
    out[i] = last
  }
  return out
}
