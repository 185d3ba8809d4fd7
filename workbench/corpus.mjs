// `npm run corpus -- FOLDER`: opens every model below a folder in the viewport (a real Chromium under the webview's policy) and
// in src/mesh, and prints what came of it, tab-separated. The exit code is 0 only when nothing crashed, hung, took too much
// memory, or was seen differently by the two.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureChromium, ensureModules } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { root } from './paths.mjs'
import { keep, onInterrupt, servesUntilInterrupted, stop } from './processes.mjs'
import { main } from './report.mjs'

await main(async () => {
  const options = readOptions(
    'npm run corpus -- FOLDER [options]',
    {
      seconds: {
        value: 'N',
        help: 'how long each reader may take for a file, not counting what the machine does meanwhile (default 20)',
      },
      megabytes: { value: 'N', help: 'how much memory each reader may take (default 1536)' },
    },
    { positionals: true },
  )
  const [folder] = options.positionals
  if (folder === undefined || !existsSync(folder)) throw new UsageError('Which folder? Name one that is there.')
  /** @type {Record<string, string>} */
  const env = { CORPUS_FOLDER: resolve(folder) }
  for (const name of ['seconds', 'megabytes']) {
    const text = options.text(name)
    if (text === undefined) continue
    if (!(Number(text) > 0)) throw new UsageError(`--${name} needs a number above 0.`)
    env[`CORPUS_${name.toUpperCase()}`] = text
  }
  await ensureModules()
  const { build } = await import('esbuild')
  await build({
    entryPoints: [
      { in: join(root, 'test/bench/corpus-run.ts'), out: 'corpus' },
      { in: join(root, 'test/bench/corpus/mesh.ts'), out: 'corpus-mesh' },
    ],
    ...{ outdir: join(root, 'out'), outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node' },
    ...{ format: 'esm', target: 'node20', logLevel: 'error', packages: 'external', loader: { '.wasm': 'binary' } },
  })
  servesUntilInterrupted()
  const child = keep(process.execPath, [join(root, 'out/corpus.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, CORPUS_PROGRAM: join(root, 'out/corpus-mesh.mjs'), CHROMIUM_PATH: await ensureChromium() },
  })
  onInterrupt(() => stop(child))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code ?? 1))
  })
})
