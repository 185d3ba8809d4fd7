// A picture in memory and the way from a PNG, JPEG, WebP or AVIF file to it: one shape of pixels for all the code above.
import { MeshError } from '../errors.ts'
import { decodeAvif } from './avif.ts'
import { imageFormat } from './image-format.ts'
import { decodeJpeg } from './jpeg.ts'
import { decodePng } from './png-decode.ts'
import { decodeWebp } from './webp.ts'

/** 8-bit RGBA, rows from the top, straight (not premultiplied) alpha; `data.length === width * height * 4`. */
export interface RgbaImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export interface DecodeOptions {
  /**
   * Bring colors to sRGB by the file's profile, as a screen shows them. Left out for textures: glTF 2.0 (3.8.2) has
   * profiles ignored, and the numbers of a normal map are no colors.
   */
  readonly srgb?: boolean
}

/**
 * Pixels of a PNG, JPEG, WebP or AVIF file, turned upright by its EXIF orientation; the first picture of several.
 * @throws MeshError image-empty, image-unknown, image-broken, image-too-large, image-unsupported
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  if (bytes.length === 0)
    throw new MeshError('image-empty', 'The image file is empty.', 'Save the picture again and retry.')
  const format = imageFormat(bytes)
  if (format === 'png') return decodePng(bytes, options)
  if (format === 'jpeg') return decodeJpeg(bytes, options)
  if (format === 'webp') return decodeWebp(bytes, options)
  if (format === 'avif') return decodeAvif(bytes)
  throw new MeshError(
    'image-unknown',
    'The file is not a PNG, JPEG, WebP or AVIF picture.',
    'Convert it to PNG, JPEG or WebP.',
  )
}
