// What may and must be in the packed extension, by its listing.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { contentFaults } from '../../../workbench/package.mjs'
import { listZip } from '../../../workbench/zip.mjs'

const GOOD = [
  'package.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'SECURITY.md',
  'dist/NOTICE.txt',
  'dist/extension.js',
].map((name) => `extension/${name}`)
const entries = (...names: string[]) => names.map((name) => ({ name }))

describe('contentFaults', () => {
  it('takes what runs', () => {
    expect(
      contentFaults(
        entries(...GOOD, '[Content_Types].xml', 'extension/media/icon.png', 'extension/dist/webview/studio.css'),
      ),
    ).toEqual([])
  })

  it.each([
    'node_modules/ws/index.js',
    'dist/node_modules/x.js',
    'src/extension.ts',
    'test/unit/a.js',
    'workbench/serve.mjs',
    'dist/extension.js.map',
    'out/simulator.cjs',
    '.vscode/launch.json',
    'old.vsix',
  ])('refuses %s', (name) => {
    expect(contentFaults(entries(...GOOD, `extension/${name}`))).toEqual([`${name} must not ship`])
  })

  it('weighs the pictures of the page, and README and walkthrough show each that there is', () => {
    const heavy = (name: string, size: number) =>
      contentFaults([...entries(...GOOD), { name: `extension/${name}`, size }])
    expect(heavy('media/studio.jpg', 150_000)).toEqual([])
    expect(heavy('media/studio.jpg', 400_000)).toEqual(['media/studio.jpg has 391 KB: too much for a page'])
    expect(heavy('media/studio.webp', 1_500_000)).toHaveLength(1)
    const root = new URL('../../../', import.meta.url)
    const read = (name: string) => readFileSync(new URL(name, root), 'utf8')
    const shown = [
      ...[...read('README.md').matchAll(/\]\((media\/[^)]+)\)/g)].map((match) => match[1] ?? ''),
      ...new Set([...read('package.json').matchAll(/"(media\/[^"]+\.jpg)"/g)].map((match) => match[1] ?? '')),
    ]
    const pictures = readdirSync(new URL('media/', root)).filter((name) => /\.(?:jpg|webp)$/.test(name))
    expect(shown.sort()).toEqual(pictures.map((name) => `media/${name}`).sort())
    for (const name of pictures) {
      const { size } = statSync(new URL(`media/${name}`, root))
      expect(heavy(`media/${name}`, size)).toEqual([])
    }
  })

  it('misses what must be there', () => {
    expect(contentFaults(entries(...GOOD.slice(1)))).toEqual(['package.json is missing'])
    for (const name of ['SECURITY.md', 'dist/NOTICE.txt']) {
      const others = GOOD.filter((entry) => entry !== `extension/${name}`)
      expect(contentFaults(entries(...others))).toEqual([`${name.toLowerCase()} is missing`])
    }
  })
})

describe('listZip', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tripo-zip-'))
  const file = join(folder, 'a.zip')

  it('lists names and sizes, also beyond ASCII', () => {
    writeFileSync(file, zipSync({ 'extension/木椅.txt': strToU8('x'.repeat(1000)), empty: new Uint8Array() }))
    const listed = listZip(file)
    expect(listed.map(({ name, size }) => [name, size])).toEqual([
      ['extension/木椅.txt', 1000],
      ['empty', 0],
    ])
    expect(listed[0]?.packed).toBeLessThan(100)
  })

  it('refuses what is not a ZIP file', () => {
    writeFileSync(file, 'x'.repeat(100))
    expect(() => listZip(file)).toThrow('not a ZIP file')
    rmSync(folder, { recursive: true })
  })
})
