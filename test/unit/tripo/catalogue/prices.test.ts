// Prices against figures written by hand from the protocol sheet, section 5.
import { describe, expect, it } from 'vitest'
import { estimate, imageToModel, type Params, textToModel } from '../../../../src/tripo/catalogue/index.ts'

const BARE = { texture: false, pbr: false }
const FILE = { file: { file_token: 'x' } }
const H3 = 'v3.1-20260211'
const H2 = 'v2.5-20250123'
const P1 = 'P1-20260311'
const P2 = 'P2-20260801'

const TEXT: [string, Params, number][] = [
  ['default version', {}, 20],
  ['default version, bare', BARE, 10],
  ['H3', { model_version: H3 }, 20],
  ['H3 bare', { model_version: H3, ...BARE }, 10],
  ['H2 bare', { model_version: H2, ...BARE }, 10],
  ['P1', { model_version: P1 }, 40],
  ['P1 bare', { model_version: P1, ...BARE }, 30],
  ['P2 bare', { model_version: P2, ...BARE }, 100],
  ['P2 textured', { model_version: P2 }, 110],
  ['P2 extreme', { model_version: P2, texture_quality: 'extreme' }, 130],
  ['texture off but pbr on is billed as textured', { texture: false }, 20],
  ['texture on, pbr off', { pbr: false }, 20],
  ['standard texture named', { texture_quality: 'standard' }, 20],
  ['detailed texture', { texture_quality: 'detailed' }, 30],
  ['extreme texture', { texture_quality: 'extreme' }, 40],
  ['quality without texture costs nothing', { ...BARE, texture_quality: 'extreme' }, 10],
  ['detailed geometry on H3', { model_version: H3, geometry_quality: 'detailed' }, 40],
  ['standard geometry on H3', { model_version: H3, geometry_quality: 'standard' }, 20],
  ['quad', { quad: true }, 25],
  ['smart low poly', { smart_low_poly: true }, 30],
  ['parts', { ...BARE, generate_parts: true }, 30],
  ['switched off explicitly', { quad: false, smart_low_poly: false, generate_parts: false }, 20],
  [
    'everything',
    { model_version: H3, texture_quality: 'extreme', geometry_quality: 'detailed', quad: true, smart_low_poly: true },
    75,
  ],
  [
    'seeds, limits and sizes cost nothing',
    { model_seed: 1, face_limit: 100, auto_size: true, compress: 'geometry' },
    20,
  ],
]

describe('text to model', () => {
  it.each(TEXT)('%s', (_, params, credits) => {
    const price = estimate(textToModel, { prompt: 'a chair', ...params })
    expect(price.total).toBe(credits)
    expect(price.lines.reduce((sum, line) => sum + line.credits, 0)).toBe(credits)
  })
})

const IMAGE: [string, Params, number][] = [
  ['default version', {}, 30],
  ['bare', BARE, 20],
  [
    'H3 detailed texture and geometry',
    { model_version: H3, texture_quality: 'detailed', geometry_quality: 'detailed' },
    60,
  ],
  ['P1', { model_version: P1 }, 50],
  ['P1 bare', { model_version: P1, ...BARE }, 40],
  ['P2 bare', { model_version: P2, ...BARE }, 100],
  ['quad and low poly', { quad: true, smart_low_poly: true }, 45],
]

describe('image to model', () => {
  it.each(IMAGE)('%s', (_, params, credits) => {
    expect(estimate(imageToModel, { ...FILE, ...params }).total).toBe(credits)
  })
})

it('never throws, whatever a form holds', () => {
  for (const junk of [{ model_version: 7 }, { model_version: 'v99' }, { texture_quality: 'gold' }, { quad: 'yes' }]) {
    expect(estimate(textToModel, { prompt: '', ...junk }).total).toBeGreaterThan(0)
  }
})
