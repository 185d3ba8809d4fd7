// Builds every bundle: the extension host, its lazily loaded chunks, workers, the webview, and the test bundles.
// One script so that the demo, the tests and the package are always made of the same pieces.
//   node esbuild.mjs [--production] [--watch] [--tests]
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'
import { commandLineBuild, hostWorkersBuild } from './workbench/host-files.mjs'
import { foreignFiles, noticeOf } from './workbench/notice.mjs'
import { DECODER_SOURCES, decoderFiles, workerBuild } from './workbench/webview-files.mjs'

const root = dirname(fileURLToPath(import.meta.url))
const KNOWN = new Set(['--production', '--watch', '--tests'])
const flags = new Set(process.argv.slice(2))
for (const flag of flags) {
  if (!KNOWN.has(flag)) {
    console.error(`esbuild.mjs: unknown option ${flag}; known: ${[...KNOWN].join(' ')}`)
    process.exit(2)
  }
}
const production = flags.has('--production')
const watch = flags.has('--watch')
const tests = flags.has('--tests')

/**
 * Host modules that are loaded on first use, each a bundle of its own beside extension.js:
 * a dynamic `import()` of one of these source files becomes a `require` of its bundle.
 */
const CHUNKS = {
  'src/sandbox/sandbox.ts': 'sandbox',
}

const present = (map) => Object.entries(map).filter(([file]) => existsSync(join(root, file)))

const lazyChunks = {
  name: 'lazy-chunks',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined
      const file = relative(root, resolve(args.resolveDir, args.path)).split('\\').join('/')
      const chunk = CHUNKS[file]
      return chunk ? { path: `./${chunk}.js`, external: true } : undefined
    })
  },
}

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  loader: { '.wasm': 'binary' },
  metafile: true,
}

const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode', 'mocha'] }

/** Everything that ships, as esbuild option sets. */
function shippedBuilds() {
  const builds = []
  if (existsSync(join(root, 'src/extension.ts'))) {
    builds.push({
      ...node,
      entryPoints: [
        { in: 'src/extension.ts', out: 'extension' },
        ...present(CHUNKS).map(([file, out]) => ({ in: file, out })),
      ],
      outdir: 'dist',
      plugins: [lazyChunks],
    })
    builds.push(hostWorkersBuild(common, 'dist'))
  }
  if (existsSync(join(root, 'webview/studio/main.ts'))) {
    builds.push({
      ...common,
      platform: 'browser',
      format: 'esm',
      splitting: true,
      target: 'chrome128',
      entryPoints: [
        { in: 'webview/studio/main.ts', out: 'studio' },
        { in: 'webview/history/main.ts', out: 'history' },
        { in: 'webview/model/main.ts', out: 'model' },
        { in: 'webview/compare/main.ts', out: 'compare' },
        { in: 'webview/compact/main.ts', out: 'compact' },
      ],
      chunkNames: 'chunks/[name]-[hash]',
      assetNames: 'assets/[name]-[hash]',
      outdir: 'dist/webview',
      loader: { ...common.loader, '.ttf': 'file', '.woff2': 'file' },
    })
    builds.push(workerBuild(common))
  }
  return builds
}

/** The simulator and the command line as programs, and their workers beside them. */
function programBuilds() {
  if (!existsSync(join(root, 'src/sandbox/cli.ts'))) return []
  return [
    {
      ...node,
      entryPoints: [{ in: 'src/sandbox/cli.ts', out: 'simulator' }],
      outdir: 'out',
      outExtension: { '.js': '.cjs' },
    },
    hostWorkersBuild(common, 'out'),
    commandLineBuild(common, 'out'),
  ]
}

function testBuilds() {
  if (!existsSync(join(root, 'test/host/index.ts'))) return []
  return [
    {
      ...node,
      minify: false,
      sourcemap: 'inline',
      // Each test file is a bundle of its own: index.ts finds them beside itself and hands them to mocha.
      entryPoints: ['test/host/index.ts', 'test/host/*.test.ts'],
      outbase: 'test/host',
      outdir: 'out/test/host',
    },
  ]
}

/**
 * Files that are served as they are: three.js's decoders, asked for only by models that need them.
 * @returns their paths from the root, for the NOTICE
 */
function copyAssets() {
  for (const [to, contents] of decoderFiles()) {
    const target = join(root, 'dist/webview/decoders', to)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, contents)
  }
  return DECODER_SOURCES
}

function listSizes(directory) {
  if (!existsSync(directory)) return
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name)
    if (entry.isFile() && /\.(js|mjs|cjs|css)$/.test(entry.name)) {
      console.log(`${String(Math.round(statSync(file).size / 1024)).padStart(6)} KB  ${relative(root, file)}`)
    }
  }
}

const builds = [...shippedBuilds(), ...programBuilds(), ...(tests ? testBuilds() : [])]
if (!watch) rmSync(join(root, 'dist'), { recursive: true, force: true })
if (watch) {
  const contexts = await Promise.all(builds.map((options) => esbuild.context({ ...options, logLevel: 'info' })))
  copyAssets()
  await Promise.all(contexts.map((context) => context.watch()))
} else {
  const results = await Promise.all(builds.map((options) => esbuild.build(options)))
  const copied = copyAssets()
  const metafiles = results.map((result) => result.metafile)
  writeFileSync(join(root, 'dist/NOTICE.txt'), noticeOf(root, foreignFiles(metafiles, copied)))
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(join(root, 'out/meta.json'), JSON.stringify(metafiles))
  if (production) listSizes(join(root, 'dist'))
}
