// The dead ends that the service shows only after a paid step: refused here first, with the way out, from a free look
// at the task (docs/protocol.md#known-complaints).
import { describe, expect, it } from 'vitest'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { TripoCheckError } from '../../../../src/tripo/errors.ts'
import { Animation, createSdk, sourceOf, type TripoSdk } from '../../../../src/tripo/index.ts'
import { decodeTask } from '../../../../src/tripo/task.ts'
import { type Call, FakeClock, fakeFetch, fault, json, KEY, ok, wireTask } from '../../tripo/fakes.ts'

type Wire = Record<string, unknown>

function setup(source: Wire | ((index: number) => Response), dialect: 'v2' | 'v3' = 'v2') {
  let reads = 0
  const net = fakeFetch((call: Call) => {
    if (call.method === 'POST') return ok({ task_id: 'new' })
    return typeof source === 'function' ? source(reads++) : ok(wireTask('s', { status: 'success', ...source }))
  })
  const clock = new FakeClock()
  const client = new TripoClient({ apiKey: KEY, dialect, resources: { fetch: net.fetch, clock, random: () => 0 } })
  return { client, net, clock, paid: () => net.calls.filter((call) => call.method === 'POST').length }
}

const V14 = { type: 'text_to_model', input: { model_version: 'v1.4-20240625' } }
const V20 = { type: 'image_to_model', input: { model_version: 'v2.0-20240919' } }
const IMPORT = { type: 'import_model' }
const RIG = { type: 'animate_rig', input: { rig_type: 'biped' } }
const from = { originalModelTaskId: 's' }

type Make = (sdk: TripoSdk) => Promise<string>

/** What is tried, on what, which field is marked, and a word of the way out. */
const DEAD_ENDS: [string, Wire, Make, string, RegExp][] = [
  ['texture on v1.4', V14, (sdk) => sdk.textureModel({ ...from, textPrompt: 'x' }), 'original_model_task_id', /Refine/],
  ['stylize v1.4', V14, (sdk) => sdk.stylizeModel({ ...from, style: 'lego' }), 'original_model_task_id', /Refine/],
  ['rig v1.4', V14, (sdk) => sdk.rigModel(from), 'original_model_task_id', /v2\.5 or newer/],
  ['low poly of v1.4', V14, (sdk) => sdk.smartLowpoly(from), 'original_model_task_id', /Refine/],
  ['segmentation of v1.4', V14, (sdk) => sdk.meshSegmentation(from), 'original_model_task_id', /Refine/],
  ['refine on v2', V20, (sdk) => sdk.refineModel('s'), 'draft_model_task_id', /v1\.4/],
  [
    'refine on the default version',
    { type: 'text_to_model' },
    (sdk) => sdk.refineModel('s'),
    'draft_model_task_id',
    /v1\.4/,
  ],
  ['OBJ of a rigged model', RIG, (sdk) => sdk.convertModel({ ...from, format: 'OBJ' }), 'format', /before rigging/],
  ['STL of a rigged model', RIG, (sdk) => sdk.convertModel({ ...from, format: 'STL' }), 'format', /GLTF/],
  [
    '3MF of an animated model',
    { type: 'animate_retarget' },
    (sdk) => sdk.convertModel({ ...from, format: '3MF' }),
    'format',
    /GLTF/,
  ],
  [
    'convert after convert with options',
    { type: 'convert_model' },
    (sdk) => sdk.convertModel({ ...from, format: 'FBX', faceLimit: 100 }),
    'face_limit',
    /original/,
  ],
  [
    'animating a mixamo rig of v1.0',
    { type: 'animate_rig', input: { spec: 'mixamo' } },
    (sdk) => sdk.retargetAnimation({ ...from, animation: Animation.WALK }),
    'animation',
    /Rig again/,
  ],
  [
    'a biped clip on a dog',
    { type: 'animate_rig', input: { rig_type: 'quadruped', model_version: 'v2.5-20260210' } },
    (sdk) => sdk.retargetAnimation({ ...from, animation: Animation.WALK }),
    'animation',
    /creature/,
  ],
  [
    'one of the hundred clips on a v2.5 rig',
    { type: 'animate_rig', input: { model_version: 'v2.5-20260210' } },
    (sdk) => sdk.retargetAnimation({ ...from, animation: Animation.BIPED_DANCE_01 }),
    'animation',
    /v1\.0/,
  ],
  [
    'animating a model without a rig',
    { type: 'text_to_model' },
    (sdk) => sdk.retargetAnimation({ ...from, animation: Animation.WALK }),
    'original_model_task_id',
    /Rig the model first/,
  ],
  ['texturing an import without a prompt', IMPORT, (sdk) => sdk.textureModel(from), 'text_prompt', /Describe/],
  ['completion without parts', V20, (sdk) => sdk.meshCompletion(from), 'original_model_task_id', /Split/],
  [
    'a picture as a model',
    { type: 'text_to_image' },
    (sdk) => sdk.checkRiggable('s'),
    'original_model_task_id',
    /model/,
  ],
  [
    'views from a model',
    { type: 'text_to_model' },
    (sdk) => sdk.editMultiviewImage({ originalTaskId: 's', prompts: [{ view: 'back', prompt: 'x' }] }),
    'original_task_id',
    /views/,
  ],
  [
    'a running task',
    { type: 'text_to_model', status: 'running' },
    (sdk) => sdk.rigModel(from),
    'original_model_task_id',
    /Wait/,
  ],
  [
    'a failed task',
    { type: 'text_to_model', status: 'failed' },
    (sdk) => sdk.rigModel(from),
    'original_model_task_id',
    /Choose/,
  ],
]

describe.each(['v2', 'v3'] as const)('%s: nothing is paid for', (dialect) => {
  it.each(DEAD_ENDS)('%s', async (_, source, make, field, nextStep) => {
    const { client, paid } = setup(source, dialect)
    const error = await make(createSdk(client)).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TripoCheckError)
    if (!(error instanceof TripoCheckError)) return
    expect(error).toMatchObject({ code: 'check.parameters', billed: 'no' })
    const [finding] = error.findings.filter(({ severity }) => severity === 'error')
    // v3 does not refine at all.
    const isGone = dialect === 'v3' && field === 'draft_model_task_id'
    expect(finding?.field).toBe(isGone ? '' : field)
    expect(finding?.message).toMatch(isGone ? /no longer offered/ : nextStep)
    expect(paid()).toBe(0)
  })
})

describe('what does work', () => {
  const FINE: [string, Wire, Make][] = [
    ['texturing an import with a prompt', IMPORT, (sdk) => sdk.textureModel({ ...from, textPrompt: 'oak' })],
    [
      'converting a conversion by format alone',
      { type: 'convert_model' },
      (sdk) => sdk.convertModel({ ...from, format: 'FBX' }),
    ],
    ['FBX of a rigged model', RIG, (sdk) => sdk.convertModel({ ...from, format: 'FBX' })],
    [
      'a mixamo rig of v2.5',
      { type: 'animate_rig', input: { spec: 'mixamo', model_version: 'v2.5-20260210' } },
      (sdk) => sdk.retargetAnimation({ ...from, animation: Animation.WALK }),
    ],
    ['refining a draft', V14, (sdk) => sdk.refineModel({ draftModelTaskId: 's' })],
    ['v3 words for a type', { type: 'text-to-model' }, (sdk) => sdk.rigModel(from)],
    ['a kind of task that is not known here', { type: 'brand_new' }, (sdk) => sdk.rigModel(from)],
  ]
  it.each(FINE)('%s', async (_, source, make) => {
    const { client, paid } = setup(source)
    expect(await make(createSdk(client))).toBe('new')
    expect(paid()).toBe(1)
  })
  it('the wire’s own way', async () => {
    const { client, paid } = setup(RIG)
    const task = { type: 'retarget_animation', original_model_task_id: 's', animation: 'preset:run' }
    expect(await client.createTask(task)).toBe('new')
    expect(paid()).toBe(1)
  })
})

describe('the look', () => {
  it('is taken once for a finished task, also when it was waited for', async () => {
    const { client, net, clock } = setup(() => ok(wireTask('s', { status: 'success' })))
    await clock.run(client.waitForTask('s'))
    await createSdk(client).rigModel(from)
    await createSdk(client).checkRiggable('s')
    expect(net.calls.filter((call) => call.method === 'GET')).toHaveLength(1)
  })
  it('is taken again while a task goes on', async () => {
    const { client } = setup((index) => ok(wireTask('s', { status: index === 0 ? 'running' : 'success' })))
    await expect(createSdk(client).rigModel(from)).rejects.toBeInstanceOf(TripoCheckError)
    expect(await createSdk(client).rigModel(from)).toBe('new')
  })
  it('that finds no task ends it, an unreadable one does not', async () => {
    const gone = setup(() => fault(404, 2001))
    await expect(createSdk(gone.client).rigModel(from)).rejects.toMatchObject({ code: 'service.2001', billed: 'no' })
    expect(gone.paid()).toBe(0)
    const odd = setup(() => json({ code: 0, data: { nothing: true } }))
    expect(await createSdk(odd.client).rigModel(from)).toBe('new')
  })
  it('an id that is none is never put into a path', async () => {
    const { client, net } = setup({})
    await expect(createSdk(client).checkRiggable('../user/balance')).rejects.toMatchObject({ code: 'check.task-id' })
    expect(net.calls).toHaveLength(0)
  })
  it('happens before an upload', async () => {
    const { client, net } = setup(V14)
    const work = createSdk(client).textureModel({ ...from, imagePrompt: new Uint8Array(10) })
    await expect(work).rejects.toBeInstanceOf(TripoCheckError)
    expect(net.calls.map((call) => call.method)).toEqual(['GET'])
  })
})

it('a source is told by type, version and results', () => {
  const task = decodeTask(
    wireTask('s', { type: 'animate_rig', input: { spec: 'mixamo' }, output: { model: 'https://a.b/c.glb' } }),
  )
  expect(task && sourceOf(task)).toEqual({
    capability: 'rig_model',
    params: { spec: 'mixamo' },
    status: 'running',
    outputs: ['model'],
  })
})
