// Prices against figures written by hand from the docs/protocol.md#prices.
import { describe, expect, it } from 'vitest'
import {
  CATALOGUE,
  checkRequest,
  estimate,
  findCapability,
  imageToModel,
  type Params,
  textToModel,
} from '../../../../../src/tripo/catalogue/index.ts'

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

const OTHERS: [string, string, Params, number][] = [
  ['multiview_to_model', 'as an image', {}, 30],
  ['multiview_to_model', 'bare', BARE, 20],
  ['multiview_to_model', 'P1', { model_version: P1 }, 50],
  ['texture_model', 'standard', {}, 10],
  ['texture_model', 'detailed', { texture_quality: 'detailed' }, 20],
  ['texture_model', 'extreme', { texture_quality: 'extreme' }, 30],
  ['texture_model', 'without texture, seen live', BARE, 20],
  ['texture_model', 'PBR brings the texture back', { texture: false }, 10],
  ['texture_model', 'newer version', { model_version: 'v3.0-20250812' }, 10],
  ['refine_model', 'assumed', {}, 30],
  ['stylize_model', 'assumed', { style: 'minecraft', block_size: 128 }, 20],
  ['smart_lowpoly', 'any', { quad: true, face_limit: 500 }, 30],
  ['mesh_segmentation', 'any', {}, 40],
  ['mesh_completion', 'any', { part_names: ['a'] }, 50],
  ['check_riggable', 'free', {}, 0],
  ['rig_model', 'any', { spec: 'mixamo' }, 25],
  ['retarget_animation', 'one', { animation: 'preset:walk' }, 10],
  ['retarget_animation', 'one in a list', { animations: ['preset:walk'] }, 10],
  ['retarget_animation', 'five', { animations: ['a', 'b', 'c', 'd', 'e'] }, 50],
  ['convert_model', 'format alone', { format: 'FBX' }, 5],
  ['convert_model', 'quad', { format: 'FBX', quad: true }, 10],
  ['convert_model', 'faces', { format: 'GLTF', face_limit: 1000 }, 10],
  ['convert_model', 'flattened', { format: 'STL', flatten_bottom: true }, 10],
  ['convert_model', 'threshold alone', { format: 'STL', flatten_bottom_threshold: 0.02 }, 10],
  ['convert_model', 'texture size', { format: 'GLTF', texture_size: 512 }, 10],
  ['convert_model', 'texture format', { format: 'GLTF', texture_format: 'PNG' }, 10],
  ['convert_model', 'pivot', { format: 'GLTF', pivot_to_center_bottom: true }, 10],
  ['convert_model', 'scale', { format: 'GLTF', scale_factor: 2 }, 10],
  ['convert_model', 'several cost no more', { format: 'FBX', quad: true, face_limit: 9, scale_factor: 2 }, 10],
  [
    'convert_model',
    'any option',
    { format: 'OBJ', pack_uv: true, bake: false, part_names: ['a'], with_animation: false, export_orientation: '+x' },
    10,
  ],
  ['convert_model', 'parts', { format: 'OBJ', part_names: ['a'] }, 10],
  ['convert_model', 'real-world size', { format: 'OBJ', auto_size: true }, 10],
  [
    'convert_model',
    'defaults written out',
    { format: 'FBX', texture_format: 'PNG', texture_size: 4096, scale_factor: 1, bake: true, with_animation: true },
    5,
  ],
  ['convert_model', 'another texture than FBX has', { format: 'FBX', texture_format: 'JPEG' }, 10],
  ['image_to_splat', 'any', { ...FILE, model_seed: 3 }, 30],
  ['smart_segment', 'a picture', { ...FILE, seg_type: 'image' }, 85],
  ['smart_segment', 'a model', { ...FILE, seg_type: 'model' }, 55],
  ['mesh_completion', 'caps', { completion_mode: 'quick_cap' }, 30],
  ['smart_lowpoly', 'thinned out', { model_version: 'v1.0', face_limit: 90_000 }, 10],
  ['texture_model', 'fast', { model_version: 'v3.5-20260815', texture_quality: 'fast' }, 10],
  ['rig_model', 'assumed for v3.0', { model_version: 'v3.0-20260909', spec: 'vrm' }, 25],
  ['text_to_image', 'the largest', { prompt: 'x', model_version: 'chat_image_2', size: '4K' }, 20],
  ['convert_model', 'switched off', { format: 'FBX', quad: false, flatten_bottom: false }, 5],
  ['import_model', 'free', FILE, 0],
  ['text_to_image', 'any', { prompt: 'x' }, 5],
  ['generate_image', 'default', { prompt: 'x' }, 5],
  ['generate_image', 'flux', { prompt: 'x', model_version: 'flux.1_dev' }, 5],
  ['generate_image', 'gpt_4o', { prompt: 'x', model_version: 'gpt_4o' }, 5],
  ['generate_image', 'gpt_image_1.5', { prompt: 'x', model_version: 'gpt_image_1.5' }, 10],
  ['generate_image', 'gpt_image_2', { prompt: 'x', model_version: 'gpt_image_2' }, 10],
  ['generate_image', 'midjourney', { prompt: 'x', model_version: 'midjourney' }, 10],
  ['generate_image', 'gemini 2.5', { prompt: 'x', model_version: 'gemini_2.5_flash_image_preview' }, 5],
  ['generate_image', 'gemini 3', { prompt: 'x', model_version: 'gemini_3_pro_image_preview' }, 10],
  ['generate_image', 'gemini 3.1', { prompt: 'x', model_version: 'gemini_3.1_flash_image_preview' }, 10],
  ['generate_multiview_image', 'any', FILE, 10],
  ['edit_multiview_image', 'one view', { prompts: [{ view: 'back', prompt: 'x' }] }, 5],
  [
    'edit_multiview_image',
    'three views',
    { prompts: ['front', 'back', 'left'].map((view) => ({ view, prompt: 'x' })) },
    15,
  ],
]

describe('everything else', () => {
  it.each(OTHERS)('%s: %s', (id, _, params, credits) => {
    const capability = findCapability(id)
    const price = capability && estimate(capability, { original_model_task_id: 't', ...params })
    expect(price?.total).toBe(credits)
    expect(price?.lines.reduce((sum, line) => sum + line.credits, 0)).toBe(credits)
  })
  it('leaves no capability out', () => {
    const tested = new Set([...OTHERS.map(([id]) => id), 'text_to_model', 'image_to_model'])
    expect(CATALOGUE.filter(({ id }) => !tested.has(id)).map(({ id }) => id)).toEqual([])
  })
})

describe('a price that is not published', () => {
  const told = (id: string, params: Params) => {
    const capability = findCapability(id)
    if (!capability) throw new Error(id)
    const { findings } = checkRequest(capability, params, { dialect: 'v3', now: Date.UTC(2026, 10, 28) })
    return findings.map(({ severity, field, message }) => [severity, field, message].join(' '))
  }
  const about = (credits: number) =>
    `warning model_version The service publishes no price for this: about ${credits} credits, between 5 and 20.`

  it('is called one wherever it is asked for', () => {
    const drawn = (more: Params) => told('text_to_image', { prompt: 'a key', ...more })
    expect(drawn({})).toEqual([])
    expect(drawn({ model_version: 'seedream_v4' })).toEqual([])
    expect(drawn({ model_version: 'banana' })).toEqual([about(5)])
    expect(drawn({ model_version: 'chat_image_2.5_flare', size: '2K' })).toEqual([about(20)])
    expect(drawn({ model_version: 'seedream_v4', size: '2048x2048' })).toEqual([about(10)])
    expect(told('rig_model', { original_model_task_id: 't', model_version: 'v3.0-20260909' })).toEqual([
      'warning model_version The service publishes no price for rig v3.0: about 25 credits.',
    ])
  })
})
