// Reading tasks, balances and usage from both dialects' answers.
import { describe, expect, it } from 'vitest'
import {
  decodeBalance,
  decodeTask,
  decodeTasks,
  decodeUsage,
  isFinal,
  isUnknownStatus,
  outputFiles,
  resultFiles,
  TASK_STATUSES,
  thumbnailFile,
} from '../../../src/tripo/task.ts'

const V2 = {
  task_id: 'a1',
  type: 'text_to_model',
  status: 'success',
  input: { prompt: 'a chair', model_version: 'v2.5-20250123' },
  output: {
    pbr_model: 'https://cdn.test/tripo_pbr_model_a1.glb?sig=1',
    rendered_image: 'https://cdn.test/r.webp?sig=1',
  },
  progress: 100,
  create_time: 1763640000,
  consumed_credit: 20,
  queuing_num: -1,
  running_left_time: -1,
  something_new: { deep: true },
}
const V3 = {
  task_id: 'b2',
  type: 'image_to_model',
  status: 'success',
  input: {},
  output: { model_url: 'https://cdn.test/b2.glb?sig=1', rendered_image_url: 'https://cdn.test/b2.png' },
  progress: 100,
  created_at: '2025-11-20T12:00:00Z',
  completed_at: '2025-11-20T12:00:30.5Z',
  credits_consumed: 30.5,
}

describe('a v2 task', () => {
  it('keeps its facts; -1 means nothing', () => {
    expect(decodeTask(V2)).toEqual({
      taskId: 'a1',
      type: 'text_to_model',
      status: 'success',
      input: V2.input,
      output: { pbrModel: V2.output.pbr_model, renderedImage: V2.output.rendered_image },
      progress: 100,
      createTime: 1763640000,
      createdAt: new Date('2025-11-20T12:00:00Z'),
      consumedCredit: 20,
    })
  })
  it('takes addresses from result when output has none', () => {
    const result = {
      model: { type: 'glb', url: 'https://cdn.test/m.glb' },
      rendered_image: { url: 'https://cdn.test/r' },
    }
    const task = decodeTask({ ...V2, output: {}, result })
    expect(task?.output).toMatchObject({ model: 'https://cdn.test/m.glb', renderedImage: 'https://cdn.test/r' })
  })
  it('knows its place in the queue', () => {
    const task = decodeTask({
      ...V2,
      status: 'queued',
      progress: 0,
      queuing_num: 3,
      running_left_time: 40,
      output: null,
    })
    expect(task).toMatchObject({ queuingNum: 3, runningLeftTime: 40, output: {} })
  })
  it('a banned or expired one has the code that v3 gives', () => {
    expect(decodeTask({ ...V2, status: 'banned' })?.errorCode).toBe(2008)
    expect(decodeTask({ ...V2, status: 'expired' })?.errorCode).toBe(2018)
    expect(decodeTask({ ...V2, status: 'failed', error_code: 2020, error_msg: 'why' })).toMatchObject({
      errorCode: 2020,
      errorMsg: 'why',
    })
  })
})

describe('a v3 task', () => {
  it('is the same Task', () => {
    expect(decodeTask(V3)).toMatchObject({
      output: { model: V3.output.model_url, renderedImage: V3.output.rendered_image_url },
      createTime: 1763640000,
      finishedAt: new Date('2025-11-20T12:00:30.500Z'),
      consumedCredit: 30.5,
    })
  })
  it('a time without a zone is UTC', () => {
    expect(decodeTask({ ...V3, created_at: '2025-11-20T12:00:00' })?.createTime).toBe(1763640000)
  })
  it('several model addresses: the first is the model', () => {
    const task = decodeTask({ ...V3, output: { model_urls: ['https://c/1.glb', 7, 'https://c/2.glb'] } })
    expect(task?.output).toMatchObject({ model: 'https://c/1.glb', modelUrls: ['https://c/1.glb', 'https://c/2.glb'] })
  })
  it('views and rig answers', () => {
    const output = {
      generate_multiview_image: { front_view_url: 'f', left_view_url: 'l', back_view_url: 'b', right_view_url: 'r' },
      riggable: false,
      rig_type: 'others',
    }
    expect(decodeTask({ ...V3, output })?.output).toMatchObject({
      multiviewImages: { front: 'f', left: 'l', back: 'b', right: 'r' },
      riggable: false,
      rigType: 'others',
    })
  })
  it('error_message is read as error_msg', () => {
    expect(decodeTask({ ...V3, status: 'failed', error_code: 2008, error_message: 'm' })).toMatchObject({
      errorMsg: 'm',
    })
  })
})

describe('statuses', () => {
  it('only the five ends are final', () => {
    const final = TASK_STATUSES.filter((status) => isFinal({ status }))
    expect(final).toEqual(['success', 'failed', 'cancelled', 'banned', 'expired'])
  })
  it('one that is not listed is kept, and neither final nor known', () => {
    const task = decodeTask({ ...V2, status: 'reticulating' })
    expect(task?.status).toBe('reticulating')
    expect(isFinal({ status: 'reticulating' })).toBe(false)
    expect(isUnknownStatus({ status: 'reticulating' })).toBe(true)
    expect(isUnknownStatus({ status: 'running' })).toBe(false)
  })
})

describe('what is no task', () => {
  it.each([undefined, null, 'x', [], {}, { task_id: 'a' }, { status: 'queued' }, { task_id: 5, status: 'queued' }])(
    '%j',
    (value) => expect(decodeTask(value)).toBeUndefined(),
  )
  it('progress stays within 0 and 100', () => {
    expect(decodeTask({ ...V2, progress: 250 })?.progress).toBe(100)
    expect(decodeTask({ ...V2, progress: -5 })?.progress).toBe(0)
    expect(decodeTask({ ...V2, progress: null, status: 'running' })?.progress).toBe(0)
  })
})

describe('many tasks', () => {
  it('as a map, as a list, as a bare list', () => {
    const { task_id: _, ...withoutId } = V2
    expect(decodeTasks({ tasks: { a1: withoutId }, missed: ['z'] })).toMatchObject({
      tasks: [{ taskId: 'a1' }],
      missed: ['z'],
    })
    expect(decodeTasks({ tasks: [V2, V3, 'junk'] })?.tasks.map((task) => task.taskId)).toEqual(['a1', 'b2'])
    expect(decodeTasks([V3])?.tasks).toHaveLength(1)
    expect(decodeTasks({ other: 1 })).toBeUndefined()
  })
})

it('files come best model first, then the picture', () => {
  const task = decodeTask({ ...V2, output: { base_model: 'b', rendered_image: 'r', model: 'm', pbr_model: 'p' } })
  expect(task && outputFiles(task).map((file) => file.kind)).toEqual([
    'pbr_model',
    'model',
    'base_model',
    'rendered_image',
  ])
})

it('balances are numbers, possibly fractional', () => {
  expect(decodeBalance({ balance: 10.5, frozen: 20 })).toEqual({ balance: 10.5, frozen: 20 })
  expect(decodeBalance({ balance: 10 })).toEqual({ balance: 10, frozen: 0 })
  expect(decodeBalance({ balance: '10.5', frozen: '3' })).toEqual({ balance: 10.5, frozen: 3 })
  for (const balance of [undefined, null, '', 'many', Number.POSITIVE_INFINITY, 1e300, [], {}]) {
    expect(decodeBalance({ balance })).toBeUndefined()
  }
})

it('usage rows, with and without a container', () => {
  const row = {
    task_id: 't',
    type: 'text_to_model',
    status: 'success',
    created_at: '2025-11-20T12:00:00Z',
    credits_consumed: 20,
  }
  expect(decodeUsage({ items: [row, { no: 'id' }], total: 7 })).toEqual({
    items: [{ taskId: 't', type: 'text_to_model', status: 'success', createdAt: new Date(1763640000000), credits: 20 }],
    total: 7,
  })
  expect(decodeUsage([row])?.items).toHaveLength(1)
  expect(decodeUsage({ items: [{ ...row, credits_consumed: '20.5' }], total: '7' })).toMatchObject({
    items: [{ credits: 20.5 }],
    total: 7,
  })
  expect(decodeUsage({ rows: [] })).toBeUndefined()
})

describe('numbers and times that cannot be', () => {
  const CREATED = 1763640000
  it.each([
    ['seconds', CREATED],
    ['a text', String(CREATED)],
    ['milliseconds', CREATED * 1e3],
    ['microseconds', CREATED * 1e6],
    ['nanoseconds', CREATED * 1e9],
  ])('a time in %s is the same time', (_, create_time) => {
    const task = decodeTask({ ...V2, create_time, finish_time: create_time })
    expect(task?.createdAt).toEqual(new Date('2025-11-20T12:00:00Z'))
    expect(task?.finishedAt).toEqual(new Date('2025-11-20T12:00:00Z'))
  })
  it.each([
    8.7e12,
    1e300,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    -1,
    0,
    '+275760-09-13T00:00:00Z',
    '',
    'soon',
    null,
    {},
  ])('a time of %j is not said', (odd) => {
    const task = decodeTask({ ...V2, create_time: odd, created_at: odd, finish_time: odd, completed_at: odd })
    expect(task?.finishedAt).toBeUndefined()
    expect(task?.createTime).toBe(0)
  })
  it.each([1e300, Number.POSITIVE_INFINITY, -1, '1e999', 'x', [], null])('a number of %j is not said', (odd) => {
    const task = decodeTask({ ...V2, consumed_credit: odd, queuing_num: odd, running_left_time: odd, error_code: odd })
    expect(task).toMatchObject({ taskId: 'a1' })
    expect(task?.consumedCredit).toBeUndefined()
    expect(task?.queuingNum).toBeUndefined()
    expect(task?.runningLeftTime).toBeUndefined()
    expect(JSON.parse(JSON.stringify(task))).toMatchObject({ progress: 100 })
  })
  it('numbers as texts are numbers', () => {
    expect(decodeTask({ ...V2, consumed_credit: '20', progress: '55.5', queuing_num: '2' })).toMatchObject({
      consumedCredit: 20,
      progress: 55.5,
      queuingNum: 2,
    })
  })
})

describe('every address that is a model', () => {
  const kinds = (output: Record<string, unknown>, input: Record<string, unknown> = {}) => {
    const task = decodeTask({ ...V3, input, output })
    return task ? outputFiles(task).map(({ kind }) => kind) : []
  }
  const results = (output: Record<string, unknown>, input: Record<string, unknown> = {}) => {
    const task = decodeTask({ ...V3, input, output })
    return task ? resultFiles(task).map(({ kind }) => kind) : []
  }
  it('a segmented one beside the model comes first, and both are results', () => {
    const output = { model_url: 'https://c.test/m.glb', seg_model_url: 'https://c.test/s.glb' }
    expect(results(output)).toEqual(['seg_model', 'model'])
    expect(results({ ...output, model_url: 'https://c.test/s.glb?sig=2' })).toEqual(['seg_model'])
  })
  it('a splat, and whatever ends like a model', () => {
    expect(results({ splat_url: 'https://c.test/s.spz' })).toEqual(['splat'])
    expect(results({ lod_url: 'https://c.test/l.glb', 'a/../b_url': 'https://c.test/x.fbx' })).toEqual([
      'lod_model',
      'a_b_model',
    ])
    expect(
      kinds({ mask_url: 'https://c.test/mask.png', page_url: 'https://c.test/', preview_url: 'https://c.test/p.glb' }),
    ).toEqual([])
  })
  const clips = ['https://c.test/0.glb?a', 'https://c.test/1.glb?a', 'https://c.test/2.glb?a']
  it('a file for each clip is named after its clip', () => {
    const animations = ['preset:biped:walk', 'preset:Run Fast', 'preset:biped:walk']
    expect(results({ model_urls: clips }, { animations })).toEqual(['clip_walk', 'clip_run_fast', 'clip_walk_2'])
    expect(results({ model_urls: clips, model_url: 'https://c.test/0.glb?b' }, { animations })).toHaveLength(3)
    expect(results({ model_urls: clips, model_url: 'https://c.test/all.glb' }, { animations })).toHaveLength(4)
  })
  it('files whose clips are not known are numbered', () => {
    expect(results({ model_urls: clips })).toEqual(['model', 'model_2', 'model_3'])
    expect(results({ model_urls: clips }, { animations: ['preset:walk'] })).toEqual(['model', 'model_2', 'model_3'])
  })
  it('a picture drawn on the way to a model is one to look at, not a result', () => {
    const output = { model_url: 'https://c.test/m.glb', generated_image_url: 'https://c.test/g.png' }
    expect(results(output)).toEqual(['model'])
    const task = decodeTask({ ...V3, output })
    expect(task && thumbnailFile(task)?.url).toBe('https://c.test/g.png')
    const picture = decodeTask({ ...V3, output: { generated_image_url: 'https://c.test/g.png' } })
    expect(picture && resultFiles(picture).map(({ kind }) => kind)).toEqual(['generated_image'])
    expect(picture && thumbnailFile(picture)).toBeUndefined()
  })
})
