// The icon of a task in a list: a small rendered thumbnail without its background.
import { clearGround } from './clear-ground.ts'
import { decodeImage } from './image.ts'
import { encodePng } from './png.ts'
import { resizeImage } from './resize.ts'

/** Pixels along the longer side: a row shows 16, a dense screen three times as many. */
const SIDE = 64

/**
 * A picture in the size of an icon, as PNG; transparent where its light and plain ground was.
 * @throws MeshError of `decodeImage`
 */
export async function taskIcon(bytes: Uint8Array): Promise<Uint8Array> {
  const image = await decodeImage(bytes, { srgb: true })
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height))
  const side = (length: number) => Math.max(1, Math.round(length * scale))
  const small = resizeImage(image, side(image.width), side(image.height))
  // One of its own: what needs no other size is given back as it came.
  const data = new Uint8Array(small.data)
  clearGround(data, small.width, small.height)
  return encodePng({ ...small, data })
}
