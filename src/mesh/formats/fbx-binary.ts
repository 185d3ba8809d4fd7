// FBX's binary form, versions 7.0 to 7.7: node records with typed values, arrays deflated with zlib.
// Layout: https://code.blender.org/2013/08/fbx-binary-file-format-specification/
import { unzlibSync, zlibSync } from 'fflate'
import { ReaderBudget, readerLimits } from '../budget.ts'
import { attempt, type Lose, refuse } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { concatBytes } from './concat-bytes.ts'
import { type FbxArray, type FbxNode, type FbxValue, Int, OLDEST, tooOld } from './fbx-tree.ts'

const MAGIC = 'Kaydara FBX Binary  \0\u001a'
/** Written: 7.4, the last with 32-bit offsets and the one every program reads. */
const VERSION = 7400
/** From this version on, offsets and counts have 64 bits. */
const WIDE_VERSION = 7500
const NULL_RECORD = 13
/** Arrays shorter than this many bytes are not worth deflating. */
const SMALL_ARRAY = 128
const MAX_DEPTH = 64
// Fixed bytes for a file created at FBX's epoch; programs only compare them with each other.
const FILE_ID = [0x28, 0xb3, 0x2a, 0xeb, 0xb6, 0x24, 0xcc, 0xc2, 0xbf, 0xc8, 0xb0, 0x2a, 0xa9, 0x2b, 0xfc, 0xf1]
const FOOT_ID = [0xfa, 0xbc, 0xab, 0x09, 0xd0, 0xc8, 0xd4, 0x66, 0xb1, 0x76, 0xfb, 0x83, 0x1c, 0xf7, 0x26, 0x7e]
const END_ID = [0xf8, 0x5a, 0x8c, 0x6a, 0xde, 0xf5, 0xd9, 0x7e, 0xec, 0xe9, 0x0c, 0xe3, 0x75, 0x8f, 0x29, 0x0b]
export const CREATION_TIME = '1970-01-01 10:00:00:000'
export const FILE_ID_BYTES = new Uint8Array(FILE_ID)

export function isBinaryFbx(bytes: Uint8Array): boolean {
  return Array.from(MAGIC).every((letter, i) => bytes[i] === letter.charCodeAt(0))
}

/** The top-level nodes as a binary FBX 7.4 file. */
export function writeFbxTree(nodes: readonly FbxNode[]): Uint8Array {
  const head = new Uint8Array(27)
  for (const [i, letter] of Array.from(MAGIC).entries()) head[i] = letter.charCodeAt(0)
  new DataView(head.buffer).setUint32(23, VERSION, true)
  const parts: Uint8Array[] = [head]
  let offset = head.length
  for (const node of nodes) {
    const record = encodeNode(node, offset)
    parts.push(record)
    offset += record.length
  }
  const pad = 16 - ((offset + NULL_RECORD + FOOT_ID.length + 4) % 16)
  const foot = new Uint8Array(NULL_RECORD + FOOT_ID.length + 4 + pad + 4 + 120 + END_ID.length)
  foot.set(FOOT_ID, NULL_RECORD)
  new DataView(foot.buffer).setUint32(NULL_RECORD + FOOT_ID.length + 4 + pad, VERSION, true)
  foot.set(END_ID, foot.length - END_ID.length)
  return concatBytes([...parts, foot])
}

/** Nodes that end with an empty record even when they have no children. */
const ALWAYS_CLOSED = new Set(['AnimationStack', 'AnimationLayer'])

function encodeNode(node: FbxNode, offset: number): Uint8Array {
  const name = new TextEncoder().encode(node.name)
  const values = concatBytes(node.values.map(encodeValue))
  const head = new Uint8Array(13 + name.length)
  const parts = [head, values]
  let length = head.length + values.length
  for (const child of node.children) {
    const record = encodeNode(child, offset + length)
    parts.push(record)
    length += record.length
  }
  if (node.children.length > 0 || node.values.length === 0 || ALWAYS_CLOSED.has(node.name)) {
    parts.push(new Uint8Array(NULL_RECORD))
    length += NULL_RECORD
  }
  const view = new DataView(head.buffer)
  view.setUint32(0, offset + length, true)
  view.setUint32(4, node.values.length, true)
  view.setUint32(8, values.length, true)
  head[12] = name.length
  head.set(name, 13)
  return concatBytes(parts)
}

function encodeValue(value: FbxValue): Uint8Array {
  if (typeof value === 'boolean') return new Uint8Array([letter('C'), value ? 1 : 0])
  if (typeof value === 'number') return scalar('D', 8, (view) => view.setFloat64(1, value, true))
  if (typeof value === 'bigint') return scalar('L', 8, (view) => view.setBigInt64(1, value, true))
  if (value instanceof Int) return scalar('I', 4, (view) => view.setInt32(1, value.value, true))
  if (typeof value === 'string') return sized('S', new TextEncoder().encode(value))
  if (value instanceof Uint8Array) return sized('R', value)
  return encodeArray(value)
}

function letter(text: string): number {
  return text.charCodeAt(0)
}

function scalar(type: string, size: number, write: (view: DataView) => void): Uint8Array {
  const out = new Uint8Array(1 + size)
  out[0] = letter(type)
  write(new DataView(out.buffer))
  return out
}

function sized(type: string, body: Uint8Array): Uint8Array {
  return concatBytes([scalar(type, 4, (view) => view.setUint32(1, body.length, true)), body])
}

function encodeArray(array: FbxArray): Uint8Array {
  const type =
    array instanceof Float64Array ? 'd' : array instanceof Float32Array ? 'f' : array instanceof Int32Array ? 'i' : 'l'
  const raw = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  const body = raw.length < SMALL_ARRAY ? raw : zlibSync(raw, { level: 6 })
  const head = scalar(type, 12, (view) => {
    view.setUint32(1, array.length, true)
    view.setUint32(5, body === raw ? 0 : 1, true)
    view.setUint32(9, body.length, true)
  })
  return concatBytes([head, body])
}

/**
 * The top-level nodes of a binary FBX file.
 * @param lose told of damage; where it lets go on, a record keeps what stands before that, and the next is read
 * @throws MeshError model-broken
 */
export function readFbxTree(
  bytes: Uint8Array,
  budget = new ReaderBudget(readerLimits(bytes.length)),
  lose: Lose = refuse,
): FbxNode[] {
  const reader = new Reader(bytes, budget, lose)
  const nodes: FbxNode[] = []
  const readAll = () => {
    while (reader.more()) {
      const node = reader.node(0)
      if (!node) break
      nodes.push(node)
    }
  }
  attempt(readAll, lose, broken)
  if (nodes.length === 0) throw broken()
  return nodes
}

class Reader {
  readonly #view: DataView
  readonly #wide: boolean
  #offset = 27

  /** The byte after the file's mark says which end of a number comes first. */
  readonly #little: boolean

  readonly #bytes: Uint8Array
  readonly #budget: ReaderBudget

  readonly #lose: Lose

  constructor(bytes: Uint8Array, budget: ReaderBudget, lose: Lose) {
    this.#bytes = bytes
    this.#budget = budget
    this.#lose = lose

    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#little = bytes[22] !== 1
    if (bytes.length <= 27) throw broken()
    const version = this.#view.getUint32(23, this.#little)
    if (version < OLDEST) throw tooOld(version)
    this.#wide = version >= WIDE_VERSION
  }

  more(): boolean {
    return this.#offset + (this.#wide ? 25 : NULL_RECORD) <= this.#bytes.length
  }

  /** The next record; undefined for the empty one that ends a list. */
  node(depth: number): FbxNode | undefined {
    if (depth > MAX_DEPTH) throw broken()
    this.#budget.spend('elements', 1)
    const end = this.#count()
    const values = this.#count()
    const size = this.#count()
    const name = this.#text(this.#read(1)[0] ?? 0)
    if (end === 0) return undefined
    if (end < this.#offset) throw broken()
    if (end > this.#bytes.length) this.#lose(broken())
    const last = Math.min(end, this.#bytes.length)
    const found: FbxValue[] = []
    const children: FbxNode[] = []
    const readAll = () => {
      this.#values(values, this.#offset + size, found)
      while (this.#offset < last) {
        const child = this.node(depth + 1)
        if (child) children.push(child)
      }
    }
    attempt(readAll, this.#lose, broken)
    this.#offset = last
    return { name, values: found, children }
  }

  /** Values of a kind that is not known end a record's list: what follows it is found by the list's size. */
  #values(count: number, end: number, found: FbxValue[]): void {
    if (end > this.#bytes.length) throw broken()
    for (let i = 0; i < count && this.#offset < end; i++) {
      const kind = this.#bytes[this.#offset] ?? 0
      if (!KINDS.has(String.fromCharCode(kind))) {
        this.#offset = end
        return
      }
      this.#budget.spend('elements', 1)
      found.push(this.#value())
    }
  }

  #read(length: number): Uint8Array {
    if (this.#offset + length > this.#bytes.length) throw broken()
    this.#offset += length
    return this.#bytes.subarray(this.#offset - length, this.#offset)
  }
  #text(length: number): string {
    return new TextDecoder().decode(this.#read(length))
  }
  #count(): number {
    return this.#wide ? Number(this.#number(8, (at) => this.#view.getBigUint64(at, this.#little))) : this.#u32()
  }
  #u32(): number {
    return this.#number(4, (at) => this.#view.getUint32(at, this.#little))
  }
  #number<T>(size: number, read: (at: number) => T): T {
    this.#read(size)
    return read(this.#offset - size)
  }

  #value(): FbxValue {
    const type = this.#text(1)
    switch (type) {
      case 'C':
      case 'B':
        return (this.#read(1)[0] ?? 0) % 2 === 1
      case 'Z':
        return new Int(this.#number(1, (at) => this.#view.getInt8(at)))
      case 'Y':
        return new Int(this.#number(2, (at) => this.#view.getInt16(at, this.#little)))
      case 'I':
        return new Int(this.#number(4, (at) => this.#view.getInt32(at, this.#little)))
      case 'L':
        return this.#number(8, (at) => this.#view.getBigInt64(at, this.#little))
      case 'F':
        return this.#number(4, (at) => this.#view.getFloat32(at, this.#little))
      case 'D':
        return this.#number(8, (at) => this.#view.getFloat64(at, this.#little))
      case 'S':
        return this.#text(this.#u32())
      case 'R':
        return this.#read(this.#u32())
      default:
        return this.#array(type)
    }
  }

  #array(type: string): FbxArray {
    const size =
      type === 'd' || type === 'l' ? 8 : type === 'f' || type === 'i' ? 4 : type === 'b' || type === 'c' ? 1 : 0
    const [length, encoding, packed] = [this.#u32(), this.#u32(), this.#u32()]
    // Deflate cannot pack better than 1032 to 1.
    if (size === 0 || (encoding === 1 && length * size > packed * 1032 + 64)) throw broken()
    this.#budget.spend('bytes', length * size)
    const body = this.#read(encoding === 1 ? packed : length * size)
    // The output size is given, so a deflate bomb cannot grow beyond it.
    const raw = encoding === 1 ? unzlibSync(body, { out: new Uint8Array(length * size) }) : body.slice()
    if (raw.length !== length * size) throw broken()
    const buffer = raw.slice().buffer
    if (!this.#little) turnBytes(new Uint8Array(buffer), size)
    if (type === 'd') return new Float64Array(buffer)
    if (type === 'f') return new Float32Array(buffer)
    if (type === 'l') return new BigInt64Array(buffer)
    return type === 'i' ? new Int32Array(buffer) : Int32Array.from(raw)
  }
}

/** The kinds of values that are known. */
const KINDS = new Set('CBZYILFDSRfdlibc')

/** The bytes of each number the other way round. */
function turnBytes(bytes: Uint8Array, size: number): void {
  for (let from = 0; size > 1 && from + size <= bytes.length; from += size) bytes.subarray(from, from + size).reverse()
}

function broken(): MeshError {
  return new MeshError('model-broken', 'The FBX file is damaged or cut off.', 'Export the model again and retry.')
}
