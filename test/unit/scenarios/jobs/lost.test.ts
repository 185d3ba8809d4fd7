// Requests whose answer was lost, and tasks that no job knows: adopted, found, sent again only when the person says so.
import { beforeEach, describe, expect, test } from 'vitest'
import type { JobServices } from '../../../../src/jobs/index.ts'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { LEASE } from '../../../../src/jobs/store/windows.ts'
import { unconfirmed } from '../../../../src/tripo/failures.ts'
import { systemClock } from '../../../../src/tripo/resources.ts'
import type { Task } from '../../../../src/tripo/task.ts'
import { MemoryJournal } from '../../../bench/load/disk.ts'
import { type Bench, chair, lantern, phase, useBench } from '../../jobs/bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

const start = (more: Partial<JobServices> = {}) => bench.jobs(more)
const where = () => ({ target: bench.target, service: 'service' as const })

/** A job whose creation was sent, and whose answer never came. */
async function lose(jobs: Jobs, request: Parameters<Jobs['submit']>[0] = chair) {
  bench.service.errors.create = [unconfirmed(new Error('connection lost'))]
  const id = await jobs.submit(request, where())
  await phase(jobs, id, 'unconfirmed')
  return id
}

/** A task at the service that was created just now. */
function exists(id: string, input: Record<string, unknown>, more: Partial<Task> = {}) {
  const task: Task = { ...bench.service.task(id), input, createdAt: new Date(bench.now), ...more }
  bench.service.others.set(id, task)
  return task
}

test('it is known whether a lost task is still being looked for', async () => {
  const jobs = start({ lease: { ...LEASE, reconcile: [20, 200] } })
  const id = await lose(jobs)
  expect(jobs.get(id)?.isSearching).toBe(true)
  await new Promise<void>((resolve) => {
    const seen = jobs.onDidChange(() => {
      if (jobs.get(id)?.isSearching) return
      seen.dispose()
      resolve()
    })
  })
  expect(jobs.get(id)?.phase).toBe('unconfirmed')
})

describe('adopting by id', () => {
  test('brings the result home without creating anything', async () => {
    const jobs = start()
    const id = await lose(jobs)
    exists('task-9', chair.params)
    await jobs.adopt(id, 'task-9')
    await phase(jobs, id, 'delivered')
    expect(jobs.get(id)).toMatchObject({ taskId: 'task-9', problem: undefined })
    expect(bench.service.created).toEqual([])
  })

  test('refuses a task of another kind, one that a job has, and a job whose outcome is known', async () => {
    const jobs = start()
    const done = await jobs.submit(chair, where())
    await phase(jobs, done, 'delivered')
    const id = await lose(jobs)
    exists('task-8', {}, { type: 'convert_model' })
    await expect(jobs.adopt(id, 'task-8')).rejects.toMatchObject({ code: 'jobs.other-task' })
    await expect(jobs.adopt(id, 'task-1')).rejects.toMatchObject({ code: 'jobs.known-task' })
    await expect(jobs.adopt(done, 'task-8')).rejects.toMatchObject({ code: 'jobs.not-open' })
    bench.account = 'account-2'
    await expect(jobs.adopt(id, 'task-9')).rejects.toMatchObject({ code: 'jobs.other-account' })
    expect(jobs.get(id)?.phase).toBe('unconfirmed')
  })

  test('adds a task that was made elsewhere, with what it was asked for', async () => {
    const jobs = start()
    exists('task-7', { model: 'v3.1-20260211', prompt: 'a red barrel', unknown_field: 1 })
    const id = await jobs.addTask('task-7', where())
    await phase(jobs, id, 'delivered')
    const wanted = { prompt: 'a red barrel', model_version: 'v3.1-20260211' }
    expect(jobs.get(id)).toMatchObject({ title: 'a red barrel', params: wanted })
    expect(await bench.names('game', 'assets')).toContain('red-barrel.glb')
    await expect(jobs.addTask('task-7', where())).rejects.toMatchObject({ code: 'jobs.known-task' })
    exists('task-6', {}, { type: 'render_video' })
    await expect(jobs.addTask('task-6', where())).rejects.toMatchObject({ code: 'jobs.task-type' })
  })

  test.each(['text-to-model', 'text_to_model'])('takes a task that calls itself %s, by either way', async (type) => {
    const jobs = start()
    const id = await lose(jobs)
    exists('task-9', chair.params, { type })
    await jobs.adopt(id, 'task-9')
    expect(await phase(jobs, id, 'delivered')).toMatchObject({ taskId: 'task-9' })
    exists('task-7', { prompt: 'a red barrel' }, { type })
    const added = await phase(jobs, await jobs.addTask('task-7', where()), 'delivered')
    expect(added).toMatchObject({ taskId: 'task-7', capability: 'text_to_model' })
  })
})

describe('sending again', () => {
  test('happens when the person says so, and then once', async () => {
    const jobs = start()
    const id = await lose(jobs)
    await jobs.submitAgain(id)
    await phase(jobs, id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
    await expect(jobs.submitAgain(id)).rejects.toMatchObject({ code: 'jobs.not-open' })
  })
})

describe('told twice at the same moment', () => {
  let store: MemoryJournal
  beforeEach(() => {
    store = new MemoryJournal(systemClock)
  })
  const models = async () => (await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))
  const fates = async (attempts: Promise<unknown>[]) =>
    (await Promise.allSettled(attempts)).map(({ status }) => status).sort()

  test('a task is added once', async () => {
    const jobs = start({ store })
    exists('task-7', chair.params)
    const attempts = [jobs.addTask('task-7', where()), jobs.addTask('task-7', where())]
    expect(await fates(attempts)).toEqual(['fulfilled', 'rejected'])
    await expect.poll(() => jobs.list()).toMatchObject([{ phase: 'delivered' }])
    expect(await models()).toHaveLength(1)
  })

  test('a task is the answer to one request', async () => {
    const jobs = start({ store })
    const ids = [await lose(jobs), await lose(jobs)]
    exists('task-9', chair.params)
    expect(await fates(ids.map((id) => jobs.adopt(id, 'task-9')))).toEqual(['fulfilled', 'rejected'])
    await expect.poll(() => ids.map((id) => jobs.get(id)?.phase).sort()).toEqual(['delivered', 'unconfirmed'])
    expect(await models()).toHaveLength(1)
  })

  test('in two windows, a request is sent again once', async () => {
    const first = start({ store })
    const id = await lose(first)
    const second = start({ store })
    await second.recover()
    expect(await fates([first.submitAgain(id), second.submitAgain(id)])).toEqual(['fulfilled', 'rejected'])
    await phase(first, id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
    expect(await models()).toHaveLength(1)
  })
})

describe('searching the usage rows', () => {
  const lease = { beat: 4000, gone: 15_000, look: 50, reconcile: [5, 30] }

  test('a single task that fits is adopted', async () => {
    const jobs = start({ lease })
    exists('ours', { ...chair.params, model_version: 'v2.5-20250123' })
    exists('other-prompt', { prompt: 'a lamp' })
    exists('old', chair.params, { createdAt: new Date(bench.now - 3_600_000) })
    bench.service.rows = () => ['other-prompt', 'ours', 'old']
    const id = await lose(jobs)
    expect(await phase(jobs, id, 'delivered')).toMatchObject({ taskId: 'ours' })
    expect(bench.service.created).toEqual([])
  })

  test.each(['text-to-model', 'text_to_model'])('finds a task that calls itself %s', async (type) => {
    const jobs = start({ lease })
    exists('ours', chair.params, { type })
    bench.service.rows = () => ['ours']
    expect(await phase(jobs, await lose(jobs), 'delivered')).toMatchObject({ taskId: 'ours' })
    expect(bench.service.created).toEqual([])
  })

  test.each([
    ['two tasks fit', () => ['ours', 'twin'], 1],
    ['two requests fit', () => ['ours'], 2],
    ['none does', () => [], 1],
    ['the service has no rows', undefined, 1],
  ])('nothing is guessed when %s', async (_, rows, requests) => {
    const jobs = start({ lease })
    exists('ours', chair.params)
    exists('twin', chair.params)
    const ids: string[] = []
    for (let count = 0; count < requests; count++) ids.push(await lose(jobs))
    bench.service.rows = rows
    const [first = ''] = ids
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(jobs.get(first)?.phase).toBe('unconfirmed')
    expect(bench.service.created).toEqual([])
  })

  test('a search that fails is made again, for as long as the network is away', async () => {
    const jobs = start({ lease })
    exists('ours', chair.params)
    let tries = 0
    bench.service.rows = () => {
      tries += 1
      if (tries < 6) throw new TypeError('fetch failed')
      return ['ours']
    }
    const id = await lose(jobs)
    expect(await phase(jobs, id, 'delivered')).toMatchObject({ taskId: 'ours' })
    expect(bench.trouble).toHaveLength(1)
  })

  test('what was lost long ago does not hide what was lost just now', async () => {
    const month = 30 * 24 * 3_600_000
    const jobs = start({ lease: { ...lease, reconcile: [100] } })
    await lose(jobs)
    bench.now += month
    const id = await lose(jobs)
    exists('ours', chair.params)
    // An account that is used elsewhere as well.
    const others = Array.from({ length: 150 }, (_, index) => `other-${index}`)
    bench.service.rows = (since) => (since > bench.now - month / 2 ? ['ours'] : ['ours', ...others])
    expect(await phase(jobs, id, 'delivered')).toMatchObject({ taskId: 'ours' })
  })

  test('a task that the journal knows is nobody else’s, also when its job is under way', async () => {
    const jobs = start({ lease })
    bench.service.gates.create.close()
    const twin = await jobs.submit(chair, where())
    await phase(jobs, twin, 'submitting')
    bench.service.errors.create = [unconfirmed(new Error('connection lost'))]
    // The twin's task exists, and its answer is still on the way.
    exists('task-1', chair.params)
    bench.service.rows = () => ['task-1']
    bench.service.gates.create.open()
    const ids = [twin, await jobs.submit(chair, where())]
    const phases = () => ids.map((id) => jobs.get(id)?.phase).sort()
    await expect.poll(phases, { timeout: 90_000 }).toEqual(['delivered', 'unconfirmed'])
    expect(bench.service.created).toHaveLength(1)
  })

  test('an image whose answer was lost is found at the next start', async () => {
    const first = start()
    const id = await lose(first, lantern)
    await first.dispose()
    exists('ours', { file: { type: 'png', object: { bucket: 'b', key: 'k' } } }, { type: 'image_to_model' })
    bench.service.rows = () => ['ours']
    const second = start({ lease })
    await second.recover()
    expect(await phase(second, id, 'delivered')).toMatchObject({ taskId: 'ours' })
  })
})
