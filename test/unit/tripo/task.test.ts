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
  TASK_STATUSES,
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
  expect(decodeBalance({ balance: '10' })).toBeUndefined()
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
  expect(decodeUsage({ rows: [] })).toBeUndefined()
})
