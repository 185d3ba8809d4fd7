// WebAssembly files are bundled as their bytes (esbuild's `binary` loader, see esbuild.mjs).
declare module '*.wasm' {
  const bytes: Uint8Array
  export default bytes
}
