// The container of WebP (RFC 9649): size, frames, EXIF and profile, read before any pixel is decoded.
import { at } from '../math/numbers.ts'

export interface WebpHead {
  width: number
  height: number
  /** The first frame of an animation as a still WebP, and where on the canvas it lies. */
  frame?: { x: number; y: number; file: Uint8Array }
  exif?: Uint8Array
  profile?: Uint8Array
}

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
const u24 = (bytes: Uint8Array, i: number) => at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16)
const u32 = (bytes: Uint8Array, i: number) => (u24(bytes, i) | (at(bytes, i + 3) << 24)) >>> 0

/** Walks the chunks of `bytes` from `start`. */
function* chunks(bytes: Uint8Array, start: number): Generator<{ name: string; body: Uint8Array; whole: Uint8Array }> {
  for (let pos = start; pos + 8 <= bytes.length; ) {
    const size = u32(bytes, pos + 4)
    const end = pos + 8 + size + (size % 2)
    yield {
      name: ascii(bytes, pos, pos + 4),
      body: bytes.subarray(pos + 8, pos + 8 + size),
      whole: bytes.subarray(pos, end),
    }
    pos = end
  }
}

/** Undefined when there is no picture in it. */
export function readWebpHead(bytes: Uint8Array): WebpHead | undefined {
  const head: WebpHead = { width: 0, height: 0 }
  let isAnimated = false
  for (const { name, body } of chunks(bytes, 12)) {
    if (name === 'VP8X' && body.length >= 10) {
      isAnimated = (at(body, 0) & 2) !== 0
      head.width = 1 + u24(body, 4)
      head.height = 1 + u24(body, 7)
    } else if (name === 'VP8 ' || name === 'VP8L') {
      if (head.width > 0 && !isAnimated) continue
      const size = frameSize(name, body)
      head.width ||= size?.width ?? 0
      head.height ||= size?.height ?? 0
    } else if (name === 'ANMF') head.frame ??= readFrame(body)
    else if (name === 'EXIF') head.exif ??= body
    else if (name === 'ICCP') head.profile ??= body
  }
  return head.width > 0 && head.height > 0 ? head : undefined
}

function frameSize(name: string, body: Uint8Array): { width: number; height: number } | undefined {
  if (name === 'VP8 ' && body.length >= 10)
    return { width: (at(body, 6) | (at(body, 7) << 8)) & 0x3fff, height: (at(body, 8) | (at(body, 9) << 8)) & 0x3fff }
  if (name === 'VP8L' && body.length >= 5) {
    const bits = u32(body, 1)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  return undefined
}

/** ANMF: place (in steps of two pixels), size, duration and flags in 16 bytes, then the frame's own chunks. */
function readFrame(body: Uint8Array): { x: number; y: number; file: Uint8Array } | undefined {
  if (body.length < 24) return undefined
  const parts = [...chunks(body, 16)].filter(({ name }) => name === 'ALPH' || name === 'VP8 ' || name === 'VP8L')
  const length = parts.reduce((sum, { whole }) => sum + whole.length, 0)
  const file = new Uint8Array(30 + length)
  const view = new DataView(file.buffer)
  file.set(new TextEncoder().encode('RIFF'))
  view.setUint32(4, file.length - 8, true)
  file.set(new TextEncoder().encode('WEBPVP8X'), 8)
  view.setUint32(16, 10, true)
  // The canvas of this file is the frame.
  file[20] = parts.some(({ name }) => name !== 'VP8 ') ? 0x10 : 0
  file.set(body.subarray(6, 12), 24)
  let pos = 30
  for (const { whole } of parts) {
    file.set(whole, pos)
    pos += whole.length
  }
  return { x: u24(body, 0) * 2, y: u24(body, 3) * 2, file }
}
