// The metadata of PNG, JPEG and WebP files: size, orientation, profile, frames. Only headers are read, no pixels and nothing
// compressed, so that both the page and the host can do it.
import { type Phrase, phrase } from '../../text/index.ts'

/** As the file stores it: the size is that of the pixels before they are turned. */
export interface ImageFacts {
  format: 'png' | 'jpeg' | 'webp'
  width: number
  height: number
  /** EXIF's 1 to 8. */
  orientation?: number
  hasProfile?: boolean
  isAnimated?: boolean
  /** CMYK or YCCK. */
  hasInks?: boolean
  /** The kind of file that hardly any program reads. */
  unreadable?: Phrase
}

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, Math.min(end, bytes.length)))

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n'

/** PNG: signature, IHDR with big-endian width and height, then chunks in any order (W3C PNG, 5.3 and 11.2.1). */
function readPng(bytes: Uint8Array): ImageFacts | undefined {
  if (bytes.length < 24 || ascii(bytes, 0, 8) !== PNG_SIGNATURE || ascii(bytes, 12, 16) !== 'IHDR') return undefined
  const data = view(bytes)
  const facts: ImageFacts = { format: 'png', width: data.getUint32(16), height: data.getUint32(20) }
  for (let at = 33; at + 12 <= bytes.length; ) {
    const end = at + 12 + data.getUint32(at)
    const type = ascii(bytes, at + 4, at + 8)
    if (type === 'IEND') break
    if (type === 'eXIf') facts.orientation = readOrientation(bytes.subarray(at + 8, end - 4))
    if (type === 'iCCP') facts.hasProfile = true
    at = end
  }
  return facts
}

/** JPEG: walk the segments to the first scan; any number of 0xFF may stand before a marker (ITU T.81, B.1.1.2 and B.2). */
function readJpeg(bytes: Uint8Array): ImageFacts | undefined {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined
  const data = view(bytes)
  const found: Partial<ImageFacts> = {}
  let facts: ImageFacts | undefined
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xda) break
    const body = bytes.subarray(at + 4, at + 2 + data.getUint16(at + 2))
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame && body.length >= 6) facts ??= readFrame(marker, body)
    if (marker === 0xe1 && ascii(body, 0, 4) === 'Exif') found.orientation ??= readOrientation(body.subarray(6))
    if (marker === 0xe2 && ascii(body, 0, 11) === 'ICC_PROFILE') found.hasProfile = true
    at += 2 + data.getUint16(at + 2)
  }
  return facts && { ...facts, ...found }
}

function readFrame(marker: number, body: Uint8Array): ImageFacts {
  const data = view(body)
  const [precision = 8, components = 3] = [body[0], body[5]]
  const [height, width] = [data.getUint16(1), data.getUint16(3)]
  const unreadable = processOf(marker, precision, height)
  return { format: 'jpeg', width, height, hasInks: components === 4, ...(unreadable ? { unreadable } : {}) }
}

/** The processes of T.81 table B.1 that common decoders do not know. */
function processOf(marker: number, precision: number, height: number): Phrase | undefined {
  if ([0xc3, 0xc7, 0xcb, 0xcf].includes(marker)) return phrase('a lossless JPEG')
  if (marker >= 0xc9) return phrase('a JPEG with arithmetic coding')
  if (marker >= 0xc5) return phrase('a hierarchical JPEG')
  if (precision !== 8) return phrase('a JPEG of {0} bits per sample', precision)
  return height === 0 ? phrase('a JPEG that names its height only after its pixels') : undefined
}

/** WebP: RIFF container with a VP8, VP8L or VP8X chunk first (RFC 9649). */
function readWebp(bytes: Uint8Array): ImageFacts | undefined {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 12) !== 'WEBP') return undefined
  const data = view(bytes)
  const chunk = ascii(bytes, 12, 16)
  if (chunk === 'VP8L') {
    const bits = data.getUint32(21, true)
    return { format: 'webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  if (chunk === 'VP8 ')
    return { format: 'webp', width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff }
  if (chunk !== 'VP8X') return undefined
  const facts: ImageFacts = {
    format: 'webp',
    width: 1 + (data.getUint32(24, true) & 0xffffff),
    height: 1 + (data.getUint16(27, true) | ((bytes[29] ?? 0) << 16)),
    isAnimated: ((bytes[20] ?? 0) & 2) !== 0,
  }
  for (let at = 30; at + 8 <= bytes.length; ) {
    const size = data.getUint32(at + 4, true)
    const name = ascii(bytes, at, at + 4)
    if (name === 'EXIF') facts.orientation = readOrientation(bytes.subarray(at + 8, at + 8 + size))
    if (name === 'ICCP') facts.hasProfile = true
    at += 8 + size + (size % 2)
  }
  return facts
}

/** EXIF tag 0x0112 of a TIFF structure, with or without `Exif` and two zeros before it; undefined when there is none. */
function readOrientation(block: Uint8Array): number | undefined {
  const tiff = ascii(block, 0, 4) === 'Exif' ? block.subarray(6) : block
  const order = ascii(tiff, 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return undefined
  const little = order === 'II'
  const data = view(tiff)
  const directory = data.getUint32(4, little)
  const count = directory + 2 <= tiff.length ? data.getUint16(directory, little) : 0
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > tiff.length) return undefined
    if (data.getUint16(entry, little) !== 0x0112) continue
    const value = data.getUint16(entry + 8, little)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** Undefined when it is none of the three or is cut off before it has said its size. */
export function readFacts(bytes: Uint8Array): ImageFacts | undefined {
  return readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes)
}
