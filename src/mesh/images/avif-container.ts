// The container of AVIF (ISO 23008-12, https://aomediacodec.github.io/av1-avif/): what the file is, its size and how it is turned,
// read before any pixel is decoded.
import { at } from '../math/numbers.ts'

export interface AvifHead {
  /** Pixels as they are stored, before the picture is turned. */
  readonly width: number
  readonly height: number
  /** EXIF orientations that bring the pixels upright, one after the other. */
  readonly orientations: readonly number[]
}

interface Box {
  readonly name: string
  readonly body: Uint8Array
}

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
const u16 = (bytes: Uint8Array, i: number) => (at(bytes, i) << 8) | at(bytes, i + 1)
const u32 = (bytes: Uint8Array, i: number) =>
  ((at(bytes, i) << 24) | (at(bytes, i + 1) << 16) | (at(bytes, i + 2) << 8) | at(bytes, i + 3)) >>> 0

/** The most bytes of brands that are looked at; files have about eight brands of four bytes. */
const MOST_BRANDS = 256
/** By `irot`: quarter turns against the clock. */
const TURNS = [1, 8, 3, 6]
/** By `imir`: top and bottom change places, or left and right. */
const MIRRORS = [4, 2]

/** Whether the first box says so: pictures (`avif`) and sequences of them (`avis`). */
export function isAvif(bytes: Uint8Array): boolean {
  if (bytes.length < 16 || ascii(bytes, 4, 8) !== 'ftyp') return false
  const end = Math.min(u32(bytes, 0), bytes.length, MOST_BRANDS)
  for (let i = 8; i + 4 <= end; i += 4) if (i !== 12 && /^avi[fs]$/.test(ascii(bytes, i, i + 4))) return true
  return false
}

/** Walks the boxes that lie in `bytes` from `start`; what claims more than there is ends it. */
function* boxes(bytes: Uint8Array, start: number): Generator<Box> {
  for (let pos = start; pos + 8 <= bytes.length; ) {
    const said = u32(bytes, pos)
    // 1: the size follows in 64 bits, of which no such file needs the upper half; 0: up to the end.
    const head = said === 1 ? 16 : 8
    const size = said === 1 ? u32(bytes, pos + 12) : said === 0 ? bytes.length - pos : said
    if (size < head || pos + size > bytes.length) return
    yield { name: ascii(bytes, pos + 4, pos + 8), body: bytes.subarray(pos + head, pos + size) }
    pos += size
  }
}

function childOf(bytes: Uint8Array | undefined, start: number, name: string): Uint8Array | undefined {
  for (const box of bytes ? boxes(bytes, start) : []) if (box.name === name) return box.body
  return undefined
}

/** Undefined when no size is in it. Where the picture is cut (`clap`) is not looked at: all of it is shown, as browsers do. */
export function readAvifHead(bytes: Uint8Array): AvifHead | undefined {
  const meta = childOf(bytes, 0, 'meta')
  let [width, height] = [0, 0]
  const orientations: number[] = []
  for (const { name, body } of propertiesOf(meta)) {
    if (name === 'ispe' && body.length >= 12) [width, height] = [u32(body, 4), u32(body, 8)]
    else if (name === 'irot') orientations.push(TURNS[at(body, 0) & 3] ?? 1)
    else if (name === 'imir') orientations.push(MIRRORS[at(body, 0) & 1] ?? 1)
  }
  return width > 0 && height > 0 ? { width, height, orientations } : undefined
}

/** Those of the picture itself, in the order in which they apply; masks, tiles and thumbnails have their own in the same list. */
function propertiesOf(meta: Uint8Array | undefined): Box[] {
  const properties = childOf(meta, 4, 'iprp')
  const list = childOf(properties, 0, 'ipco')
  const all = list ? [...boxes(list, 0)] : []
  const primary = childOf(meta, 4, 'pitm')
  const id = primary && (at(primary, 0) === 0 ? u16(primary, 4) : u32(primary, 4))
  return associations(childOf(properties, 0, 'ipma'), id).flatMap((index) => all[index - 1] ?? [])
}

/** Places in the list of properties, from 1, that belong to an item. */
function associations(body: Uint8Array | undefined, id: number | undefined): number[] {
  if (!body || body.length < 8) return []
  const idBytes = at(body, 0) === 0 ? 2 : 4
  const isWide = (at(body, 3) & 1) !== 0
  const count = u32(body, 4)
  for (let entry = 0, pos = 8; entry < count && pos + idBytes < body.length; entry++) {
    const item = idBytes === 2 ? u16(body, pos) : u32(body, pos)
    const length = at(body, pos + idBytes)
    pos += idBytes + 1
    // The upper bit says that a reader must know the property.
    const end = pos + length * (isWide ? 2 : 1)
    if (item !== id || end > body.length) {
      pos = end
      continue
    }
    return Array.from({ length }, (_, i) => (isWide ? u16(body, pos + i * 2) & 0x7fff : at(body, pos + i) & 0x7f))
  }
  return []
}
