// `npm run docs`: writes docs/client.md, docs/capabilities.md and the README's prices from the catalogue.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { capabilitiesPage, clientPage, priceTable, readExamples, withTable } from './docs-text.mjs'
import { ensureModules } from './install.mjs'
import { root } from './paths.mjs'
import { main, step } from './report.mjs'

/** The files whose docstrings have examples. */
export const CLIENT_FILES = ['src/tripo/client.ts', 'src/tripo/sdk.ts']

/** The catalogue, bundled so that Node can read it. @returns {Promise<import('./docs-text.mjs').Kit>} */
export async function loadKit() {
  await ensureModules()
  const { build } = await import('esbuild')
  const contents =
    "export * from './src/tripo/catalogue/index.ts'\nexport { methodName, optionName } from './src/tripo/options.ts'"
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  })
  const text = Buffer.from(outputFiles[0]?.text ?? '').toString('base64')
  return import(`data:text/javascript;base64,${text}`)
}

/** @param {import('./docs-text.mjs').Kit} kit @returns {Record<string, string>} texts by path */
export function documents(kit) {
  /** @param {string} file */
  const read = (file) => readFileSync(join(root, file), 'utf8')
  return {
    'docs/client.md': clientPage(kit, readExamples(CLIENT_FILES.map(read))),
    'docs/capabilities.md': capabilitiesPage(kit),
    'README.md': withTable(read('README.md'), priceTable(kit)),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(() =>
    step('Write docs/client.md, docs/capabilities.md and the prices in README.md', async () => {
      mkdirSync(join(root, 'docs'), { recursive: true })
      for (const [file, text] of Object.entries(documents(await loadKit()))) writeFileSync(join(root, file), text)
    }),
  )
}
