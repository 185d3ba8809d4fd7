// Reading and writing WebP through libwebp compiled to WebAssembly (@jsquash/webp): the format is too large to write here.
import startEncoder from '@jsquash/webp/codec/enc/webp_enc.js'
import decode, { init as initDecoder } from '@jsquash/webp/decode.js'
import { defaultOptions } from '@jsquash/webp/meta.js'
import { MeshError } from './errors.ts'
import { checkImageSize, type RgbaImage } from './image.ts'
import { at } from './numbers.ts'
import { loadWasm } from './wasm.ts'

/** The files `setWasmLoader`'s loader is asked for; they lie in `@jsquash/webp/codec/dec/` and `.../enc/`. */
export const WEBP_WASM = { decoder: 'webp_dec.wasm', encoder: 'webp_enc.wasm' } as const

/** Quality of lossy pictures, 0 to 100: no block shows on a texture seen close. */
const QUALITY = 90

/** How the modules are started: with their bytes, since a bundle does not know where its files are. */
const moduleOptions = async (name: string) => ({
  noInitialRun: true,
  wasmBinary: (await loadWasm(name)).slice().buffer,
})

/** Starts a module once; a start that failed is tried anew. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined
  return async () => {
    started ??= start()
    try {
      return await started
    } catch (error) {
      started = undefined
      throw error
    }
  }
}

const decoder = once(async () => {
  const options = await moduleOptions(WEBP_WASM.decoder)
  return initDecoder(options)
})
const encoder = once(async () => {
  const options = await moduleOptions(WEBP_WASM.encoder)
  return startEncoder(options)
})

/** Pixels of a still WebP file, lossy or lossless. @throws MeshError image-broken, image-too-large */
export async function decodeWebp(bytes: Uint8Array): Promise<RgbaImage> {
  const size = webpSize(bytes)
  if (size) checkImageSize(size.width, size.height)
  await decoder()
  try {
    const { width, height, data } = await decode(bytes.slice().buffer)
    return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  } catch {
    throw new MeshError(
      'image-broken',
      'The WebP file is damaged or animated.',
      'Save it as a still WebP, PNG or JPEG.',
    )
  }
}

/** The picture as a WebP file. @param lossless for pictures that are numbers, not colours */
export async function encodeWebp({ width, height, data }: RgbaImage, lossless: boolean): Promise<Uint8Array> {
  const module = await encoder()
  const options = { ...defaultOptions, quality: QUALITY, lossless: lossless ? 1 : 0, exact: lossless ? 1 : 0 }
  const bytes = module.encode(data.slice(), width, height, options)
  if (!bytes) throw new Error(`libwebp could not write ${width} x ${height} pixels.`)
  return bytes.slice()
}

/** Width and height from the container's first chunk (RFC 9649), before anything is decoded. */
export function webpSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const kind = String.fromCharCode(...bytes.subarray(12, 16))
  const b = (i: number) => at(bytes, i)
  if (bytes.length < 30) return undefined
  if (kind === 'VP8X')
    return { width: 1 + (b(24) | (b(25) << 8) | (b(26) << 16)), height: 1 + (b(27) | (b(28) << 8) | (b(29) << 16)) }
  if (kind === 'VP8 ') return { width: (b(26) | (b(27) << 8)) & 0x3fff, height: (b(28) | (b(29) << 8)) & 0x3fff }
  if (kind === 'VP8L')
    return {
      width: 1 + (b(21) | ((b(22) & 0x3f) << 8)),
      height: 1 + ((b(22) >> 6) | (b(23) << 2) | ((b(24) & 0x0f) << 10)),
    }
  return undefined
}
