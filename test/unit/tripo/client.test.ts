// The client's bytes on both wires, checked against docs/protocol.md, and what is never sent.
import { describe, expect, it } from 'vitest'
import { KNOWN_BASES } from '../../../src/tripo/bases.ts'
import { DIALECTS } from '../../../src/tripo/dialects/index.ts'
import { TripoCheckError } from '../../../src/tripo/errors.ts'
import { readFileText } from '../../../src/tripo/options.ts'
import { createSdk } from '../../../src/tripo/sdk.ts'
import { setup } from './client-setup.ts'
import { type Call, fault, ok, png, wireTask } from './fakes.ts'

const UUID = '12345678-1234-5678-1234-567812345678'

const sent = (net: { calls: Call[] }) => net.calls.map((call) => [call.method, call.url, call.text])

describe('v2 requests', () => {
  it('text to model: only what the caller set', async () => {
    const { client, net } = setup('v2')
    const id = await createSdk(client).textToModel({
      prompt: 'a small house',
      texture: false,
      pbr: false,
      faceLimit: 5000,
    })
    expect(id).toBe('new-1')
    expect(sent(net)).toEqual([
      [
        'POST',
        'https://api.tripo3d.ai/v2/openapi/task',
        '{"type":"text_to_model","prompt":"a small house","texture":false,"pbr":false,"face_limit":5000}',
      ],
    ])
    expect(net.calls[0]?.headers.get('content-type')).toBe('application/json')
  })
  it('image by token and by address', async () => {
    const { client, net } = setup('v2')
    await createSdk(client).imageToModel({ image: UUID, compress: true, modelVersion: 'v3.1-20260211' })
    await createSdk(client).imageToModel({ image: 'https://example.com/car.jpg', textureQuality: 'detailed' })
    expect(net.calls.map((call) => call.body)).toEqual([
      {
        type: 'image_to_model',
        compress: 'geometry',
        model_version: 'v3.1-20260211',
        file: { type: 'jpg', file_token: UUID },
      },
      {
        type: 'image_to_model',
        texture_quality: 'detailed',
        file: { type: 'jpg', url: 'https://example.com/car.jpg' },
      },
    ])
  })
  it('tells the service’s id of the request that created a task', async () => {
    const { client } = setup('v2')
    const told: string[] = []
    await client.createTask({ type: 'text_to_model', prompt: 'a house' }, { onCreated: (id) => told.push(id) })
    expect(told).toEqual(['trace-ok'])
  })
  it('a type the catalogue does not know goes through as it is', async () => {
    const { client, net } = setup('v2')
    await client.createTask({ type: 'brand_new', original_model_task_id: 'x', nested: { a: [1] } })
    expect(net.calls[0]?.body).toEqual({ type: 'brand_new', original_model_task_id: 'x', nested: { a: [1] } })
  })
  it('reads', async () => {
    const { client, net } = setup('v2', (call) =>
      call.url.includes('balance') ? ok({ balance: 1.5, frozen: 0 }) : ok(wireTask('t-1')),
    )
    expect(await client.getBalance()).toEqual({ balance: 1.5, frozen: 0 })
    expect((await client.getTask('t-1')).taskId).toBe('t-1')
    expect(sent(net)).toEqual([
      ['GET', 'https://api.tripo3d.ai/v2/openapi/user/balance', undefined],
      ['GET', 'https://api.tripo3d.ai/v2/openapi/task/t-1', undefined],
    ])
    await expect(client.getUsage()).rejects.toMatchObject({ code: 'check.unsupported' })
  })
})

describe('v3 requests', () => {
  it('text to model: the version is always named', async () => {
    const { client, net } = setup('v3')
    await createSdk(client).textToModel({ prompt: 'a small house' })
    await createSdk(client).textToModel({ prompt: 'a small house', modelVersion: 'v3.1-20260211', modelSeed: 0 })
    expect(sent(net)).toEqual([
      [
        'POST',
        'https://openapi.tripo3d.ai/v3/generation/text-to-model',
        '{"model":"v2.5-20250123","prompt":"a small house"}',
      ],
      [
        'POST',
        'https://openapi.tripo3d.ai/v3/generation/text-to-model',
        '{"model":"v3.1-20260211","prompt":"a small house","model_seed":0}',
      ],
    ])
  })
  it('images: an address, a v3 token and a task are strings; a bare uuid can only be a task', async () => {
    const { client, net } = setup('v3')
    const object = { bucket: 'b', key: 'k' }
    await createSdk(client).imageToModel({ image: 'https://example.com/car.jpg' })
    await createSdk(client).imageToModel({ image: `file_${UUID}` })
    await createSdk(client).imageToModel({ image: UUID })
    await createSdk(client).imageToModel({ image: { type: 'png', object } })
    expect(net.calls.map((call) => call.body)).toEqual([
      { model: 'v2.5-20250123', input: 'https://example.com/car.jpg' },
      { model: 'v2.5-20250123', input: `file_${UUID}` },
      { model: 'v2.5-20250123', input: UUID },
      { model: 'v2.5-20250123', input: { object } },
    ])
    expect(net.calls[0]?.url).toBe('https://openapi.tripo3d.ai/v3/generation/image-to-model')
  })
  it('P versions get none of the fields they reject, not even as false', async () => {
    const { client, net } = setup('v3')
    await createSdk(client).textToModel({
      prompt: 'a cup',
      modelVersion: 'P1-20260311',
      quad: false,
      smartLowPoly: false,
      generateParts: false,
      geometryQuality: 'standard',
      faceLimit: 5000,
    })
    expect(net.calls[0]?.body).toEqual({ model: 'P1-20260311', prompt: 'a cup', face_limit: 5000 })
  })
  it('unset values stay at home', async () => {
    const { client, net } = setup('v3')
    await client.createTask({
      type: 'text_to_model',
      prompt: 'a cup',
      negative_prompt: '',
      face_limit: -1,
      style: null,
      texture: undefined,
    })
    expect(net.calls[0]?.text).toBe('{"model":"v2.5-20250123","prompt":"a cup"}')
  })
  it('an unknown type has no address', async () => {
    const { client, net } = setup('v3')
    await expect(client.createTask({ type: 'brand_new' })).rejects.toMatchObject({ code: 'check.unsupported' })
    expect(net.calls).toHaveLength(0)
  })
  it('reads', async () => {
    const { client, net } = setup('v3', (call) =>
      call.url.includes('usage') ? ok({ items: [], total: 0 }) : ok({ balance: 2, frozen: 1 }),
    )
    await client.getBalance()
    await client.getUsage({ limit: 500, offset: 20 })
    expect(net.calls.map((call) => call.url)).toEqual([
      'https://openapi.tripo3d.ai/v3/account/balance',
      'https://openapi.tripo3d.ai/v3/account/usage?limit=200&offset=20',
    ])
  })
})

describe('nothing is sent', () => {
  it.each([
    { type: 'text_to_model', prompt: '' },
    { type: 'text_to_model', prompt: '   ' },
    { type: 'text_to_model', prompt: 'x'.repeat(1025) },
    { type: 'text_to_model', prompt: 'a happy house 🏠' },
    { type: 'text_to_model', prompt: 'a house', model_version: 'v1.3-20240522' },
    { type: 'text_to_model', prompt: 'a house', model_version: 'P1-20260311', quad: true },
    { type: 'text_to_model', prompt: 'a house', generate_parts: true },
    { type: 'image_to_model' },
    { type: 'image_to_model', file: { type: 'png' } },
    { type: 'image_to_model', file: { file_token: 'a', url: 'https://b.c/d.png' } },
    { type: 'image_to_model', file: { url: 'data:image/png;base64,AAAA' } },
  ])('for %j', async (task) => {
    for (const dialect of ['v2', 'v3'] as const) {
      const { client, net } = setup(dialect)
      const error = await client.createTask(task).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(TripoCheckError)
      expect(error).toMatchObject({ code: 'check.parameters', billed: 'no' })
      expect(net.calls).toHaveLength(0)
    }
  })
  it('for an image that was never uploaded', async () => {
    for (const dialect of ['v2', 'v3'] as const) {
      const { client, net } = setup(dialect)
      const work = client.createTask({ type: 'image_to_model', file: { upload: 'file:///a.png' } })
      await expect(work).rejects.toMatchObject({ code: 'check.upload' })
      expect(net.calls).toHaveLength(0)
    }
  })
  it('no upload is spent on parameters that would be refused', async () => {
    const { client, net, read } = setup('v3')
    await expect(createSdk(client).imageToModel({ image: 'a.png', faceLimit: 0 })).rejects.toBeInstanceOf(
      TripoCheckError,
    )
    expect(net.calls).toHaveLength(0)
    expect(read).toEqual([])
  })
  it.each(['../user/balance', 'a/b', '', 'a b', '%2e%2e'])('for the task id %j', async (id) => {
    const { client, net } = setup('v3')
    await expect(client.getTask(id)).rejects.toMatchObject({ code: 'check.task-id' })
    expect(net.calls).toHaveLength(0)
  })
})

describe('creation', () => {
  it('an accepted request without a task id may have been billed', async () => {
    const { client } = setup('v3', () => ok({}))
    await expect(createSdk(client).textToModel({ prompt: 'x' })).rejects.toMatchObject({
      code: 'network.unconfirmed',
      billed: 'unknown',
    })
  })
  it('check() tells price and findings without a request', () => {
    const { client, net } = setup('v3')
    const result = client.check('text_to_model', { prompt: 'x', model_version: 'P1-20260311' })
    expect(result).toMatchObject({ ok: true, price: { total: 40 } })
    expect(net.calls).toHaveLength(0)
  })
})

describe('images by path and bytes', () => {
  it('are uploaded, then used', async () => {
    for (const [dialect, uploadUrl, data, use] of [
      [
        'v2',
        'https://api.tripo3d.ai/v2/openapi/upload',
        { image_token: UUID },
        { file: { type: 'png', file_token: UUID } },
      ],
      ['v3', 'https://openapi.tripo3d.ai/v3/files', { file_token: `file_${UUID}` }, { input: `file_${UUID}` }],
    ] as const) {
      const { client, net, read } = setup(dialect, (_, index) => ok(index === 0 ? data : { task_id: 'new' }))
      await createSdk(client).imageToModel({ image: 'props/car.png' })
      expect(read).toEqual(['props/car.png'])
      expect(net.calls[0]?.url).toBe(uploadUrl)
      expect(net.calls[1]?.body).toMatchObject(use)
    }
  })
  it('a file that is gone, or no image, is said so and nothing is sent', async () => {
    const { client, net } = setup('v3')
    await expect(createSdk(client).imageToModel({ image: 'gone.png' })).rejects.toMatchObject({ code: 'disk.missing' })
    await expect(client.uploadFile('notes.txt')).rejects.toMatchObject({ code: 'image.not-an-image' })
    expect(net.calls).toHaveLength(0)
  })
  it('a token that the service lost is not used again', async () => {
    let uploads = 0
    const { client } = setup('v3', (call) => {
      if (call.url.endsWith('/files')) return ok({ file_token: `file_${UUID}${uploads++}` })
      return uploads === 1 ? fault(404, 2019) : ok({ task_id: 'new' })
    })
    await expect(createSdk(client).imageToModel({ image: png() })).rejects.toMatchObject({ code: 'service.2019' })
    await expect(createSdk(client).imageToModel({ image: png() })).resolves.toBe('new')
    expect(uploads).toBe(2)
  })
  it('texts are told apart', () => {
    expect(readFileText('HTTPS://a.b/c.png')).toEqual({ url: 'HTTPS://a.b/c.png' })
    expect(readFileText(UUID)).toEqual({ token: UUID })
    expect(readFileText(`file_${UUID}`)).toEqual({ token: `file_${UUID}` })
    expect(readFileText('file_of_mine.png')).toEqual({ path: 'file_of_mine.png' })
    expect(readFileText('C:\\a\\b.png')).toEqual({ path: 'C:\\a\\b.png' })
  })
})

it('every known base has a dialect', () => {
  for (const base of KNOWN_BASES) expect(DIALECTS[base.dialect].id).toBe(base.dialect)
})
