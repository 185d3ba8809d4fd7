// The bytes of every capability in both dialects, written by hand from docs/protocol.md, not
// derived from the catalogue: what the client sends must be exactly this.
import { describe, expect, it } from 'vitest'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { createSdk } from '../../../../src/tripo/index.ts'
import { type Call, FakeClock, fakeFetch, KEY, ok, wireTask } from '../../tripo/fakes.ts'
import { FILE, TOKEN } from './conformance/expectation.ts'
import { GENERATION } from './conformance/generation.ts'
import { PICTURES } from './conformance/pictures.ts'
import { RESULTS } from './conformance/results.ts'

const V2 = 'https://api.tripo3d.ai/v2/openapi'
const V3 = 'https://openapi.tripo3d.ai/v3'

/** Finished tasks that requests may work on. */
const SOURCES: Record<string, Record<string, unknown>> = {
  model: { type: 'text_to_model', input: { model_version: 'v2.5-20250123' } },
  draft: { type: 'text_to_model', input: { model_version: 'v1.4-20240625' } },
  parts: { type: 'mesh_segmentation' },
  rig: { type: 'animate_rig', input: { model_version: 'v1.0-20240301', rig_type: 'biped', spec: 'tripo' } },
  views: { type: 'generate_multiview_image' },
}

const EXPECTED = { ...GENERATION, ...RESULTS, ...PICTURES }

function setup(dialect: 'v2' | 'v3') {
  const net = fakeFetch((call: Call) => {
    const id = call.url.split('/').at(-1) ?? ''
    const source = call.method === 'GET' ? SOURCES[id] : undefined
    return ok(source ? wireTask(id, { status: 'success', ...source }) : { task_id: 'new' })
  })
  const client = new TripoClient({
    apiKey: KEY,
    dialect,
    resources: { fetch: net.fetch, clock: new FakeClock(), random: () => 0 },
  })
  const creations = () => net.calls.filter((call) => call.method === 'POST')
  return { net, client, creations }
}

describe.each(Object.entries(EXPECTED))('%s', (name, { type, path, make, v2, v3 }) => {
  it.each([
    ['v2', v2 && [`${V2}/task`, { type, ...v2 }]],
    ['v3', v3 && [`${V3}${path}`, v3]],
  ] as const)('%s', async (dialect, expected) => {
    const { client, creations } = setup(dialect)
    if (expected) await expect(make(createSdk(client))).resolves.toBe('new')
    else await expect(make(createSdk(client))).rejects.toMatchObject({ code: 'check.parameters' })
    expect(creations().map(({ url, body }) => [url, body])).toEqual(expected ? [expected] : [])
  })
  it('a source is read once, and not paid for twice', async () => {
    const { client, net, creations } = setup(v2 ? 'v2' : 'v3')
    await make(createSdk(client))
    await make(createSdk(client))
    expect(creations()).toHaveLength(2)
    const reads = net.calls.filter((call) => call.method === 'GET')
    expect(reads.length, name).toBeLessThanOrEqual(1)
  })
})

it('imports: v2 by the place in storage, v3 by token or address', async () => {
  const object = { bucket: 'tripo-data', key: 'tcli_1/20261120/a/file.glb' }
  const old = setup('v2')
  await createSdk(old.client).importModel({ file: `s3://${object.bucket}/${object.key}` })
  await createSdk(old.client).importModel({ file: { type: 'glb', file_token: TOKEN } })
  expect(old.creations().map(({ body }) => body)).toEqual([
    { type: 'import_model', file: { object } },
    { type: 'import_model', file: { type: 'glb', file_token: TOKEN } },
  ])
  const now = setup('v3')
  await createSdk(now.client).importModel({ file: FILE })
  expect(now.creations().map(({ url, body }) => [url, body])).toEqual([[`${V3}/models/import`, { input: FILE }]])
  await expect(createSdk(now.client).importModel({ file: { object } })).rejects.toMatchObject({
    code: 'check.parameters',
  })
  expect(now.creations()).toHaveLength(1)
  await createSdk(now.client).importModel({ file: 'https://example.com/a.gltf' })
  expect(now.creations().at(-1)?.body).toEqual({ input: 'https://example.com/a.gltf' })
})

it('all 20 capabilities are covered', () => {
  const paths = new Set([...Object.values(EXPECTED).map(({ path }) => path), '/models/import'])
  expect(paths.size).toBe(20)
})
