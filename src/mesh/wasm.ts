// Where WebAssembly modules are loaded from: a bundle does not know its path on disk, so the entry point injects a function that
// returns the bytes.

/** The files that are asked for: pictures' lie in `@jsquash/{avif,jpeg,webp}/codec/`, Draco's in `draco3dgltf/`. */
export const WASM = {
  jpeg: 'mozjpeg_dec.wasm',
  avif: 'avif_dec.wasm',
  avifEncoder: 'avif_enc.wasm',
  webp: 'webp_dec.wasm',
  webpEncoder: 'webp_enc.wasm',
  draco: 'draco_decoder_gltf.wasm',
  dracoEncoder: 'draco_encoder.wasm',
} as const

/** Gives the bytes of the WebAssembly file of that name, e.g. `webp_dec.wasm`. */
export type WasmLoader = (name: string) => Promise<Uint8Array>

let loader: WasmLoader | undefined

/** Sets, once per thread, how the bytes of a WebAssembly file are found. Needed before the first WebP is decoded. */
export function setWasmLoader(load: WasmLoader): void {
  loader = load
}

/** The bytes of that file. @throws Error when no loader was set, which is a mistake in an entry point. */
export async function loadWasm(name: string): Promise<Uint8Array> {
  if (!loader) throw new Error(`No loader for ${name}: call setWasmLoader() in the entry point.`)
  return loader(name)
}

/** How a module is started: with its bytes, since a bundle does not know where its files are. @param name one of `WASM` */
export const moduleOptions = async (name: string) => ({
  noInitialRun: true,
  wasmBinary: new Uint8Array(await loadWasm(name)).buffer,
})

/** A module that is started with its first use, once. */
export interface Started<T> {
  (): Promise<T>
  /** For one that ended in the middle of its work: the next use starts another. */
  forget(): void
}

/** Starts a module once; a start that failed is tried anew. */
export function once<T>(start: () => Promise<T>): Started<T> {
  let started: Promise<T> | undefined
  const forget = () => {
    started = undefined
  }
  const get = async () => {
    started ??= start()
    try {
      return await started
    } catch (error) {
      forget()
      throw error
    }
  }
  return Object.assign(get, { forget })
}
