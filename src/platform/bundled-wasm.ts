// The WebAssembly that model files and pictures may need, inside the bundle of the thread that imports this.
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm'
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc.wasm'
import dracoDecoder from 'draco3dgltf/draco_decoder_gltf.wasm'
import { DRACO_WASM } from '../mesh/formats/draco.ts'
import { JPEG_WASM } from '../mesh/jpeg.ts'
import { setWasmLoader } from '../mesh/wasm.ts'
import { WEBP_WASM } from '../mesh/webp.ts'

const WASM: Readonly<Record<string, Uint8Array>> = {
  [JPEG_WASM]: jpegDecoder,
  [WEBP_WASM.decoder]: webpDecoder,
  [WEBP_WASM.encoder]: webpEncoder,
  [DRACO_WASM]: dracoDecoder,
}

/** Called once, by the entry of a thread. */
export function useBundledWasm(): void {
  setWasmLoader(async (name) => {
    const bytes = WASM[name]
    if (!bytes) throw new Error(`There is no ${name} in this thread.`)
    return bytes
  })
}
