// Converts a picture for programs that only read its pixels: upright, in sRGB, not animated.
import { decodeImage, type RgbaImage } from './image.ts'
import { imageFormat } from './image-format.ts'
import { encodeJpeg } from './jpeg-encode.ts'
import { encodePng } from './png.ts'

/** From here on an opaque picture is written as JPEG: as PNG it would take many seconds and megabytes. */
const MANY_PIXELS = 4_000_000
/** No difference is to be seen at this quality. */
const QUALITY = 95

/**
 * The picture turned by its EXIF, its colors brought to sRGB, the first of several frames; without its metadata.
 * PNG, or JPEG where the file was one or has many pixels and no transparency.
 * @throws MeshError of `decodeImage`
 */
export async function preparePicture(bytes: Uint8Array): Promise<Uint8Array> {
  const image = await decodeImage(bytes, { srgb: true })
  const isLarge = image.width * image.height > MANY_PIXELS
  const asJpeg = imageFormat(bytes) === 'jpeg' || (isLarge && isOpaque(image))
  return asJpeg ? encodeJpeg(image, QUALITY) : encodePng(image, 3)
}

function isOpaque({ data }: RgbaImage): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false
  return true
}
