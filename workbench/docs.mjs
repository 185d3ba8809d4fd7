// `npm run docs`: writes docs/client.md, docs/capabilities.md, the README's prices and the schema of tripo.assets.json from the
// catalogue.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assetsSchema } from './assets-schema.mjs'
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
    "export * from './src/tripo/catalogue/index.ts'\nexport { methodName, optionName } from './src/tripo/options.ts'\n" +
    "export { slotOf } from './src/tripo/catalogue/chain.ts'\nexport { AssetsFile } from './src/assets-file/schema.ts'"
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
    'schemas/tripo.assets.schema.json': assetsSchema(kit, kit.AssetsFile),
    'README.md': withTable(read('README.md'), priceTable(kit)),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(() =>
    step(
      'Write docs/client.md, docs/capabilities.md, the schema of tripo.assets.json and the prices in README.md',
      async () => {
        for (const folder of ['docs', 'schemas']) mkdirSync(join(root, folder), { recursive: true })
        for (const [file, text] of Object.entries(documents(await loadKit()))) writeFileSync(join(root, file), text)
      },
    ),
  )
}
