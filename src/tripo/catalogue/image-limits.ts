// What the service accepts as an image, and how to read an image's type and size from its first bytes,
// so that a bad file is refused before it is uploaded. Source: protocol sheet, section 2.

export const IMAGE_LIMITS = {
  maxBytes: 20 * 1024 * 1024,
  minSide: 20,
  maxSide: 6000,
  suggestedSide: 256,
  formats: ['png', 'jpeg', 'webp'],
} as const

export type ImageFormat = (typeof IMAGE_LIMITS.formats)[number]
export interface ImageHeader {
  format: ImageFormat
  width: number
  height: number
}

/** File name endings by format; the first is the usual one. */
export const IMAGE_EXTENSIONS: Readonly<Record<ImageFormat, readonly string[]>> = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  webp: ['webp'],
}

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, Math.min(end, bytes.length)))

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** PNG: signature, then IHDR with big-endian width and height (W3C PNG, 11.2.1). */
function readPng(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 24 || ascii(bytes, 1, 4) !== 'PNG' || bytes[0] !== 0x89) return undefined
  return { format: 'png', width: view(bytes).getUint32(16), height: view(bytes).getUint32(20) }
}

/** JPEG: walk the segments to the first start-of-frame marker (ITU T.81, B.2). */
function readJpeg(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined
  const data = view(bytes)
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { format: 'jpeg', height: data.getUint16(at + 5), width: data.getUint16(at + 7) }
    if (marker === 0xff) at += 1
    else at += 2 + data.getUint16(at + 2)
  }
  return undefined
}

/** WebP: RIFF container with a VP8, VP8L or VP8X chunk (RFC 9649). */
function readWebp(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 12) !== 'WEBP') return undefined
  const data = view(bytes)
  const chunk = ascii(bytes, 12, 16)
  if (chunk === 'VP8X') {
    const width = 1 + (data.getUint32(24, true) & 0xffffff)
    const height = 1 + (data.getUint16(27, true) | ((bytes[29] ?? 0) << 16))
    return { format: 'webp', width, height }
  }
  if (chunk === 'VP8L') {
    const bits = data.getUint32(21, true)
    return { format: 'webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  if (chunk === 'VP8 ') {
    return { format: 'webp', width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff }
  }
  return undefined
}

/**
 * Reads format and pixel size from the bytes of an image, whatever its name says.
 * @param bytes the file, or at least its first 64 KB (a JPEG may carry long metadata before its size)
 * @returns undefined when it is none of the accepted formats or is cut short
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  return readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes)
}

/** A reason why the service would refuse an image, with a code for tests and a sentence with its way out. */
export interface ImageProblem {
  code: 'empty' | 'too-large' | 'not-an-image' | 'too-small' | 'too-wide'
  message: string
}

/**
 * Checks an image as the service would, from its size in bytes and its header.
 * @param size whole file in bytes
 * @param header what `readImageHeader` said
 */
export function checkImage(size: number, header: ImageHeader | undefined): ImageProblem | undefined {
  const { maxBytes, minSide, maxSide } = IMAGE_LIMITS
  const megabytes = (bytes: number) => `${Math.round(bytes / 104857.6) / 10} MB`
  if (size === 0) return { code: 'empty', message: 'The image is empty. Choose another file.' }
  if (size > maxBytes) {
    return {
      code: 'too-large',
      message: `The image is ${megabytes(size)}; the service takes at most ${megabytes(maxBytes)}. Save it smaller or as JPEG.`,
    }
  }
  if (!header) {
    return {
      code: 'not-an-image',
      message: 'This is not a PNG, JPEG or WebP image, whatever its name says. Choose another file.',
    }
  }
  const { width, height } = header
  if (Math.min(width, height) < minSide) {
    return {
      code: 'too-small',
      message: `The image is ${width}×${height} pixels; each side needs at least ${minSide} (better ${IMAGE_LIMITS.suggestedSide}). Choose a larger picture.`,
    }
  }
  if (Math.max(width, height) > maxSide) {
    return {
      code: 'too-wide',
      message: `The image is ${width}×${height} pixels; each side may have at most ${maxSide}. Scale it down.`,
    }
  }
  return undefined
}
