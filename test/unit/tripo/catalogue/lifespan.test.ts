// What the service takes away: warned about 30 days before, refused from the day on, moved on in drafts. The day is given.
import { describe, expect, it, test } from 'vitest'
import {
  checkRequest,
  type Dialect,
  findCapability,
  moveOn,
  type Params,
} from '../../../../src/tripo/catalogue/index.ts'
import { stageOf } from '../../../../src/tripo/catalogue/lifespan.ts'

const day = (iso: string) => Date.parse(`${iso}T12:00:00Z`)
const TODAY = day('2026-11-28')

function check(id: string, params: Params, now = TODAY, dialect: Dialect = 'v3') {
  const capability = findCapability(id)
  if (!capability) throw new Error(id)
  return checkRequest(capability, params, { dialect, now }).findings.map(
    ({ severity, field, message }) => `${severity} ${field}: ${message}`,
  )
}

test.each([
  ['2026-10-31', 'current'],
  ['2026-11-01', 'ending'],
  ['2026-11-30', 'ending'],
  ['2026-12-01', 'retired'],
])('on %s something that goes on 1 December is %s', (iso, stage) => {
  expect(stageOf({ retires: '2026-12-01' }, Date.parse(`${iso}T00:00:00Z`))).toBe(stage)
})

describe('image models', () => {
  // What is said of their prices is for the test of prices.
  const drawn = (model_version: string, now?: number) =>
    check('text_to_image', { prompt: 'a key', model_version }, now).filter((words) => !words.includes('no price'))
  it('are warned about 30 days before they go, and refused after', () => {
    expect(drawn('chat_image_1.5', day('2026-10-20'))).toEqual([])
    expect(drawn('chat_image_1.5')).toEqual([
      'warning model_version: The service retires chat_image_1.5 on 1 December 2026. chat_image_2 follows it.',
    ])
    expect(drawn('chat_image_1.5', day('2026-12-01'))).toEqual([
      'error model_version: The service retired chat_image_1.5 on 1 December 2026. Choose chat_image_2 instead.',
    ])
    expect(drawn('chat_image_1')).toEqual([
      'error model_version: The service retired chat_image_1 on 23 October 2026. Choose chat_image_2 instead.',
    ])
  })
})

describe('versions', () => {
  it('that the other API has are named with it, newest or not', () => {
    const p2 = { prompt: 'a key', model_version: 'P2-20260801' }
    expect(check('text_to_model', p2, TODAY, 'v2')).toEqual([
      'error model_version: P2 (preview) is offered by API v3 only. Choose another one.',
    ])
    expect(check('text_to_model', { prompt: 'a key', model_version: 'Turbo-v1.0-20250506' })).toEqual([
      'error model_version: Turbo v1.0 is no longer offered by this service. Choose a newer version, such as v2.5.',
    ])
  })
  it('of rigs that are gone are refused with what follows', () => {
    expect(check('rig_model', { original_model_task_id: 't', model_version: 'v2.0-20250506' })[0]).toBe(
      'error model_version: The service retired v2.0 on 1 June 2026. Choose v2.5 instead.',
    )
  })
})

describe('capabilities', () => {
  it('that one API has are refused on the other', () => {
    expect(check('refine_model', { draft_model_task_id: 't' })[0]).toMatch(
      /^error : “Refine draft” is no longer offered/,
    )
    expect(check('image_to_splat', { file: { url: 'https://a.b/c.png' } }, TODAY, 'v2')[0]).toMatch(
      /^error : “Image to splat” is offered by API v3 only/,
    )
    expect(check('image_to_splat', { file: { url: 'https://a.b/c.png' } })).toEqual([])
  })
})

describe('drafts', () => {
  const moved = (id: string, params: Params, now = TODAY) => {
    const capability = findCapability(id)
    if (!capability) throw new Error(id)
    return moveOn(capability, params, { dialect: 'v3', now })
  }
  it('that name something gone are moved on with a word', () => {
    expect(moved('text_to_image', { prompt: 'x', model_version: 'chat_image_1' })).toMatchObject({
      params: { prompt: 'x', model_version: 'chat_image_2' },
      words: [
        {
          severity: 'warning',
          field: 'model_version',
          message: 'chat_image_1 went on 23 October 2026; chat_image_2 is chosen instead.',
        },
      ],
    })
    expect(moved('rig_model', { model_version: 'v2.0-20250506' }).params).toEqual({ model_version: 'v2.5-20260210' })
    expect(moved('text_to_model', { model_version: 'v1.4-20240625' }).words[0]?.message).toBe(
      'v1.4 (draft) is not offered by API v3; v2.5 is chosen instead.',
    )
  })
  it('that name what is there, or what nothing follows, stay', () => {
    for (const params of [{ model_version: 'chat_image_1.5' }, { model_version: 'nothing' }, {}])
      expect(moved('text_to_image', params)).toEqual({ params, words: [] })
    expect(moved('text_to_image', { model_version: 'chat_image_1.5' }, day('2027-01-01')).params).toEqual({
      model_version: 'chat_image_2',
    })
  })
})
