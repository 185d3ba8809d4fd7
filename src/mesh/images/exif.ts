// Turning pictures upright: cameras and phones store how they were held in EXIF instead of turning the pixels. The EXIF
// block is the same in JPEG (APP1), PNG (eXIf) and WebP (EXIF chunk).

import { at } from '../math/numbers.ts'
import type { RgbaImage } from './image.ts'

const ORIENTATION = 0x0112

/**
 * EXIF tag 0x0112, 1 to 8; 1 (upright) when absent or unreadable.
 * @param block a TIFF structure, with or without the `Exif\0\0` before it that some writers put into PNG and WebP too
 */
export function exifOrientation(block: Uint8Array): number {
  const hasName = String.fromCharCode(...block.subarray(0, 4)) === 'Exif'
  const tiff = hasName ? block.subarray(6) : block
  const little = tiff[0] === 0x49 && tiff[1] === 0x49
  if (tiff.length < 8 || !(little || (tiff[0] === 0x4d && tiff[1] === 0x4d))) return 1
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const directory = view.getUint32(4, little)
  if (directory + 2 > tiff.length) return 1
  const count = view.getUint16(directory, little)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > tiff.length) return 1
    if (view.getUint16(entry, little) !== ORIENTATION) continue
    const value = view.getUint16(entry + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** The picture with EXIF orientation `orientation` applied to its pixels. */
export function orient(image: RgbaImage, orientation: number): RgbaImage {
  if (orientation <= 1 || orientation > 8) return image
  const turned = orientation >= 5
  const width = turned ? image.height : image.width
  const height = turned ? image.width : image.height
  // Whole pixels are moved: four bytes at once need an aligned start.
  const aligned = image.data.byteOffset % 4 === 0 ? image.data : image.data.slice()
  const from = new Uint32Array(aligned.buffer, aligned.byteOffset, image.width * image.height)
  const to = new Uint32Array(width * height)
  const flipX = [2, 3, 7, 8].includes(orientation)
  const flipY = [3, 4, 6, 7].includes(orientation)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sx = turned ? y : x
      const sy = turned ? x : y
      const fx = flipX ? image.width - 1 - sx : sx
      const fy = flipY ? image.height - 1 - sy : sy
      to[y * width + x] = at(from, fy * image.width + fx)
    }
  return { width, height, data: new Uint8Array(to.buffer) }
}
