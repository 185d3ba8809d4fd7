// The table of docs/protocol.md#error-codes, walked: for every code a request, or a circumstance, that deserves it, in both dialects.
import { expect, it } from 'vitest'
import { CODES, isServiceCode, type ServiceCode } from '../../../src/simulator/codes.ts'
import type { SimulatorOptions } from '../../../src/simulator/options.ts'
import {
  type Answer,
  finished,
  IMAGE_V3,
  png,
  type Service,
  startService,
  TEXT_V3,
  text,
  text3,
  V2,
  V3,
} from './support.ts'

const TASK = `${V2}/task`
const nowhere = '3b9f0c52-0000-4000-8000-000000000000'
const nonsense = new TextEncoder().encode('just a text')

/** A case: how the service is set up, and what to ask it on v2 and on v3; `false` where the dialect has no such code. */
interface Case {
  options?: Partial<SimulatorOptions>
  v2: false | ((service: Service) => Promise<Answer>)
  v3: false | ((service: Service) => Promise<Answer>)
}

const texts = (more: Record<string, unknown>, more3 = more): Pick<Case, 'v2' | 'v3'> => ({
  v2: ({ post }) => post(TASK, text(more)),
  v3: ({ post }) => post(TEXT_V3, text3(more3)),
})
/** A task on a source that `make` prepares. */
const works = (
  make: (service: Service) => Promise<string>,
  type: string,
  path: string,
  more: Record<string, unknown> = {},
): Pick<Case, 'v2' | 'v3'> => ({
  v2: async (service) => service.post(TASK, { type, original_model_task_id: await make(service), ...more }),
  v3: async (service) => service.post(V3 + path, { input: await make(service), ...more }),
})
const running = async ({ post }: Service) => String((await post(TASK, text())).data.task_id)
const drawing = (service: Service) => finished(service, { type: 'text_to_image', prompt: 'a key' })
const uploads = (bytes: Uint8Array): Pick<Case, 'v2' | 'v3'> => ({
  v2: ({ upload }) => upload(`${V2}/upload`, bytes),
  v3: ({ upload }) => upload(`${V3}/files`, bytes),
})
const twice = (ask: (service: Service) => Promise<Answer>) => async (service: Service) => {
  await ask(service)
  return ask(service)
}
const draft = async (service: Service) =>
  String((await service.post(TASK, text({ model_version: 'v1.4-20240625' }))).data.task_id)

const CASES: Record<ServiceCode, Case> = {
  1000: { options: { faults: [{ action: { type: 'error', code: 1000 } }] }, ...texts({}) },
  1001: { options: { faults: [{ action: { type: 'error', code: 1001 } }] }, ...texts({}) },
  1002: {
    v2: ({ post }) => post(TASK, text(), 'tcli_no_key'),
    v3: ({ post }) => post(TEXT_V3, text3(), 'tcli_no_key'),
  },
  1003: { v2: ({ post }) => post(TASK, '{'), v3: ({ post }) => post(TEXT_V3, '{') },
  1004: texts({ prompt: 'x'.repeat(1025) }),
  1005: {
    v2: async (service) => {
      const { data } = await service.post(`${V2}/upload/sts/token`, { format: 'png' }, 'tsk_other')
      const object = { bucket: data.resource_bucket, key: data.resource_uri }
      return service.post(TASK, { type: 'image_to_model', file: { object } })
    },
    v3: async (service) => {
      const { data } = await service.post(`${V3}/files/upload-credentials`, { format: 'png' }, 'tsk_other')
      const object = { bucket: data.resource_bucket, key: data.resource_uri }
      return service.post(IMAGE_V3, { model: 'v3.1-20260211', file: { object } })
    },
  },
  1007: {
    options: { rate: 1 },
    v2: twice(({ get }) => get(`${V2}/user/balance`)),
    v3: twice(({ get }) => get(`${V3}/account/balance`)),
  },
  2000: {
    options: { pools: { generation: 1 } },
    v2: twice(({ post }) => post(TASK, text())),
    v3: twice(({ post }) => post(TEXT_V3, text3())),
  },
  2001: { v2: ({ get }) => get(`${TASK}/${nowhere}`), v3: ({ get }) => get(`${V3}/tasks/${nowhere}`) },
  2002: { v2: ({ post }) => post(TASK, { type: 'make_coffee' }), v3: false },
  2003: uploads(new Uint8Array()),
  2004: uploads(nonsense),
  2005: {
    v2: async (service) => service.post(TASK, { type: 'refine_model', draft_model_task_id: await draft(service) }),
    v3: false,
  },
  2006: works(drawing, 'texture_model', '/models/texture'),
  2007: works(running, 'texture_model', '/models/texture'),
  2008: texts({ prompt: 'gore' }),
  2009: texts({ prompt: 'a 🪑' }),
  2010: { options: { credits: 5 }, ...texts({}) },
  2011: works(drawing, 'animate_prerigcheck', '/animations/rig-check'),
  2012: works(finished, 'animate_retarget', '/animations/retarget', { animation: 'preset:walk' }),
  2013: texts({ priority: 1 }),
  2014: { options: { moderation: 'unavailable' }, ...texts({}) },
  2015: texts({ model_version: 'v1.3-20240522' }, { model: 'v1.4-20240625' }),
  2016: {
    v2: ({ post }) => post(TASK, { type: 'animate_model' }),
    v3: async (service) => service.post(`${V3}/models/refine`, { input: await draft(service) }),
  },
  2017: texts({ model_version: 'v9' }, { model: 'v9' }),
  2018: works(
    (service) => finished(service, text({ model_version: 'v3.1-20260211', face_limit: 900_000 })),
    ...(['convert_model', '/models/convert', { format: 'FBX', quad: true }] as const),
  ),
  2019: {
    v2: ({ post }) => post(TASK, { type: 'image_to_model', file: { file_token: nowhere } }),
    v3: ({ post }) => post(IMAGE_V3, { model: 'v3.1-20260211', input: `file_${nowhere}` }),
  },
  2021: uploads(new Uint8Array(20 * 1024 * 1024 + 1)),
  2022: uploads(png(10, 10)),
  4001: { v2: false, v3: ({ get }) => get(`${V3}/nothing`) },
  9404: { v2: ({ get }) => get(`${V2}/nothing`), v3: false },
}

const asked = Object.entries(CASES).flatMap(([code, { options, v2, v3 }]) => [
  ...(v2 ? ([[Number(code), 'v2', options, v2]] as const) : []),
  ...(v3 ? ([[Number(code), 'v3', options, v3]] as const) : []),
])

it.each(asked)('%i can be reached on %s', async (code, dialect, options, ask) => {
  const answer = await ask(startService(options))
  if (!isServiceCode(code)) throw new Error(`${code} is not in the table`)
  const { status, suggestion } = CODES[code]
  expect(answer).toMatchObject({ status, code, body: { suggestion, message: expect.stringMatching(/\w+ \w+/) } })
  expect(answer.body.status).toBe(dialect === 'v3' ? 'error' : undefined)
  expect(answer.headers.get('retry-after') !== null).toBe(status === 429)
})

it('2020 is what detailed quads beyond all measure fail with, at no cost', async () => {
  const { post, get, clock } = startService()
  const fine = { quad: true, geometry_quality: 'detailed', face_limit: 400_000 }
  const version = 'v3.1-20260211'
  const old = (await post(TASK, text({ ...fine, model_version: version }))).data.task_id
  const now = (await post(TEXT_V3, text3({ ...fine, model: version }))).data.task_id
  const coarser = (await post(TASK, text({ ...fine, model_version: version, face_limit: 9000 }))).data.task_id
  await clock.advance(40_000)
  const failed = { status: 'failed', error_code: 2020, output: {} }
  expect((await get(`${TASK}/${old}`)).data).toMatchObject({ ...failed, consumed_credit: 0 })
  expect((await get(`${V3}/tasks/${now}`)).data).toMatchObject({ ...failed, credits_consumed: 0 })
  expect((await get(`${TASK}/${coarser}`)).data.status).toBe('success')
})

it('priority is taken where the plan has it', async () => {
  const { post } = startService({ priority: true })
  expect((await post(TASK, text({ priority: 3 }))).code).toBe(0)
  expect((await post(TASK, text({ priority: 4 }))).code).toBe(1004)
})
