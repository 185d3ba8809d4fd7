// The decoders of pictures for a worker's bundle: WebAssembly as bytes inside it, since a bundle does not know its place.
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm'
import { JPEG_WASM } from '../mesh/images/jpeg.ts'
import { WEBP_WASM } from '../mesh/images/webp.ts'
import { setWasmLoader } from '../mesh/wasm.ts'

/** By the names under which they are asked for. */
export const PICTURE_WASM: Readonly<Record<string, Uint8Array>> = {
  [JPEG_WASM]: jpegDecoder,
  [WEBP_WASM.decoder]: webpDecoder,
}

/** Lets this thread read JPEG and WebP; writing WebP is for bundles with its encoder. */
export function loadPictureDecoders(): void {
  useWasm(PICTURE_WASM)
}

/** Lets this thread find these and no others. */
export function useWasm(files: Readonly<Record<string, Uint8Array>>): void {
  setWasmLoader(async (name) => {
    const bytes = files[name]
    if (!bytes) throw new Error(`There is no ${name} in this thread.`)
    return bytes
  })
}
