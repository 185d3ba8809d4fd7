// The maximum size of a picture; every decoder checks it before it allocates memory.
import { phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'

/** Decoded pixels beyond this are refused before memory is taken for them (the service's own limit is 6000 x 6000). */
export const MAX_IMAGE_PIXELS = 40_000_000

/** Refuses sizes that are zero or beyond MAX_IMAGE_PIXELS. */
export function checkImageSize(width: number, height: number): void {
  if (!(width > 0 && height > 0))
    throw new MeshError('image-broken', 'The picture has no pixels.', 'Save the picture again and retry.')
  if (width * height > MAX_IMAGE_PIXELS)
    throw new MeshError(
      'image-too-large',
      phrase('The picture has {0} x {1} pixels, more than can be read.', width, height),
      'Scale it down to 6000 pixels or less on each side.',
    )
}
