// What was done: found again, counted, and delivered again, whatever became of the files.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Jobs } from '../../../src/jobs/jobs.ts'
import { creditsOf, paidOnce, totalsBy } from '../../../src/protocol/index.ts'
import { downloadIncomplete, refused } from '../../../src/tripo/failures.ts'
import { systemClock } from '../../../src/tripo/resources.ts'
import { MemoryJournal } from '../../bench/load/disk.ts'
import { type Bench, chair, lantern, phase, until, useBench } from './bench.ts'

let bench: Bench
let jobs: Jobs
useBench((opened) => {
  bench = opened
  jobs = bench.jobs()
})

async function make(request: Parameters<Jobs['submit']>[0]) {
  const id = await bench.submit(jobs, request)
  await phase(jobs, id, 'delivered')
  return id
}

test('is searched by words, ids, files, capability and time, also without the files and from another workspace', async () => {
  const first = await make(chair)
  const second = await make(lantern)
  await rm(bench.folder, { recursive: true })
  await jobs.dispose()
  jobs = bench.jobs({ isMine: () => false })
  await jobs.recover()
  const found = async (query: Parameters<Jobs['history']['search']>[0]) =>
    (await jobs.history.search(query)).map(({ id }) => id)
  expect(await found({})).toEqual([second, first])
  expect(await found({ text: 'CURVED chair' })).toEqual([first])
  expect(await found({ text: 'chair lantern' })).toEqual([])
  expect(await found({ text: 'task-2' })).toEqual([second])
  expect(await found({ text: 'lantern.glb' })).toEqual([second])
  expect(await found({ capability: 'image_to_model' })).toEqual([second])
  const [newest] = await jobs.history.search()
  expect(await found({ to: (newest?.startedAt ?? 0) - 1 })).toEqual([first])
  expect(await found({ from: newest?.startedAt ?? 0 })).toEqual([second])
  expect(await found({ service: 'sandbox' })).toEqual([])
})

/** What the journal's tasks cost by capability, from a moment on. */
async function usage(service: 'sandbox' | 'service', from = 0) {
  const tasks = paidOnce(await jobs.history.search({ service, from }))
  return totalsBy(tasks, ({ capability }) => capability, creditsOf)
}

test('counts tasks and credits by capability, this month and in all', async () => {
  await make(chair)
  bench.now += 40 * 24 * 3600 * 1000
  const month = bench.now
  await make(chair)
  await make(lantern)
  expect(await usage('service')).toEqual([
    { name: 'text_to_model', count: 2, credits: 40 },
    { name: 'image_to_model', count: 1, credits: 20 },
  ])
  expect(await usage('service', month)).toEqual([
    { name: 'image_to_model', count: 1, credits: 20 },
    { name: 'text_to_model', count: 1, credits: 20 },
  ])
  expect(await usage('sandbox')).toEqual([])
})

test('counts a task once that was taken out of the list and added again', async () => {
  const id = await make(chair)
  await jobs.dismiss(id)
  const again = await jobs.addTask('task-1', { target: bench.target, service: 'service' })
  await phase(jobs, again, 'delivered')
  expect(await usage('service')).toMatchObject([{ count: 1, credits: 20 }])
})

test('delivers again what was taken out of the list, and what another workspace has, as a job of its own', async () => {
  const id = await make(chair)
  await jobs.dismiss(id)
  await jobs.history.deliverAgain(id)
  await expect.poll(() => jobs.list()).toMatchObject([{ phase: 'delivered', taskId: 'task-1' }])
  await jobs.dispose()
  jobs = bench.jobs({ isMine: () => false })
  await jobs.recover()
  const folder = `${bench.game}/models`
  await jobs.history.deliverAgain(id, { ...bench.target, folder })
  await expect.poll(() => jobs.list()).toMatchObject([{ phase: 'delivered', title: chair.params.prompt }])
  expect(await bench.names('game', 'models')).toContain('wooden-dining-chair.glb')
  expect(bench.service.created).toHaveLength(1)
  expect(await usage('service')).toMatchObject([{ count: 1, credits: 20 }])
  await expect(jobs.history.deliverAgain('job-9')).rejects.toMatchObject({ code: 'jobs.not-delivered' })
})

test('delivers again, beside what is there, at no cost', async () => {
  const id = await make(chair)
  await jobs.history.deliverAgain(id)
  await phase(jobs, id, 'delivered')
  const models = (await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))
  expect(models).toEqual(['wooden-dining-chair-2.glb', 'wooden-dining-chair.glb'])
  expect(bench.service.created).toHaveLength(1)
})

test.each(['with its JSON left', 'with its JSON gone', 'without a JSON', 'with its JSON in .tripo'])(
  'gives a file that is gone its name again, %s',
  async (how) => {
    const provenanceFolder = how.endsWith('.tripo') ? join(bench.game, '.tripo', 'assets') : undefined
    const target = { ...bench.target, provenance: how !== 'without a JSON', provenanceFolder }
    const folder = join(bench.game, 'assets')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'wooden-dining-chair.glb'), 'somebody else’s')
    const id = await jobs.submit(chair, { target, service: 'service' })
    await phase(jobs, id, 'delivered')
    const names = await bench.names('game', 'assets')
    await rm(join(folder, 'wooden-dining-chair-2.glb'))
    if (how === 'with its JSON gone') await rm(join(folder, 'wooden-dining-chair-2.tripo.json'))
    await jobs.history.deliverAgain(id)
    await phase(jobs, id, 'delivered')
    expect(await bench.names('game', 'assets')).toEqual(names)
    expect(names).toContain('wooden-dining-chair-2.glb')
    expect(bench.service.created).toHaveLength(1)
  },
)

test('a result that the service has no more leaves the job as it was', async () => {
  const id = await make(chair)
  const before = jobs.get(id)?.files
  bench.service.errors.follow = [refused({ status: 404, code: 2001, billed: 'no' })]
  await jobs.history.deliverAgain(id)
  const job = await until(jobs, id, ({ problem }) => problem !== undefined)
  expect(job).toMatchObject({ phase: 'delivered', files: before, problem: { code: 'service.2001' } })
})

test('a picture that is due is fetched by one of two windows', async () => {
  const store = new MemoryJournal(systemClock)
  const { client } = bench.service
  const { download } = client
  client.download = async (task, file, folder, options) => {
    if (file.kind === 'rendered_image') throw downloadIncomplete(1, 2)
    return download(task, file, folder, options)
  }
  const first = bench.jobs({ store })
  const id = await bench.submit(first)
  await phase(first, id, 'delivered')
  await first.dispose()
  client.download = download
  const windows = [bench.jobs({ store }), bench.jobs({ store })]
  await Promise.all(windows.map((jobs) => jobs.recover()))
  await until(windows[0] ?? first, id, () => bench.service.downloads.includes('rendered_image'))
  await expect.poll(() => bench.leftovers()).toEqual([])
  expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
  // The first window's.
  expect(bench.trouble).toEqual(['download.incomplete'])
  await Promise.all(windows.map((jobs) => jobs.dispose()))
})

test('a picture that could not be had is fetched at the next start', async () => {
  bench.service.errors.download = [undefined, new Error('no line')]
  const id = await make(chair)
  expect(jobs.thumbnail(id)).toBeUndefined()
  await jobs.dispose()
  jobs = bench.jobs()
  await jobs.recover()
  await expect.poll(() => jobs.thumbnail(id)).toBeDefined()
  expect(bench.service.created).toHaveLength(1)
  expect(await bench.leftovers()).toEqual([])
})

test('takes a result that lies on the disk into the list, once, and goes on with it beside its file', async () => {
  const id = await make(chair)
  const { files = [], taskId = '' } = jobs.record(id) ?? {}
  const moved = join(bench.target.folder, 'props')
  await mkdir(moved, { recursive: true })
  const path = join(moved, 'chair.glb')
  await writeFile(path, 'x')
  const own = files.slice(0, 1).map((file) => ({ ...file, path }))
  const found = {
    taskId,
    capability: chair.capability,
    params: { prompt: 'a chair' },
    title: 'a chair',
    files: own,
    createdAt: 5,
  }
  const destination = { target: { ...bench.target, workspace: bench.folder }, service: 'service' as const }
  await expect(jobs.history.recordFound(found, destination)).rejects.toMatchObject({
    problem: { code: 'jobs.known-task' },
  })
  await jobs.dismiss(id)
  const noted = await jobs.history.recordFound(found, destination)
  expect(jobs.get(noted)).toMatchObject({ phase: 'delivered', taskId, title: 'a chair', startedAt: 5 })
  const next = await jobs.groups.continueWith(noted, { capability: 'smart_lowpoly', params: {} })
  expect(jobs.record(next)).toMatchObject({ name: 'chair-low-poly', target: { folder: moved } })
})

test('an import on the way to something goes aside, its result beside the model', async () => {
  const aside = join(bench.folder, 'aside')
  const target = { ...bench.target, workspace: bench.folder }
  const request = { capability: 'import_model', params: { file: { url: 'https://example.com/a.glb' } }, name: 'crate' }
  const steps = [{ capability: 'smart_lowpoly', params: {} }]
  const imports = { folder: aside, provenance: false }
  const { ids } = await jobs.groups.submitChain(request, steps, { target, imports, service: 'service' })
  expect(ids.map((id) => jobs.record(id)?.target.folder)).toEqual([aside, target.folder])
})

test('what this machine is to do with a result goes with the last job of a chain', async () => {
  const target = { ...bench.target, workspace: bench.folder }
  const local = [{ tool: 'collider', values: { shape: 'box' } }]
  const request = { capability: 'text_to_model', params: { prompt: 'a crate' }, local }
  const destination = { target, service: 'service' } as const
  const steps = [{ capability: 'smart_lowpoly', params: {} }]
  const { ids } = await jobs.groups.submitChain(request, steps, destination)
  expect(ids.map((id) => jobs.get(id)?.local)).toEqual([undefined, local])
  expect(jobs.get(await jobs.submit(request, destination))?.local).toEqual(local)
})
