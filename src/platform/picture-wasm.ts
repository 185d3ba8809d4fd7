// The picture decoders for a worker's bundle: WebAssembly as bytes in separate chunks, since a bundle does not know its path;
// each is read with the first file that needs it.
import { setWasmLoader, WASM } from '../mesh/wasm.ts'

/** How to read each, by the name under which it is asked for. */
export type WasmChunks = Readonly<Record<string, () => Promise<{ default: Uint8Array }>>>

export const PICTURE_WASM: WasmChunks = {
  [WASM.jpeg]: () => import('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'),
  [WASM.avif]: () => import('@jsquash/avif/codec/dec/avif_dec.wasm'),
  [WASM.webp]: () => import('@jsquash/webp/codec/dec/webp_dec.wasm'),
}

/** Lets this thread read JPEG, WebP and AVIF; writing the last two is for bundles with their encoders. */
export function loadPictureDecoders(): void {
  useWasm(PICTURE_WASM)
}

/** Lets this thread find these and no others. @param ready what each waits for before it is read, and so compiled */
export function useWasm(chunks: WasmChunks, ready?: () => Promise<unknown>): void {
  setWasmLoader(async (name) => {
    const read = chunks[name]
    if (!read) throw new Error(`There is no ${name} in this thread.`)
    await ready?.()
    return (await read()).default
  })
}
