// The sandbox's pictures as PNG: written in a hurry, since they are made while a person waits, and thrown away after days.
import type { RgbaImage } from '../mesh/images/image.ts'
import { encodePng } from '../mesh/images/png.ts'

/** An 8-bit PNG, quickly. */
export const encodeQuickly = (image: RgbaImage): Uint8Array => encodePng(image, 1)
