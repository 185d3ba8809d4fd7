// Values of binary USD files: decodes the 64 bits of a value into the flat form that layers use. Source: OpenUSD's
// pxr/usd/sdf/crateFile.cpp and crateDataTypes.h.

import type { UsdValue } from './usd-layer.ts'
import { brokenCrate, CrateReader } from './usdc-codec.ts'

/** Numbers of each type: how one is read, and how many make a value. */
type NumberKind = 'u8' | 'i32' | 'u32' | 'i64' | 'u64' | 'f16' | 'f32' | 'f64'
const NUMBERS = new Map<number, readonly [kind: NumberKind, size: number]>([
  ...([
    [1, ['u8', 1]],
    [2, ['u8', 1]],
    [3, ['i32', 1]],
    [4, ['u32', 1]],
    [5, ['i64', 1]],
    [6, ['u64', 1]],
  ] as const),
  ...([
    [7, ['f16', 1]],
    [8, ['f32', 1]],
    [9, ['f64', 1]],
    [13, ['f64', 4]],
    [14, ['f64', 9]],
    [15, ['f64', 16]],
  ] as const),
  ...([
    [16, ['f64', 4]],
    [17, ['f32', 4]],
    [18, ['f16', 4]],
    [56, ['f64', 1]],
  ] as const),
  ...([2, 3, 4] as const).flatMap((size, i) =>
    (['f64', 'f32', 'f16', 'i32'] as const).map((kind, k): [number, readonly [NumberKind, number]] => [
      19 + i * 4 + k,
      [kind, size],
    ]),
  ),
])
const QUATERNIONS = new Set([16, 17, 18])
const MATRICES = new Map([
  [13, 2],
  [14, 3],
  [15, 4],
])
const TYPE = {
  string: 10,
  token: 11,
  asset: 12,
  pathListOp: 34,
  referenceListOp: 35,
  pathVector: 40,
  tokenVector: 41,
  specifier: 42,
  variantSelection: 45,
  timeSamples: 46,
  payload: 47,
  doubleVector: 48,
  stringVector: 50,
  payloadListOp: 55,
} as const
/** Shorter arrays are never packed, whatever their mark says. */
const LEAST_PACKED = 16
const SPECIFIERS = ['def', 'over', 'class']

/** What values refer to, and how this file's version has them. */
export interface CrateNames {
  readonly version: number
  token(index: number): string
  string(index: number): string
  path(index: number): string
  /** Gives an asset's path the form in which it can be looked up. */
  anchor(asset: string): string
}

/** A value, or a row of them by time codes. */
export interface CrateValue extends UsdValue {
  readonly samples?: readonly { readonly time: number; readonly value: UsdValue }[]
}

interface Rep {
  readonly type: number
  readonly isArray: boolean
  readonly isInlined: boolean
  readonly isPacked: boolean
  /** The value itself when inlined, else where it lies. */
  readonly payload: number
}

export class CrateValues {
  #depth = 0
  readonly #reader: CrateReader
  readonly #names: CrateNames

  constructor(reader: CrateReader, names: CrateNames) {
    this.#reader = reader
    this.#names = names
  }

  /** The value of 64 bits, given as two halves. Types that no model needs are empty. */
  read(low: number, high: number): CrateValue {
    const rep: Rep = {
      type: (high >>> 16) & 255,
      isArray: high >>> 31 === 1,
      isInlined: ((high >>> 30) & 1) === 1,
      isPacked: ((high >>> 29) & 1) === 1,
      payload: low + (high & 0xffff) * 2 ** 32,
    }
    const before = this.#reader.at
    // Samples may hold samples, in a damaged file their own.
    this.#reader.budget.checkDepth(++this.#depth)
    this.#reader.budget.spend('elements', 1)
    try {
      if (rep.isArray) return this.#array(rep)
      return rep.isInlined ? this.#inlined(rep) : this.#placed(rep)
    } finally {
      this.#reader.at = before
      this.#depth--
    }
  }

  #next(): CrateValue {
    return this.read(this.#reader.u32(), this.#reader.u32())
  }

  #inlined({ type, payload }: Rep): UsdValue {
    const bits = new DataView(new ArrayBuffer(4))
    bits.setUint32(0, payload >>> 0, true)
    const small = (count: number) => Array.from({ length: count }, (_, i) => bits.getInt8(i))
    const side = MATRICES.get(type)
    // Matrices with nothing beside small whole numbers on the diagonal, and vectors of such numbers.
    if (side !== undefined) {
      const diagonal = small(side)
      return numbers(
        Array.from({ length: side * side }, (_, i) => (i % (side + 1) === 0 ? (diagonal[i % side] ?? 0) : 0)),
      )
    }
    const known = NUMBERS.get(type)
    if (known) {
      const [kind, size] = known
      if (size > 1) return numbers(kind === 'f16' && size === 2 ? this.#halves(bits) : small(size))
      if (kind === 'f32' || kind === 'f64') return numbers([bits.getFloat32(0, true)])
      if (kind === 'f16') return numbers(this.#halves(bits).slice(0, 1))
      return numbers([kind === 'i32' || kind === 'i64' ? bits.getInt32(0, true) : payload])
    }
    if (type === TYPE.specifier) return texts([SPECIFIERS[payload] ?? 'over'])
    return texts(type === TYPE.string || type === TYPE.token || type === TYPE.asset ? [this.#text(type, payload)] : [])
  }

  #halves(bits: DataView): number[] {
    const reader = new CrateReader(new Uint8Array(bits.buffer), this.#reader.budget)
    return [reader.f16(), reader.f16()]
  }

  #text(type: number, index: number): string {
    if (type === TYPE.string) return this.#names.string(index)
    const token = this.#names.token(index)
    return type === TYPE.asset ? `@${this.#names.anchor(token)}@` : token
  }

  #placed({ type, payload }: Rep): CrateValue {
    const reader = this.#reader
    const names = this.#names
    reader.at = payload
    const known = NUMBERS.get(type)
    if (known) return numbers(this.#plain(type, known, 1))
    switch (type) {
      case TYPE.string:
      case TYPE.token:
      case TYPE.asset:
        return texts([this.#text(type, reader.u32())])
      case TYPE.tokenVector:
        return texts(this.#list(() => names.token(reader.u32())))
      case TYPE.stringVector:
        return texts(this.#list(() => names.string(reader.u32())))
      case TYPE.pathVector:
        return texts(this.#list(() => `<${names.path(reader.u32())}>`))
      case TYPE.doubleVector:
        return numbers(this.#list(reader.f64))
      case TYPE.pathListOp:
        return texts(this.#listOp(() => [`<${names.path(reader.u32())}>`]))
      case TYPE.referenceListOp:
        return texts(this.#listOp(() => this.#reference(true)))
      case TYPE.payloadListOp:
        return texts(this.#listOp(() => this.#reference(false)))
      case TYPE.payload:
        return texts(this.#reference(false))
      case TYPE.variantSelection:
        return this.#selection()
      case TYPE.timeSamples:
        return this.#samples()
      default:
        return texts([])
    }
  }

  #array({ type, payload, isPacked }: Rep): UsdValue {
    const reader = this.#reader
    const names = this.#names
    if (payload === 0) return numbers([])
    reader.at = payload
    // Old files have the number of dimensions here.
    if (names.version < 5) reader.u32()
    const count = names.version < 7 ? reader.counted(reader.u32()) : reader.count()
    const known = NUMBERS.get(type)
    if (!known) {
      if (type !== TYPE.string && type !== TYPE.token && type !== TYPE.asset) return texts([])
      return texts(Array.from({ length: count }, () => this.#text(type, reader.u32())))
    }
    if (!isPacked || names.version < 5 || count < LEAST_PACKED) return numbers(this.#plain(type, known, count))
    return numbers(this.#packed(known[0], count))
  }

  #plain(type: number, [kind, size]: readonly [NumberKind, number], count: number): number[] {
    const read = this.#reader[kind]
    // Counts are checked against bytes before anything is made.
    if (count * size > this.#reader.bytes.length) throw brokenCrate('is cut off')
    this.#reader.budget.spend('elements', count * (size - 1))
    const out: number[] = new Array(count * size)
    for (let i = 0; i < out.length; i++) out[i] = read()
    // In memory the real part of a quaternion is last, in USD's text it is first.
    if (QUATERNIONS.has(type))
      for (let i = 0; i < out.length; i += 4) {
        const [x = 0, y = 0, z = 0, w = 0] = out.slice(i, i + 4)
        out[i] = w
        out[i + 1] = x
        out[i + 2] = y
        out[i + 3] = z
      }
    return out
  }

  #packed(kind: NumberKind, count: number): number[] {
    const reader = this.#reader
    if (kind === 'i32') return Array.from(reader.integers(count))
    if (kind === 'u32') return Array.from(reader.integers(count), (value) => value >>> 0)
    if (kind !== 'f16' && kind !== 'f32' && kind !== 'f64')
      throw brokenCrate('has numbers of a kind that cannot be read')
    const way = String.fromCharCode(reader.u8())
    if (way === 'i') return Array.from(reader.integers(count))
    if (way !== 't') throw brokenCrate('has numbers of a kind that cannot be read')
    const table = Array.from({ length: reader.counted(reader.u32()) }, () => reader[kind]())
    return Array.from(reader.integers(count), (index) => table[index] ?? 0)
  }

  #list<T>(read: () => T): T[] {
    return Array.from({ length: this.#reader.count() }, read)
  }

  /** Lists of what is explicit, added, prepended, appended, deleted and reordered; the last two add nothing. */
  #listOp(read: () => string[]): string[] {
    const flags = this.#reader.u8()
    const found: string[] = []
    for (const flag of [0x02, 0x04, 0x20, 0x40])
      if (flags & flag) for (const item of this.#list(read)) found.push(...item)
    return found
  }

  /** `@asset@` and `<path>`, as far as they are named. */
  #reference(hasData: boolean): string[] {
    const reader = this.#reader
    const names = this.#names
    const asset = names.string(reader.u32())
    const path = names.path(reader.u32())
    if (hasData || names.version >= 8) for (let i = 0; i < 2; i++) reader.f64()
    if (hasData) this.#passDictionary()
    return [...(asset === '' ? [] : [`@${names.anchor(asset)}@`]), ...(path === '' ? [] : [`<${path}>`])]
  }

  #passDictionary(): void {
    const reader = this.#reader
    for (let count = reader.count(); count > 0; count--) {
      reader.u32()
      this.#jump()
      reader.at += 8
    }
  }

  /** Goes where the number here says, counted from it. */
  #jump(): void {
    const start = this.#reader.at
    this.#reader.at = start + this.#reader.i64()
  }

  #selection(): UsdValue {
    const reader = this.#reader
    const names = this.#names
    const pairs = this.#list((): [string, UsdValue] => [
      names.string(reader.u32()),
      texts([names.string(reader.u32())]),
    ])
    return { numbers: [], texts: [], entries: new Map(pairs) }
  }

  #samples(): CrateValue {
    this.#jump()
    const times = this.#next().numbers
    this.#jump()
    const values = this.#list(() => this.#next())
    const samples = times.flatMap((time, i) => {
      const value = values[i]
      return value ? [{ time, value }] : []
    })
    return { numbers: [], texts: [], samples }
  }
}

const numbers = (list: readonly number[]): UsdValue => ({ numbers: list, texts: [] })
const texts = (list: readonly string[]): UsdValue => ({ numbers: [], texts: list })
