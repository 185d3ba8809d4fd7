// The generated papers are those of the catalogue as it is: whoever changes it runs `npm run docs`.
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { AssetsFile } from '../../../src/assets-file/schema.ts'
import { slotOf } from '../../../src/tripo/catalogue/chain.ts'
import * as catalogue from '../../../src/tripo/catalogue/index.ts'
import { methodName, optionName } from '../../../src/tripo/options.ts'
import { documents } from '../../../workbench/docs.mjs'
import { readExamples, withTable } from '../../../workbench/docs-text.mjs'

const kit = { ...catalogue, methodName, optionName, slotOf, AssetsFile }

it.each(Object.entries(documents(kit)))('%s is fresh; otherwise run npm run docs', (file, text) => {
  expect(readFileSync(file, 'utf8') === text, `${file} is stale: run npm run docs`).toBe(true)
})

it('every capability and option is on the page', () => {
  const page = documents(kit)['docs/client.md'] ?? ''
  for (const capability of catalogue.CATALOGUE) {
    expect(page).toContain(`\n## ${methodName(capability)}\n`)
    for (const { name } of catalogue.fieldsOf(capability)) {
      // One option stands for one animation and for several.
      if (name !== 'animations') expect(page).toContain(`| \`${optionName(capability, name)}\``)
    }
  }
})

it('surcharges are found by asking for the price', () => {
  const page = documents(kit)['docs/client.md'] ?? ''
  expect(page).toContain("`textureQuality: 'extreme'` +20")
  expect(page).toContain("`geometryQuality: 'detailed'` +20")
  expect(page).toContain('Credits: 5; any option but the format +5, charged once.')
  expect(page).toContain('Credits: free.')
})

it('a README without marks is an error, not a lost table', () => {
  expect(() => withTable('# nothing', 'x')).toThrow('prices')
})

it('examples are read from docstrings alone', () => {
  const source =
    '/** A.\n * @example\n * one()\n *   two()\n */\nasync make(a: string) {}\n/** No example. */\nother() {}'
  expect([...readExamples([source])]).toEqual([['make', 'one()\n  two()']])
})

it.each(['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md'])('%s links to what is there', (file) => {
  const text = readFileSync(file, 'utf8')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const missing = links.filter((link) => !/^https:/.test(link) && !existsSync(link.replace(/#.*$/, '')))
  expect(missing).toEqual([])
})
