// Detects a picture's format by its bytes; separate from the decoders, which take time to load.
import { isAvif } from './avif-container.ts'

/** Those that are read and written here, and that glTF holds: the last two by extensions. */
export const IMAGE_FORMATS = ['png', 'jpeg', 'webp', 'avif'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

/** The format that a media type names; undefined for one that is not read here. */
export const formatOfType = (type: string): ImageFormat | undefined =>
  IMAGE_FORMATS.find((format) => type === `image/${format}`)

/** The format a file's first bytes declare, whatever its name says; undefined for anything else. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (bytes[0] === 0x89 && ascii(1, 8) === 'PNG\r\n\x1a\n') return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (isAvif(bytes)) return 'avif'
  return undefined
}
