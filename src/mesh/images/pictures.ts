// Pictures in the formats that other programs' model files may contain. glTF itself has PNG and JPEG, and WebP and AVIF by
// extensions; the others are for OBJ and FBX, written with no more compression than the format requires.
import { srgbToLinear } from '../math/color.ts'
import { at } from '../math/numbers.ts'
import { encodeAvif } from './avif.ts'
import type { RgbaImage } from './image.ts'
import { encodeJpeg } from './jpeg-encode.ts'
import { encodeDpx, encodeExr, encodeHdr } from './pictures-film.ts'
import { encodePng } from './png.ts'
import { encodeWebp } from './webp.ts'

/** What each format is called in files and types. `alpha`: transparency survives. */
export const PICTURE_FORMATS = {
  png: { mimeType: 'image/png', extension: 'png', alpha: true },
  jpeg: { mimeType: 'image/jpeg', extension: 'jpg', alpha: false },
  webp: { mimeType: 'image/webp', extension: 'webp', alpha: true },
  avif: { mimeType: 'image/avif', extension: 'avif', alpha: true },
  bmp: { mimeType: 'image/bmp', extension: 'bmp', alpha: true },
  targa: { mimeType: 'image/x-tga', extension: 'tga', alpha: true },
  tiff: { mimeType: 'image/tiff', extension: 'tiff', alpha: true },
  dpx: { mimeType: 'image/x-dpx', extension: 'dpx', alpha: false },
  hdr: { mimeType: 'image/vnd.radiance', extension: 'hdr', alpha: false },
  open_exr: { mimeType: 'image/x-exr', extension: 'exr', alpha: true },
} as const

export type PictureFormat = keyof typeof PICTURE_FORMATS

/**
 * The picture as a file.
 * @param color the picture holds sRGB colors (not a normal map or other numbers): HDR and EXR then store linear light,
 *   and WebP may leave out what no eye sees
 */
export async function encodePicture(image: RgbaImage, format: PictureFormat, color: boolean): Promise<Uint8Array> {
  const light = (byte: number) => (color ? srgbToLinear(byte / 255) : byte / 255)
  switch (format) {
    case 'png':
      return encodePng(image)
    case 'jpeg':
      return encodeJpeg(image)
    case 'webp':
      return encodeWebp(image, !color)
    case 'avif':
      return encodeAvif(image)
    case 'bmp':
      return encodeBmp(image)
    case 'targa':
      return encodeTarga(image)
    case 'tiff':
      return encodeTiff(image)
    case 'dpx':
      return encodeDpx(image)
    case 'hdr':
      return encodeHdr(image, light)
    case 'open_exr':
      return encodeExr(image, light)
  }
}

/** 32-bit BMP with a version 4 header, which names the alpha channel. Rows from the bottom, blue first. */
function encodeBmp({ width, height, data }: RgbaImage): Uint8Array {
  const head = 14 + 108
  const out = new Uint8Array(head + data.length)
  const view = new DataView(out.buffer)
  out.set([0x42, 0x4d])
  for (const [offset, value] of [
    [2, out.length],
    [10, head],
    [14, 108],
    [18, width],
    [22, height],
    [30, 3], // bit fields
    [34, data.length],
    [38, 2835], // 72 dpi
    [42, 2835],
    [54, 0x00ff0000],
    [58, 0x0000ff00],
    [62, 0x000000ff],
    [66, 0xff000000],
    [70, 0x73524742], // 'sRGB'
  ] as const)
    view.setUint32(offset, value, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 32, true)
  bottomUpBgra({ width, height, data }, out, head)
  return out
}

/** Uncompressed 32-bit Targa with the footer of version 2. */
function encodeTarga(image: RgbaImage): Uint8Array {
  const footer = new TextEncoder().encode('TRUEVISION-XFILE.\0')
  const out = new Uint8Array(18 + image.data.length + 8 + footer.length)
  const view = new DataView(out.buffer)
  out[2] = 2 // true color
  view.setUint16(12, image.width, true)
  view.setUint16(14, image.height, true)
  out[16] = 32
  out[17] = 8 // eight bits of alpha, rows from the bottom
  bottomUpBgra(image, out, 18)
  out.set(footer, out.length - footer.length)
  return out
}

function bottomUpBgra({ width, height, data }: RgbaImage, out: Uint8Array, start: number): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4
      const to = start + ((height - 1 - y) * width + x) * 4
      out[to] = at(data, from + 2)
      out[to + 1] = at(data, from + 1)
      out[to + 2] = at(data, from)
      out[to + 3] = at(data, from + 3)
    }
}

/** Baseline TIFF 6.0, little-endian, RGBA in one strip, straight alpha. */
function encodeTiff({ width, height, data }: RgbaImage): Uint8Array {
  const [SHORT, LONG, RATIONAL] = [3, 4, 5]
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 4, 8], // bits per sample, elsewhere
    [259, SHORT, 1, 1], // no compression
    [262, SHORT, 1, 2], // RGB
    [273, LONG, 1, 0], // where the strip begins, filled in below
    [277, SHORT, 1, 4], // samples per pixel
    [278, LONG, 1, height],
    [279, LONG, 1, data.length],
    [282, RATIONAL, 1, 0],
    [283, RATIONAL, 1, 0],
    [284, SHORT, 1, 1], // channels together
    [296, SHORT, 1, 2], // inches
    [338, SHORT, 1, 2], // the fourth sample is straight alpha
  ]
  const bits = 8 + 2 + entries.length * 12 + 4
  const resolution = bits + 8
  const strip = resolution + 8
  const out = new Uint8Array(strip + data.length)
  const view = new DataView(out.buffer)
  out.set([0x49, 0x49, 42, 0, 8])
  view.setUint16(8, entries.length, true)
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const offset = 10 + i * 12
    view.setUint16(offset, tag, true)
    view.setUint16(offset + 2, type, true)
    view.setUint32(offset + 4, count, true)
    view.setUint32(offset + 8, tag === 258 ? bits : tag === 273 ? strip : type === RATIONAL ? resolution : value, true)
  }
  for (let k = 0; k < 4; k++) view.setUint16(bits + k * 2, 8, true)
  view.setUint32(resolution, 72, true)
  view.setUint32(resolution + 4, 1, true)
  out.set(data, strip)
  return out
}
