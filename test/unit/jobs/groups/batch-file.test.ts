// Lists of requests: what each format may hold, and how a mistake is named.
import { describe, expect, it } from 'vitest'
import { MAX_LIST_BYTES, mistakeWords, readCsv, readList } from '../../../../src/jobs/groups/batch-file.ts'
import { MAX_BATCH } from '../../../../src/protocol/index.ts'

/** The requests of a list; throws what is wrong with it. */
function read(text: string, ending: string) {
  const { entries, mistakes } = readList(text, ending, (path) => `file:///w/${path}`, { pbr: false })
  if (mistakes.length > 0) throw new Error(mistakeWords(mistakes))
  return entries.map(({ request }) => request)
}

describe('readCsv', () => {
  it('takes quotes, doubled quotes, commas and line breaks inside them', () => {
    expect(readCsv('a,b\r\n"x, y","say ""hi""\nthere"\n\n')).toEqual([
      ['a', 'b'],
      ['x, y', 'say "hi"\nthere'],
    ])
  })
  it('refuses a quote that is not closed', () => expect(() => readCsv('a\n"b')).toThrow('not closed'))
})

describe('readBatch', () => {
  it('reads one prompt a line', () => {
    expect(read('\uFEFFa chair\r\n\r\n  a table \n', 'txt')).toEqual([
      { capability: 'text_to_model', params: { pbr: false, prompt: 'a chair' } },
      { capability: 'text_to_model', params: { pbr: false, prompt: 'a table' } },
    ])
  })
  it('reads a CSV with prompts, images, names and typed parameters', () => {
    const csv =
      'prompt,image,name,face_limit,texture\na chair,,seat,5000,no\n,props/lamp.png,,,\n,https://x.test/a.png,,,'
    expect(read(csv, 'CSV')).toEqual([
      {
        capability: 'text_to_model',
        params: { pbr: false, prompt: 'a chair', face_limit: 5000, texture: false },
        name: 'seat',
      },
      { capability: 'image_to_model', params: { pbr: false, file: { upload: 'file:///w/props/lamp.png' } } },
      { capability: 'image_to_model', params: { pbr: false, file: { url: 'https://x.test/a.png' } } },
    ])
  })
  it('reads JSON of prompts and objects', () => {
    expect(read('["a chair", {"prompt": "a table", "pbr": true}]', 'json').map(({ params }) => params)).toEqual([
      { pbr: false, prompt: 'a chair' },
      { pbr: true, prompt: 'a table' },
    ])
  })
  it.each([
    ['csv', 'title\nchair', 'name the columns'],
    ['csv', 'prompt,image\na,b', 'Line 2: give either'],
    ['csv', 'prompt,colour\na,red', 'Line 2: “colour” is not a parameter'],
    ['json', '{"prompt": "a"}', 'not a list'],
    ['json', '[1]', 'Entry 1'],
    ['json', '[', 'not valid JSON'],
    ['txt', ' \n ', 'no prompt'],
  ])('refuses %s %j', (ending, text, words) => expect(() => read(text, ending)).toThrow(words))
})

describe('several mistakes', () => {
  it('are all found, with the line that each stands on', () => {
    const csv = 'prompt,image,colour\n"a chair\nwith arms",,\n\na,b,\n,,red\nc,,blue\n'
    const { entries, mistakes } = readList(csv, 'csv', (path) => path, {})
    expect(entries.map(({ destination: where }) => where)).toEqual(['Line 2'])
    expect(mistakes.map(({ destination: where }) => where)).toEqual(['Line 5', 'Line 6', 'Line 7'])
    expect(mistakeWords(mistakes.slice(2))).toMatch(/colour/)
  })
  it('are named up to a handful, then counted', () => {
    const lines = Array.from({ length: 8 }, () => 'a,b').join('\n')
    expect(() => read(`prompt,image\n${lines}`, 'csv')).toThrow(/^Line 2: .* Line 6: [^L]*And 3 more\.$/)
    expect(() => read('[1, "a", 2]', 'json')).toThrow(/Entry 1 is .* Entry 3 is /)
  })
})

describe('a list that is too long', () => {
  const rows = (count: number, row = 'a chair') => Array.from({ length: count }, () => row)
  const lists: [string, (count: number) => string][] = [
    ['txt', (count) => rows(count).join('\n')],
    ['csv', (count) => ['prompt', ...rows(count)].join('\n')],
    ['json', (count) => JSON.stringify(rows(count))],
  ]
  it.each(lists)('is refused, the longest that is allowed is not: %s', (ending, list) => {
    expect(read(list(MAX_BATCH), ending)).toHaveLength(MAX_BATCH)
    expect(() => read(list(MAX_BATCH + 1), ending)).toThrow(`more than ${MAX_BATCH} entries`)
  })
  it.each(lists.slice(0, 2))('is not read to its end: %s', (ending, list) => {
    // Behind the limit stands what would be refused for another reason.
    expect(() => read(`${list(MAX_BATCH + 1)}\n"not closed`, ending)).toThrow('entries')
  })
  it('is not read at all when its file is far too large', () => {
    expect(() => read(`[${' '.repeat(MAX_LIST_BYTES)}`, 'json')).toThrow(/The list is 4\.0 MB; at most 4 MB are read/)
  })
  it('may hold no entry that is itself a file', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(() => read(`[{"prompt": "a", "pbr": ${deep}}]`, 'json')).toThrow('Entry 1 is too long')
    expect(() => read(JSON.stringify(['a', { prompt: 'x'.repeat(70_000) }]), 'json')).toThrow('Entry 2 is too long')
    expect(() => read(`prompt${','.repeat(200_000)}\na`, 'csv')).toThrow('more than 100 columns')
  })
})
