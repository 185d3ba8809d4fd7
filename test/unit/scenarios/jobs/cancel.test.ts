// Giving a job up: what really ends it, and what only ends the waiting.
import { describe, expect, test } from 'vitest'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { type Bench, lantern, phase, until, useBench } from '../../jobs/bench.ts'

let bench: Bench
let jobs: Jobs
useBench((opened) => {
  bench = opened
  jobs = bench.jobs()
})

describe('cancel', () => {
  test('before the upload is through really cancels', async () => {
    bench.service.gates.upload.close()
    const id = await bench.submit(jobs, lantern)
    await phase(jobs, id, 'uploading')
    expect(await jobs.cancel(id)).toBe('cancelled')
    expect(jobs.get(id)).toBeUndefined()
    expect(jobs.list()).toEqual([])
    expect(bench.service.created).toEqual([])
  })

  test('while a connection is being made really cancels', async () => {
    const connecting = bench.jobs({ connect: () => new Promise(() => {}) })
    const id = await bench.submit(connecting)
    expect(await connecting.cancel(id)).toBe('cancelled')
    const again = await bench.submit(connecting)
    await connecting.dispose()
    expect(bench.store.records.get(again)).toMatchObject({ state: 'prepared' })
  })

  test('while the service makes us wait really cancels', async () => {
    bench.service.isCreationWaiting = true
    bench.service.gates.create.close()
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'waiting')
    expect(await jobs.cancel(id)).toBe('cancelled')
    expect(bench.service.created).toEqual([])
  })

  test('while the request is on its way keeps the task that comes back', async () => {
    bench.service.gates.create.close()
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'submitting')
    const answer = jobs.cancel(id)
    bench.service.gates.create.open()
    expect(await answer).toBe('stopped')
    expect(jobs.get(id)).toMatchObject({ phase: 'stopped', taskId: 'task-1' })
  })

  test('of a followed job stops waiting; fetch delivers it later', async () => {
    const id = await bench.submitHeld(jobs)
    expect(await jobs.cancel(id)).toBe('stopped')
    expect(jobs.get(id)?.problem).toBeUndefined()
    await jobs.dispose()
    const later = bench.jobs()
    await later.recover()
    expect(later.get(id)?.phase).toBe('stopped')
    bench.service.gates.follow.open()
    await later.fetch(id)
    await phase(later, id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })

  test('of a download leaves nothing behind', async () => {
    bench.service.gates.download.close()
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'downloading')
    await until(jobs, id, () => bench.service.gates.download.arrived > 0)
    expect(await jobs.cancel(id)).toBe('stopped')
    expect(await bench.leftovers()).toEqual([])
  })

  test('of an ended job changes nothing', async () => {
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'delivered')
    expect(await jobs.cancel(id)).toBe('ended')
    expect(jobs.get(id)?.phase).toBe('delivered')
    await expect(jobs.cancel('nobody')).rejects.toMatchObject({ code: 'jobs.unknown' })
  })
})
