// The texts that people read: the bundle is that of the sources as they are, translations are whole, and a sentence that is
// put together from pieces, which nobody can translate, is found.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as catalogue from '../../../src/tripo/catalogue/index.ts'
import { BUNDLE, bundleText, faultsOf, faultsOfAll, readStrings } from '../../../workbench/l10n.mjs'
import { collect, derivedTexts, textsOf } from '../../../workbench/l10n-collect.mjs'

const { strings, faults } = await collect(derivedTexts(catalogue))

describe('the texts of the product', () => {
  it('have no sentence that is put together from pieces', () => expect(faults).toEqual([]))

  it('are in the bundle, and nothing else is', () => {
    expect(readFileSync(BUNDLE, 'utf8') === bundleText(strings), `${BUNDLE} is stale: run npm run l10n`).toBe(true)
    expect(Object.keys(strings).length).toBeGreaterThan(1000)
  })

  it('are all translated, with the same places, links and code', () => expect(faultsOfAll(strings)).toEqual([]))
})

describe('the terms of the reviewer’s list', () => {
  const table = /^## Terms that are checked\n([\s\S]*)$/m.exec(readFileSync('docs/terms.md', 'utf8'))?.[1] ?? ''
  const terms = [...table.matchAll(/^\| (?!English|-)([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, english = '', chinese = '']) => ({
      english: english.trim(),
      chinese: chinese.trim(),
    }),
  )
  const pairs = [
    ...Object.entries(readStrings('l10n/bundle.l10n.zh-cn.json')),
    ...Object.entries(readStrings('package.nls.zh-cn.json')).map(([key, words]): [string, string] => [
      readStrings('package.nls.json')[key] ?? '',
      words,
    ]),
  ]

  it('are several', () => expect(terms.length).toBeGreaterThan(8))

  it('call the reader 你', () => {
    for (const file of ['l10n/bundle.l10n.zh-cn.json', 'package.nls.zh-cn.json'])
      expect(Object.values(readStrings(file)).filter((text) => text.includes('您'))).toEqual([])
  })
  it.each(terms)('never stay English in Chinese: $english', ({ english, chinese }) => {
    const word = new RegExp(`(?<![\\w./{-])${english}(?![\\w/-])`, 'i')
    // Code, settings and what the file itself must hold are the same in every language.
    const plain = (text: string) => text.replace(/`[^`]*`|tripo\.\w+|\(command:[^)]*\)|“(?:prompt|image)”/g, '')
    const having = pairs.filter(([text]) => word.test(plain(text)))
    expect(having.length).toBeGreaterThan(5)
    expect(having.filter(([, words]) => word.test(plain(words)))).toEqual([])
    const share = having.filter(([, words]) => words.includes(chinese)).length / having.length
    expect(share).toBeGreaterThan(0.8)
  })
})

describe('collecting', () => {
  const read = async (source: string, file = 'src/vscode/x.ts') => textsOf(file, source)

  it('takes what is translated, whatever the choice', async () => {
    const source =
      "const a = l10n.t(n === 1 ? 'One task' : '{0} tasks', n)\nconst b = t(title)\nconst c = phrase(`Two words`)"
    expect(await read(source)).toEqual({ found: ['One task', '{0} tasks', 'Two words'], faults: [] })
  })
  it('takes marked tables, and both texts of a refusal', async () => {
    const source =
      "const A = literals({ a: 'first', b: { c: ['second'] } })\nthrow invalid('a.b', 'It is so.', 'Go on.')"
    expect((await read(source)).found).toEqual(['first', 'second', 'It is so.', 'Go on.'])
  })
  it('takes sentences and fields of rooms that know no language, but not what programs read', async () => {
    const source = `const field = { title: 'Faces', id: 'face_limit' }
      error('face_limit', 'Set a limit.')
      log.warn('It was slow.')
      throw new TypeError('This cannot be.')`
    expect((await read(source, 'src/tripo/catalogue/x.ts')).found).toEqual(['Faces', 'Set a limit.'])
    expect((await read(source)).found).toEqual([])
  })
  it('finds sentences that are put together', async () => {
    // Written with the signs in the source, not filled in here.
    const source = ['error(`The file ${', 'name} is gone.`)\nt(`Hello ${', 'name} there`)\nt("Open the " + name)'].join(
      '',
    )
    expect((await read(source, 'src/tripo/x.ts')).faults).toHaveLength(3)
  })
})

describe('a translation', () => {
  const english = { 'Move {0} up': 'Move {0} up', b: '[Open](command:a.b) with `x`' }
  it('has every text, and none besides', () => {
    expect(faultsOf(english, { 'Move {0} up': '上移 {0}', b: '用 `x` [打开](command:a.b)' })).toEqual([])
    expect(faultsOf(english, { 'Move {0} up': ' ', c: 'x' })).toHaveLength(3)
  })
  it('keeps places, links and code', () => {
    expect(faultsOf(english, { 'Move {0} up': '上移', b: '[打开](command:a.c)' })).toHaveLength(2)
  })
})
