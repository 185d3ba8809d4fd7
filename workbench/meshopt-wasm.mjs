// meshoptimizer's WebAssembly in the command line: as bytes and not in letters of its own, which take a loop of JavaScript to
// read (5 ms of a processor), and compiled when somebody asks for `ready`, so that flags of V8 can be set before that.
import { readFile } from 'node:fs/promises'

const NAMESPACE = 'meshopt-wasm'
const FILES = /[\\/]meshoptimizer[\\/]meshopt_(simplifier|encoder)\.js$/
/** How the package's files begin: its WebAssembly in letters, what they stand for, and what is done at once. */
const LETTERS = /var wasm =\s*'([^']*)';/
const BYTES = /var wasmpack = new Uint8Array\(\[([\d,\s]*)\]\);/
const READY = /var ready = (WebAssembly\.instantiate)\(unpack\(wasm\), \{\}\)(\.then\(function \(result\) \{[^}]*\}\));/

/**
 * What the letters of a file stand for, as its `unpack` reads them: one letter for the most frequent bytes, two for the others.
 * @param {string} letters @param {number[]} frequent
 */
function unpacked(letters, frequent) {
  const digits = [...letters].map((letter) => {
    const code = letter.charCodeAt(0)
    return code > 96 ? code - 97 : code > 64 ? code - 39 : code + 4
  })
  /** @type {number[]} */
  const bytes = []
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i] ?? 0
    bytes.push(digit < 60 ? (frequent[digit] ?? 0) : (digit - 60) * 64 + (digits[++i] ?? 0))
  }
  return Uint8Array.from(bytes)
}

/** @type {import('esbuild').Plugin} */
export const MESHOPT_WASM = {
  name: NAMESPACE,
  setup({ onLoad, onResolve }) {
    /** @type {Map<string, Uint8Array>} */
    const found = new Map()
    onLoad({ filter: FILES, namespace: 'file' }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const letters = LETTERS.exec(text)?.[1]
      const frequent = BYTES.exec(text)?.[1]
      if (letters === undefined || frequent === undefined || !READY.test(text) || !text.includes('ready: ready,'))
        throw new Error(`${path} begins otherwise: another release? See workbench/meshopt-wasm.mjs.`)
      found.set(path, unpacked(letters, frequent.split(',').map(Number)))
      const later = text
        .replace(LETTERS, '')
        .replace(READY, 'var begun; function begin() { begun ??= $1(wasm, {})$2; return begun }')
        .replace('ready: ready,', 'get ready() { return begin() },')
      return { contents: `import wasm from ${JSON.stringify(`${NAMESPACE}:${path}`)}\n${later}` }
    })
    onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, ({ path }) => ({
      path: path.slice(NAMESPACE.length + 1),
      namespace: NAMESPACE,
    }))
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ contents: found.get(path), loader: 'binary' }))
  },
}
