// The sandbox's pictures as PNG: written fast, with little compression, since a person waits for them and they are deleted after
// days.
import type { RgbaImage } from '../mesh/images/image.ts'
import { encodePng } from '../mesh/images/png.ts'

/** An 8-bit PNG, quickly. */
export const encodeQuickly = (image: RgbaImage): Uint8Array => encodePng(image, 1)
