// Writing PNG: textures and renderings leave this product as PNG because every engine reads it without loss.
import { zlibSync } from 'fflate'
import type { RgbaImage } from './image.ts'
import { paeth } from './png-decode.ts'

/**
 * An 8-bit PNG of the picture, RGB when every pixel is opaque, else RGBA.
 * @param level deflate effort 0-9; textures of noise gain little above 6
 */
export function encodePng(image: RgbaImage, level: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 6): Uint8Array {
  const { width, height, data } = image
  let opaque = true
  for (let i = 3; i < data.length && opaque; i += 4) opaque = data[i] === 255
  const channels = opaque ? 3 : 4
  const packed = zlibSync(filterRows(data, width, height, channels), { level })
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header[8] = 8
  header[9] = opaque ? 2 : 6
  const parts = [chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))]
  const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const out = new Uint8Array(signature.length + parts.reduce((sum, part) => sum + part.length, 0))
  out.set(signature)
  let pos = signature.length
  for (const part of parts) {
    out.set(part, pos)
    pos += part.length
  }
  return out
}

/** Each row under the filter with the smallest sum of absolute differences (the specification's own heuristic). */
function filterRows(data: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels
  const out = new Uint8Array((stride + 1) * height)
  const candidates = [0, 1, 2, 4].map((filter) => ({ filter, line: new Uint8Array(stride) }))
  let row = new Uint8Array(stride)
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = 0; x < width; x++)
      for (let c = 0; c < channels; c++) row[i++] = data[(y * width + x) * 4 + c] ?? 0
    let best = candidates[0]
    let bestSum = Number.POSITIVE_INFINITY
    for (const candidate of candidates) {
      const sum = filterRow(candidate.filter, row, above, channels, candidate.line)
      if (sum < bestSum) {
        bestSum = sum
        best = candidate
      }
    }
    out[y * (stride + 1)] = best?.filter ?? 0
    out.set(best?.line ?? row, y * (stride + 1) + 1)
    const spare = above
    above = row
    row = spare
  }
  return out
}

function filterRow(filter: number, row: Uint8Array, above: Uint8Array, channels: number, line: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < row.length; i++) {
    const left = i >= channels ? (row[i - channels] ?? 0) : 0
    const up = above[i] ?? 0
    const corner = i >= channels ? (above[i - channels] ?? 0) : 0
    const guess = filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? up : paeth(left, up, corner)
    const value = ((row[i] ?? 0) - guess) & 255
    line[i] = value
    sum += value < 128 ? value : 256 - value
  }
  return sum
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 12)
  const view = new DataView(out.buffer)
  view.setUint32(0, body.length)
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i)
  out.set(body, 8)
  view.setUint32(body.length + 8, crc32(out.subarray(4, body.length + 8)))
  return out
}

let table: Uint32Array | undefined

/** CRC-32 as PNG and ZIP use it (polynomial 0xEDB88320, reflected). */
export function crc32(bytes: Uint8Array): number {
  if (!table) {
    table = new Uint32Array(256)
    for (let n = 0; n < 256; n++) {
      let c = n
      for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
      table[n] = c >>> 0
    }
  }
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = (table[(crc ^ (bytes[i] ?? 0)) & 255] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
