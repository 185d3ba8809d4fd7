// Tasks that work on others: which sources are taken, in which words, and that chains come back from their parameters.
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/simulator/random.ts'
import { createSimulator } from '../../../src/simulator/simulator.ts'
import { createMemoryStore } from '../../../src/simulator/store.ts'
import type { WorkJob } from '../../../src/simulator/work.ts'
import { CATALOGUE } from '../../../src/tripo/catalogue/index.ts'
import { fakeBuild, finished, IMAGE_V3, pluck, png, startService, text, V2, V3 } from './support.ts'

const TASK = `${V2}/task`
const nowhere = '3b9f0c52-0000-4000-8000-000000000000'
const on = (type: string, id: string, more: Record<string, unknown> = {}) => ({
  ...{ type, original_model_task_id: id, ...more },
})

/** A service that keeps the jobs it is given. */
function startRecording() {
  const jobs: WorkJob[] = []
  const build = (job: WorkJob) => {
    jobs.push(job)
    return fakeBuild(job)
  }
  return { jobs, ...startService({ build }) }
}

describe('source tasks', () => {
  it.each([
    ['convert_model', { format: 'FBX' }, '/models/convert'],
    ['texture_model', {}, '/models/texture'],
    ['stylize_model', { style: 'lego' }, '/models/stylize'],
    ['mesh_segmentation', {}, '/mesh/segment'],
    ['highpoly_to_lowpoly', {}, '/mesh/decimate'],
    ['animate_prerigcheck', {}, '/animations/rig-check'],
    ['animate_rig', {}, '/animations/rig'],
  ])('%s works on a model, named in every way', async (type, more, path) => {
    const service = startRecording()
    const id = await finished(service)
    const answers = [
      await service.post(TASK, on(type, id, more)),
      await service.post(V3 + path, { input: id, ...more }),
      await service.post(V3 + path, { original_model_task_id: id, ...more }),
    ]
    expect(answers.map((answer) => answer.body.message ?? answer.code)).toEqual([0, 0, 0])
    await service.clock.advance(60_000)
    const [first, ...posts] = service.jobs
    expect(first?.source).toBeUndefined()
    expect(posts).toHaveLength(3)
    for (const { source, params } of posts) {
      expect(source).toMatchObject({ capability: 'text_to_model', extension: 'glb' })
      expect(new TextDecoder().decode(source?.bytes)).toMatch(/^glTF/)
      expect(JSON.stringify(params)).not.toContain(id)
    }
    const echo = (await service.get(`${V3}/tasks/${answers[1]?.data.task_id}`)).data.input
    expect(echo).toMatchObject({ input: id, original_model_task_id: id, ...more })
  })

  it('are refused when unknown, foreign, of another kind, or not done', async () => {
    const service = startService()
    const { post } = service
    expect(await post(TASK, on('animate_rig', nowhere))).toMatchObject({ status: 404, code: 2001 })
    const done = await finished(service)
    expect(await post(TASK, on('animate_rig', done), 'tsk_other')).toMatchObject({ status: 404, code: 2001 })
    expect(await post(`${V3}/animations/rig`, { input: nowhere })).toMatchObject({ status: 404, code: 2001 })
    const picture = await finished(service, { type: 'text_to_image', prompt: 'a key' })
    expect(await post(TASK, on('convert_model', picture, { format: 'OBJ' }))).toMatchObject({ status: 400, code: 2006 })
    expect(await post(TASK, on('animate_prerigcheck', picture))).toMatchObject({ status: 400, code: 2011 })
    expect(await post(TASK, on('animate_retarget', done, { animation: 'preset:walk' }))).toMatchObject({ code: 2012 })
    const running = (await post(TASK, text())).data.task_id
    const early = await post(`${V3}/models/texture`, { input: running })
    expect(early).toMatchObject({ status: 400, code: 2007 })
    expect(early.body.message).toMatch(/^input/)
    const draft = (await post(TASK, text({ model_version: 'v1.4-20240625' }))).data.task_id
    expect(await post(TASK, { type: 'refine_model', draft_model_task_id: draft })).toMatchObject({ code: 2005 })
    expect((await service.get(`${V2}/user/balance`)).data.frozen).toBe(40)
  })

  it('follow the rules of the catalogue, with its codes', async () => {
    const service = startService()
    const { post } = service
    const model = await finished(service)
    const draft = await finished(service, text({ model_version: 'v1.4-20240625' }))
    expect((await post(TASK, on('texture_model', draft))).code).toBe(2006)
    expect((await post(TASK, { type: 'refine_model', draft_model_task_id: model })).code).toBe(2006)
    expect((await post(TASK, { type: 'refine_model', draft_model_task_id: draft })).code).toBe(0)
    const rig = await finished(service, on('animate_rig', model))
    expect(await post(TASK, on('convert_model', rig, { format: 'STL' }))).toMatchObject({ code: 1004 })
    const fbx = await finished(service, on('convert_model', model, { format: 'FBX', unknown_thing: 7 }))
    const again = { format: 'GLTF', bake: true, with_animation: true, future: 'yes' }
    expect((await post(TASK, on('convert_model', fbx, again))).code).toBe(0)
    const extra = await post(TASK, on('convert_model', fbx, { format: 'GLTF', quad: true }))
    expect(extra).toMatchObject({ code: 1004 })
    expect(extra.body.message).toMatch(/^quad/)
    const blocks = await finished(service, on('stylize_model', model, { style: 'minecraft' }))
    expect((await post(TASK, on('convert_model', blocks, { format: 'GLTF' }))).code).toBe(2006)
    const mixamo = await finished(service, on('animate_rig', model, { spec: 'mixamo' }))
    const walk = await post(TASK, on('animate_retarget', mixamo, { animation: 'preset:walk' }))
    expect(walk).toMatchObject({ code: 1004, body: { message: expect.stringMatching(/^animation: /) } })
    const walks = await post(TASK, on('animate_retarget', mixamo, { animations: ['preset:walk'] }))
    expect(walks).toMatchObject({ code: 1004, body: { message: expect.stringMatching(/^animations: /) } })
  })

  it('are too complex for quads above 150,000 faces, however long the chain', async () => {
    const service = startService()
    const huge = await finished(service, text({ model_version: 'v3.1-20260211', face_limit: 400_000 }))
    const painted = await finished(service, on('texture_model', huge))
    for (const id of [huge, painted]) {
      const quad = await service.post(TASK, on('convert_model', id, { format: 'FBX', quad: true }))
      expect(quad).toMatchObject({ status: 400, code: 2018 })
      expect((await service.post(TASK, on('convert_model', id, { format: 'FBX' }))).code).toBe(0)
    }
    const lowpoly = await finished(service, on('highpoly_to_lowpoly', painted, { face_limit: 900 }))
    expect((await service.post(TASK, on('convert_model', lowpoly, { format: 'FBX', quad: true }))).code).toBe(0)
  })
})

describe('pictures as sources', () => {
  it('a drawn picture becomes a model by its task id, not by others', async () => {
    const service = startRecording()
    const drawn = await finished(service, { type: 'text_to_image', prompt: 'a key' })
    const made = await service.post(IMAGE_V3, { model: 'v3.1-20260211', input: drawn })
    expect(made.code).toBe(0)
    await service.clock.advance(40_000)
    expect([...(service.jobs.at(-1)?.inputs.file ?? [])]).toEqual([...png(512, 512, 1)])
    const running = (await service.post(TASK, { type: 'text_to_image', prompt: 'a key' })).data.task_id
    expect((await service.post(IMAGE_V3, { model: 'v3.1-20260211', input: running })).code).toBe(2007)
    const model = await finished(service)
    expect((await service.post(IMAGE_V3, { model: 'v3.1-20260211', input: model })).code).toBe(2006)
    // and the echo can be sent again
    const echo = (await service.get(`${V2}/task/${made.data.task_id}`)).data.input
    expect((await service.post(TASK, { type: 'image_to_model', file: echo?.file })).code).toBe(0)
  })

  it('drawn views become a model, and can be edited', async () => {
    const service = startRecording()
    const file_token = (await service.upload(`${V2}/upload`, png())).data.image_token
    const views = await finished(service, { type: 'generate_multiview_image', file: { file_token } })
    const { output } = (await service.get(`${V2}/task/${views}`)).data
    const names = ['front_view_url', 'left_view_url', 'back_view_url', 'right_view_url']
    expect(Object.keys(output?.generate_multiview_image ?? {})).toEqual(names)
    const v3 = (await service.get(`${V3}/tasks/${views}`)).data.output
    expect(Object.keys(v3 ?? {})).toEqual(['generate_multiview_image'])
    expect((await service.download(String(v3?.generate_multiview_image?.left_view_url))).status).toBe(200)
    const prompts = [{ view: 'back', prompt: 'red' }]
    expect((await service.post(`${V3}/generation/edit-multiview`, { input: views, prompts })).code).toBe(0)
    await service.clock.advance(40_000)
    const multiview = `${V3}/generation/multiview-to-model`
    for (const body of [{ inputs: [{ task_id: views }] }, { original_model_task_id: views }, { input: views }]) {
      expect((await service.post(multiview, { model: 'v3.1-20260211', ...body })).body.message).toBeUndefined()
      await service.clock.advance(40_000)
      expect(Object.keys(service.jobs.at(-1)?.source?.views ?? {})).toEqual(['front', 'left', 'back', 'right'])
    }
  })
})

describe('view slots', () => {
  const multiview = `${V3}/generation/multiview-to-model`
  const tokens = async (service: ReturnType<typeof startRecording>) => {
    const one = (salt: number) => service.upload(`${V3}/files`, png(64, 64, salt)).then(({ data }) => data.file_token)
    return [await one(1), await one(2)]
  }

  it('are named in every way', async () => {
    const service = startRecording()
    const [front, back] = await tokens(service)
    const forms: Record<string, unknown>[] = [
      { files: [{ type: 'jpg', file_token: front }, {}, { file_token: back }, {}] },
      { files: [front, '', back, ''] },
      { inputs: [front, '', back, ''] },
      { inputs: [front, null, back, null] },
      { inputs: [{ front }, { back }] },
      { inputs: [{ back: { file_token: back }, front }] },
    ]
    for (const form of forms) {
      const made = await service.post(multiview, { model: 'v3.1-20260211', ...form })
      expect(made.body.message).toBeUndefined()
      await service.clock.advance(40_000)
      const { inputs } = service.jobs.at(-1) ?? {}
      expect(Object.keys(inputs ?? {})).toEqual(['files.0', 'files.2'])
      expect([...(inputs?.['files.2'] ?? [])]).toEqual([...png(64, 64, 2)])
      const echo = (await service.get(`${V2}/task/${made.data.task_id}`)).data.input
      expect(pluck(echo?.files, 'type')).toEqual(['png', undefined, 'png', undefined])
    }
  })

  it('are four, front and one more', async () => {
    const service = startRecording()
    const [front, back] = await tokens(service)
    const file = { file_token: front }
    const files = [file, {}, { file_token: back }, {}]
    for (const list of [[...files, {}, {}], files.slice(0, 3), [{}, {}, file, file], [file, {}, {}, {}], []]) {
      expect(await service.post(TASK, { type: 'multiview_to_model', files: list })).toMatchObject({
        ...{ status: 400, code: 1004 },
      })
    }
    for (const inputs of [[front, back], [{ front, top: back }], [front, { back }]]) {
      expect((await service.post(multiview, { model: 'v3.1-20260211', inputs })).code).toBe(1004)
    }
  })
})

describe('other inputs', () => {
  it('prompts for textures are nested, files among them', async () => {
    const service = startRecording()
    const id = await finished(service)
    const file_token = (await service.upload(`${V2}/upload`, png())).data.image_token
    const prompts: [Record<string, unknown>, string[], unknown][] = [
      [{ text: 'gold', image: null, style_image: { type: 'png', file_token } }, ['style_image'], 'gold'],
      [{ text: '', image: { file_token } }, ['image_prompt'], undefined],
      [{ images: [{ file_token }, {}, { file_token }, {}] }, ['image_prompts.0', 'image_prompts.2'], undefined],
    ]
    for (const [texture_prompt, slots, words] of prompts) {
      const task = await finished(service, on('texture_model', id, { texture_prompt }))
      const job = service.jobs.at(-1)
      expect(Object.keys(job?.inputs ?? {})).toEqual(slots)
      expect(job?.params.text_prompt).toBe(words)
      const echo = (await service.get(`${V2}/task/${task}`)).data.input
      expect(echo?.texture_prompt?.text).toBe(words)
      expect(echo?.text_prompt).toBeUndefined()
    }
    for (const bare of ['brass', ['brass'], 7]) {
      const answer = await service.post(TASK, on('texture_model', id, { texture_prompt: bare }))
      expect(answer).toMatchObject({ code: 1004, body: { message: expect.stringMatching(/^texture_prompt: /) } })
    }
    const refused = await service.post(TASK, on('texture_model', id, { texture_prompt: { text: 'nude' } }))
    expect(refused.code).toBe(2008)
    await finished(service, on('texture_model', id))
    expect(service.jobs.at(-1)?.params.model_version).toBe('v2.5-20250123')
    await service.post(`${V3}/models/texture`, { input: id })
    await service.clock.advance(40_000)
    expect(service.jobs.at(-1)?.params.model_version).toBe('v3.0-20250812')
  })

  it('models are imported by content: GLB, OBJ, FBX, STL', async () => {
    const service = startRecording()
    const encode = (value: string) => new TextEncoder().encode(value)
    const obj = encode('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')
    const path = `${V3}/models/import`
    const token = async (bytes: Uint8Array) => (await service.upload(`${V3}/files`, bytes, 'thing.bin')).data.file_token
    const file = await token(obj)
    expect((await service.post(path, { file_token: file })).code).toBe(0)
    await service.clock.advance(10_000)
    expect([...(service.jobs.at(-1)?.inputs.file ?? [])]).toEqual([...obj])
    expect((await service.post(TASK, { type: 'import_model', file: { file_token: file } })).code).toBe(0)
    const picture = await token(png())
    expect(await service.post(path, { file_token: picture })).toMatchObject({ code: 2004 })
    expect(await service.post(path, { file: { url: 'http://127.0.0.1/a.glb' } })).toMatchObject({ code: 1004 })
    expect((await service.upload(`${V2}/upload`, obj)).code).toBe(2004)
    expect((await service.upload(`${V3}/files`, encode('hello, this is a text'))).code).toBe(2004)
  })

  it('lists of pictures are taken in their order', async () => {
    const service = startRecording()
    const one = (salt: number) => service.upload(`${V2}/upload`, png(64, 64, salt))
    const files = [{ file_token: (await one(1)).data.image_token }, { file_token: (await one(2)).data.image_token }]
    const body = { type: 'generate_image', prompt: 'image[1] like image[2]', files, model_version: 'gpt_4o' }
    const task = await finished(service, body)
    expect(Object.keys(service.jobs.at(-1)?.inputs ?? {})).toEqual(['files.0', 'files.1'])
    expect((await service.get(`${V2}/task/${task}`)).data.output?.generated_image).toMatch(/generated_image\.png\?/)
    const input = `file_${files[0]?.file_token}`
    const v3 = await service.post(`${V3}/generation/image-to-image`, { prompt: 'a key', input, model: 'banana' })
    expect(v3.code).toBe(0)
  })

  it('versions of post-processing are unknown (2017) or retired (2015)', async () => {
    const service = startService()
    const id = await finished(service)
    expect((await service.post(TASK, on('animate_rig', id, { model_version: 'v9' }))).code).toBe(2017)
    expect((await service.post(TASK, on('animate_rig', id, { model_version: 'v2.0-20250506' }))).code).toBe(2015)
    expect((await service.post(`${V3}/models/convert`, { input: id, format: 'GLB' })).code).toBe(0)
    expect((await service.post(TASK, on('convert_model', id, { format: 'GLB' }))).code).toBe(1004)
  })

  it('facts are answered as they are, without files', async () => {
    const service = startService()
    const id = await finished(service, on('animate_prerigcheck', await finished(service)))
    for (const url of [`${V2}/task/${id}`, `${V3}/tasks/${id}`]) {
      expect((await service.get(url)).data.output).toEqual({ riggable: true, rig_type: 'biped' })
    }
  })
})

describe('chains', () => {
  it('come back, byte for byte, from what is stored', async () => {
    const store = createMemoryStore()
    const service = startService({ store })
    const draft = await finished(service)
    const painted = await finished(service, on('texture_model', draft, { texture_prompt: { text: 'gold' } }))
    const rig = await finished(service, on('animate_rig', painted))
    const walk = await finished(service, on('animate_retarget', rig, { animations: ['preset:walk', 'preset:run'] }))
    const read = async (simulator: typeof service.simulator, id: string) => {
      const headers = { authorization: 'Bearer tsk_test' }
      const answer = await simulator.fetch(new Request(`${V3}/tasks/${id}`, { headers }))
      const url = /"model_url":"([^"]+)"/.exec(await answer.text())?.[1] ?? ''
      return new Uint8Array(await (await simulator.fetch(new Request(url))).arrayBuffer())
    }
    const before = await read(service.simulator, walk)
    const built: string[] = []
    const build = (job: WorkJob) => {
      built.push(job.capability)
      return fakeBuild(job)
    }
    const again = createSimulator({ build, clock: service.clock, random: createRandom(7), store })
    expect(await read(again, walk)).toEqual(before)
    expect(built).toEqual(['text_to_model', 'texture_model', 'rig_model', 'retarget_animation'])
  })

  it('keep what they begin with, when old tasks are forgotten', async () => {
    const store = createMemoryStore()
    const service = startService({ store })
    const draft = await finished(service)
    const other = await finished(service)
    const painted = await finished(service, on('texture_model', draft))
    const keep = { days: 7, tasks: 1 }
    const later = createSimulator({ build: fakeBuild, clock: service.clock, store, keep })
    const headers = { authorization: 'Bearer tsk_test' }
    const status = async (id: string) => (await later.fetch(new Request(`${V2}/task/${id}`, { headers }))).status
    await later.fetch(new Request(`${V2}/user/balance`, { headers }))
    expect([await status(painted), await status(draft), await status(other)]).toEqual([200, 200, 404])
  })

  it('fail with the task they work on gone or unreadable, without a charge', async () => {
    const build = (job: WorkJob) =>
      job.capability === 'convert_model' ? Promise.reject(new Error('unreadable')) : fakeBuild(job)
    const service = startService({ build })
    const id = await finished(service, on('convert_model', await finished(service), { format: 'OBJ' }))
    expect((await service.get(`${V2}/task/${id}`)).data).toMatchObject({
      ...{ status: 'failed', error_code: 1001, consumed_credit: 0 },
    })
  })
})

it('takes every capability in both dialects by its route', async () => {
  const service = startService()
  for (const capability of CATALOGUE) {
    const v2 = await service.post(TASK, { type: capability.v2.type })
    const v3 = await service.post(V3 + capability.v3.path, {})
    // What only the other dialect has is unknown (v2) or retired (v3).
    expect(v2.code, capability.id).toBe(capability.dialects?.includes('v2') === false ? 2002 : 1004)
    expect(v3.code, capability.id).toBe(capability.dialects?.includes('v3') === false ? 2016 : 1004)
  }
})
