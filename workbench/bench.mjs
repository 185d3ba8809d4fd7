// `npm run bench -- NAME`: bundles a bench of test/bench and runs it. Needs no more than `npm ci` before it; the last
// line is one JSON object, the exit code 0 only when the bench's aim is met.
import { join } from 'node:path'
import { ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { root } from './paths.mjs'
import { keep, onInterrupt, servesUntilInterrupted, stop } from './processes.mjs'
import { main } from './report.mjs'

/** Benches by name, with their entry points. */
const BENCHES = { follow: 'test/bench/run-follow.ts' }
const NAMES = Object.keys(BENCHES).join(', ')

await main(async () => {
  const options = readOptions(
    `npm run bench -- NAME [options]   (NAME: ${NAMES})`,
    { seed: { value: 'N', help: 'seed of durations and latencies (default 1)' } },
    { positionals: true },
  )
  const [name] = options.positionals
  const entry = Object.entries(BENCHES).find(([known]) => known === name)?.[1]
  if (!entry) throw new UsageError(`Which bench? There is ${NAMES}.`)
  const seed = options.text('seed') ?? '1'
  if (!(Number(seed) > 0)) throw new UsageError('--seed needs a number above 0.')
  await ensureModules()
  const { build } = await import('esbuild')
  const program = join(root, `out/bench-${name}.mjs`)
  await build({
    ...{ entryPoints: [join(root, entry)], outfile: program, bundle: true, platform: 'node' },
    ...{ format: 'esm', target: 'node20', logLevel: 'error', packages: 'external', loader: { '.wasm': 'binary' } },
  })
  servesUntilInterrupted()
  const child = keep(process.execPath, [program], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { BENCH_SEED: seed },
  })
  onInterrupt(() => stop(child))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code ?? 1))
  })
})
