// The client's bytes on both wires, checked against the protocol sheet, and what its methods make of the answers.
import { describe, expect, it } from 'vitest'
import { KNOWN_BASES } from '../../../src/tripo/bases.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { DIALECTS } from '../../../src/tripo/dialects/index.ts'
import { TripoCheckError, TripoDownloadError } from '../../../src/tripo/errors.ts'
import { readFileText } from '../../../src/tripo/options.ts'
import { type Call, FakeClock, fakeFetch, fault, glb, KEY, memoryDisk, ok, png, wireTask } from './fakes.ts'

const UUID = '12345678-1234-5678-1234-567812345678'

function setup(dialect: 'v2' | 'v3', reply: (call: Call, index: number) => Response = () => ok({ task_id: 'new-1' })) {
  const clock = new FakeClock()
  const net = fakeFetch(reply)
  const disk = memoryDisk()
  const read: string[] = []
  const client = new TripoClient({
    apiKey: KEY,
    dialect,
    resources: {
      fetch: net.fetch,
      clock,
      random: () => 0,
      files: disk,
      readFile: async (path) => {
        read.push(path)
        if (path === 'gone.png') throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
        return path.endsWith('.txt') ? new TextEncoder().encode('hello') : png()
      },
    },
  })
  return { clock, net, disk, client, read }
}

const sent = (net: { calls: Call[] }) => net.calls.map((call) => [call.method, call.url, call.text])

describe('v2 requests', () => {
  it('text to model: only what the caller set', async () => {
    const { client, net } = setup('v2')
    const id = await client.textToModel({ prompt: 'a small house', texture: false, pbr: false, faceLimit: 5000 })
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
    await client.imageToModel({ image: UUID, compress: true, modelVersion: 'v3.1-20260211' })
    await client.imageToModel({ image: 'https://example.com/car.jpg', textureQuality: 'detailed' })
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
    await client.textToModel({ prompt: 'a small house' })
    await client.textToModel({ prompt: 'a small house', modelVersion: 'v3.1-20260211', modelSeed: 0 })
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
  it('images: an address or a v3 token is a string, a bare uuid must not pass for a task', async () => {
    const { client, net } = setup('v3')
    const object = { bucket: 'b', key: 'k' }
    await client.imageToModel({ image: 'https://example.com/car.jpg' })
    await client.imageToModel({ image: `file_${UUID}` })
    await client.imageToModel({ image: UUID })
    await client.imageToModel({ image: { type: 'png', object } })
    expect(net.calls.map((call) => call.body)).toEqual([
      { model: 'v2.5-20250123', input: 'https://example.com/car.jpg' },
      { model: 'v2.5-20250123', input: `file_${UUID}` },
      { model: 'v2.5-20250123', file: { type: 'jpg', file_token: UUID } },
      { model: 'v2.5-20250123', file: { type: 'png', object } },
    ])
    expect(net.calls[0]?.url).toBe('https://openapi.tripo3d.ai/v3/generation/image-to-model')
  })
  it('P versions get none of the fields they reject, not even as false', async () => {
    const { client, net } = setup('v3')
    await client.textToModel({
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
    await expect(client.imageToModel({ image: 'a.png', faceLimit: 0 })).rejects.toBeInstanceOf(TripoCheckError)
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
    await expect(client.textToModel({ prompt: 'x' })).rejects.toMatchObject({
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
      await client.imageToModel({ image: 'props/car.png' })
      expect(read).toEqual(['props/car.png'])
      expect(net.calls[0]?.url).toBe(uploadUrl)
      expect(net.calls[1]?.body).toMatchObject(use)
    }
  })
  it('a file that is gone, or no image, is said so and nothing is sent', async () => {
    const { client, net } = setup('v3')
    await expect(client.imageToModel({ image: 'gone.png' })).rejects.toMatchObject({ code: 'disk.missing' })
    await expect(client.uploadFile('notes.txt')).rejects.toMatchObject({ code: 'image.not-an-image' })
    expect(net.calls).toHaveLength(0)
  })
  it('a token that the service lost is not used again', async () => {
    let uploads = 0
    const { client } = setup('v3', (call) => {
      if (call.url.endsWith('/files')) return ok({ file_token: `file_${UUID}${uploads++}` })
      return uploads === 1 ? fault(404, 2019) : ok({ task_id: 'new' })
    })
    await expect(client.imageToModel({ image: png() })).rejects.toMatchObject({ code: 'service.2019' })
    await expect(client.imageToModel({ image: png() })).resolves.toBe('new')
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

describe('results', () => {
  const done = wireTask('t-9', {
    status: 'success',
    output: {
      model: 'https://cdn.test/m.glb',
      pbr_model: 'https://cdn.test/p.glb',
      rendered_image: 'https://cdn.test/r',
    },
  })
  const cdn = (call: Call) => {
    if (call.url.includes('/task/')) return ok(done)
    return new Response(call.url.endsWith('/r') ? png() : glb())
  }
  it('models by kind, the picture by name, nothing temporary left', async () => {
    const { client, disk, net } = setup('v2', cdn)
    const task = await client.getTask('t-9')
    expect(await client.downloadTaskModels(task, 'out')).toEqual({
      model: 'out/t-9-model.glb',
      pbr_model: 'out/t-9-pbr_model.glb',
    })
    expect(await client.downloadRenderedImage(task, 'out')).toBe('out/t-9-rendered_image.png')
    expect(await client.downloadRenderedImage(task, 'out', '../look.png')).toBe('out/__look.png')
    expect([...disk.files.keys()].filter((path) => path.includes('.tmp'))).toEqual([])
    expect(disk.open_).toBe(0)
    const toCdn = net.calls.filter((call) => call.url.startsWith('https://cdn.test'))
    expect(toCdn).toHaveLength(4)
    for (const call of toCdn) expect(call.headers.has('authorization')).toBe(false)
  })
  it('a task without success, or without a model, is said so', async () => {
    const { client } = setup('v2', (_, index) =>
      ok(wireTask('t', index === 0 ? { status: 'failed', error_code: 2008 } : { status: 'success' })),
    )
    const failed = await client.getTask('t')
    await expect(client.downloadTaskModels(failed, 'out')).rejects.toMatchObject({ code: 'task.failed' })
    const empty = await client.getTask('t')
    await expect(client.downloadTaskModels(empty, 'out')).rejects.toMatchObject({ code: 'task.no-output' })
    expect(await client.downloadRenderedImage(empty, 'out')).toBeUndefined()
  })
  it('a full disk when naming leaves nothing behind', async () => {
    const { client, disk } = setup('v2', cdn)
    const task = await client.getTask('t-9')
    disk.fail = { at: 'publish', code: 'ENOSPC' }
    await expect(client.downloadTaskModels(task, 'out')).rejects.toMatchObject({ code: 'disk.full' })
    expect(disk.files.size).toBe(0)
  })
})

describe('results of every kind', () => {
  const views = { front_view_url: 'f', left_view_url: 'l', back_view_url: 'b', right_view_url: 'r' }
  const address = (name: string) => `https://cdn.test/${name}`
  const finished = (output: Record<string, unknown>) => wireTask('t', { status: 'success', output })
  const cdn = (output: Record<string, unknown>) => (call: Call) => {
    if (call.url.includes('/task')) return ok(finished(output))
    if (call.url.endsWith('gone')) return new Response('', { status: 404 })
    return new Response(call.url.endsWith('png') ? png() : glb())
  }
  const load = async (dialect: 'v2' | 'v3', output: Record<string, unknown>) => {
    const { client, disk, clock } = setup(dialect, cdn(output))
    const task = await client.getTask('t')
    return { disk, work: clock.run(client.downloadTaskModels(task, 'out')) }
  }

  it('views and drawn pictures', async () => {
    const urls = Object.fromEntries(Object.entries(views).map(([name, at]) => [name, address(`${at}.png`)]))
    const { work } = await load('v2', { generate_multiview_image: urls })
    expect(await work).toEqual({
      front_view: 'out/t-front_view.png',
      left_view: 'out/t-left_view.png',
      back_view: 'out/t-back_view.png',
      right_view: 'out/t-right_view.png',
    })
    const drawn = await load('v3', { generated_image_url: address('g.png') })
    expect(await drawn.work).toEqual({ generated_image: 'out/t-generated_image.png' })
  })
  it('v3’s merged model, and several', async () => {
    const merged = await load('v3', { model_url: address('m.glb'), rendered_image_url: address('r.png') })
    expect(await merged.work).toEqual({ model: 'out/t-model.glb' })
    const several = await load('v3', {
      model_url: address('a.glb?sig=1'),
      model_urls: [address('a.glb?sig=2'), address('b.glb'), address('c.glb')],
    })
    expect(await several.work).toEqual({
      model: 'out/t-model.glb',
      model_2: 'out/t-model_2.glb',
      model_3: 'out/t-model_3.glb',
    })
  })
  it('one that cannot be had is said for its kind; the others are there', async () => {
    const { work, disk } = await load('v2', {
      model: address('m.glb'),
      base_model: address('gone'),
      pbr_model: address('p.glb'),
    })
    const error = await work.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TripoDownloadError)
    expect(error).toMatchObject({
      code: 'download.refused',
      billed: 'yes',
      taskId: 't',
      failures: { base_model: { code: 'download.refused' } },
      paths: { model: 'out/t-model.glb', pbr_model: 'out/t-pbr_model.glb' },
    })
    expect(error instanceof Error && error.message).toContain('base model')
    expect([...disk.files.keys()].sort()).toEqual(['out/t-model.glb', 'out/t-pbr_model.glb'])
  })
})

describe('usage rows', () => {
  const row = (id: number) => ({ task_id: `t-${id}`, type: 'text_to_model', status: 'success', credits_consumed: 0.5 })
  const page = (call: Call, all: readonly unknown[], isBare = false) => {
    const { searchParams } = new URL(call.url)
    const offset = Number(searchParams.get('offset'))
    const items = all.slice(offset, offset + Number(searchParams.get('limit')))
    return ok(isBare ? items : { items, total: all.length })
  }
  const ids = async (client: TripoClient) => {
    const seen: string[] = []
    for await (const entry of client.usageRows()) seen.push(entry.taskId)
    return seen
  }
  it.each([
    [0, 1],
    [1, 1],
    [200, 1],
    [201, 2],
    [450, 3],
  ])('%i rows in %i pages', async (count, pages) => {
    const all = Array.from({ length: count }, (_, id) => row(id))
    const { client, net } = setup('v3', (call) => page(call, all))
    expect(await ids(client)).toEqual(all.map((entry) => entry.task_id))
    expect(net.calls).toHaveLength(pages)
  })
  it('a bare list ends with a page that is not full', async () => {
    const all = Array.from({ length: 250 }, (_, id) => row(id))
    const { client, net } = setup('v3', (call) => page(call, all, true))
    expect(await ids(client)).toHaveLength(250)
    expect(net.calls).toHaveLength(2)
  })
  it('a task that moved onto the next page comes once; nothing is read ahead', async () => {
    const all = Array.from({ length: 201 }, (_, id) => row(id))
    const { client, net } = setup('v3', (call, index) => {
      if (index === 1) all.unshift(row(999))
      return page(call, all)
    })
    const rows = client.usageRows()
    await rows.next()
    expect(net.calls).toHaveLength(1)
    await rows.return()
    expect(new Set(await ids(client)).size).toBe(202)
    const seen = await ids(client)
    expect(new Set(seen).size).toBe(seen.length)
  })
  it('are v3’s alone', async () => {
    const { client } = setup('v2')
    await expect(client.usageRows().next()).rejects.toMatchObject({ code: 'check.unsupported' })
  })
})

describe('waiting', () => {
  it('reports progress and ends with the task', async () => {
    const steps = [{ progress: 10 }, { progress: 60 }, { status: 'success', progress: 100 }]
    const { client, clock } = setup('v3', (_, index) => ok({ tasks: [wireTask('t', steps[index])] }))
    const seen: number[] = []
    const task = await clock.run(client.waitForTask('t', { onProgress: (news) => seen.push(news.progress) }))
    expect(task.status).toBe('success')
    expect(seen).toEqual([10, 60, 100])
  })
  it('a timeout ends the waiting, not the task', async () => {
    const { client, clock } = setup('v3', () => ok({ tasks: [wireTask('t')] }))
    const start = clock.now()
    await expect(clock.run(client.waitForTask('t', { timeout: 30 }))).rejects.toMatchObject({
      code: 'wait.timeout',
      taskId: 't',
    })
    expect(clock.now() - start).toBe(30_000)
    expect(clock.pending).toBe(0)
  })
  it('keeps to the asked interval', async () => {
    const { client, clock, net } = setup('v3', () => ok({ tasks: [wireTask('t')] }))
    const work = client.waitForTask('t', { pollingInterval: 5, timeout: 21 })
    await expect(clock.run(work)).rejects.toThrow()
    expect(net.calls).toHaveLength(5)
  })
})

it('every known base has a dialect', () => {
  for (const base of KNOWN_BASES) expect(DIALECTS[base.dialect].id).toBe(base.dialect)
})
