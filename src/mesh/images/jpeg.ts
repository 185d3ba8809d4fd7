// Reading JPEG through libjpeg (MozJPEG compiled to WebAssembly, @jsquash/jpeg), which takes what it only warns about.
// Tried against jpeg-js 0.4.4 on shared/corpus/jpeg, sharp 0.35 (libjpeg-turbo) as the measure: this decoder's pixels are
// the same to the bit in all 13 files of one or three components, jpeg-js differs by up to 89 of 255 (it repeats chroma
// instead of interpolating it) and refuses axe.jpg and truncated.jpg; 36 megapixels take 0.8 s instead of 12.3 s, 8
// megapixels 0.26 s instead of 1.3 s, beside two other busy processes. Price: 166 kB of WebAssembly instead of 12 kB.
// Four inks it does not know; they are jpeg-cmyk.ts's.

import startDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js'
import { type Phrase, phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'
import { moduleOptions, once, WASM } from '../wasm.ts'
import { exifOrientation, orient } from './exif.ts'
import { applyInkProfile, applyProfile } from './icc.ts'
import type { DecodeOptions, RgbaImage } from './image.ts'
import { checkImageSize } from './image-size.ts'
import { decodeInks, inksToRgb } from './jpeg-cmyk.ts'
import { type JpegFrame, type JpegHead, readJpegHead } from './jpeg-segments.ts'

/**
 * Pixels of a JPEG file, opaque, upright by its EXIF.
 * @throws MeshError image-broken, image-too-large; image-unsupported for the processes hardly anything reads
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const head = readJpegHead(bytes)
  const { frame } = head
  if (!frame) throw broken()
  const process = unreadable(frame)
  if (process !== undefined)
    throw new MeshError(
      'image-unsupported',
      phrase('This is {0}, which is not read here.', process),
      'Save it as an ordinary JPEG or PNG.',
    )
  checkImageSize(frame.width, frame.height)
  const image = frame.components.length === 4 ? fromInks(bytes, head, frame, options) : await fromLibjpeg(bytes)
  if (options.srgb && head.profile && frame.components.length !== 4) applyProfile(image, head.profile)
  return orient(image, head.exif ? exifOrientation(head.exif) : 1)
}

/** What kind of JPEG this is, when it is one that common decoders do not read (T.81 table B.1). */
export function unreadable({ marker, precision, height, components }: JpegFrame): Phrase | undefined {
  if ([0xc3, 0xc7, 0xcb, 0xcf].includes(marker)) return phrase('a lossless JPEG')
  if (marker >= 0xc9) return phrase('a JPEG with arithmetic coding')
  if (marker >= 0xc5) return phrase('a hierarchical JPEG')
  if (precision !== 8) return phrase('a JPEG of {0} bits per sample', precision)
  if (height === 0) return phrase('a JPEG that names its height only after its pixels')
  if (![1, 3, 4].includes(components.length)) return phrase('a JPEG of {0} components', components.length)
  return undefined
}

function fromInks(bytes: Uint8Array, head: JpegHead, frame: JpegFrame, options: DecodeOptions): RgbaImage {
  if (frame.components.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4)) throw broken()
  const inks = decodeInks(bytes, head, frame)
  return (options.srgb && head.profile ? applyInkProfile(inks, head.profile) : undefined) ?? inksToRgb(inks)
}

const decoder = once(async () => {
  const options = await moduleOptions(WASM.jpeg)
  return startDecoder({ ...options, print: () => undefined, printErr: () => undefined })
})

async function fromLibjpeg(bytes: Uint8Array): Promise<RgbaImage> {
  const module = await decoder()
  try {
    const { width, height, data } = module.decode(bytes.slice(), false) ?? {}
    if (width && height && data)
      return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  } catch {
    // libjpeg ends its program on an error: the module is not to be used again.
    decoder.forget()
  }
  throw broken()
}

function broken(): MeshError {
  return new MeshError('image-broken', 'The JPEG file is damaged or cut off.', 'Save or download the picture again.')
}
