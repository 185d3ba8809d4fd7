// `npm run soak`: bundles the kill run of test/bench and runs it. Needs no more than `npm ci` before it.
import { join } from 'node:path'
import { ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { root } from './paths.mjs'
import { keep, onInterrupt, servesUntilInterrupted, stop } from './processes.mjs'
import { main } from './report.mjs'

const PROGRAM = join(root, 'out/soak.mjs')

await main(async () => {
  const options = readOptions('npm run soak -- [options]', {
    minutes: { value: 'N', help: 'how long it all takes, at least half of it killing processes (default 12)' },
    kills: { value: 'N', help: 'stop after so many kills' },
    seed: { value: 'N', help: 'seed of the moments and of the faults (default: drawn)' },
    load: { value: 'N', help: 'threads that keep the machine busy meanwhile (default: one for each core)' },
    models: { value: 'tiny', help: 'what the service builds; tiny is all there is' },
  })
  /** @type {Record<string, string | undefined>} */
  const env = {}
  for (const name of ['minutes', 'kills', 'seed', 'load']) {
    const text = options.text(name)
    if (text === undefined) continue
    if (!(Number(text) > 0) && !(name === 'load' && Number(text) === 0))
      throw new UsageError(`--${name} needs a number above 0.`)
    env[`SOAK_${name.toUpperCase()}`] = text
  }
  if ((options.text('models') ?? 'tiny') !== 'tiny') throw new UsageError('--models knows only "tiny".')
  await ensureModules()
  const { build } = await import('esbuild')
  await build({
    ...{ entryPoints: [join(root, 'test/bench/soak.ts')], outfile: PROGRAM, bundle: true, platform: 'node' },
    ...{ format: 'esm', target: 'node20', logLevel: 'error', packages: 'external', loader: { '.wasm': 'binary' } },
    define: { 'process.env.SOAK_SOURCES': JSON.stringify(join(root, 'test/bench/soak')) },
  })
  servesUntilInterrupted()
  const child = keep(process.execPath, [PROGRAM], { stdio: ['ignore', 'inherit', 'inherit'], env })
  onInterrupt(() => stop(child))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code ?? 1))
  })
})
