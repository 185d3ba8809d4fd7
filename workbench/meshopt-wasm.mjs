// meshoptimizer's WebAssembly in the command line: as bytes and not in letters of its own, which take a loop of JavaScript to
// read (5 ms of a processor), and instantiated when somebody asks for `ready`, with the machine code that is kept of it here
// (src/cli/compiled-wasm.ts).
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { root } from './paths.mjs'

const NAMESPACE = 'meshopt-wasm'
const FILES = /[\\/]meshoptimizer[\\/]meshopt_(simplifier|encoder)\.js$/
/** How the package's files begin: its WebAssembly in letters, what they stand for, and what is done at once. */
const LETTERS = /var wasm =\s*'([^']*)';/
const BYTES = /var wasmpack = new Uint8Array\(\[([\d,\s]*)\]\);/
const READY = /var ready = WebAssembly\.instantiate\(unpack\(wasm\), \{\}\)(\.then\(function \(result\) \{[^}]*\}\));/

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

/** Compiles WebAssembly and keeps the code, and tries whether it is taken: as a program of its own. */
const KEEP = `
import { readFileSync } from 'node:fs'
import { instantiate, keepCompiled, takeCompiledFrom } from './src/cli/compiled-wasm.ts'
const [verb, folder, name, path] = process.argv.slice(-4)
const bytes = new Uint8Array(readFileSync(path))
if (verb === 'keep') keepCompiled(folder, bytes, name)
else {
  takeCompiledFrom(folder, () => process.exit(1))
  void instantiate(bytes, name)
}`

/**
 * Has this Node keep machine code. One that does not, or that ends in the attempt, has the command line compile as it ever did.
 * @param {import('esbuild').PluginBuild['esbuild']} esbuild
 * @param {string} folder where it comes to lie, absolute
 * @param {Iterable<readonly [string, Uint8Array]>} modules names and bytes
 */
async function keepCode(esbuild, folder, modules) {
  const place = await mkdtemp(join(tmpdir(), 'tripo-wasm-'))
  try {
    await mkdir(folder, { recursive: true })
    const program = join(place, 'keep.cjs')
    const stdin = { contents: KEEP, resolveDir: root }
    await esbuild.build({
      stdin,
      bundle: true,
      platform: 'node',
      target: 'node20',
      outfile: program,
      logLevel: 'error',
    })
    for (const [name, bytes] of modules) {
      const path = join(place, `${name}.wasm`)
      await writeFile(path, bytes)
      /** @param {string} verb */
      const run = (verb) => promisify(execFile)(process.execPath, [program, verb, folder, name, path])
      try {
        await run('keep')
        await run('take')
      } catch {
        for (const file of await readdir(folder)) if (file.startsWith(`${name}-`)) await rm(join(folder, file))
      }
    }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

/** Other bytes have another name. @param {string} path @param {Uint8Array} bytes */
const nameOf = (path, bytes) =>
  `${basename(path, '.js')}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`

/** @type {import('esbuild').Plugin} */
export const MESHOPT_WASM = {
  name: NAMESPACE,
  setup({ initialOptions, onLoad, onResolve, onEnd, esbuild }) {
    /** @type {Map<string, Uint8Array>} */
    const found = new Map()
    onLoad({ filter: FILES, namespace: 'file' }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const letters = LETTERS.exec(text)?.[1]
      const frequent = BYTES.exec(text)?.[1]
      if (letters === undefined || frequent === undefined || !READY.test(text) || !text.includes('ready: ready,'))
        throw new Error(`${path} begins otherwise: another release? See workbench/meshopt-wasm.mjs.`)
      const bytes = unpacked(letters, frequent.split(',').map(Number))
      found.set(path, bytes)
      const later = text
        .replace(LETTERS, '')
        .replace(
          READY,
          `var begun; function begin() { begun ??= instantiate(wasm, '${nameOf(path, bytes)}')$1; return begun }`,
        )
        .replace('ready: ready,', 'get ready() { return begin() },')
      const own = JSON.stringify(join(root, 'src/cli/compiled-wasm.ts'))
      const imports = `import wasm from ${JSON.stringify(`${NAMESPACE}:${path}`)}\nimport { instantiate } from ${own}`
      return { contents: `${imports}\n${later}` }
    })
    onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, ({ path }) => ({
      path: path.slice(NAMESPACE.length + 1),
      namespace: NAMESPACE,
    }))
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ contents: found.get(path), loader: 'binary' }))
    onEnd(async ({ errors }) => {
      const { outdir = '', absWorkingDir = root } = initialOptions
      /** @type {[string, Uint8Array][]} */
      const modules = [...found].map(([path, bytes]) => [nameOf(path, bytes), bytes])
      if (errors.length === 0) await keepCode(esbuild, resolve(absWorkingDir, outdir, 'chunks'), modules)
    })
  },
}
