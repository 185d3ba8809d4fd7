// The WebAssembly modules that model files may need in addition to those of pictures, in chunks of the thread that imports this.
import { WASM } from '../mesh/wasm.ts'
import { PICTURE_WASM, useWasm, type WasmChunks } from './picture-wasm.ts'

const CHUNKS: WasmChunks = {
  ...PICTURE_WASM,
  [WASM.avifEncoder]: () => import('@jsquash/avif/codec/enc/avif_enc.wasm'),
  [WASM.webpEncoder]: () => import('@jsquash/webp/codec/enc/webp_enc.wasm'),
  [WASM.draco]: () => import('draco3dgltf/draco_decoder_gltf.wasm'),
  [WASM.dracoEncoder]: () => import('draco3dgltf/draco_encoder.wasm'),
}

/** Called once, by the entry of a thread. @param ready what each module waits for before it is read, and so compiled */
export function useBundledWasm(ready?: () => Promise<unknown>): void {
  useWasm(CHUNKS, ready)
}
