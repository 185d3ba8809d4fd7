// Pictures for film and rendering programs: DPX, Radiance HDR, OpenEXR.

import { at } from '../math/numbers.ts'
import type { RgbaImage } from './image.ts'

/** SMPTE 268M version 1, RGB of ten bits in 32-bit words, big-endian, sRGB values as they are. */
export function encodeDpx({ width, height, data }: RgbaImage): Uint8Array {
  const head = 2048
  const out = new Uint8Array(head + width * height * 4)
  const view = new DataView(out.buffer)
  const text = (offset: number, words: string) => out.set(new TextEncoder().encode(words), offset)
  // Undefined fields are all ones.
  out.fill(0xff, 768, 1664)
  text(0, 'SDPX')
  view.setUint32(4, head)
  text(8, 'V1.0')
  view.setUint32(16, out.length)
  view.setUint32(20, 1)
  view.setUint32(24, 1664) // generic header
  view.setUint32(28, 384) // industry header
  view.setUint32(660, 0xffffffff) // no encryption
  view.setUint16(768, 0) // left to right, top to bottom
  view.setUint16(770, 1) // one element
  view.setUint32(772, width)
  view.setUint32(776, height)
  view.setUint32(780, 0) // unsigned
  out[800] = 50 // RGB
  out[801] = 2 // transfer: linear code values
  out[802] = 2
  out[803] = 10
  view.setUint16(804, 1) // filled words, method A
  view.setUint16(806, 0)
  view.setUint32(808, head)
  const ten = (byte: number) => Math.round((byte / 255) * 1023)
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = [ten(at(data, i * 4)), ten(at(data, i * 4 + 1)), ten(at(data, i * 4 + 2))]
    view.setUint32(head + i * 4, ((r << 22) | (g << 12) | (b << 2)) >>> 0)
  }
  return out
}

/** Radiance RGBE without run lengths. @param light a byte of the picture as linear light */
export function encodeHdr({ width, height, data }: RgbaImage, light: (byte: number) => number): Uint8Array {
  const head = new TextEncoder().encode(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`)
  const out = new Uint8Array(head.length + width * height * 4)
  out.set(head)
  for (let i = 0; i < width * height; i++) {
    const rgb = [0, 1, 2].map((k) => light(at(data, i * 4 + k)))
    const most = Math.max(...rgb)
    if (most < 1e-32) continue
    const exponent = Math.floor(Math.log2(most)) + 1
    const scale = 256 / 2 ** exponent
    const to = head.length + i * 4
    for (let k = 0; k < 3; k++) out[to + k] = Math.min(255, Math.floor(at(rgb, k) * scale))
    out[to + 3] = exponent + 128
  }
  return out
}

/** OpenEXR 2, scan lines of 32-bit floats without compression, channels A B G R. */
export function encodeExr({ width, height, data }: RgbaImage, light: (byte: number) => number): Uint8Array {
  const channels = ['A', 'B', 'G', 'R']
  const bytes: number[] = [0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0]
  const text = (words: string) => bytes.push(...new TextEncoder().encode(words), 0)
  const u32 = (value: number) => bytes.push(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255)
  const attribute = (name: string, type: string, size: number) => {
    text(name)
    text(type)
    u32(size)
  }
  const ONE = 0x3f800000 // 1 as a float
  attribute('channels', 'chlist', channels.length * 18 + 1)
  for (const name of channels) {
    text(name)
    for (const word of [2, 0, 1, 1]) u32(word) // float, not perceptually linear, every pixel
  }
  bytes.push(0)
  attribute('compression', 'compression', 1)
  bytes.push(0)
  for (const name of ['dataWindow', 'displayWindow']) {
    attribute(name, 'box2i', 16)
    for (const word of [0, 0, width - 1, height - 1]) u32(word)
  }
  attribute('lineOrder', 'lineOrder', 1)
  bytes.push(0)
  attribute('pixelAspectRatio', 'float', 4)
  u32(ONE)
  attribute('screenWindowCenter', 'v2f', 8)
  u32(0)
  u32(0)
  attribute('screenWindowWidth', 'float', 4)
  u32(ONE)
  bytes.push(0)

  const lineBytes = width * channels.length * 4
  const table = bytes.length
  const first = table + height * 8
  const out = new Uint8Array(first + height * (8 + lineBytes))
  const view = new DataView(out.buffer)
  out.set(bytes)
  for (let y = 0; y < height; y++) {
    const line = first + y * (8 + lineBytes)
    view.setUint32(table + y * 8, line, true)
    view.setUint32(line, y, true)
    view.setUint32(line + 4, lineBytes, true)
    for (let c = 0; c < 4; c++)
      for (let x = 0; x < width; x++) {
        const byte = at(data, (y * width + x) * 4 + 3 - c)
        view.setFloat32(line + 8 + (c * width + x) * 4, c === 0 ? byte / 255 : light(byte), true)
      }
  }
  return out
}
