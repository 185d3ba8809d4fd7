// The last step, onto a disk in trouble: nothing is replaced, nothing half there, and the result stays until it has a place.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { nodeFiles } from '../../../../src/platform/files.ts'
import { TripoFileError } from '../../../../src/tripo/errors.ts'
import { diskFailed, refused } from '../../../../src/tripo/failures.ts'
import { type Bench, phase, useBench } from '../../jobs/bench.ts'

let bench: Bench
let jobs: Jobs
useBench((opened) => {
  bench = opened
  jobs = bench.jobs()
})

describe('delivery in trouble', () => {
  const injected = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

  test('a read-only folder: the file is safe in storage, another place takes it without a download', async () => {
    const readOnly = (path: string) => path.startsWith(bench.game)
    bench.files = {
      ...nodeFiles,
      createFolder: (path) => (readOnly(path) ? injected('EACCES')() : nodeFiles.createFolder(path)),
    }
    jobs = bench.jobs()
    const id = await bench.submit(jobs)
    const job = await phase(jobs, id, 'failed')
    expect(job.problem).toMatchObject({ code: 'assets.read-only', billed: 'yes', taskId: 'task-1' })
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])

    await jobs.retryDelivery(id, { folder: join(bench.base, 'elsewhere'), provenance: true })
    await phase(jobs, id, 'delivered')
    expect(await bench.names('elsewhere')).toEqual(['wooden-dining-chair.glb', 'wooden-dining-chair.tripo.json'])
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    expect(await bench.leftovers()).toEqual([])
    // It stays a job of the workspace that asked.
    await jobs.dispose()
    const later = bench.jobs({ isMine: (record) => record.workspace === bench.game })
    await later.recover()
    expect(later.get(id)?.files[0]?.path).toBe(join(bench.base, 'elsewhere', 'wooden-dining-chair.glb'))
  })

  test('a listener never sees a failure without its reason', async () => {
    const seen: (string | undefined)[] = []
    jobs.onDidChange(([id]) => {
      const job = jobs.get(id ?? '')
      if (job?.phase === 'failed') seen.push(job.problem?.code)
    })
    bench.service.errors.create = [refused({ status: 403, code: 2010 })]
    await phase(jobs, await bench.submit(jobs), 'failed')
    expect(new Set(seen)).toEqual(new Set(['service.2010']))
  })

  test('a disk that fills up while placing: tried again in the same place', async () => {
    bench.files = { ...nodeFiles, write: injected('ENOSPC') }
    jobs = bench.jobs()
    const id = await bench.submit(jobs)
    expect((await phase(jobs, id, 'failed')).problem?.code).toBe('assets.disk-full')
    expect(await bench.names('game', 'assets')).toEqual([])
    expect(await bench.names('storage', 'downloads', id)).toEqual(['model.glb'])

    bench.files = nodeFiles
    await jobs.dispose()
    const later = bench.jobs()
    await later.recover()
    await phase(later, id, 'delivered')
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    expect(await bench.leftovers()).toEqual([])
  })

  test('a disk that fills up while downloading into the folder: storage takes it', async () => {
    bench.service.errors.download = [diskFailed(Object.assign(new Error('full'), { code: 'ENOSPC' }))]
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'delivered')
    expect(await bench.leftovers()).toEqual([])
  })

  test('no disk at all: told as what it is, and fetched again later', async () => {
    const full = () => diskFailed(Object.assign(new Error('full'), { code: 'ENOSPC' }))
    bench.service.errors.download = [full(), full()]
    const id = await bench.submit(jobs)
    expect((await phase(jobs, id, 'failed')).problem).toMatchObject({ code: 'disk.full', billed: 'yes' })
    await jobs.fetch(id)
    await phase(jobs, id, 'delivered')
  })

  test('a folder that became a link out of the workspace', async () => {
    const id = await bench.submitHeld(jobs)
    await mkdir(join(bench.base, 'elsewhere'))
    await symlink(join(bench.base, 'elsewhere'), bench.folder)
    bench.service.gates.follow.open()
    expect((await phase(jobs, id, 'failed')).problem?.code).toBe('assets.outside')
    expect(await bench.names('elsewhere')).toEqual([])
    expect(await bench.names('storage', 'downloads', id)).toHaveLength(1)
  })

  test('a stored file that somebody removed is fetched again', async () => {
    bench.files = { ...nodeFiles, write: injected('ENOSPC') }
    jobs = bench.jobs()
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'failed')
    await rm(join(bench.base, 'storage'), { recursive: true })
    bench.files = nodeFiles
    await jobs.dispose()
    const later = bench.jobs()
    await later.recover()
    await phase(later, id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })

  test('dismissing gives the stored file up', async () => {
    bench.files = { ...nodeFiles, write: injected('ENOSPC') }
    jobs = bench.jobs()
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'failed')
    await jobs.dismiss(id)
    expect(await bench.leftovers()).toEqual([])
  })

  test('dismissing a delivered job keeps its files; a busy one refuses', async () => {
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'delivered')
    await jobs.dismiss(id)
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    const busy = await bench.submitHeld(jobs)
    await expect(jobs.dismiss(busy)).rejects.toMatchObject({ code: 'jobs.busy' })
  })

  test('an error that is no error of ours is told without a crash', async () => {
    bench.service.errors.follow = [new TypeError('a bug')]
    const job = await phase(jobs, await bench.submit(jobs), 'stopped')
    expect(job.problem?.code).toBe('internal')
    expect(new TripoFileError({ code: 'disk.full', sentence: 'y', nextStep: 'z' }).billed).toBe('no')
  })
})

test('a file of the workspace is never replaced', async () => {
  await mkdir(bench.folder)
  await writeFile(join(bench.folder, 'wooden-dining-chair.glb'), 'mine')
  await phase(jobs, await bench.submit(jobs), 'delivered')
  expect(await bench.text('game', 'assets', 'wooden-dining-chair.glb')).toBe('mine')
  expect(await bench.names('game', 'assets')).toContain('wooden-dining-chair-2.glb')
})
