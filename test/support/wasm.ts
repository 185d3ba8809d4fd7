// The WebAssembly files that src/mesh asks for, from the packages they come with.
import { readFile } from 'node:fs/promises'
import { setWasmLoader } from '../../src/mesh/wasm.ts'

/** Lets pictures be decoded and encoded in this thread. */
export function loadWasmFromPackages(): void {
  const codecs = new URL('../../node_modules/@jsquash/webp/codec/', import.meta.url)
  setWasmLoader(async (name) => {
    const folder = name.includes('_enc') ? 'enc' : 'dec'
    return new Uint8Array(await readFile(new URL(`${folder}/${name}`, codecs)))
  })
}
