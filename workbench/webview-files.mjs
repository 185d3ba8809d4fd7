// The files that stand beside the webview's bundles and are fetched when a model needs them: decoders as three ships them,
// KTX2's in the form that a strict page may run, and the page's workers. The build, the tests' page and the corpus run take
// them from here, so that they are the same everywhere.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withoutNewFunction } from './basis-transcoder.mjs'
import { root } from './paths.mjs'

/**
 * Scripts of workers. The page fetches their text and starts them from a blob, because a webview's own scripts are of
 * another origin than the page, so each is one file without imports.
 */
const WORKERS = {
  'webview/viewport/workers/meshopt.ts': 'meshopt',
  'webview/viewport/workers/model-reader.ts': 'model-reader',
  'webview/viewport/workers/triangles.ts': 'triangles',
}

/** three's decoders, below its folder of libraries, and where they come to stand. */
const DECODERS = {
  'draco/gltf/draco_decoder.wasm': 'draco/draco_decoder.wasm',
  'draco/gltf/draco_wasm_wrapper.js': 'draco/draco_wasm_wrapper.js',
  'basis/basis_transcoder.js': 'basis/basis_transcoder.js',
  'basis/basis_transcoder.wasm': 'basis/basis_transcoder.wasm',
}
const LIBRARIES = 'node_modules/three/examples/jsm/libs'

/** The light of the viewport's environments, as workbench/art/environments.mjs makes it. */
const ENVIRONMENTS = 'webview/viewport/environment-maps'

/** For games whose engine takes this decoder as a script of its own (Babylon.js, A-Frame, model-viewer), not as a module. */
const MESHOPT = 'node_modules/meshoptimizer/meshopt_decoder.cjs'

/** Where the decoders come from, as paths from the root: for the NOTICE. */
export const DECODER_SOURCES = [...Object.keys(DECODERS).map((from) => `${LIBRARIES}/${from}`), MESHOPT]

/**
 * The decoders, and the environments' light, by their path below `decoders/`.
 * @returns {Map<string, Uint8Array>}
 */
export function decoderFiles() {
  const files = Object.entries(DECODERS).map(([from, to]) => {
    const contents = readFileSync(join(root, LIBRARIES, from))
    return /** @type {const} */ ([
      to,
      from === 'basis/basis_transcoder.js' ? Buffer.from(withoutNewFunction(contents.toString('utf8'))) : contents,
    ])
  })
  const environments = readdirSync(join(root, ENVIRONMENTS)).map(
    (name) => /** @type {const} */ ([`environment-maps/${name}`, readFileSync(join(root, ENVIRONMENTS, name))]),
  )
  return new Map([...files, ...environments, ['meshopt/meshopt_decoder.js', readFileSync(join(root, MESHOPT))]])
}

/**
 * Workers take a few classes of three's. Its bundle is one file, of which most stays in theirs; of its sources the files that
 * nobody asks for are left out.
 */
const sourcesOfThree = {
  name: 'sources-of-three',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    const path = join(root, 'node_modules/three/src/Three.Core.js')
    build.onResolve({ filter: /^three$/ }, () => ({ path, sideEffects: false }))
  },
}

/**
 * How the page's workers are built, as esbuild's options; they come to stand below `decoders/workers/`.
 * @param {import('esbuild').BuildOptions} common
 * @returns {import('esbuild').BuildOptions}
 */
export const workerBuild = (common) => ({
  ...common,
  platform: 'browser',
  format: 'iife',
  target: 'chrome128',
  entryPoints: Object.entries(WORKERS).map(([file, out]) => ({ in: file, out })),
  outdir: 'dist/webview/decoders/workers',
  plugins: [sourcesOfThree],
  // The ways of @gltf-transform/core and Draco's decoder to files on a disk, which a page never takes.
  external: ['node:fs', 'node:path', 'fs', 'path'],
})
