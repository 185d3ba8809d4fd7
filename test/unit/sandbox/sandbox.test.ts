// The sandbox over reloads and several windows: the same tasks, bytes and credits, and never the network.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createSandbox,
  openStore,
  SANDBOX_BASE_URL,
  SANDBOX_KEY,
  SANDBOX_ORIGIN,
  type Sandbox,
} from '../../../src/sandbox/sandbox.ts'
import { createVirtualClock } from '../../../src/simulator/clock.ts'
import { type Answer, fakeBuild, pluck, png, readAnswer } from '../simulator/support.ts'

const headers = { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' }
const open: Sandbox[] = []
let directory: string
let clock = createVirtualClock()

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tripo-sandbox-'))
  clock = createVirtualClock()
})
afterEach(async () => {
  for (const sandbox of open.splice(0)) sandbox.dispose()
  await rm(directory, { recursive: true })
})

/** A window: a sandbox of its own over the shared directory. */
function openWindow(build = fakeBuild, options: { side?: number } = {}) {
  const [workerFile, store] = ['/nowhere.js', openStore(directory)]
  const sandbox = createSandbox({ workerFile, store, simulator: { build, clock }, ...options })
  open.push(sandbox)
  const get = async (path: string): Promise<Answer> =>
    readAnswer(await sandbox.fetch(SANDBOX_BASE_URL + path, { headers }))
  const post = async (path: string, body: unknown): Promise<Answer> =>
    readAnswer(await sandbox.fetch(SANDBOX_BASE_URL + path, { method: 'POST', headers, body: JSON.stringify(body) }))
  const create = async () => {
    const { data } = await post('/generation/text-to-model', { model: 'v3.1-20260211', prompt: 'a wooden chair' })
    return String(data.task_id)
  }
  const load = async (id: string) => {
    await expect.poll(async () => (await get(`/tasks/${id}`)).data.status, { interval: 10 }).toBe('success')
    const { data } = await get(`/tasks/${id}`)
    const response = await sandbox.fetch(String(data.output?.model_url))
    return new Uint8Array(await response.arrayBuffer())
  }
  return { sandbox, get, post, create, load }
}

describe('the sandbox', () => {
  it('is ten times faster and never reaches the network', async () => {
    const { create, get, sandbox } = openWindow()
    const id = await create()
    await clock.advance(3_100)
    expect((await get(`/tasks/${id}`)).data).toMatchObject({ status: 'success', credits_consumed: 20 })
    await expect(sandbox.fetch('http://127.0.0.1:1/')).rejects.toThrow(TypeError)
    expect(SANDBOX_ORIGIN).toMatch(/\.invalid$/)
  })

  it('draws pictures and textures no larger than it is told', async () => {
    const asked: unknown[] = []
    const { create, load } = openWindow(
      (job) => {
        asked.push([job.pictureSide, job.textureSide])
        return fakeBuild(job)
      },
      { side: 128 },
    )
    const id = await create()
    await clock.advance(3_100)
    await load(id)
    expect(asked).toEqual([[128, 128]])
  })

  it('keeps chains over a reload: what a task works on is made again first', async () => {
    const one = openWindow()
    const draft = await one.create()
    await clock.advance(3_100)
    const { data } = await one.post('/models/texture', { input: draft, texture_prompt: { text: 'gold' } })
    await clock.advance(3_100)
    const before = await one.load(String(data.task_id))
    one.sandbox.dispose()
    const built: string[] = []
    const two = openWindow(async (job) => {
      built.push(job.capability)
      return fakeBuild(job)
    })
    expect(await two.load(String(data.task_id))).toEqual(before)
    expect(built).toEqual(['text_to_model', 'texture_model'])
  })

  it('keeps tasks over a reload and gives the same bytes, with the same credits spent', async () => {
    const before = openWindow()
    const id = await before.create()
    await clock.advance(10_000)
    const bytes = await before.load(id)
    const task = (await before.get(`/tasks/${id}`)).data
    before.sandbox.dispose()
    const after = openWindow()
    const again = (await after.get(`/tasks/${id}`)).data
    expect(again).toMatchObject({ status: 'success', completed_at: task.completed_at, created_at: task.created_at })
    expect(again.input).toEqual(task.input)
    expect(await after.load(id)).toEqual(bytes)
    expect((await after.get('/account/balance')).data).toEqual({ balance: 99_980, frozen: 0 })
  })

  it('finishes a task whose window was closed while it ran', async () => {
    const before = openWindow(() => new Promise(() => {}))
    const id = await before.create()
    await clock.advance(1_000)
    before.sandbox.dispose()
    const after = openWindow()
    expect((await after.get(`/tasks/${id}`)).data.status).toBe('running')
    await clock.advance(5_000)
    await after.get(`/tasks/${id}`)
    expect((await after.get(`/tasks/${id}`)).data.status).toBe('success')
  })

  it('shows a task to other windows while it runs and when it is done', async () => {
    const one = openWindow()
    const two = openWindow()
    expect((await two.get('/account/usage')).data.total).toBe(0)
    const id = await one.create()
    expect((await two.get(`/tasks/${id}`)).data.status).toBe('queued')
    await clock.advance(3_100)
    expect(pluck((await two.get('/account/usage')).data.items, 'task_id')).toEqual([id])
    await clock.advance(0)
    expect((await two.get(`/tasks/${id}`)).data.status).toBe('success')
    expect(await two.load(id)).toEqual(await one.load(id))
    expect((await two.get('/account/balance')).data.balance).toBe(99_980)
  })

  it('rebuilds a model from its picture after a reload', async () => {
    const before = openWindow()
    const form = new FormData()
    form.append('file', new Blob([png(300, 200)]), 'lantern.png')
    const { authorization } = headers
    const init = { method: 'POST', body: form, headers: { authorization } }
    const { data } = await readAnswer(await before.sandbox.fetch(`${SANDBOX_BASE_URL}/files`, init))
    const body = { model: 'v3.1-20260211', input: data.file_token }
    const id = String((await before.post('/generation/image-to-model', body)).data.task_id)
    await clock.advance(10_000)
    const bytes = await before.load(id)
    before.sandbox.dispose()
    const after = openWindow()
    expect(await after.load(id)).toEqual(bytes)
    expect((await after.post('/generation/image-to-model', body)).code).toBe(0)
  })

  it('prunes tasks and pictures after a week', async () => {
    const before = openWindow()
    const form = new FormData()
    form.append('file', new Blob([png()]), 'a.png')
    const init = { method: 'POST', body: form, headers: { authorization: headers.authorization } }
    const { data } = await readAnswer(await before.sandbox.fetch(`${SANDBOX_BASE_URL}/files`, init))
    await before.post('/generation/image-to-model', { model: 'v3.1-20260211', input: data.file_token })
    await clock.advance(6 * 24 * 3600 * 1000)
    const young = await before.create()
    before.sandbox.dispose()
    await clock.advance(2 * 24 * 3600 * 1000)
    const after = openWindow()
    expect(pluck((await after.get('/account/usage')).data.items, 'task_id')).toEqual([young])
    expect(await readdir(join(directory, 'records'))).toEqual([`${young}.json`])
    expect(await readdir(join(directory, 'files'))).toEqual([])
  })

  it('ends a request that is aborted', async () => {
    const { sandbox } = openWindow()
    const gone = AbortSignal.abort()
    await expect(sandbox.fetch(`${SANDBOX_BASE_URL}/account/balance`, { headers, signal: gone })).rejects.toThrow(
      /abort/i,
    )
    const controller = new AbortController()
    const answer = sandbox.fetch(`${SANDBOX_BASE_URL}/account/balance`, { headers, signal: controller.signal })
    controller.abort()
    await expect(answer).rejects.toThrow(/abort/i)
    const late = new AbortController()
    const response = await sandbox.fetch(`${SANDBOX_BASE_URL}/account/balance`, { headers, signal: late.signal })
    late.abort()
    await expect(response.text()).rejects.toThrow(/abort/i)
  })
})
