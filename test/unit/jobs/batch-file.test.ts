// Lists of requests: what each format may hold, and how a mistake is named.
import { describe, expect, it } from 'vitest'
import { readBatch, readCsv } from '../../../src/jobs/batch-file.ts'

const read = (text: string, ending: string) => readBatch(text, ending, (path) => `file:///w/${path}`, { pbr: false })

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
    ['csv', 'prompt,image\na,b', 'Row 2: give either'],
    ['csv', 'prompt,colour\na,red', 'Row 2: “colour” is not a parameter'],
    ['json', '{"prompt": "a"}', 'not a list'],
    ['json', '[1]', 'Entry 1'],
    ['json', '[', 'not valid JSON'],
    ['txt', ' \n ', 'no prompt'],
  ])('refuses %s %j', (ending, text, words) => expect(() => read(text, ending)).toThrow(words))
})
