// How USD's binary form writes numbers: one after the other, packed with LZ4, and as differences. For usdc-write.ts.

/** Bytes that grow: numbers in little endian. */
export class Bytes {
  readonly #list: number[] = []
  readonly #view = new DataView(new ArrayBuffer(8))
  get length(): number {
    return this.#list.length
  }
  raw(bytes: ArrayLike<number>): this {
    for (let i = 0; i < bytes.length; i++) this.#list.push(bytes[i] ?? 0)
    return this
  }
  #flush(size: number): this {
    for (let i = 0; i < size; i++) this.#list.push(this.#view.getUint8(i))
    return this
  }
  u32(value: number): this {
    this.#view.setUint32(0, value >>> 0, true)
    return this.#flush(4)
  }
  u64(value: number): this {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32))
  }
  number(kind: 'i32' | 'f32' | 'f64' | 'f16', value: number): this {
    if (kind === 'i32') return this.u32(value)
    if (kind === 'f16') return this.raw(half(value))
    if (kind === 'f32') this.#view.setFloat32(0, value, true)
    else this.#view.setFloat64(0, value, true)
    return this.#flush(kind === 'f32' ? 4 : 8)
  }
  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#list)
  }
}

/** Only for numbers that a half holds exactly, as 0.5 or 2. */
function half(value: number): [number, number] {
  const size = Math.abs(value)
  const exponent = size === 0 ? 0 : Math.floor(Math.log2(size)) + 15
  const fraction = size === 0 ? 0 : Math.round((size / 2 ** (exponent - 15) - 1) * 1024)
  const bits = (value < 0 ? 0x8000 : 0) | (exponent << 10) | fraction
  return [bits & 255, bits >> 8]
}

/** A block of LZ4 with a simple search for matches, and TfFastCompression's byte before it. */
export function packed(bytes: Uint8Array): Uint8Array {
  const out = new Bytes().raw([0])
  const seen = new Map<string, number>()
  let literal = 0
  const length = (rest: number) => {
    for (let left = rest; left >= 0; left -= 255) out.raw([Math.min(255, left)])
  }
  const sequence = (to: number, back: number, match: number) => {
    const count = to - literal
    out.raw([(Math.min(15, count) << 4) | (back > 0 ? Math.min(15, match - 4) : 0)])
    if (count >= 15) length(count - 15)
    out.raw(bytes.subarray(literal, to))
    if (back > 0) {
      out.raw([back & 255, back >> 8])
      if (match - 4 >= 15) length(match - 4 - 15)
    }
  }
  // The format wants the last five bytes as literals, and no match in the last twelve.
  for (let at = 0; at + 12 < bytes.length; ) {
    const key = bytes.subarray(at, at + 4).join()
    const from = seen.get(key)
    seen.set(key, at)
    if (from === undefined || at - from > 65_535) {
      at++
      continue
    }
    let match = 4
    while (at + match < bytes.length - 5 && bytes[from + match] === bytes[at + match]) match++
    sequence(at, at - from, match)
    at += match
    literal = at
  }
  sequence(bytes.length, 0, 0)
  return out.bytes()
}

/** Integers as differences, packed. */
export function integers(values: readonly number[]): Uint8Array {
  const differences = values.map((value, i) => (value - (values[i - 1] ?? 0)) | 0)
  const counts = new Map<number, number>()
  for (const value of differences) counts.set(value, (counts.get(value) ?? 0) + 1)
  const common = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
  const codes = new Uint8Array(Math.ceil(values.length / 4))
  const rest = new Bytes()
  for (const [i, value] of differences.entries()) {
    const size = Math.abs(value) < 128 ? 1 : Math.abs(value) < 32_768 ? 2 : 3
    const code = value === common ? 0 : size
    codes[i >> 2] = (codes[i >> 2] ?? 0) | (code << ((i & 3) * 2))
    const full = new Bytes().u32(value).bytes()
    if (code > 0) rest.raw(full.subarray(0, code === 3 ? 4 : code))
  }
  return packed(new Bytes().u32(common).raw(codes).raw(rest.bytes()).bytes())
}
