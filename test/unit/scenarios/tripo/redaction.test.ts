// Whatever comes back is rid of the key before it is kept: a service or a proxy may echo it in any header or field.
import { describe, expect, it } from 'vitest'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { TripoApiError } from '../../../../src/tripo/errors.ts'
import { toProblem } from '../../../../src/tripo/problem.ts'
import {
  type Call,
  FakeClock,
  FakeSockets,
  fakeFetch,
  json,
  KEY,
  memoryDisk,
  png,
  wireTask,
} from '../../tripo/fakes.ts'

/** A key of the service, and one of a private deployment that no pattern knows. */
const KEYS = [KEY, 'private/deployment+secret=1']

/** Headers of an answer, each of which may echo. */
const HEADERS = [
  'x-tripo-trace-id',
  'x-request-id',
  'retry-after',
  'date',
  'etag',
  'location',
  'content-type',
  'server',
]

function setup(apiKey: string, reply: (call: Call) => Response) {
  const clock = new FakeClock()
  const sockets = new FakeSockets()
  const lines: string[] = []
  const log = { debug: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) }
  const resources = {
    ...{ fetch: fakeFetch(reply).fetch, clock, random: () => 0, openSocket: sockets.open, files: memoryDisk(), log },
    put: async () => ({ status: 200, text: apiKey }),
  }
  const make = (dialect: 'v2' | 'v3') =>
    new TripoClient({ apiKey, base: { dialect, region: 'custom', url: 'https://t.test/x' }, resources })
  return { clock, sockets, lines, v2: make('v2'), v3: make('v3') }
}

/** Every text of a value, with what errors carry beside their fields. */
function everything(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? ''
  const { stack, message, cause } = value
  return [message, stack, everything(cause), JSON.stringify({ ...value }), JSON.stringify(toProblem(value))].join('\n')
}

const outcome = async (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown)

describe.each(KEYS)('a key like %s', (apiKey) => {
  const forms = [apiKey, encodeURIComponent(apiKey), btoa(apiKey)]
  const expectClean = (value: unknown) => {
    for (const form of forms) expect(everything(value)).not.toContain(form)
  }
  const echo = `Bearer ${apiKey}`
  const headers = (...names: string[]) => Object.fromEntries(names.map((name) => [name, echo]))

  it.each(HEADERS)('echoed in the header %s is nowhere afterwards', async (name) => {
    for (const status of [200, 400, 401, 404, 418]) {
      const { clock, v3 } = setup(apiKey, () => json({ code: 1004, message: 'no' }, status, headers(name)))
      expectClean(await clock.run(outcome(v3.getTask('t-1'))))
      expectClean(await clock.run(outcome(v3.createTask({ type: 'text_to_model', prompt: 'a cup' }))))
    }
  })

  it.each(['message', 'suggestion', 'request_id', 'status', 'error', 'detail', 'data', 'code'])(
    'echoed in the field %s of a refusal',
    async (field) => {
      for (const text of forms) {
        for (const status of [200, 400, 422, 500]) {
          const { clock, v3, lines } = setup(apiKey, () => json({ code: 7, [field]: text }, status))
          const work = v3.createTask({ type: 'text_to_model', prompt: 'a cup' })
          const error = await clock.run(outcome(work))
          expect(error).toBeInstanceOf(Error)
          expectClean(error)
          expectClean(lines)
        }
      }
    },
  )

  it('echoed in every field of a task, deep ones and names too', async () => {
    const output = { pbr_model: `https://c.test/m.glb?k=${forms[1]}`, rig_type: apiKey, odd_model_url: apiKey }
    const input = { prompt: apiKey, deep: { list: [{ [apiKey]: forms[2] }] } }
    const fields = { type: echo, status: apiKey, error_msg: apiKey, input, output, result: { model: { url: apiKey } } }
    const task = wireTask('t-1', fields)
    const { clock, v2, v3 } = setup(apiKey, () => json({ code: 0, data: task, request_id: apiKey }))
    for (const client of [v2, v3]) expectClean(await clock.run(client.getTask('t-1')))
  })

  it('echoed in a pushed frame', async () => {
    const { clock, sockets, v2 } = setup(apiKey, () => json({ code: 0, data: wireTask('t-1') }))
    const seen: unknown[] = []
    const work = outcome(v2.waitForTask('t-1', { onProgress: (task) => seen.push(task) }))
    const [socket] = sockets.opened
    socket?.events.open()
    const data = wireTask('t-1', { input: { prompt: echo }, progress: 5 })
    socket?.events.message(JSON.stringify({ event: 'update', data }))
    await clock.settle()
    v2.dispose()
    await work
    expect(seen.length).toBeGreaterThan(0)
    expectClean(seen)
  })

  it('echoed in upload answers, balance and usage', async () => {
    const data = {
      ...{ file_token: echo, image_token: echo, balance: 1, frozen: apiKey },
      items: [{ task_id: apiKey, type: echo, status: apiKey }],
    }
    const { clock, v2, v3 } = setup(apiKey, () => json({ code: 0, data }))
    for (const client of [v2, v3]) {
      expectClean(await clock.run(client.uploadImage(png())))
      expectClean(await clock.run(client.getBalance()))
    }
    expectClean(await clock.run(v3.getUsage()))
  })
})

describe('refusals in other words than the service’s', () => {
  const refusal = async (body: unknown, status: number) => {
    const { clock, v3 } = setup(KEY, () => json(body, status))
    const error = await clock.run(outcome(v3.createTask({ type: 'text_to_model', prompt: 'a cup' })))
    if (!(error instanceof TripoApiError)) throw error
    return error
  }
  it.each([
    [{ message: 'prompt is too short' }, 'prompt is too short'],
    [{ detail: 'prompt is too short' }, 'prompt is too short'],
    [{ detail: [{ loc: ['body', 'prompt'], msg: 'field required', type: 'x' }] }, 'prompt: field required'],
    [{ error: { message: 'prompt is too short' } }, 'prompt is too short'],
    [{ errors: ['first', 'second'] }, 'first; second'],
    [{ code: 7777, message: 'prompt is too short' }, 'prompt is too short'],
    [{ code: '1004', message: 'prompt is too short' }, 'prompt is too short'],
  ])('%j: its message is said', async (body, message) => {
    for (const status of [400, 422]) {
      const error = await refusal(body, status)
      expect(error.sentence).toBe(`The service refused the request with “${message}”.`)
      expect(error).toMatchObject({ billed: 'no', httpStatus: status, serviceMessage: message })
    }
  })
})
