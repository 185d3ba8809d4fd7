// What a client's methods make of the answers: files of every kind on the disk, rows of usage, and waiting for the end.
import { describe, expect, it } from 'vitest'
import type { TripoClient } from '../../../src/tripo/client.ts'
import { TripoDownloadError } from '../../../src/tripo/errors.ts'
import { setup } from './client-setup.ts'
import { type Call, glb, ok, png, wireTask } from './fakes.ts'

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
  const finished = (output: Record<string, unknown>) =>
    wireTask('t', { status: 'success', output, consumed_credit: 20 })
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
  it('2,000 files, or one that is too large, are not fetched unasked', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => address(`${index}.glb`))
    const refused = { code: 'download.too-large', billed: 'yes', retryable: false }
    const { work, disk } = await load('v3', { model_urls: many })
    await expect(work).rejects.toMatchObject({ ...refused, message: expect.stringContaining('2,000 files') })
    expect(disk.files.size).toBe(0)
    const { client, disk: other } = setup('v3', cdn({ model_urls: many.slice(0, 3) }))
    const task = await client.getTask('t')
    // Of three files with 64 bytes each two fit.
    const error = await client.downloadTaskModels(task, 'out', { mostBytes: 150 }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ ...refused, failures: { model_3: refused } })
    expect(other.files.size).toBe(2)
    const all = await client.downloadTaskModels(task, 'out', { mostBytes: Number.POSITIVE_INFINITY })
    expect(Object.keys(all)).toHaveLength(3)
  })
  it('a file for each clip is named after it', async () => {
    const model_urls = [address('0.glb'), address('1.glb')]
    const input = { animations: ['preset:biped:walk', 'preset:biped:run'] }
    const { client } = setup('v3', (call) =>
      call.url.includes('/task') ? ok({ ...finished({ model_urls }), input }) : new Response(glb()),
    )
    expect(await client.downloadTaskModels(await client.getTask('t'), 'out')).toEqual({
      clip_walk: 'out/t-clip_walk.glb',
      clip_run: 'out/t-clip_run.glb',
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
    expect(error instanceof Error && error.message).toContain('model without textures')
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
  it('a page that comes again and again, and new rows without end, end', async () => {
    const all = Array.from({ length: 200 }, (_, id) => row(id))
    for (const total of [undefined, 1e9, 'many']) {
      const { client, net } = setup('v3', () => ok({ items: all, total }))
      expect(await ids(client)).toHaveLength(200)
      expect(net.calls.length).toBeLessThanOrEqual(2)
    }
    let next = 0
    const { client, net } = setup('v3', () => ok({ items: [row(next++)], total: 1e9 }))
    await ids(client)
    expect(net.calls.length).toBeLessThanOrEqual(1000)
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
