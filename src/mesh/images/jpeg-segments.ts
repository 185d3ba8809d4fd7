// The segments of a JPEG before its pixels (ITU-T T.81 annex B): frame, Adobe's color transform, EXIF and color profile.
import { at } from '../math/numbers.ts'

export interface JpegComponent {
  id: number
  /** Sampling factors, 1 to 4. */
  h: number
  v: number
  /** Which quantization table. */
  table: number
}

export interface JpegFrame {
  /** 0xC0 to 0xCF: which process (table B.1). */
  marker: number
  /** Bits per sample. */
  precision: number
  width: number
  height: number
  components: readonly JpegComponent[]
}

export interface JpegHead {
  frame?: JpegFrame
  /** Transform of the APP14 segment: 0 none, 1 YCbCr, 2 YCCK; absent without one. */
  adobe?: number
  /** The TIFF structure of the EXIF segment. */
  exif?: Uint8Array
  /** ICC profile, put together from its segments. */
  profile?: Uint8Array
}

/** Markers without a length: TEM, restarts, start and end of image. */
export const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/**
 * Walks marker segments, with any number of fill bytes (0xFF) before a marker and other bytes between segments, which
 * every reader passes over. `visit` returns true to stop; the walk goes no further than the first scan by itself.
 */
function segments(bytes: Uint8Array, visit: (marker: number, body: Uint8Array) => boolean): void {
  for (let pos = 2; pos + 1 < bytes.length; ) {
    if (bytes[pos] !== 0xff || bytes[pos + 1] === 0xff || bytes[pos + 1] === 0) {
      pos++
      continue
    }
    const marker = at(bytes, pos + 1)
    pos += 2
    if (standsAlone(marker)) continue
    const length = (at(bytes, pos) << 8) | at(bytes, pos + 1)
    if (visit(marker, bytes.subarray(pos + 2, pos + Math.max(2, length))) || marker === 0xda) return
    pos += Math.max(2, length)
  }
}

/** Reads everything up to the first scan. */
export function readJpegHead(bytes: Uint8Array): JpegHead {
  const head: JpegHead = {}
  const profile: Uint8Array[] = []
  segments(bytes, (marker, body) => {
    if (isFrame(marker)) head.frame ??= readFrame(marker, body)
    else if (marker === 0xe1 && startsWith(body, 'Exif\0')) head.exif ??= body.subarray(6)
    else if (marker === 0xe2 && startsWith(body, 'ICC_PROFILE\0')) profile[at(body, 12)] = body.subarray(14)
    else if (marker === 0xee && startsWith(body, 'Adobe') && body.length >= 12) head.adobe = at(body, 11)
    return false
  })
  const parts = profile.filter((part) => part !== undefined)
  if (parts.length > 0) {
    head.profile = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let pos = 0
    for (const part of parts) {
      head.profile.set(part, pos)
      pos += part.length
    }
  }
  return head
}

function readFrame(marker: number, body: Uint8Array): JpegFrame {
  const word = (offset: number) => (at(body, offset) << 8) | at(body, offset + 1)
  const count = Math.min(at(body, 5), Math.floor((body.length - 6) / 3))
  const components = Array.from({ length: Math.max(0, count) }, (_, i) => {
    const sampling = at(body, 7 + i * 3)
    return { id: at(body, 6 + i * 3), h: sampling >> 4, v: sampling & 15, table: at(body, 8 + i * 3) }
  })
  return { marker, precision: at(body, 0), height: word(1), width: word(3), components }
}

const startsWith = (bytes: Uint8Array, text: string) => String.fromCharCode(...bytes.subarray(0, text.length)) === text
