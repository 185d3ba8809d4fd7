// Reading JPEG, turned upright: cameras store the sensor's orientation in EXIF instead of turning the pixels.
import { decode } from 'jpeg-js'
import { MeshError } from './errors.ts'
import { checkImageSize, type RgbaImage } from './image.ts'
import { at } from './numbers.ts'

/** Pixels of a JPEG file, opaque. @throws MeshError image-broken, image-too-large */
export function decodeJpeg(bytes: Uint8Array): RgbaImage {
  const size = frameSize(bytes)
  if (size) checkImageSize(size.width, size.height)
  let decoded: { width: number; height: number; data: Uint8Array }
  try {
    decoded = decode(bytes, { useTArray: true, formatAsRGBA: true, maxMemoryUsageInMB: 1024, tolerantDecoding: true })
  } catch {
    throw new MeshError('image-broken', 'The JPEG file is damaged or cut off.', 'Save or download the picture again.')
  }
  return orient({ width: decoded.width, height: decoded.height, data: decoded.data }, exifOrientation(bytes))
}

/** Walks the marker segments up to the scan; `visit` returns true to stop. */
function segments(bytes: Uint8Array, visit: (marker: number, start: number, end: number) => boolean): void {
  for (let pos = 2; pos + 4 <= bytes.length && bytes[pos] === 0xff; ) {
    const marker = at(bytes, pos + 1)
    if (marker === 0xda) return
    const length = (at(bytes, pos + 2) << 8) | at(bytes, pos + 3)
    if (visit(marker, pos + 4, Math.min(bytes.length, pos + 2 + length))) return
    pos += 2 + length
  }
}

function frameSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  let size: { width: number; height: number } | undefined
  segments(bytes, (marker, start) => {
    if (marker < 0xc0 || marker > 0xcf || marker === 0xc4 || marker === 0xc8 || marker === 0xcc) return false
    const word = (offset: number) => (at(bytes, start + offset) << 8) | at(bytes, start + offset + 1)
    size = { height: word(1), width: word(3) }
    return true
  })
  return size
}

/** EXIF tag 0x0112, 1 to 8; 1 (upright) when absent or unreadable. */
export function exifOrientation(bytes: Uint8Array): number {
  let orientation = 1
  segments(bytes, (marker, start, end) => {
    if (marker !== 0xe1 || String.fromCharCode(...bytes.subarray(start, start + 4)) !== 'Exif') return false
    const tiff = start + 6
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const little = bytes[tiff] === 0x49
    if (tiff + 8 > end) return true
    const directory = tiff + view.getUint32(tiff + 4, little)
    if (directory + 2 > end) return true
    const count = view.getUint16(directory, little)
    for (let i = 0; i < count; i++) {
      const entry = directory + 2 + i * 12
      if (entry + 12 > end) return true
      if (view.getUint16(entry, little) !== 0x0112) continue
      const value = view.getUint16(entry + 8, little)
      if (value >= 1 && value <= 8) orientation = value
    }
    return true
  })
  return orientation
}

/** The picture with EXIF orientation `orientation` applied to its pixels. */
export function orient(image: RgbaImage, orientation: number): RgbaImage {
  if (orientation <= 1 || orientation > 8) return image
  const turned = orientation >= 5
  const width = turned ? image.height : image.width
  const height = turned ? image.width : image.height
  const from = new Uint32Array(
    image.data.buffer.slice(image.data.byteOffset, image.data.byteOffset + image.data.byteLength),
  )
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
