// Every error code that a request can deserve so far, in both dialects, with the envelope around it.
import { describe, expect, it } from 'vitest'
import { CODES } from '../../../../src/simulator/codes.ts'
import { BLOCKED_WORDS } from '../../../../src/simulator/policy.ts'
import { IMAGE_V3, KEY, png, readAnswer, startService, TEXT_V3, text, text3, V2, V3 } from '../../simulator/support.ts'

const TASK = `${V2}/task`
const nowhere = '3b9f0c52-0000-4000-8000-000000000000'
const image = (more: Record<string, unknown>) => ({ type: 'image_to_model', ...more })
const image3 = (more: Record<string, unknown>) => ({ model: 'v3.1-20260211', ...more })

const refusals: [name: string, url: string, body: unknown, status: number, code: number, says: RegExp][] = [
  ['v2 unparsable JSON', TASK, '{"type":', 400, 1003, /not valid JSON/],
  ['v3 unparsable JSON', TEXT_V3, 'prompt', 400, 1003, /not valid JSON/],
  ['v2 body no object', TASK, '[]', 400, 1004, /JSON object/],
  ['v2 no type', TASK, { prompt: 'a chair' }, 400, 1004, /^type/],
  ['v2 unknown type', TASK, text({ type: 'make_coffee' }), 400, 2002, /make_coffee/],
  ['v2 retired type', TASK, text({ type: 'animate_model' }), 400, 2016, /animate_model/],
  ['v2 no prompt', TASK, { type: 'text_to_model' }, 400, 1004, /^prompt/],
  ['v2 empty prompt', TASK, text({ prompt: '' }), 400, 1004, /^prompt/],
  ['v2 blank prompt', TASK, text({ prompt: '  ' }), 400, 1004, /^prompt/],
  ['v2 prompt of 1025', TASK, text({ prompt: 'x'.repeat(1025) }), 400, 1004, /^prompt.*1025/],
  ['v3 prompt of 1025', TEXT_V3, text3({ prompt: 'x'.repeat(1025) }), 400, 1004, /^prompt/],
  ['v2 prompt no text', TASK, text({ prompt: 7 }), 400, 1004, /^prompt/],
  ['v2 emoji', TASK, text({ prompt: 'a 🪑' }), 400, 2009, /^prompt/],
  ['v3 emoji', TEXT_V3, text3({ prompt: 'a 🪑' }), 400, 2009, /^prompt/],
  ['v2 policy', TASK, text({ prompt: 'Gore, everywhere' }), 400, 2008, /content policy/],
  ['v3 policy', TEXT_V3, text3({ prompt: 'an nsfw statue' }), 400, 2008, /content policy/],
  ['v2 out of an enum', TASK, text({ texture_quality: 'nice' }), 400, 1004, /^texture_quality.*standard/],
  ['v2 wrong kind', TASK, text({ pbr: 'yes' }), 400, 1004, /^pbr/],
  ['v2 unknown version', TASK, text({ model_version: 'v9' }), 400, 2017, /v9/],
  ['v2 version of v3 alone', TASK, text({ model_version: 'P2-20260801' }), 400, 2017, /P2/],
  ['v2 retired version', TASK, text({ model_version: 'v1.3-20240522' }), 400, 2015, /^model_version/],
  ['v3 no model', TEXT_V3, { prompt: 'a chair' }, 400, 1004, /^model:/],
  ['v3 empty model', TEXT_V3, text3({ model: '' }), 400, 1004, /^model:/],
  ['v3 unknown model', TEXT_V3, text3({ model: 'v9' }), 400, 2017, /v9/],
  ['v3 retired v1.4', TEXT_V3, text3({ model: 'v1.4-20240625' }), 400, 2015, /^model:/],
  ['v3 retired v2.0', TEXT_V3, text3({ model: 'v2.0-20240919' }), 400, 2015, /^model:/],
  ['v3 retired Turbo', TEXT_V3, text3({ model: 'Turbo-v1.0-20250506' }), 400, 2015, /^model:/],
  ['v3 P1 with a false', TEXT_V3, text3({ model: 'P1-20260311', smart_low_poly: false }), 400, 1004, /^smart_low_poly/],
  ['v3 P1 with quad', TEXT_V3, text3({ model: 'P1-20260311', quad: false }), 400, 1004, /^quad/],
  ['v3 P2 with parts', TEXT_V3, text3({ model: 'P2-20260801', generate_parts: false }), 400, 1004, /^generate_parts/],
  [
    'v2 P1 with quality',
    TASK,
    text({ model_version: 'P1-20260311', geometry_quality: 'standard' }),
    400,
    1004,
    /^geometry_/,
  ],
  ['v3 P1 below 48', TEXT_V3, text3({ model: 'P1-20260311', face_limit: 47 }), 400, 1004, /^face_limit/],
  [
    'v3 quads in a GLB',
    `${V3}/models/convert`,
    { input: nowhere, format: 'GLTF', quad: true },
    ...([400, 1004, /^quad/] as const),
  ],
  [
    'v2 baked scale, of an unknown task',
    TASK,
    { type: 'convert_model', original_model_task_id: nowhere, format: 'FBX', fbx_preset: 'bake_scale' },
    ...([404, 2001, /not found/] as const),
  ],
  ['v2 parts with texture', TASK, text({ generate_parts: true }), 400, 1004, /^generate_parts/],
  ['v2 priority', TASK, text({ priority: 2 }), 403, 2013, /Priority/],
  ['v2 bad priority', TASK, text({ priority: 9 }), 400, 1004, /^priority/],
  ['v2 no file', TASK, image({}), 400, 1004, /^file/],
  ['v2 file without source', TASK, image({ file: { type: 'png' } }), 400, 1004, /^file/],
  ['v2 file with two', TASK, image({ file: { file_token: 'a', url: 'https://a.b/c.png' } }), 400, 1004, /^file/],
  ['v2 unknown token', TASK, image({ file: { type: 'png', file_token: nowhere } }), 404, 2019, /not found/],
  ['v2 unknown object', TASK, image({ file: { object: { bucket: 'b', key: 'k' } } }), 404, 2019, /not found/],
  ['v3 no input', IMAGE_V3, image3({}), 400, 1004, /^input/],
  ['v3 unknown token', IMAGE_V3, image3({ input: `file_${nowhere}` }), 404, 2019, /not found/],
  ['v3 broken address', IMAGE_V3, image3({ input: 'http://[' }), 400, 1004, /^url/],
  ['v3 data address', IMAGE_V3, image3({ input: 'data:image/png;base64,iVBORw0KGgo=' }), 400, 1004, /^input/],
  ['v3 base64', IMAGE_V3, image3({ input: 'iVBORw0KGgo+/=' }), 400, 1004, /^input/],
  ['v3 data in a file', IMAGE_V3, image3({ file: { url: 'data:image/png;base64,iVBO' } }), 400, 1004, /^input/],
  ['v2 unreachable', TASK, image({ file: { url: 'https://example.com/a.png' } }), 400, 1004, /^url: example.com/],
  ['v2 storage keys for jpg', `${V2}/upload/sts/token`, { format: 'jpg' }, 400, 1004, /^format.*jpeg/],
  ['v2 storage keys without a format', `${V2}/upload/sts`, {}, 400, 1004, /^format/],
  ['v3 storage keys for a text', `${V3}/files/upload-credentials`, { format: 'txt' }, 400, 1004, /^format/],
  ['v3 presign of jpg', `${V3}/files/presign`, { format: 'jpg' }, 400, 1004, /^format/],
  ['v3 upload as JSON', `${V3}/files`, { file: 'x' }, 400, 1003, /multipart/],
  ['v2 upload as JSON', `${V2}/upload`, { file: 'x' }, 400, 1003, /multipart/],
  ['v2 unknown route', `${V2}/tusk`, {}, 404, 9404, /route/],
  ['v3 unknown route', `${V3}/generation/coffee`, {}, 404, 4001, /route/],
  ['v2 wrong method', `${V2}/user/balance`, {}, 404, 9404, /route/],
  ['v3 wrong method', `${V3}/account/balance`, {}, 400, 1003, /POST/],
]

describe('refusals', () => {
  it.each(refusals)('%s', async (_name, url, body, status, code, says) => {
    const { get, post } = startService()
    const answer = await post(url, body)
    expect(answer).toMatchObject({ status, code })
    expect(answer.body.message).toMatch(says)
    expect(answer.body.suggestion).toMatch(/\w/)
    const trace = answer.headers.get('x-tripo-trace-id')
    expect(trace).toMatch(/^[\da-f-]{36}$/)
    if (url.startsWith(V3)) {
      expect(answer.body).toMatchObject({ status: 'error', request_id: answer.headers.get('x-request-id') })
    } else {
      expect(Object.keys(answer.body)).toEqual(['code', 'message', 'suggestion'])
    }
    expect((await get(`${V2}/user/balance`)).data).toEqual({ balance: 10_000, frozen: 0 })
    expect((await get(`${V2}/user/balance`)).headers.get('x-tripo-trace-id')).not.toBe(trace)
  })

  it.each([
    ['no header', undefined],
    ['a client id', 'Bearer tcli_abc'],
    ['no scheme', KEY],
    ['an empty key', 'Bearer tsk_'],
  ])('401/1002 with %s', async (_name, header) => {
    const { send } = startService()
    const headers: Record<string, string> = header === undefined ? {} : { authorization: header }
    for (const url of [`${V2}/user/balance`, `${V3}/account/balance`]) {
      const answer = await readAnswer(await send(url, { headers }, ''))
      expect(answer).toMatchObject({ status: 401, code: 1002 })
      expect(answer.body.suggestion).toContain('tsk_')
    }
  })

  it('refuses a wrong content type and takes a missing one', async () => {
    const { send } = startService()
    const body = JSON.stringify(text3())
    const wrong = await send(TEXT_V3, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    expect(await readAnswer(wrong)).toMatchObject({ status: 400, code: 1003 })
    const bytes = new TextEncoder().encode(body)
    expect(await readAnswer(await send(TEXT_V3, { method: 'POST', body: bytes }))).toMatchObject({
      status: 200,
      code: 0,
    })
  })

  it('refuses a body above 20 MB', async () => {
    const { post } = startService()
    expect(await post(TASK, text({ blob: 'x'.repeat(20 * 1024 * 1024) }))).toMatchObject({ status: 400, code: 2021 })
  })

  it('refuses a task as an image that it has not made', async () => {
    const { post } = startService()
    const { data } = await post(TASK, text())
    expect(await post(IMAGE_V3, image3({ input: data.task_id }))).toMatchObject({ status: 400, code: 2006 })
  })

  it('answers 500/1000 without inner words when the store fails, and keeps nothing', async () => {
    const fails = () => Promise.reject(new Error('ENOSPC secret path'))
    const records = { list: async () => [], read: async () => undefined, write: fails, remove: async () => {} }
    const files = { read: async () => undefined, write: fails, remove: async () => {} }
    const { get, post } = startService({ store: { records, files } })
    const answer = await post(TASK, text())
    expect(answer).toMatchObject({ status: 500, code: 1000 })
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    expect((await get(`${V2}/user/balance`)).data).toEqual({ balance: 10_000, frozen: 0 })
  })

  it('has a message and a suggestion for each code', () => {
    for (const { status, message, suggestion } of Object.values(CODES)) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).not.toBe(402)
      expect(message && suggestion).toBeTruthy()
    }
  })

  it('looks at whole words of the prompt only', async () => {
    const { post } = startService()
    expect((await post(TASK, text({ prompt: 'a figure of Al Gorenson' }))).code).toBe(0)
    expect((await post(TASK, text({ negative_prompt: 'gore' }))).code).toBe(0)
    for (const word of BLOCKED_WORDS) expect((await post(TASK, text({ prompt: `a ${word}!` }))).code).toBe(2008)
  })
})

describe('images at the door', () => {
  it.each([
    ['an empty file', new Uint8Array(), 2003],
    ['a text named .png', new TextEncoder().encode('this is no picture at all, whatever its name'), 2004],
    ['19 pixels', png(19, 64), 2022],
    ['6001 pixels', png(64, 6001), 2022],
    ['more than 20 MB', new Uint8Array(20 * 1024 * 1024 + 1), 2021],
    ['much more than 20 MB', new Uint8Array(30 * 1024 * 1024), 2021],
  ])('refuses %s', async (_name, bytes, code) => {
    const { upload } = startService()
    for (const url of [`${V2}/upload`, `${V2}/upload/sts`, `${V3}/files`]) {
      expect(await upload(url, bytes)).toMatchObject({ status: 400, code })
    }
  })
})
