// The WebAssembly that model files may need beside that of pictures, in chunks of the thread that imports this.
import { DRACO_WASM } from '../mesh/formats/draco.ts'
import { WEBP_WASM } from '../mesh/images/webp.ts'
import { PICTURE_WASM, useWasm } from './picture-wasm.ts'

/** Called once, by the entry of a thread. */
export function useBundledWasm(): void {
  useWasm({
    ...PICTURE_WASM,
    [WEBP_WASM.encoder]: () => import('@jsquash/webp/codec/enc/webp_enc.wasm'),
    [DRACO_WASM]: () => import('draco3dgltf/draco_decoder_gltf.wasm'),
  })
}
