// JPEGs of four inks (CMYK, YCCK) as RGB. libjpeg's WebAssembly build (@jsquash/jpeg) ends with "Unsupported color
// conversion request" on them, and jpeg-js 0.4.4 refuses those without Adobe's marker and takes all others for inverted.

import { at, clamp } from '../math/numbers.ts'
import type { RgbaImage } from './image.ts'
import { type Plane, readPlanes } from './jpeg-scan.ts'
import type { JpegFrame, JpegHead } from './jpeg-segments.ts'

/** Four samples a pixel as the file means them: 0 is no ink, 255 all of it. */
export interface CmykImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/**
 * The inks of the picture. Adobe's programs store them inverted and say so by their APP14 segment, whose transform 2
 * means YCCK: the first three inks as Y, Cb and Cr (as libjpeg and libvips read them).
 */
export function decodeInks(bytes: Uint8Array, head: JpegHead, frame: JpegFrame): CmykImage {
  const { width, height } = frame
  const data = new Uint8Array(width * height * 4)
  const most = { h: Math.max(...frame.components.map((c) => c.h)), v: Math.max(...frame.components.map((c) => c.v)) }
  for (const [channel, plane] of readPlanes(bytes, frame).entries())
    spread(samples(plane), plane, most, { width, height, data }, channel)
  if (head.adobe === 2)
    for (let i = 0; i < data.length; i += 4) {
      const [y, cb, cr] = [at(data, i), at(data, i + 1) - 128, at(data, i + 2) - 128]
      data[i] = 255 - clamp(Math.round(y + 1.402 * cr), 0, 255)
      data[i + 1] = 255 - clamp(Math.round(y - 0.344136 * cb - 0.714136 * cr), 0, 255)
      data[i + 2] = 255 - clamp(Math.round(y + 1.772 * cb), 0, 255)
    }
  if (head.adobe !== undefined) for (let i = 0; i < data.length; i++) data[i] = 255 - at(data, i)
  return { width, height, data }
}

/** Inks as light, each of them taking its share: what a screen shows of a file without a profile. */
export function inksToRgb({ width, height, data }: CmykImage): RgbaImage {
  const out = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i += 4) {
    const light = 255 - at(data, i + 3)
    for (let k = 0; k < 3; k++) out[i + k] = Math.round(((255 - at(data, i + k)) * light) / 255)
    out[i + 3] = 255
  }
  return { width, height, data: out }
}

/** Half of the cosine of (2x + 1) u sixteenths of a half turn, with the first row scaled (T.81 A.3.3), at u * 8 + x. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7]
  return (Math.cos(((2 * x + 1) * u * Math.PI) / 16) / 2) * (u === 0 ? Math.SQRT1_2 : 1)
})

/** A component's samples, whole blocks. */
function samples({ across, down, blocks, quantization }: Plane): Uint8Array {
  const stride = across * 8
  const out = new Uint8Array(stride * down * 8)
  const rows = new Float64Array(64)
  for (let block = 0; block < across * down; block++) {
    const from = block * 64
    rows.fill(0)
    for (let v = 0; v < 8; v++)
      for (let u = 0; u < 8; u++) {
        const value = at(blocks, from + v * 8 + u) * at(quantization, v * 8 + u)
        if (value !== 0)
          for (let x = 0; x < 8; x++) rows[v * 8 + x] = at(rows, v * 8 + x) + value * at(COSINES, u * 8 + x)
      }
    const start = Math.floor(block / across) * 8 * stride + (block % across) * 8
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++) {
        let sum = 128.5
        for (let v = 0; v < 8; v++) sum += at(rows, v * 8 + x) * at(COSINES, v * 8 + y)
        out[start + y * stride + x] = clamp(Math.floor(sum), 0, 255)
      }
  }
  return out
}

/** Puts a component's samples into every pixel's place, each repeated over the pixels it stands for. */
function spread(
  values: Uint8Array,
  plane: Plane,
  most: { h: number; v: number },
  image: CmykImage,
  channel: number,
): void {
  const stride = plane.across * 8
  for (let y = 0; y < image.height; y++) {
    const row = Math.floor((y * plane.v) / most.v) * stride
    for (let x = 0, out = y * image.width * 4 + channel; x < image.width; x++, out += 4)
      image.data[out] = at(values, row + Math.floor((x * plane.h) / most.h))
  }
}
