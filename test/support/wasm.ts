// The WebAssembly files that src/mesh asks for, from the packages they come with.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setWasmLoader, WASM } from '../../src/mesh/wasm.ts'

/** The folder of packages above this file, wherever a bundler has put it. */
function packagesAbove(): URL {
  for (let folder = new URL('./', import.meta.url); ; folder = new URL('../', folder)) {
    const packages = new URL('node_modules/', folder)
    if (existsSync(packages)) return packages
    if (folder.pathname === '/') throw new Error(`No node_modules above ${import.meta.url}`)
  }
}

/** Lets pictures be decoded and encoded in this thread. */
export function loadWasmFromPackages(): void {
  const packages = packagesAbove()
  setWasmLoader(async (name) => {
    if (name === WASM.draco || name === WASM.dracoEncoder)
      return new Uint8Array(await readFile(new URL(`draco3dgltf/${name}`, packages)))
    const folder = name.includes('_enc') ? 'enc' : 'dec'
    const codecs = (['webp', 'avif'] as const).find((codec) => name.startsWith(codec)) ?? 'jpeg'
    return new Uint8Array(await readFile(new URL(`@jsquash/${codecs}/codec/${folder}/${name}`, packages)))
  })
}
