// The form model: rows, the texture choice, what is sent for a version, and which findings are shown when.
import { describe, expect, it } from 'vitest'
import {
  CATALOGUE,
  checkRequest,
  estimate,
  type Field,
  fieldsOf,
  imageToModel,
  type Params,
  textToModel,
} from '../../../../src/tripo/catalogue/index.ts'
import {
  formItems,
  isLive,
  isShown,
  leftOut,
  NONE,
  requestParams,
  shownFindings,
  switchedChoice,
  versionsFor,
  withSwitched,
} from '../../../../webview/studio/form-model.ts'

const context = { dialect: 'v3', now: Date.UTC(2026, 10, 28), defaultModelVersion: 'v3.1-20260211' } as const

/** Some value of a field's kind; a model's version stays as it is. */
const sample = ({ name, schema }: Field): [string, unknown] =>
  name === 'model_version'
    ? [name, 'v3.1-20260211']
    : [name, schema.enum?.at(-1) ?? (schema.type === 'boolean' ? true : 'x')]

describe('rows', () => {
  it('shows every field of the catalogue once, texture and its quality as one', () => {
    for (const capability of [textToModel, imageToModel]) {
      const { main, advanced } = formItems(capability)
      const shown = [...main, ...advanced].map((item) => item.field.name).sort()
      const all = fieldsOf(capability).map((field) => field.name)
      expect(shown).toEqual(all.filter((name) => name !== 'texture').sort())
    }
  })

  it('shows and sends nothing that does nothing on the account at hand', () => {
    const live = { ...context, isLive: true }
    for (const dialect of ['v2', 'v3'] as const) {
      for (const capability of CATALOGUE) {
        const values = { model_version: 'v3.1-20260211', ...Object.fromEntries(fieldsOf(capability).map(sample)) }
        const sent = requestParams(capability, values, {}, { ...live, dialect })
        for (const field of fieldsOf(capability)) {
          const { dialects, isIgnoredLive } = field.schema
          const isUseless = isIgnoredLive === true || dialects?.includes(dialect) === false
          if (!isUseless) continue
          expect(isShown(field, values, { ...live, dialect }), `${capability.id}.${field.name}`).toBe(false)
          expect(sent).not.toHaveProperty(field.name)
        }
      }
    }
    const style = fieldsOf(textToModel).find(({ name }) => name === 'style')
    expect(style && isShown(style, {}, context)).toBe(true)
    expect(style && isShown(style, {}, live)).toBe(false)
    expect(leftOut(formItems(textToModel).advanced, { model_version: 'v3.1-20260211' }, live)?.titles).not.toContain(
      'Style',
    )
  })

  it('knows the service itself from the sandbox and a server of one’s own', () => {
    expect(isLive({ mode: 'service', region: 'global' })).toBe(true)
    expect(isLive({ mode: 'none' })).toBe(true)
    expect(isLive({ mode: 'sandbox' })).toBe(false)
    expect(isLive({ mode: 'service', region: '127.0.0.1:37629' })).toBe(false)
  })

  it('puts the prompt first and seeds under the fold', () => {
    const { main, advanced } = formItems(textToModel)
    expect(main[0]).toMatchObject({ widget: 'prompt', field: { name: 'prompt' } })
    expect(advanced.find((item) => item.field.name === 'model_seed')?.widget).toBe('seed')
  })
})

describe('texture', () => {
  const quality = fieldsOf(textToModel).find(({ name }) => name === 'texture_quality')
  if (!quality) throw new Error('There is no texture quality.')
  const withTexture = (values: Params, choice: string) => withSwitched(quality, values, choice)
  const choiceOf = (values: Params) => switchedChoice(quality, values)

  it('has one row with its quality, called after what is switched', () => {
    const rows = formItems(textToModel).main
    const row = rows.find(({ widget }) => widget === 'switched')
    expect(row?.field.name).toBe('texture_quality')
    expect(row?.covers.map(({ ui }) => ui.title)).toEqual(['Texture'])
    expect(rows.some(({ field }) => field.name === 'texture')).toBe(false)
  })

  it('None asks for bare geometry, at its price', () => {
    const bare = withTexture({ prompt: 'a chair', texture_quality: 'extreme' }, NONE)
    expect(bare).toEqual({ prompt: 'a chair', texture: false, pbr: false })
    expect(estimate(textToModel, bare).total).toBe(10)
  })

  it('comes back with PBR, and Standard sends nothing', () => {
    const bare = withTexture({}, NONE)
    expect(withTexture(bare, 'standard')).toEqual({})
    expect(withTexture(bare, 'detailed')).toEqual({ texture_quality: 'detailed' })
  })

  it('leaves PBR off when only the quality changes', () => {
    expect(withTexture({ pbr: false }, 'extreme')).toEqual({ pbr: false, texture_quality: 'extreme' })
  })

  it.each([NONE, 'standard', 'detailed', 'extreme'])('reads %s back', (choice) => {
    expect(choiceOf(withTexture({}, choice))).toBe(choice)
  })
})

describe('versions', () => {
  it('offers what the dialect takes: no retired ones on v3, no v3-only ones on v2', () => {
    const ids = (dialect: 'v2' | 'v3') => versionsFor(textToModel, { ...context, dialect }).map((version) => version.id)
    expect(ids('v3')).toContain('P2-20260801')
    expect(ids('v3')).not.toContain('Turbo-v1.0-20250506')
    expect(ids('v2')).toContain('Turbo-v1.0-20250506')
    expect(ids('v2')).not.toContain('P2-20260801')
    expect([...ids('v2'), ...ids('v3')]).not.toContain('v1.3-20240522')
  })
})

describe('requestParams', () => {
  it('always names the version the form shows', () => {
    expect(requestParams(textToModel, { prompt: 'a chair' }, {}, context)).toEqual({
      prompt: 'a chair',
      model_version: 'v3.1-20260211',
    })
  })

  it('leaves out what the chosen version does not take, so that the service does not refuse it', () => {
    const values = { prompt: 'a chair', quad: true, geometry_quality: 'detailed', model_version: 'P1-20260311' }
    const params = requestParams(textToModel, values, {}, context)
    expect(params).toEqual({ prompt: 'a chair', model_version: 'P1-20260311' })
    expect(checkRequest(textToModel, params, context).ok).toBe(true)
    expect(requestParams(textToModel, { ...values, model_version: undefined }, {}, context)).toMatchObject({
      quad: true,
      geometry_quality: 'detailed',
    })
  })

  it('sends a chosen image as an upload, before an address that was typed earlier', () => {
    const image = { upload: 'file:///w/a.png', name: 'a.png', bytes: 10 }
    const values = { file: { url: 'https://example.com/b.png' } }
    expect(requestParams(imageToModel, values, { file: image }, context).file).toEqual({ upload: 'file:///w/a.png' })
    expect(requestParams(imageToModel, values, { file: undefined }, context).file).toEqual(values.file)
  })
})

it('says which fields a version leaves out', () => {
  const { advanced } = formItems(textToModel)
  const left = leftOut(advanced, { model_version: 'P1-20260311' }, context)
  expect(left?.version).toBe('P1')
  expect(left?.titles).toContain('Quad mesh')
  // UVs are the P versions' to switch off on v3.
  expect(leftOut(advanced, { model_version: 'v3.1-20260211' }, context)?.titles).toEqual(['Unwrap UVs'])
  expect(leftOut(advanced, { model_version: 'v3.1-20260211' }, { ...context, dialect: 'v2' })).toBeUndefined()
})

describe('findings', () => {
  const shown = (params: Readonly<Record<string, unknown>>, tried: readonly string[] = []) => {
    const { findings } = checkRequest(textToModel, params, context)
    return shownFindings(findings, textToModel, params, (field) => tried.includes(field)).map(({ field }) => field)
  }

  it('does not complain about an empty prompt before it was tried', () => {
    expect(shown({})).toEqual([])
    expect(shown({ prompt: '  ' })).toEqual([])
    expect(shown({}, ['prompt'])).toEqual(['prompt'])
    expect(shown({ prompt: '  ' }, ['prompt'])).toEqual(['prompt'])
  })

  it('complains about a prompt that is too long, or has emoji, at once', () => {
    expect(shown({ prompt: 'x'.repeat(1025) })).toEqual(['prompt'])
    expect(shown({ prompt: 'x'.repeat(1024) })).toEqual([])
    expect(shown({ prompt: 'a chair 🪑' })).toEqual(['prompt'])
  })

  it('never hides what is found beside an optional field', () => {
    expect(shown({ face_limit: 0 })).toEqual(['face_limit'])
  })
})
