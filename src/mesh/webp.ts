// Reading WebP through libwebp compiled to WebAssembly (@jsquash/webp): the format is too large to write here.
import decode, { init } from '@jsquash/webp/decode.js'
import { MeshError } from './errors.ts'
import { checkImageSize, type RgbaImage } from './image.ts'
import { at } from './numbers.ts'
import { loadWasm } from './wasm.ts'

/** The file `setWasmLoader`'s loader is asked for; it lies in `@jsquash/webp/codec/dec/`. */
export const WEBP_WASM = 'webp_dec.wasm'

let ready: Promise<void> | undefined

/** Pixels of a still WebP file, lossy or lossless. @throws MeshError image-broken, image-too-large */
export async function decodeWebp(bytes: Uint8Array): Promise<RgbaImage> {
  const size = webpSize(bytes)
  if (size) checkImageSize(size.width, size.height)
  ready ??= start()
  try {
    await ready
  } catch (error) {
    ready = undefined
    throw error
  }
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

async function start(): Promise<void> {
  const options = { noInitialRun: true, wasmBinary: (await loadWasm(WEBP_WASM)).slice().buffer }
  await init(options)
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
