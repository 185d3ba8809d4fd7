// API v3's forms against docs/wire-examples.json, which is written by hand from public sources: what the client sends, and
// what the simulator takes and refuses. Neither can agree with the other on a mistake.
import { beforeAll, expect, it } from 'vitest'
import examples from '../../../../docs/wire-examples.json' with { type: 'json' }
import { TripoClient } from '../../../../src/tripo/client.ts'
import { createSdk } from '../../../../src/tripo/sdk.ts'
import { png, startService, V3 } from '../../simulator/support.ts'
import { FakeClock, fakeFetch, KEY, ok, wireTask } from '../../tripo/fakes.ts'

/** Types of the finished tasks that requests name. */
const TYPES: Readonly<Record<string, string>> = { views: 'generate_multiview_image', model: 'text_to_model' }

it.each(examples.sends.map((example) => [example.from, example] as const))('sends: %s', async (_from, example) => {
  const net = fakeFetch((call) => {
    const id = call.url.split('/').at(-1) ?? ''
    return ok(call.method === 'GET' ? wireTask(id, { status: 'success', type: TYPES[id] }) : { task_id: 'new' })
  })
  const resources = { fetch: net.fetch, clock: new FakeClock(), random: () => 0 }
  const client = new TripoClient({ apiKey: KEY, dialect: 'v3', resources })
  const method: unknown = Reflect.get(createSdk(client), example.method)
  if (typeof method !== 'function') throw new Error(example.method)
  await method.call(client, example.options)
  const sent = net.calls.filter((call) => call.method === 'POST')
  expect(sent.map(({ url, body }) => [url, body])).toEqual([
    [`https://openapi.tripo3d.ai/v3${example.path}`, example.body],
  ])
})

/** What stands for `$token` and the tasks in the examples. */
const names = new Map<string, string>()
let service: ReturnType<typeof startService>
beforeAll(async () => {
  service = startService()
  const token = String((await service.upload(`${V3}/files`, png())).data.file_token)
  names.set('$token', token)
  const made = async (name: string, path: string, body: Record<string, unknown>) => {
    names.set(name, String((await service.post(V3 + path, body)).data.task_id))
    await service.clock.advance(60_000)
  }
  await made('$image', '/generation/text-to-image', { prompt: 'a key' })
  await made('$views', '/generation/image-to-multiview', { input: token })
  await made('$model', '/generation/text-to-model', { model: 'v3.1-20260211', prompt: 'a chair' })
})

const filled = (body: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(body).replace(/\$\w+/g, (name) => names.get(name) ?? name))

it.each(examples.takes.map((example) => [example.from, example] as const))('takes: %s', async (_from, example) => {
  const answer = await service.post(V3 + example.path, filled(example.body))
  expect([answer.code, answer.body.message]).toEqual([0, undefined])
  await service.clock.advance(60_000)
})

it.each(examples.refuses.map((example) => [example.from, example] as const))('refuses: %s', async (_from, example) => {
  expect((await service.post(V3 + example.path, filled(example.body))).code).toBe(example.code)
})
