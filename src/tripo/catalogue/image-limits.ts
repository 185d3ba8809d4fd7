// What the service accepts as an image, and how to read an image's type and size from its first bytes,
// so that a bad file is refused before it is uploaded. Source: docs/protocol.md#uploads.
import { figure, message, type Phrase, phrase } from '../../text/index.ts'
import { readFacts } from './image-facts.ts'

export const IMAGE_LIMITS = {
  maxBytes: 20 * 1024 * 1024,
  minSide: 20,
  maxSide: 6000,
  suggestedSide: 256,
  formats: ['png', 'jpeg', 'webp'],
} as const

export type ImageFormat = (typeof IMAGE_LIMITS.formats)[number]
/** What is known of an image before its pixels are decoded. */
export interface ImageHeader {
  format: ImageFormat
  /** As it is seen: EXIF orientation is counted in. */
  width: number
  height: number
  /**
   * Sent as it is, the service may see another picture than the person: turned by EXIF, in other colors (a profile, four
   * inks), or animated. It is made plain before it is sent.
   */
  needsPreparing?: boolean
  /** What kind of file it is, when hardly any program reads it: `a lossless JPEG`. */
  unreadable?: Phrase
}

/** File name endings by format; the first is the usual one. */
export const IMAGE_EXTENSIONS: Readonly<Record<ImageFormat, readonly string[]>> = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  webp: ['webp'],
}

/**
 * Reads format and pixel size from the bytes of an image, whatever its name says.
 * @param bytes the file, or at least its first 64 KB (a JPEG may carry long metadata before its size)
 * @returns undefined when it is none of the accepted formats or is cut short
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const facts = readFacts(bytes)
  if (!facts) return undefined
  const { format, orientation = 1, unreadable } = facts
  const [width, height] = orientation > 4 ? [facts.height, facts.width] : [facts.width, facts.height]
  const needsPreparing = orientation > 1 || facts.hasProfile || facts.isAnimated || facts.hasInks
  return { format, width, height, ...(needsPreparing ? { needsPreparing } : {}), ...(unreadable ? { unreadable } : {}) }
}

/** A reason why the service would refuse an image, with a code for tests and a sentence with its way out. */
export interface ImageProblem {
  code: 'empty' | 'too-large' | 'not-an-image' | 'unsupported' | 'too-small' | 'too-wide'
  message: string
  /** The same with its places, where it has values. */
  phrase?: Phrase
}

/**
 * Checks an image as the service would, from its size in bytes and its header.
 * @param size whole file in bytes
 * @param header what `readImageHeader` said
 */
export function checkImage(size: number, header: ImageHeader | undefined): ImageProblem | undefined {
  const { maxBytes, minSide, maxSide } = IMAGE_LIMITS
  const megabytes = (bytes: number) => phrase('{0} MB', figure(Math.round(bytes / 104857.6) / 10))
  if (size === 0) return { code: 'empty', message: 'The image is empty. Choose another file.' }
  if (size > maxBytes) {
    return {
      code: 'too-large',
      ...message(
        phrase(
          'The image is {0}; the service takes at most {1}. Save it smaller or as JPEG.',
          megabytes(size),
          megabytes(maxBytes),
        ),
      ),
    }
  }
  if (!header) {
    return {
      code: 'not-an-image',
      message: 'This is not a PNG, JPEG or WebP image, regardless of its name. Choose another file.',
    }
  }
  const { width, height, unreadable } = header
  if (unreadable) {
    return {
      code: 'unsupported',
      ...message(
        phrase('This is {0}, which the service may not read. Save it as an ordinary JPEG or PNG.', unreadable),
      ),
    }
  }
  if (Math.min(width, height) < minSide) {
    return {
      code: 'too-small',
      ...message(
        phrase(
          'The image is {0}×{1} pixels; each side needs at least {2} (better {3}). Choose a larger picture.',
          width,
          height,
          minSide,
          IMAGE_LIMITS.suggestedSide,
        ),
      ),
    }
  }
  if (Math.max(width, height) > maxSide) {
    return {
      code: 'too-wide',
      ...message(
        phrase('The image is {0}×{1} pixels; each side may have at most {2}. Scale it down.', width, height, maxSide),
      ),
    }
  }
  return undefined
}
