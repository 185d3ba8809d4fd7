// The rules a request must keep, each from both sides, and the cleaning before them.
import { describe, expect, it } from 'vitest'
import {
  CATALOGUE,
  checkRequest,
  cleanParams,
  type Dialect,
  fieldsOf,
  findCapability,
  imageToModel,
  MODEL_VERSIONS,
  type Params,
  textToModel,
} from '../../../../src/tripo/catalogue/index.ts'

const NOW = Date.UTC(2026, 10, 28)
const FILE = { file: { type: 'png', file_token: 'token' } }
const H3 = 'v3.1-20260211'
const BARE = { texture: false, pbr: false }

const text = (params: Params, dialect: Dialect = 'v3') =>
  checkRequest(textToModel, { prompt: 'a chair', ...params }, { dialect, now: NOW })
const image = (params: Params, dialect: Dialect = 'v3') =>
  checkRequest(imageToModel, { ...FILE, ...params }, { dialect, now: NOW })
const of = (id: string, params: Params, dialect: Dialect = 'v3') => {
  const capability = findCapability(id)
  if (!capability) throw new Error(`no ${id}`)
  return checkRequest(capability, params, { dialect, now: NOW })
}
/** `field severity code` of each finding. */
const findings = (result: ReturnType<typeof text>) =>
  result.findings.map(({ field, severity, code }) => [field, severity, code].filter(Boolean).join(' '))

describe('the prompt', () => {
  it.each([1, 2, 1024])('%i characters pass', (count) => expect(text({ prompt: 'x'.repeat(count) }).ok).toBe(true))
  it('counts characters, not UTF-16 units', () => {
    expect(text({ prompt: '𠮷'.repeat(1024) }).ok).toBe(true)
    expect(text({ prompt: '𠮷'.repeat(1025) }).ok).toBe(false)
  })
  it.each([
    ['', 'prompt error 1004'],
    ['   ', 'prompt error 1004'],
    ['x'.repeat(1025), 'prompt error 1004'],
    [undefined, 'prompt error 1004'],
    [7, 'prompt error 1004'],
    ['a happy house 🏠', 'prompt error 2009'],
    ['a heart ❤\uFE0F', 'prompt error 2009'],
    ['a bell \u0007', 'prompt error 2009'],
  ])('%j: %s', (prompt, expected) => expect(findings(text({ prompt }))).toEqual([expected]))
  it.each(['木椅', 'Ein Stuhl aus Eichenholz, größer', 'line one\nline two', '10 # * © chairs'])(
    '%j passes',
    (prompt) => expect(findings(text({ prompt }))).toEqual([]),
  )
  it('the negative one is optional, at most 255, without emoji', () => {
    expect(text({ negative_prompt: '' }).ok).toBe(true)
    expect(text({ negative_prompt: 'x'.repeat(255) }).ok).toBe(true)
    expect(findings(text({ negative_prompt: 'x'.repeat(256) }))).toEqual(['negative_prompt error 1004'])
    expect(findings(text({ negative_prompt: '🙂' }))).toEqual(['negative_prompt error 2009'])
  })
  it('an over-long one says how long it is', () => {
    expect(text({ prompt: 'x'.repeat(1025) }).findings[0]?.message).toContain('1025')
  })
})

describe('model versions', () => {
  it.each(MODEL_VERSIONS.map((version) => [version.id, version] as const))('%s where it is offered', (id, version) => {
    for (const dialect of ['v2', 'v3'] as const) {
      const offered = version.dialects.includes(dialect)
      expect(findings(text({ model_version: id }, dialect))).toEqual(offered ? [] : ['model_version error 2015'])
    }
  })
  it('one that is current on the other API says where it is offered; an old one, that a newer is to be chosen', () => {
    const message = (id: string, dialect: 'v2' | 'v3') => text({ model_version: id }, dialect).findings[0]?.message
    expect(message('P2-20260801', 'v2')).toMatch(/^P2 \(preview\) is offered by API v3 only\./)
    expect(message('Turbo-v1.0-20250506', 'v3')).toMatch(/no longer offered.*newer version/)
    expect(message('v1.3-20240522', 'v2')).toMatch(/no longer offered.*newer version/)
  })
  it('retired names of v3 are those of the documentation', () => {
    const onV3 = MODEL_VERSIONS.filter((version) => version.dialects.includes('v3')).map((version) => version.id)
    expect(onV3.sort()).toEqual(['P1-20260311', 'P2-20260801', 'v2.5-20250123', 'v3.0-20250812', H3])
  })
  it('an unknown one is left to the service, with a warning', () => {
    expect(findings(text({ model_version: 'v9.9-20290101' }))).toEqual(['model_version warning'])
  })
})

describe('what a version does not take', () => {
  const P1 = { model_version: 'P1-20260311' }
  it.each([
    [{ quad: true }, 'quad error 1004'],
    [{ smart_low_poly: true }, 'smart_low_poly error 1004'],
    [{ ...BARE, generate_parts: true }, 'generate_parts error 1004'],
    [{ geometry_quality: 'detailed' }, 'geometry_quality error 1004'],
  ])('P1 with %j', (params, expected) => expect(findings(text({ ...P1, ...params }))).toEqual([expected]))
  it('a default of it is dropped instead', () => {
    const params = { ...P1, quad: false, smart_low_poly: false, generate_parts: false, geometry_quality: 'standard' }
    const result = text(params)
    expect(result.ok).toBe(true)
    expect(result.params).toEqual({ prompt: 'a chair', ...P1 })
  })
  it('P2 takes quads, H2 no detailed geometry', () => {
    expect(text({ model_version: 'P2-20260801', quad: true }).ok).toBe(true)
    expect(findings(text({ geometry_quality: 'detailed' }))).toEqual(['geometry_quality error 1004'])
    expect(text({ geometry_quality: 'detailed', model_version: H3 }).ok).toBe(true)
  })
  it('Turbo has neither low poly nor alignment', () => {
    const turbo = { model_version: 'Turbo-v1.0-20250506' }
    expect(findings(image({ ...turbo, texture_alignment: 'geometry' }, 'v2'))).toEqual(['texture_alignment error 1004'])
    expect(findings(image({ ...turbo, smart_low_poly: true }, 'v2'))).toEqual(['smart_low_poly error 1004'])
  })
})

describe('rules over several fields', () => {
  it('parts need bare geometry without quads', () => {
    const parts = (params: Params) => text({ model_version: H3, ...params, generate_parts: true })
    expect(parts(BARE).ok).toBe(true)
    for (const params of [{}, { texture: false }, { pbr: false }, { ...BARE, quad: true }]) {
      expect(findings(parts(params))).toContain('generate_parts error 1004')
    }
  })
  it('texture off with PBR on is warned about: it is billed', () => {
    expect(findings(text({ texture: false }))).toEqual(['pbr warning'])
    expect(findings(text(BARE))).toEqual([])
  })
  it('real-world size and orientation need texture', () => {
    expect(findings(text({ ...BARE, auto_size: true }))).toEqual(['auto_size warning'])
    expect(findings(image({ ...BARE, orientation: 'align_image' }))).toEqual(['orientation warning'])
    expect(findings(image({ auto_size: true, orientation: 'align_image' }))).toEqual([])
  })
  it.each([
    ['v2.5-20250123', {}, 500_000, 500_001],
    [H3, {}, 1_500_000, 1_500_001],
    [H3, { geometry_quality: 'detailed' }, 2_000_000, undefined],
    ['P1-20260311', {}, 20_000, 20_001],
    ['P2-20260801', {}, 50_000, 50_001],
    ['P2-20260801', { quad: true }, 25_000, 25_001],
  ] as const)(
    '%s %j makes at most %i faces; more is warned about, since the service clamps',
    (version, params, top, over) => {
      expect(findings(text({ model_version: version, ...params, face_limit: top }))).toEqual([])
      if (over === undefined) return
      const result = text({ model_version: version, ...params, face_limit: over })
      expect([result.ok, ...findings(result)]).toEqual([true, 'face_limit warning'])
    },
  )
  it('P versions have a least number of faces', () => {
    expect(text({ model_version: 'P1-20260311', face_limit: 50 }).ok).toBe(true)
    expect(text({ model_version: 'P2-20260801', face_limit: 48 }).ok).toBe(true)
    expect(findings(text({ model_version: 'P1-20260311', face_limit: 49 }))).toEqual(['face_limit error 1004'])
  })
})

describe('types and values', () => {
  it.each([
    ['face_limit', 1.5],
    ['face_limit', 0],
    ['face_limit', '5000'],
    ['texture', 'yes'],
    ['texture_quality', 'gold'],
    ['model_seed', -2],
    ['compress', 'textures'],
    ['style', 'cubism'],
  ])('%s: %j is refused beside its field', (field, value) => {
    const result = text({ [field]: value })
    expect(findings(result)).toEqual([`${field} error 1004`])
    expect(result.findings[0]?.message).toMatch(/\.$/)
  })
  it('the client reference’s boolean compress becomes the wire’s word', () => {
    expect(text({ compress: true }).params).toMatchObject({ compress: 'geometry' })
    expect(text({ compress: false }).params).not.toHaveProperty('compress')
  })
  it('unset values are dropped, unknown fields pass', () => {
    const params = { prompt: 'x', style: '', face_limit: -1, model_seed: null, texture: undefined, brand_new: -1 }
    expect(cleanParams(textToModel, params)).toEqual({ prompt: 'x', brand_new: -1 })
  })
  it('false and 0 are values', () => {
    expect(cleanParams(textToModel, { prompt: 'x', texture: false, model_seed: 0 })).toEqual({
      prompt: 'x',
      texture: false,
      model_seed: 0,
    })
  })
})

describe('the image', () => {
  it.each([
    [{ file_token: 't' }],
    [{ url: 'https://example.com/a.png' }],
    [{ object: { bucket: 'b', key: 'k' } }],
    [{ upload: 'file:///a.png' }],
    [{ type: 'jpg', file_token: 't', more: 1 }],
  ])('%j passes', (file) => expect(image({ file }).ok).toBe(true))
  it.each([
    [undefined],
    [{}],
    [{ type: 'png' }],
    [{ file_token: 'a', url: 'https://b.c/d.png' }],
    [{ url: 'data:image/png;base64,AA' }],
    [{ url: 'file:///etc/passwd' }],
    [{ url: 'https://' }],
    [{ object: { bucket: 'b' } }],
    ['token'],
  ])('%j does not', (file) => expect(findings(image({ file }))).toEqual(['file error 1004']))
})

describe('files in lists', () => {
  const A = { file_token: 'a' }
  const views = (files: unknown) => of('multiview_to_model', { files })
  it.each([
    [[A, A, {}, {}], []],
    [[A, {}, {}, A], []],
    [[{}, A, A, A], ['files error 1004']],
    [[A, {}, {}, {}], ['files error 1004']],
    [[A, A, A], ['files error 1004']],
    [[A, A, A, A, A, A], ['files error 1004']],
    [[A, { file_token: 'a', url: 'https://b.c/d.png' }, {}, {}], ['files error 1004']],
    [[A, { url: 'data:image/png;base64,AA' }, {}, {}], ['files error 1004']],
    ['abc', ['files error 1004']],
  ])('views %j', (files, expected) => expect(findings(views(files))).toEqual(expected))
  it('says how many there must be', () => {
    expect(views([A, A]).findings[0]?.message).toBe('Views: exactly 4 entries are needed, not 2.')
  })
  it('views or the task that drew them, not both', () => {
    expect(findings(of('multiview_to_model', {}))).toEqual(['files error 1004'])
    expect(findings(of('multiview_to_model', { original_task_id: 't' }))).toEqual([])
    expect(findings(of('multiview_to_model', { original_task_id: 't', files: [A, A, {}, {}] }))).toEqual([
      'files error 1004',
    ])
  })
})

describe('words for surfaces and views', () => {
  const TASK = { original_model_task_id: 't' }
  const edits = (...prompts: unknown[]) => findings(of('edit_multiview_image', { original_task_id: 't', prompts }))
  it('have no emoji', () => {
    expect(findings(of('texture_model', { ...TASK, text_prompt: 'gold 🙂' }))).toEqual(['text_prompt error 2009'])
    expect(edits({ view: 'back', prompt: 'red 🙂' })).toEqual(['prompts error 2009'])
  })
  it('come once for each view, or are charged twice', () => {
    expect(edits({ view: 'back', prompt: 'red' }, { view: 'left', prompt: 'red' })).toEqual([])
    expect(edits({ view: 'back', prompt: 'red' }, { view: 'back', prompt: 'blue' })).toEqual(['prompts warning'])
    expect(edits({ view: 'top', prompt: 'red' })).toEqual(['prompts error 1004'])
    expect(edits()).toEqual(['prompts error 1004'])
  })
  it('or a picture, not both; a style needs words', () => {
    const FILE = { file_token: 'a' }
    expect(findings(of('texture_model', { ...TASK, text_prompt: 'x', image_prompt: FILE }))).toEqual([
      'image_prompt error 1004',
    ])
    expect(findings(of('texture_model', { ...TASK, style_image: FILE }))).toEqual(['style_image error 1004'])
    expect(findings(of('texture_model', { ...TASK, image_prompts: [{}, {}, {}, {}] }))).toEqual([
      'image_prompts error 1004',
    ])
  })
})

describe('imports', () => {
  const object = { bucket: 'b', key: 'k' }
  it.each([
    ['v2', { object }, []],
    ['v2', { file_token: 'a' }, []],
    ['v3', { file_token: 'file_a' }, []],
    ['v3', { object }, ['file error 1004']],
    ['v2', { url: 'https://a.b/c.glb' }, ['file error 1004']],
    ['v3', { url: 'https://a.b/c.glb' }, []],
    ['v3', { upload: 'file:///game/crate.glb' }, []],
    // Its textures are files of their own, which are not sent.
    ['v3', { upload: 'file:///game/crate.OBJ' }, ['file warning']],
    ['v3', { url: 'https://a.b/c.obj' }, ['file warning']],
  ] as const)('%s %j', (dialect, file, expected) =>
    expect(findings(of('import_model', { file }, dialect))).toEqual(expected),
  )
})

describe('the catalogue as a whole', () => {
  it('ids, routes and wire types are unique, and found', () => {
    for (const key of [
      (id: number) => CATALOGUE[id]?.id,
      (id: number) => CATALOGUE[id]?.v3.path,
      (id: number) => CATALOGUE[id]?.v2.type,
    ]) {
      const values = CATALOGUE.map((_, index) => key(index))
      expect(new Set(values).size).toBe(CATALOGUE.length)
    }
    for (const capability of CATALOGUE) expect(findCapability(capability.id)).toBe(capability)
    expect(findCapability('nothing')).toBeUndefined()
  })
  it('every enum value has a title, every field a help', () => {
    for (const capability of CATALOGUE) {
      for (const field of fieldsOf(capability)) {
        expect(field.ui.help, field.name).not.toBe('')
        for (const value of field.schema.enum ?? [])
          expect(field.ui.values?.[String(value)]?.title, field.name).toBeTruthy()
      }
    }
  })
  it('pools: P1 has its own', () => {
    expect(textToModel.pool({ model_version: 'P1-20260311' })).toBe('generation_p1')
    expect(imageToModel.pool({})).toBe('generation')
  })
})
