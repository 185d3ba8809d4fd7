// Reading and writing WebP through libwebp compiled to WebAssembly (@jsquash/webp): the format is too large to write here.
import startEncoder from '@jsquash/webp/codec/enc/webp_enc.js'
import decode, { init as initDecoder } from '@jsquash/webp/decode.js'
import { defaultOptions } from '@jsquash/webp/meta.js'
import { MeshError } from '../errors.ts'
import { moduleOptions, once, WASM } from '../wasm.ts'
import { exifOrientation, orient } from './exif.ts'
import { applyProfile } from './icc.ts'
import type { DecodeOptions, RgbaImage } from './image.ts'
import { checkImageSize } from './image-size.ts'
import { readWebpHead, type WebpHead } from './webp-container.ts'

/** Quality of lossy pictures, 0 to 100: no block shows on a texture seen close. */
const QUALITY = 90

const decoder = once(async () => {
  const options = await moduleOptions(WASM.webp)
  return initDecoder(options)
})
const encoder = once(async () => {
  const options = await moduleOptions(WASM.webpEncoder)
  return startEncoder(options)
})

/**
 * Pixels of a WebP file, lossy or lossless, upright by its EXIF; an animation gives its first frame, on its canvas.
 * @throws MeshError image-broken, image-too-large, image-unsupported
 */
export async function decodeWebp(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const head = readWebpHead(bytes)
  if (!head) throw broken()
  checkImageSize(head.width, head.height)
  const image = head.frame ? await firstFrame(head, head.frame) : await decodeStill(bytes)
  if (options.srgb && head.profile) applyProfile(image, head.profile)
  return orient(image, head.exif ? exifOrientation(head.exif) : 1)
}

async function decodeStill(bytes: Uint8Array): Promise<RgbaImage> {
  await decoder()
  try {
    const { width, height, data } = await decode(bytes.slice().buffer)
    return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  } catch {
    throw broken()
  }
}

/** What the canvas shows at first: the frame where it lies, nothing around it. */
async function firstFrame(head: WebpHead, frame: NonNullable<WebpHead['frame']>): Promise<RgbaImage> {
  const { width, height } = head
  const part = await decodeStill(frame.file)
  if (part.width === width && part.height === height) return part
  if (frame.x + part.width > width || frame.y + part.height > height) throw broken()
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < part.height; y++) {
    const row = part.data.subarray(y * part.width * 4, (y + 1) * part.width * 4)
    data.set(row, ((frame.y + y) * width + frame.x) * 4)
  }
  return { width, height, data }
}

function broken(): MeshError {
  return new MeshError('image-broken', 'The WebP file is damaged or cut off.', 'Save or download the picture again.')
}

/** The picture as a WebP file. @param lossless for pictures that are numbers, not colors */
export async function encodeWebp({ width, height, data }: RgbaImage, lossless: boolean): Promise<Uint8Array> {
  const module = await encoder()
  const options = { ...defaultOptions, quality: QUALITY, lossless: lossless ? 1 : 0, exact: lossless ? 1 : 0 }
  const bytes = module.encode(data.slice(), width, height, options)
  if (!bytes) throw new Error(`libwebp could not write ${width} x ${height} pixels.`)
  return bytes.slice()
}
