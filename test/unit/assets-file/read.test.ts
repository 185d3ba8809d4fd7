// Reading an assets file: what it means, and that each mistake is told where it stands without harm to the other models.
import { describe, expect, it } from 'vitest'
import { MOST_TEXT, parseJson } from '../../../src/assets-file/json-tree.ts'
import { projectPath } from '../../../src/assets-file/paths.ts'
import { readAssetsFile } from '../../../src/assets-file/read.ts'
import { english } from '../../../src/text/index.ts'

const CONTEXT = { dialect: 'v3', now: Date.UTC(2026, 10, 29), folder: 'public/models' } as const
const read = (value: unknown) =>
  readAssetsFile(typeof value === 'string' ? value : JSON.stringify(value, undefined, 1), CONTEXT)
const file = (...models: unknown[]) => ({ version: 1, models })
/** Code and the text that is underlined. */
const found = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)
  return readAssetsFile(text, CONTEXT).findings.map(({ code, start, end }) => [code, text.slice(start, end)])
}

describe('an assets file', () => {
  it('gives a chain, local steps, a target and budgets for each model', () => {
    const { models, findings } = read({
      version: 1,
      styles: { toy: { suffix: 'toy style', texture: 'detailed', faceLimit: 4000 } },
      defaults: { style: 'toy', budgets: { triangles: 5000, bytes: 9 }, steps: [{ tool: 'optimise' }] },
      models: [
        { name: 'oak-barrel', prompt: 'an oak barrel', budgets: { bytes: 2_000_000 } },
        {
          name: 'knight',
          image: './art/knight.png',
          steps: [{ capability: 'rig_model' }, { tool: 'convert', options: { format: 'fbx' } }],
          target: 'export/Knight.fbx',
        },
      ],
    })
    expect(findings).toEqual([])
    expect(models[0]).toMatchObject({
      chain: [
        {
          capability: 'text_to_model',
          params: { prompt: 'an oak barrel, toy style', texture_quality: 'detailed', face_limit: 4000 },
        },
      ],
      ...{ local: [{ tool: 'optimise' }], target: 'public/models/oak-barrel.glb', ok: true, style: 'toy' },
      budgets: { triangles: 5000, bytes: 2_000_000 },
    })
    expect(models[1]).toMatchObject({
      chain: [
        { capability: 'image_to_model', params: { file: { upload: 'art/knight.png' } } },
        { capability: 'rig_model' },
      ],
      ...{ target: 'export/Knight.fbx', pictures: ['art/knight.png'] },
    })
  })

  it('makes a model of several views, each at its place, and tells which are missing', () => {
    const images = { front: 'art/f.png', back: './art/b.png' }
    const { models, findings } = read(file({ name: 'cart', images }))
    expect(findings).toEqual([])
    expect(models[0]).toMatchObject({
      chain: [
        {
          capability: 'multiview_to_model',
          params: { files: [{ upload: 'art/f.png' }, {}, { upload: 'art/b.png' }, {}] },
        },
      ],
      pictures: ['art/f.png', 'art/b.png'],
    })
    expect(found(file({ name: 'cart', images: { front: 'art/f.png' } }))[0]?.[0]).toBe('chain')
    expect(found(file({ name: 'cart', images: { ...images, left: '../l.png' } }))).toContainEqual([
      'path',
      '"../l.png"',
    ])
    expect(found(file({ name: 'cart', prompt: 'a cart', images }))[0]?.[0]).toBe('source')
  })

  it('tells what is wrong where it stands, and leaves the other models alone', () => {
    const good = { name: 'a', prompt: 'a cup' }
    const wrong: [unknown, string, string][] = [
      [{ name: 'b' }, 'source', '{'],
      [{ name: 'b', prompt: 'x', image: 'y.png' }, 'source', '{'],
      [{ name: 'b', image: '../y.png' }, 'path', '"../y.png"'],
      [{ name: 'b', prompt: 'x', target: '/etc/b.glb' }, 'path', '"/etc/b.glb"'],
      [{ name: 'b', prompt: 'x', target: '.tripo/b.glb' }, 'path', '".tripo/b.glb"'],
      [{ name: 'b', prompt: 'x', target: 'b.fbx' }, 'target', '"b.fbx"'],
      [{ name: 'b', prompt: 'x', style: 'none' }, 'style', '"none"'],
      [{ name: 'A', prompt: 'x' }, 'duplicate', '"A"'],
      [{ name: 'b', prompt: 'x', target: 'public/models/A.glb' }, 'duplicate', '"public/models/A.glb"'],
      [{ name: 'b', prompt: 'x', params: { face_limit: 0 } }, 'chain', '0'],
      [{ name: 'b', prompt: 'x', steps: [{ tool: 'optimise' }, { capability: 'rig_model' }] }, 'order', '['],
      [{ name: 'b', prompt: 'x', steps: [{ capability: 'retarget_animation' }] }, 'chain', '{'],
      [{ name: 'b', prompt: 'x', steps: [{ capability: 'fly' }] }, 'chain', '{'],
    ]
    for (const [model, code, text] of wrong) {
      expect(found(file(good, model)), JSON.stringify(model)).toContainEqual([code, text])
      expect(read(file(good, model)).models.map(({ ok }) => ok)).toEqual([true, false])
    }
  })

  it('of another shape, version or syntax gives words and no models', () => {
    const wrong: [unknown, string][] = [
      ['', 'syntax'],
      ['{"version": 1, "models": [', 'syntax'],
      ['[{}]', 'shape'],
      [{ version: 2, models: [{ name: 'a', prompt: 'b' }] }, 'version'],
      [{ version: '1', models: [] }, 'shape'],
      [{ version: 1 }, 'shape'],
      [{ version: 1, models: [], spend: true }, 'shape'],
      [file({ name: '../x', prompt: 'y' }), 'shape'],
      [file({ name: '__proto__', prompt: 'y' }), 'shape'],
      [file({ name: 'a', prompt: 'x'.repeat(2000) }), 'shape'],
      [file({ name: 'a', prompt: 'b', steps: [{ tool: 'run', options: {} }] }), 'shape'],
      [file({ name: 'a', prompt: 'b', steps: Array.from({ length: 99 }, () => ({ tool: 'optimise' })) }), 'shape'],
      [file(...Array.from({ length: 501 }, (_, i) => ({ name: `m${i}`, prompt: 'b' }))), 'shape'],
      ['['.repeat(100_000), 'syntax'],
    ]
    for (const [value, code] of wrong) {
      const { models, findings } = read(value)
      expect(models).toEqual([])
      expect(findings.map((one) => one.code)).toContain(code)
      expect(findings.every(({ message }) => /[.!]$/.test(english(message)))).toBe(true)
    }
  })

  it('tells keys that are there twice', () => {
    expect(found('{"version":1,"models":[{"name":"a","prompt":"x","prompt":"y"}]}')).toEqual([
      ['duplicate', '"prompt"'],
    ])
  })
})

describe('paths of a project', () => {
  it.each([
    '../a',
    '/a',
    '~/a',
    'a/../../b',
    'C:/a',
    'a\\b',
    '.git/x',
    'a/.tripo/x',
    'node_modules/x',
    'nul',
    'a/con.glb',
    'a. ',
    '',
    '.',
    'a\u202Eb',
  ])('are not %j', (path) => expect(projectPath(path)).toBeUndefined())
  it('are said shortly', () => expect(projectPath('./public//models/a b.glb')).toBe('public/models/a b.glb'))
})

describe('JSON with places', () => {
  it('reads what JSON.parse reads, and nothing else', () => {
    const good = [
      '1',
      '-0.5e3',
      '"\\u00e9\\n"',
      '[]',
      '{}',
      ' { "a" : [ 1 , { "b" : null } ] } ',
      '{"__proto__":{"x":1}}',
    ]
    for (const text of good) expect(parseJson(text).value).toEqual(JSON.parse(text))
    const bad = ['01', '[1,]', '{"a":1,}', "'a'", '"\n"', 'nul', '1 2', '{a:1}', '+1', '"\\x"', '']
    for (const text of bad) {
      expect(() => JSON.parse(text)).toThrow()
      expect(() => parseJson(text), text).toThrow()
    }
    expect(() => parseJson(' '.repeat(MOST_TEXT + 1))).toThrow()
  })
})
