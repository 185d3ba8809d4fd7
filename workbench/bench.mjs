// `npm run bench -- NAME`: bundles a bench of test/bench and runs it. Needs only `npm ci` before it; the last line is one JSON
// object, the exit code is 0 only if the bench's target is met.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium, ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { cacheFolder, root } from './paths.mjs'
import { keep, onInterrupt, servesUntilInterrupted, stop } from './processes.mjs'
import { main } from './report.mjs'

/** Benches by name, with what they measure. */
const BENCHES = {
  follow: 'how late the end of a task is known, and for how many requests',
  viewport: 'how soon a model is seen, beside a bare page with three’s loader; idle draws',
  panel: 'what a change of one among 200 jobs costs the studio page',
  mesh: 'reducing and packing models beside gltfpack and glTF-Transform, which are installed into the cache',
  load: '500 jobs at once: refusals, time beside the lower bound, memory',
}
const NAMES = Object.keys(BENCHES).join(', ')
const HELP = Object.entries(BENCHES).map(([name, help]) => `  ${name.padEnd(8)}  ${help}`)
const PROGRAM = join(root, 'out/bench.mjs')

/** What the mesh bench is measured against. */
const RIVALS = ['gltfpack@1.3.0', '@gltf-transform/cli@4.5.1']

/** Installs them into the cache on first use. @returns the folder with their `node_modules` */
function meshRivals() {
  const folder = join(cacheFolder(), 'mesh-bench')
  mkdirSync(folder, { recursive: true })
  const wanted = RIVALS.join(' ')
  const note = join(folder, 'installed')
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return folder
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...RIVALS], { stdio: 'inherit' })
  writeFileSync(note, wanted)
  return folder
}

/** Builds the product as it ships. */
function buildProduct() {
  execFileSync(process.execPath, [join(root, 'esbuild.mjs'), '--production'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

await main(async () => {
  const options = readOptions(
    `npm run bench -- NAME [options]\n${HELP.join('\n')}\nOptions:`,
    {
      seed: { value: 'N', help: 'seed of durations and latencies (default 1)' },
      size: { value: 'all', help: 'of viewport and mesh: with the large files, which take long' },
      file: {
        value: 'NAME',
        help: 'of viewport and mesh: files whose names begin so, for a look while others work; "textures" is one of mesh',
      },
      models: { value: 'tiny', help: 'what the service builds; tiny is all there is' },
    },
    { positionals: true },
  )
  const [name] = options.positionals
  if (name === undefined || !Object.hasOwn(BENCHES, name)) throw new UsageError(`Which bench? There is ${NAMES}.`)
  const seed = options.text('seed') ?? '1'
  if (!(Number(seed) > 0)) throw new UsageError('--seed needs a number above 0.')
  if ((options.text('models') ?? 'tiny') !== 'tiny') throw new UsageError('--models knows only "tiny".')
  const size = options.text('size') ?? 'small'
  if (size !== 'small' && size !== 'all') throw new UsageError('--size knows only "all".')
  await ensureModules()
  /** @type {Record<string, string>} */
  const browser =
    name === 'viewport' || name === 'panel'
      ? { CHROMIUM_PATH: await ensureChromium(), BENCH_SIZE: size, BENCH_FILE: options.text('file') ?? '' }
      : {}
  /** @type {Record<string, string>} */
  const rivals =
    name === 'mesh'
      ? {
          BENCH_SIZE: size,
          BENCH_FILE: options.text('file') ?? '',
          BENCH_RIVALS: meshRivals(),
          BENCH_CLI: join(root, 'out/tripo-studio.cjs'),
        }
      : {}
  if (name === 'viewport' || name === 'mesh') buildProduct()
  const { build } = await import('esbuild')
  await build({
    ...{ entryPoints: [join(root, 'test/bench/run.ts')], outfile: PROGRAM, bundle: true, platform: 'node' },
    ...{ format: 'esm', target: 'node20', logLevel: 'error', packages: 'external', loader: { '.wasm': 'binary' } },
  })
  servesUntilInterrupted()
  const child = keep(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { BENCH_NAME: name, BENCH_SEED: seed, ...browser, ...rivals },
  })
  onInterrupt(() => stop(child))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code ?? 1))
  })
})
