// The WebAssembly modules that model files may need in addition to those of pictures, in chunks of the thread that imports this.
import { WASM } from '../mesh/wasm.ts'
import { PICTURE_WASM, useWasm } from './picture-wasm.ts'

/** Called once, by the entry of a thread. */
export function useBundledWasm(): void {
  useWasm({
    ...PICTURE_WASM,
    [WASM.webpEncoder]: () => import('@jsquash/webp/codec/enc/webp_enc.wasm'),
    [WASM.draco]: () => import('draco3dgltf/draco_decoder_gltf.wasm'),
  })
}
