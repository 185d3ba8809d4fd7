// Reading PNG (ISO/IEC 15948) of every colour type, bit depth and interlacing into RGBA: web standards have no decoder outside a browser.
import { unzlibSync } from 'fflate'
import { MeshError } from './errors.ts'
import { checkImageSize, type RgbaImage } from './image.ts'

interface Header {
  width: number
  height: number
  depth: number
  colorType: number
  interlaced: boolean
}

/** Samples per pixel by PNG colour type. */
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
])
/** Adam7: x start, y start, x step, y step of each pass. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Pixels of a PNG file; 16-bit samples keep their high byte. @throws MeshError image-broken, image-too-large */
export function decodePng(bytes: Uint8Array): RgbaImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = []
  let header: Header | undefined
  let palette: Uint8Array = new Uint8Array(0)
  let transparency: Uint8Array | undefined
  for (let pos = 8; pos + 12 <= bytes.length; ) {
    const length = view.getUint32(pos)
    const type = String.fromCharCode(...bytes.subarray(pos + 4, pos + 8))
    if (pos + 12 + length > bytes.length) break
    const body = bytes.subarray(pos + 8, pos + 8 + length)
    if (type === 'IHDR') header = readHeader(body)
    else if (type === 'PLTE') palette = body
    else if (type === 'tRNS') transparency = body
    else if (type === 'IDAT') parts.push(body)
    else if (type === 'IEND') break
    pos += 12 + length
  }
  if (!header || parts.length === 0) throw broken()
  return expand(header, inflate(parts), palette, transparency)
}

function readHeader(body: Uint8Array): Header {
  if (body.length < 13) throw broken()
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: body[8] ?? 0,
    colorType: body[9] ?? 0,
    interlaced: body[12] === 1,
  }
  checkImageSize(header.width, header.height)
  if (!CHANNELS.has(header.colorType) || ![1, 2, 4, 8, 16].includes(header.depth)) throw broken()
  return header
}

function inflate(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let pos = 0
  for (const part of parts) {
    joined.set(part, pos)
    pos += part.length
  }
  try {
    return unzlibSync(joined)
  } catch {
    throw broken()
  }
}

function expand(header: Header, raw: Uint8Array, palette: Uint8Array, transparency: Uint8Array | undefined): RgbaImage {
  const { width, height, depth, colorType } = header
  const channels = CHANNELS.get(colorType) ?? 1
  const pixelBytes = Math.max(1, (channels * depth) >> 3)
  const data = new Uint8Array(width * height * 4)
  const passes = header.interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const)
  const samples = [0, 0, 0, 0]
  const top = 2 ** depth - 1
  const key = colorType === 3 ? undefined : transparency
  let pos = 0
  for (const [x0, y0, dx, dy] of passes) {
    const columns = Math.ceil((width - x0) / dx)
    const rows = Math.ceil((height - y0) / dy)
    if (columns <= 0 || rows <= 0) continue
    const stride = Math.ceil((columns * channels * depth) / 8)
    let previous: Uint8Array = new Uint8Array(stride)
    for (let row = 0; row < rows; row++) {
      if (pos + 1 + stride > raw.length) throw broken()
      const line = raw.subarray(pos + 1, pos + 1 + stride)
      unfilter(raw[pos] ?? 0, line, previous, pixelBytes)
      previous = line
      pos += 1 + stride
      for (let column = 0; column < columns; column++) {
        for (let c = 0; c < channels; c++) samples[c] = sample(line, column * channels + c, depth)
        const out = ((y0 + row * dy) * width + x0 + column * dx) * 4
        const [a, b, c, d] = samples
        if (colorType === 3) {
          const index = a ?? 0
          data[out] = palette[index * 3] ?? 0
          data[out + 1] = palette[index * 3 + 1] ?? 0
          data[out + 2] = palette[index * 3 + 2] ?? 0
          data[out + 3] = transparency?.[index] ?? 255
          continue
        }
        const scale = (value = 0) => (depth === 16 ? value >> 8 : Math.round((value * 255) / top))
        const grey = channels < 3
        data[out] = scale(a)
        data[out + 1] = scale(grey ? a : b)
        data[out + 2] = scale(grey ? a : c)
        data[out + 3] = channels === 4 ? scale(d) : channels === 2 ? scale(b) : keyed(key, samples, channels) ? 0 : 255
      }
    }
  }
  return { width, height, data }
}

/** Whether the pixel has the one colour that a tRNS chunk declares transparent. */
function keyed(key: Uint8Array | undefined, samples: readonly number[], channels: number): boolean {
  if (!key || key.length < channels * 2) return false
  for (let c = 0; c < channels; c++)
    if ((((key[c * 2] ?? 0) << 8) | (key[c * 2 + 1] ?? 0)) !== (samples[c] ?? 0)) return false
  return true
}

function sample(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] ?? 0
  if (depth === 16) return ((line[index * 2] ?? 0) << 8) | (line[index * 2 + 1] ?? 0)
  const bit = index * depth
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
}

/** Undoes one scanline's filter in place (section 9 of the PNG specification). */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  if (filter > 4) throw broken()
  if (filter === 0) return
  for (let i = 0; i < line.length; i++) {
    const left = i >= pixelBytes ? (line[i - pixelBytes] ?? 0) : 0
    const up = above[i] ?? 0
    const corner = i >= pixelBytes ? (above[i - pixelBytes] ?? 0) : 0
    const guess = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner)
    line[i] = (line[i] ?? 0) + guess
  }
}

/** The neighbour nearest to left + up - corner. */
export function paeth(left: number, up: number, corner: number): number {
  const base = left + up - corner
  const a = Math.abs(base - left)
  const b = Math.abs(base - up)
  const c = Math.abs(base - corner)
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function broken(): MeshError {
  return new MeshError('image-broken', 'The PNG file is damaged or cut off.', 'Save or download the picture again.')
}
