// Writing JPEG.
import { encode } from 'jpeg-js'
import type { RgbaImage } from './image.ts'

/** A baseline JPEG file; alpha is dropped. @param quality 1 to 100 */
export function encodeJpeg(image: RgbaImage, quality = 88): Uint8Array {
  const { data } = encode({ width: image.width, height: image.height, data: image.data }, quality)
  return new Uint8Array(data)
}
