// The size of a Draco mesh according to its header, read before its decoder allocates memory.
// https://google.github.io/draco/spec/ (sections 2 to 5), bitstream 2.2; older streams are not examined.

const METADATA = 0x8000
const METHOD = { sequential: 0, edgebreaker: 1 } as const
const MOST_NESTED = 20

/** Numbers of points and faces that the header names; undefined when it cannot be read. */
export function announcedSize(bytes: Uint8Array): { points: number; faces: number } | undefined {
  const word = String.fromCharCode(...bytes.subarray(0, 5))
  const version = (bytes[5] ?? 0) * 256 + (bytes[6] ?? 0)
  if (word !== 'DRACO' || version < 0x202) return undefined
  const cursor = new Cursor(bytes, 11)
  const flags = (bytes[9] ?? 0) | ((bytes[10] ?? 0) << 8)
  if (flags & METADATA) {
    for (let count = cursor.varint(); count > 0 && !cursor.isOver; count--) {
      cursor.varint()
      passMetadata(cursor, 0)
    }
    passMetadata(cursor, 0)
  }
  const method = bytes[8]
  if (method === METHOD.edgebreaker) cursor.skip(1)
  else if (method !== METHOD.sequential) return undefined
  const [first, second] = [cursor.varint(), cursor.varint()]
  if (cursor.isOver) return undefined
  return method === METHOD.edgebreaker ? { points: first, faces: second } : { points: second, faces: first }
}

function passMetadata(cursor: Cursor, depth: number): void {
  if (depth > MOST_NESTED) {
    cursor.skip(Infinity)
    return
  }
  for (let count = cursor.varint(); count > 0 && !cursor.isOver; count--) {
    cursor.skip(cursor.byte())
    cursor.skip(cursor.varint())
  }
  for (let count = cursor.varint(); count > 0 && !cursor.isOver; count--) {
    cursor.skip(cursor.byte())
    passMetadata(cursor, depth + 1)
  }
}

class Cursor {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }
  get isOver(): boolean {
    return this.#at > this.#bytes.length
  }
  skip(count: number): void {
    this.#at += count
  }
  byte(): number {
    return this.#bytes[this.#at++] ?? 0
  }
  varint(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 36; scale *= 128) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) break
    }
    return value
  }
}
