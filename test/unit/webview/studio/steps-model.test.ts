// The form model of further steps: what can be added, what it begins with, how it is moved, checked, priced and told.
import { describe, expect, it } from 'vitest'
import type { DraftStep } from '../../../../src/protocol/studio.ts'
import { sourceAfter } from '../../../../src/tripo/catalogue/chain.ts'
import {
  ANIMATION_PRESETS,
  CATALOGUE,
  convertModel,
  meshSegmentation,
  retargetAnimation,
  rigModel,
  smartLowpoly,
  stylizeModel,
  textureModel,
} from '../../../../src/tripo/catalogue/index.ts'
import { restore } from '../../../../webview/studio/drafts.ts'
import {
  chainOf,
  isStep,
  moved,
  newId,
  nextSteps,
  priceOf,
  startParams,
  stepFindings,
  stepItems,
  stepParams,
  stepSummary,
} from '../../../../webview/studio/steps-model.ts'

const first = { capability: 'text_to_model', params: { prompt: 'a robot', model_version: 'v3.1-20260211' } }
const step = (id: string, capability: string, params: DraftStep['params'] = {}): DraftStep => ({
  id,
  capability,
  params,
})
const lowPoly = step('step-1', 'smart_lowpoly', { face_limit: 5000 })
const rig = step('step-2', 'rig_model')
const walk = step('step-3', 'retarget_animation', { animations: ['preset:biped:walk'] })
const context = { dialect: 'v3', now: Date.UTC(2026, 10, 28) } as const

describe('rows of a step', () => {
  it('have a control for each, and never ask for the task', () => {
    for (const capability of CATALOGUE.filter(({ source }) => source)) {
      const { main, advanced } = stepItems(capability)
      for (const { field, widget } of [...main, ...advanced]) {
        expect(['task', 'model'], `${capability.id}.${field.name}`).not.toContain(widget)
        expect(field.name).not.toBe(capability.source?.field)
      }
    }
  })

  it('leave out a second way to say the same', () => {
    const names = (capability: Parameters<typeof stepItems>[0]) => {
      const { main, advanced } = stepItems(capability)
      return [...main, ...advanced].map(({ field }) => field.name)
    }
    expect(names(retargetAnimation)).not.toContain('animation')
    expect(names(textureModel)).not.toContain('texture')
    expect(names(convertModel)).toEqual(expect.arrayContaining(['format', 'face_limit', 'scale_factor']))
    expect(names(meshSegmentation)).toContain('segmentation_granularity')
  })
})

describe('adding', () => {
  it('offers what the last request can become, each with its price', () => {
    const offered = nextSteps(chainOf(first, [], {}), context).map(({ capability, credits }) => [
      capability.id,
      credits,
    ])
    expect(offered).toEqual(
      expect.arrayContaining([
        ['smart_lowpoly', 30],
        ['rig_model', 25],
        ['convert_model', 5],
      ]),
    )
    const rigged = nextSteps(chainOf(first, [rig], {}), context).map(({ capability }) => capability.id)
    expect(rigged).toContain('retarget_animation')
    expect(rigged).not.toContain('texture_model')
  })

  it('begins with what is valid, whatever it follows', () => {
    for (const before of [[], [rig], [lowPoly], [rig, walk], [step('step-9', 'mesh_segmentation')]]) {
      const chain = chainOf(first, before, {})
      for (const { capability } of nextSteps(chain, context)) {
        const params = { ...startParams(capability, sourceAfter(chain.at(-1) ?? first), context) }
        const steps = [...before, step('step-10', capability.id, params)]
        const found = stepFindings(chainOf(first, steps, {}), steps, {}, context).at(-1)
        expect(
          found?.filter(({ severity }) => severity === 'error'),
          capability.id,
        ).toEqual([])
      }
    }
  })

  it('begins with a format that is not there already, and a walk that fits the creature', () => {
    expect(startParams(convertModel, sourceAfter(first), context)).toEqual({ format: 'USDZ' })
    const params = { rig_type: 'serpentine', model_version: 'v2.5-20260210' }
    const serpent = sourceAfter({ capability: 'rig_model', params })
    expect(startParams(retargetAnimation, serpent, context)).toEqual({ animations: ['preset:serpentine:march'] })
    expect(startParams(rigModel, sourceAfter(first), context)).toEqual({})
  })

  it('offers only what this API has, and says before what may be refused', () => {
    const draft = { capability: 'text_to_model', params: { prompt: 'a robot', model_version: 'v1.4-20240625' } }
    const offered = (dialect: 'v2' | 'v3') =>
      nextSteps(chainOf(draft, [], {}), { ...context, dialect }).map(({ capability }) => capability.id)
    expect(offered('v2')).toContain('refine_model')
    expect(offered('v3')).not.toContain('refine_model')
    expect(stylizeModel.caution).toMatch(/may be refused/)
  })

  it('gives ids that no other step has', () => {
    expect(newId([])).toBe('step-1')
    expect(newId([lowPoly, step('step-7', 'rig_model'), step('odd', 'rig_model')])).toBe('step-8')
  })
})

it('moves a step by one place, and not beyond the ends', () => {
  const steps = [lowPoly, rig, walk]
  const ids = (list: readonly DraftStep[]) => list.map(({ id }) => id)
  expect(ids(moved(steps, 'step-2', -1))).toEqual(['step-2', 'step-1', 'step-3'])
  expect(ids(moved(steps, 'step-2', 1))).toEqual(['step-1', 'step-3', 'step-2'])
  expect(moved(steps, 'step-1', -1)).toBe(steps)
  expect(moved(steps, 'step-3', 1)).toBe(steps)
  expect(moved(steps, 'gone', 1)).toBe(steps)
})

describe('checking', () => {
  it('tells what is wrong beside the step that it is about', () => {
    const steps = [walk, rig]
    const found = stepFindings(chainOf(first, steps, {}), steps, {}, context)
    expect(found[0]?.[0]?.message).toMatch(/Rig the model first/)
    expect(stepFindings(chainOf(first, [rig, walk], {}), [rig, walk], {}, context)).toEqual([[], []])
  })

  it('follows the form in front: what cannot be rigged is said at once', () => {
    const draft = { ...first, params: { prompt: 'x', model_version: 'v1.4-20240625' } }
    const found = stepFindings(chainOf(draft, [rig], {}), [rig], {}, { ...context, dialect: 'v2' })
    expect(found[0]?.[0]?.message).toMatch(/v1\.4 cannot be rigged/)
  })

  it('knows the images of a step, and what the host found wrong with them', () => {
    const paint = step('step-4', 'texture_model')
    const image = { upload: 'file:///w/rust.png', name: 'rust.png', bytes: 9 }
    expect(stepParams(paint, { 'step-4.image_prompt': image })).toEqual({ image_prompt: { upload: image.upload } })
    expect(stepParams(paint, { 'step-5.image_prompt': image })).toEqual({})
    const images = { 'step-4.image_prompt': { ...image, problem: 'Too small.' } }
    const [found] = stepFindings(chainOf(first, [paint], images), [paint], images, context)
    expect(found?.[0]).toEqual({ severity: 'error', field: 'image_prompt', message: 'Too small.' })
  })
})

it('prices the model and each step', () => {
  const { total, lines } = priceOf(chainOf(first, [lowPoly, rig, walk], {}))
  expect(lines).toEqual([
    { label: 'Model', credits: 20 },
    { label: 'Low poly', credits: 30 },
    { label: 'Rig model', credits: 25 },
    { label: 'Animate', credits: 10 },
  ])
  expect(total).toBe(85)
})

describe('what a closed step says', () => {
  it.each([
    [lowPoly, '5,000 faces'],
    [step('s', 'smart_lowpoly', { quad: true, bake: false }), 'Quad mesh'],
    [step('s', 'rig_model', { out_format: 'fbx', rig_type: 'avian' }), 'FBX · Avian'],
    [step('s', 'retarget_animation', { animations: ['preset:walk', 'preset:biped:walk'] }), 'Walk, Walk (biped)'],
    [step('s', 'convert_model', { format: 'USDZ', scale_factor: 0.5 }), 'USDZ · 0.5'],
    [rig, ''],
  ])('%j: “%s”', (made, words) => expect(stepSummary(made, {})).toBe(words))

  it('names an image', () => {
    const images = { 's.image_prompt': { upload: 'file:///w/rust.png', name: 'rust.png', bytes: 9 } }
    expect(stepSummary(step('s', 'texture_model'), images)).toBe('rust.png')
  })
})

it('has a name of its own for every preset that can be chosen', () => {
  const names = ANIMATION_PRESETS.filter((preset) => /^preset:(biped:)?[^:]+$/.test(preset)).map((preset) =>
    stepSummary(step('s', 'retarget_animation', { animations: [preset] }), {}),
  )
  expect(new Set(names).size).toBe(names.length)
})

it('a draft keeps its steps through a restart; one without a capability is no step', () => {
  const draft = { tab: 'text_to_model', forms: {}, images: {}, advancedOpen: false, steps: [lowPoly], stepsOpen: true }
  expect(restore(undefined, draft).draft).toEqual(draft)
  expect(restore({ draft, started: [] }, undefined).draft.steps).toEqual([lowPoly])
  expect([isStep(lowPoly), isStep(step('s', 'sculpt')), isStep(step('s', 'text_to_model'))]).toEqual([
    true,
    false,
    false,
  ])
})

it('offers a face limit where it matters: the main rows of low poly', () => {
  expect(stepItems(smartLowpoly).main.map(({ field }) => field.name)).toEqual(['face_limit', 'quad'])
})
