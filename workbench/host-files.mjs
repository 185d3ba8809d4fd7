// How the extension host's worker threads are built: once for the extension, the simulator's program and the tests, so that
// what the tests run is what ships.
import { readFile } from 'node:fs/promises'
import { fewChunks } from './few-chunks.mjs'
import { MESHOPT_WASM } from './meshopt-wasm.mjs'
import { root } from './paths.mjs'
import { asScripts } from './scripts.mjs'

/** The command line: it works on a model itself, and starts a thread for several. */
const CLI = { in: 'src/cli/program.ts', out: 'program' }
const CLI_SCRIPTS = { start: 'src/cli/main.ts', out: 'tripo-studio.cjs', first: CLI.out }
/** What it loads on demand, nearly every time. */
const OFTEN = ['src/cli/tools-here.ts', 'src/mesh/tools/simplify-model.ts', 'src/mesh/tools/optimise.ts']

/** Worker threads, started by path from beside the bundle that uses them. */
const WORKERS = {
  'src/sandbox/worker.ts': 'sandbox-worker',
  'src/platform/model-worker.ts': 'model-worker',
  'src/platform/picture-worker.ts': 'picture-worker',
}

/** Bundled CommonJS (Draco's decoder) asks for what a module does not have. */
const COMMONJS_NAMES = [
  "import{createRequire as __createRequire}from'node:module'",
  "import{dirname as __dirnameOf}from'node:path'",
  "import{fileURLToPath as __pathOf}from'node:url'",
  'const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__dirnameOf(__filename);',
].join(';')

/** What is replaced in watlas's script: where it reads its WebAssembly, what it prints with, and that it makes one instance for all. */
const WATLAS_PARTS = {
  'async function getWasmBinary(binaryFile){': 'async function getWasmBinary(binaryFile){return bundledWasm;',
  'var out=console.log.bind(console);var err=console.error.bind(console);': 'var out=()=>{};var err=out;',
  'if (!_modulePromise) {': 'if (true) {',
}

/**
 * watlas looks for its WebAssembly beside its script, which a bundle is not: it is given the bytes instead. It refuses them as an
 * option (`wasmBinary`), so that they take the place of what it would read. Its complaints would spoil the output of a command
 * line. And each model gets an instance of its own, so that one whose memory does not suffice fails alone, and none keeps it.
 * @type {import('esbuild').Plugin}
 */
const WATLAS = {
  name: 'watlas',
  setup(build) {
    build.onLoad({ filter: /[\\/]watlas[\\/]dist[\\/]watlas\.js$/ }, async ({ path }) => {
      let text = await readFile(path, 'utf8')
      for (const [part, other] of Object.entries(WATLAS_PARTS)) {
        const parts = text.split(part)
        if (parts.length !== 2)
          throw new Error(`watlas.js has no "${part}": another release? See workbench/host-files.mjs.`)
        text = parts.join(other)
      }
      return { contents: `import bundledWasm from './watlas.wasm'\n${text}` }
    })
  },
}

/**
 * What @gltf-transform/functions takes for its picture code, which is not used here: one of them compiles functions from text
 * as soon as it is loaded (12 ms of a processor).
 * @type {import('esbuild').Plugin}
 */
const NO_PICTURES = {
  name: 'no-pictures',
  setup(build) {
    build.onResolve({ filter: /^ndarray(-lanczos|-pixels)?$/ }, ({ path }) => ({ path, namespace: 'no-pictures' }))
    build.onLoad({ filter: /./, namespace: 'no-pictures' }, () => ({
      contents:
        'const none = undefined; export { none as default, none as lanczos2, none as lanczos3, none as getPixels, none as savePixels }',
    }))
  },
}

const DISPATCH = /super\.dispatchEvent\(\{\s*\.\.\.event,[^;]*;\s*this\.graph\.dispatchEvent\(\{[^;]*;/

/**
 * glTF-Transform's graph copies an event twice for each of thousands of changes, to which nobody listens: of a file of a
 * hundred meshes, a sixth of the time that simplifying it took (35 ms). Here it does so for those that somebody hears.
 * @type {import('esbuild').Plugin}
 */
const QUIET_GRAPH = {
  name: 'quiet-graph',
  setup(build) {
    build.onLoad({ filter: /[\\/]property-graph[\\/]dist[\\/]index\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!DISPATCH.test(text))
        throw new Error('property-graph dispatches otherwise: another release? See workbench/host-files.mjs.')
      const own = `const type = event.type === 'change' ? 'node:change' : 'node:' + event.type
        if (this._listeners[event.type] !== undefined) super.dispatchEvent({ ...event, target: this });
        if (this.graph._listeners[type] !== undefined) this.graph.dispatchEvent({ ...event, target: this, type });`
      return { contents: text.replace(DISPATCH, own) }
    })
  },
}

/**
 * How modules for Node are built that share their chunks.
 * @param {import('esbuild').BuildOptions} common what all bundles are built with
 * @param {string} outdir
 * @param {{ in: string, out: string }[]} entryPoints
 * @returns {import('esbuild').BuildOptions}
 */
const modulesBuild = (common, outdir, entryPoints) => ({
  ...common,
  bundle: true,
  platform: 'node',
  format: 'esm',
  splitting: true,
  target: 'node20',
  loader: { ...common.loader, '.wasm': 'binary' },
  plugins: [...(common.plugins ?? []), WATLAS, NO_PICTURES, QUIET_GRAPH],
  entryPoints,
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: COMMONJS_NAMES },
})

/**
 * The threads as modules that share their chunks: all of them read models or pictures, and apart they would carry the
 * readers and the decoders' WebAssembly two or three times (the .vsix was 3,033 KB, and is 2,245 KB).
 * @param {import('esbuild').BuildOptions} common
 * @param {string} outdir the folder they come to stand in, as `<name>-worker.mjs` and `chunks/`
 */
export const hostWorkersBuild = (common, outdir) =>
  modulesBuild(
    common,
    outdir,
    Object.entries(WORKERS).map(([file, out]) => ({ in: file, out })),
  )

/**
 * The command line, in few files: it starts for one model. Its threads stand beside it.
 * @param {import('esbuild').BuildOptions} common
 * @param {string} outdir
 * @returns {import('esbuild').BuildOptions}
 */
export const commandLineBuild = (common, outdir) => {
  const few = fewChunks({ root, folders: ['src/cli', 'src/mesh', 'src/platform'], often: OFTEN })
  const plugins = [...(common.plugins ?? []), few, MESHOPT_WASM, asScripts(CLI_SCRIPTS)]
  return {
    ...modulesBuild({ ...common, plugins }, outdir, [CLI]),
    ...{ entryNames: 'chunks/[name]-[hash]', outExtension: { '.js': '.cjs' }, banner: {}, sourcemap: false },
  }
}
