// Chains: which steps may follow, that dead ends are found before the first step is paid, prices and names.
import { describe, expect, test } from 'vitest'
import {
  applicable,
  chainPrice,
  checkChain,
  fileWords,
  type Step,
  slotOf,
  sourceAfter,
  stepsAfter,
  taskBefore,
  withoutSource,
} from '../../../../src/tripo/catalogue/chain.ts'
import {
  CATALOGUE,
  estimate,
  findCapability,
  presetsFor,
  rigModel,
  textToModel,
} from '../../../../src/tripo/catalogue/index.ts'

const text: Step = { capability: 'text_to_model', params: { prompt: 'a robot', model_version: 'v3.1-20260211' } }
const step = (capability: string, params: Step['params'] = {}): Step => ({ capability, params })
const rig = step('rig_model')
const animate = (...animations: string[]) => step('retarget_animation', { animations })
const convert = (format: string, more: Step['params'] = {}) => step('convert_model', { format, ...more })

const NOW = Date.UTC(2026, 10, 28)
/** The first error of each step, in a line. */
const errors = (steps: readonly Step[], first = text, dialect: 'v2' | 'v3' = 'v3') =>
  checkChain([first, ...steps], { dialect, now: NOW }).map(
    ({ findings }) => findings.find(({ severity }) => severity === 'error')?.message,
  )
const following = (...steps: [Step, ...Step[]]) => stepsAfter(sourceAfter(steps.at(-1) ?? steps[0])).map(({ id }) => id)

test('what cannot be made of a model is told with the reason, and pictures are no models', () => {
  const table = applicable(sourceAfter(step('import_model')), { dialect: 'v3', now: NOW })
  const reasons = Object.fromEntries(table.map(({ capability, reason }) => [capability.id, reason?.message]))
  expect(reasons.texture_model).toBeUndefined()
  expect(Object.keys(reasons)).toEqual(expect.arrayContaining(['rig_model', 'retarget_animation', 'mesh_completion']))
  expect(reasons.rig_model).toBeUndefined()
  expect(reasons.retarget_animation).toContain('Rig the model first')
  expect(reasons).not.toHaveProperty('generate_image')
  const pictures = applicable(sourceAfter(step('text_to_image', { prompt: 'a' })), { dialect: 'v3', now: NOW })
  expect(pictures.map(({ capability }) => capability.id)).not.toContain('rig_model')
  expect(pictures.every(({ reason }) => reason === undefined)).toBe(true)
})

describe('steps that may follow', () => {
  test('are those that take the task: everything on a generated model, in the order of menus', () => {
    const ids = following(text)
    expect(ids).toEqual(
      expect.arrayContaining(['texture_model', 'smart_lowpoly', 'rig_model', 'convert_model', 'stylize_model']),
    )
    expect(ids).toEqual(CATALOGUE.map(({ id }) => id).filter((id) => ids.includes(id)))
    expect(ids).not.toContain('retarget_animation')
    expect(ids).not.toContain('mesh_completion')
    // Neither a start from nothing nor an answer without a model.
    for (const id of ['text_to_model', 'import_model', 'check_riggable']) expect(ids).not.toContain(id)
  })

  test('animate only what is rigged, complete only what is in parts', () => {
    expect(following(text, rig)).toContain('retarget_animation')
    expect(following(text, rig)).not.toContain('rig_model')
    expect(following(text, step('mesh_segmentation'))).toContain('mesh_completion')
  })

  test('leave a draft of v1.4 nothing but what takes drafts', () => {
    const ids = following(step('text_to_model', { prompt: 'x', model_version: 'v1.4-20240625' }))
    expect(ids).toContain('refine_model')
    for (const id of ['texture_model', 'rig_model', 'smart_lowpoly', 'stylize_model']) expect(ids).not.toContain(id)
    expect(following(text)).not.toContain('refine_model')
  })

  test('each passes the check when it is appended with what it needs', () => {
    const needs: Record<string, Step['params']> = {
      convert_model: { format: 'USDZ' },
      stylize_model: { style: 'lego' },
      retarget_animation: { animations: ['preset:biped:walk'] },
    }
    for (const before of [[text], [text, rig], [text, step('mesh_segmentation')]] as const) {
      const [first, ...middle] = before
      for (const { id } of stepsAfter(sourceAfter(before.at(-1) ?? first))) {
        expect(errors([...middle, step(id, needs[id])], first), id).toEqual(
          Array.from({ length: before.length + 1 }, () => undefined),
        )
      }
    }
  })
})

describe('the check before anything is paid', () => {
  test('lets the chain of the brief through', () => {
    const steps = [step('smart_lowpoly'), rig, animate('preset:biped:walk', 'preset:biped:idle'), convert('USDZ')]
    expect(errors(steps)).toEqual([undefined, undefined, undefined, undefined, undefined])
  })

  test.each<[string, Step[], RegExp]>([
    ['an animation without a rig', [animate('preset:biped:walk')], /Rig the model first/],
    ['an OBJ of a rigged model', [rig, convert('OBJ')], /OBJ cannot hold a skeleton.*before rigging/],
    ['a 3MF of an animated model', [rig, animate('preset:biped:walk'), convert('3MF')], /3MF cannot hold a skeleton/],
    ['an STL of a rigged model', [rig, convert('STL')], /STL cannot hold a skeleton/],
    [
      'a Mixamo rig of v1.0',
      [step('rig_model', { spec: 'mixamo' }), animate('preset:biped:walk')],
      /Rig again with Tripo/,
    ],
    ['another creature', [rig, animate('preset:quadruped:walk')], /another creature/],
    [
      'a preset for v1.0 on a rig of v2.5',
      [step('rig_model', { model_version: 'v2.5-20260210' }), animate('preset:biped:bow')],
      /needs a rig of version v1\.0/,
    ],
    ['options on what was converted', [convert('FBX'), convert('USDZ', { face_limit: 500 })], /only change its format/],
    ['no animation chosen', [rig, step('retarget_animation')], /at least one animation/],
    ['texturing what is rigged', [rig, step('texture_model')], /Choose a generated, textured or imported model/],
    ['a start from nothing in the middle', [step('import_model')], /starts from nothing/],
    ['what is not known', [step('sculpt')], /“sculpt” is not something Tripo can do/],
  ])('stops %s, and says the way out', (_, steps, sentence) => {
    const found = errors(steps)
    expect(found.at(-1)).toMatch(sentence)
    expect(found.slice(0, -1).every((message) => message === undefined)).toBe(true)
  })

  test('knows what was chosen before: v1.4 cannot be rigged, with the way out', () => {
    const draft = { ...text, params: { prompt: 'x', model_version: 'v1.4-20240625' } }
    expect(errors([rig], draft, 'v2')).toEqual([undefined, expect.stringMatching(/Refine the draft first/)])
  })

  test('lets only the last conversion turn the front: others read it wrongly, and are paid all the same', () => {
    const turned = convert('FBX', { export_orientation: '-y' })
    expect(errors([turned])).toEqual([undefined, undefined])
    expect(errors([turned, rig])[1]).toMatch(/Turn the model with the last conversion/)
  })

  test.each([
    ['v1.0', {}, ['preset:biped:walk', 'preset:biped:sing_01'], ['preset:walk', 'preset:quadruped:walk']],
    ['v2.5', { model_version: 'v2.5-20260210' }, ['preset:walk', 'preset:idle'], ['preset:biped:walk']],
    ['v3.0', { model_version: 'v3.0-20260909', spec: 'vrm' }, ['preset:biped:walk'], ['preset:walk']],
    [
      'v2.5 quadruped',
      { model_version: 'v2.5-20260210', rig_type: 'quadruped' },
      ['preset:quadruped:walk'],
      ['preset:walk', 'preset:biped:walk', 'preset:hexapod:walk'],
    ],
  ] as const)(
    'a %s rig takes the presets of its own family only, and is offered no other',
    (_, params, taken, refused) => {
      const own = step('rig_model', params)
      for (const preset of taken) expect(errors([own, animate(preset)])).toEqual([undefined, undefined, undefined])
      for (const preset of refused) expect(errors([own, animate(preset)])[2]).toBeDefined()
      const offered = presetsFor(sourceAfter(own))
      expect(offered).toEqual(expect.arrayContaining([...taken]))
      for (const preset of offered) expect(errors([own, animate(preset)])[2]).toBeUndefined()
    },
  )

  test('offers no animation where the service has none', () => {
    const avian = step('rig_model', { model_version: 'v2.5-20260210', rig_type: 'avian' })
    expect(following(text, avian)).not.toContain('retarget_animation')
  })

  test('converting again is fine when only the format changes', () => {
    expect(errors([convert('FBX'), convert('USDZ')])).toEqual([undefined, undefined, undefined])
  })

  test('finds what is wrong with the first request, too', () => {
    expect(errors([rig], step('text_to_model'))[0]).toMatch(/Describe what the model should show/)
  })

  test('hands cleaned parameters back, without the task that is not there yet', () => {
    const given = step('smart_lowpoly', { face_limit: 5000, quad: null, original_model_task_id: 'somebody-else’s' })
    const [, cleaned] = checkChain([text, given], { dialect: 'v3', now: NOW })
    expect(cleaned?.params).toEqual({ face_limit: 5000 })
    expect(withoutSource(given)).not.toHaveProperty('original_model_task_id')
  })
})

test('a chain costs the sum of its steps, each with its line', () => {
  const chain = [text, step('smart_lowpoly'), rig, animate('preset:biped:walk', 'preset:biped:idle'), convert('USDZ')]
  const alone = chain.map(({ capability, params }) => {
    const found = findCapability(capability)
    return found ? estimate(found, params).total : Number.NaN
  })
  const price = chainPrice(chain)
  expect(price.lines.map(({ credits }) => credits)).toEqual(alone)
  expect(price.lines.map(({ label }) => label)).toEqual([
    textToModel.title,
    'Low poly',
    rigModel.title,
    'Animate',
    'Convert model',
  ])
  expect(price.total).toBe(20 + 30 + 25 + 20 + 5)
})

test.each([
  [step('smart_lowpoly'), 'Low poly'],
  [rig, 'rigged'],
  [animate('preset:biped:walk'), 'Walk'],
  [animate('preset:biped:walk', 'preset:biped:idle'), 'Walk Idle'],
  [animate('preset:biped:walk', 'preset:biped:idle', 'preset:biped:run', 'preset:biped:jump'), 'animated'],
  [convert('USDZ'), ''],
  [convert('GLTF'), 'converted'],
  [step('stylize_model', { style: 'voxel' }), 'voxel'],
  [step('not_known'), 'not known'],
])('the file of %o says “%s”', (made, words) => {
  expect(fileWords(made)).toBe(words)
})

describe('a picture’s task', () => {
  const drawn = { capability: 'text_to_image', params: { prompt: 'a key' } }
  const make = { capability: 'image_to_model', params: { model_version: 'v3.1-20260211' } }
  const offered = (dialect: 'v2' | 'v3') => stepsAfter(sourceAfter(drawn), { dialect, now: NOW }).map(({ id }) => id)

  test('is what a model, a splat and other pictures are made of on v3, and of nothing on v2', () => {
    expect(offered('v3')).toEqual(['image_to_model', 'image_to_splat', 'generate_image', 'generate_multiview_image'])
    expect(offered('v2')).toEqual([])
  })

  test('stands in the place of the file, and is left out of what is sent on', () => {
    const results = checkChain([drawn, make, step('rig_model')], { dialect: 'v3', now: NOW })
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(results[1]?.params).toEqual(make.params)
    expect(slotOf(findCapability('image_to_model'))?.valueOf('t-1')).toEqual({ task_id: 't-1' })
    expect(taskBefore({ capability: 'image_to_model', params: { file: { task_id: 't-1' } } })).toBe('t-1')
    expect(taskBefore({ capability: 'image_to_model', params: { file: { upload: 'file:///a.png' } } })).toBeUndefined()
    expect(withoutSource({ ...make, params: { file: { upload: 'file:///a.png' } } })).toEqual({
      file: { upload: 'file:///a.png' },
    })
  })

  test('is not what a model’s task is', () => {
    expect(errors([make])).toEqual([undefined, expect.stringMatching(/cannot work on the result of the step before/)])
  })
})

describe('what a format cannot hold', () => {
  const warned = (first: Step, format: string) =>
    checkChain([first, convert(format)], { dialect: 'v3', now: NOW })[1]?.findings.map(({ message }) => message)
  const bare = { ...text, params: { ...text.params, texture: false, pbr: false } }

  test.each(['STL', '3MF'])('is said before a %s is paid for, and after', (format) => {
    expect(warned(text, format)).toEqual([`A file of ${format} holds the shape only: textures are left out.`])
    expect(warned(bare, format)).toEqual([])
    expect(findCapability('convert_model')?.losses?.({ format })).toEqual(['textures'])
  })

  const seen = ['skeletons', 'morph targets', 'lights', 'vertex colors']
  const imported = (holds?: readonly string[]) => ({ capability: 'import_model', params: {}, holds })
  const losses = (params: Step['params'], holds: readonly string[]) =>
    findCapability('convert_model')?.losses?.(params, holds)

  test.each(['OBJ', 'STL', '3MF'])('is said of what a model was seen to hold, for %s', (format) => {
    const words = warned(imported(seen), format)?.join()
    for (const what of seen) expect(words).toContain(what)
    expect(words).toContain('are left out.')
    expect(losses({ format }, seen)).toEqual(expect.arrayContaining(seen))
  })

  test('is said to be uncertain where the format could hold it', () => {
    expect(warned(imported(['morph targets', 'lights', 'animations']), 'FBX')).toEqual([
      'The service does not say whether it keeps morph targets and lights.',
    ])
    expect(losses({ format: 'FBX' }, ['morph targets', 'lights'])).toEqual([])
    expect(warned(imported(['lights', 'skeletons']), 'GLTF')).toEqual([])
  })

  test('is never vertex colors that are asked for', () => {
    expect(losses({ format: 'GLTF' }, ['vertex colors'])).toEqual(['vertex colors'])
    expect(losses({ format: 'GLTF', export_vertex_colors: true }, ['vertex colors'])).toEqual([])
    expect(losses({ format: 'STL', export_vertex_colors: true }, ['vertex colors'])).toEqual([
      'textures',
      'vertex colors',
    ])
  })

  test('is told in general for a file that nobody has looked into', () => {
    expect(warned(imported(), 'OBJ')?.join()).toMatch(/skeletons, animations, morph targets, lights and cameras/)
    expect(warned(imported([]), 'OBJ')).toEqual([])
    expect(warned(imported(), 'FBX')).toEqual([])
  })

  test.each(['GLTF', 'USDZ', 'FBX', 'OBJ'])('is nothing of what the service makes for %s', (format) => {
    expect(warned(text, format)).toEqual([])
    expect(findCapability('convert_model')?.losses?.({ format })).toEqual([])
  })
})
