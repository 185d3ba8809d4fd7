// The life of a job over a stand-in for the service: every phase, every way to fail, and what a person can do then.
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { readProvenance } from '../../../src/assets/index.ts'
import type { Jobs } from '../../../src/jobs/jobs.ts'
import type { JobView } from '../../../src/protocol/index.ts'
import { checkFailed, downloadIncomplete, offline, refused, unconfirmed } from '../../../src/tripo/failures.ts'
import { sleep, systemClock } from '../../../src/tripo/resources.ts'
import { type Bench, chair, lantern, phase, until, useBench } from './bench.ts'

const HOUR = 3_600_000

let bench: Bench
let jobs: Jobs
useBench((opened) => {
  bench = opened
  jobs = bench.jobs()
})

describe('a prompt', () => {
  test('becomes a file with its provenance', async () => {
    const id = await bench.submit(jobs)
    const job = await phase(jobs, id, 'delivered')
    expect(await bench.names('game', 'assets')).toEqual(['wooden-dining-chair.glb', 'wooden-dining-chair.tripo.json'])
    expect(await bench.leftovers()).toEqual([])
    expect(job).toMatchObject({
      title: chair.params.prompt,
      credits: 20,
      estimate: 20,
      taskId: 'task-1',
      traceId: 'trace-of-task-1',
    })
    expect(job.problem).toBeUndefined()
    expect(job.files).toMatchObject([{ kind: 'model', path: 'assets/wooden-dining-chair.glb', bytes: 15 }])
    expect(job.files[0]?.uri).toBe(`file://${bench.folder}/wooden-dining-chair.glb`)
    const thumbnail = jobs.thumbnail(id)
    expect(thumbnail && (await readFile(thumbnail, 'utf8'))).toBe('rendered_image of task-1')

    const text = await bench.text('game', 'assets', 'wooden-dining-chair.tripo.json')
    expect(readProvenance(text)).toMatchObject({
      capability: 'text_to_model',
      parameters: { prompt: chair.params.prompt, model_version: 'v2.5-20250123' },
      seeds: { model_seed: 11, texture_seed: 22 },
      taskId: 'task-1',
      dialect: 'v3',
      region: 'global',
      service: 'service',
      credits: 20,
      times: { finished: '2026-11-01T10:00:30.000Z' },
      sources: [{ parameter: 'prompt', prompt: chair.params.prompt }],
      files: [{ kind: 'model', path: 'wooden-dining-chair.glb', bytes: 15 }],
    })
    expect(text).not.toContain(bench.base)
    expect(text).not.toContain('account-1')
    expect(text).not.toContain('cdn')
  })

  test('is written down before each step', async () => {
    await phase(jobs, await bench.submit(jobs), 'delivered')
    const states = bench.store.states.filter((state, index, all) => state !== all[index - 1])
    expect(states).toEqual(['prepared', 'submitting', 'following', 'downloading', 'delivered'])
  })

  test('shows its phases with numbers', async () => {
    const { gates } = bench.service
    gates.create.close()
    gates.follow.close()
    gates.download.close()
    const id = await bench.submit(jobs)
    await phase(jobs, id, 'submitting')
    gates.create.open()
    const job = await phase(jobs, id, 'generating')
    expect(job).toMatchObject({ progress: 0.63, secondsLeft: 12 })
    expect(job.lastCheckedAt).toBeGreaterThan(0)
    gates.follow.open()
    expect((await until(jobs, id, (each) => each.phase === 'downloading' && (each.progress ?? 0) > 0)).progress).toBe(
      0.2,
    )
    gates.download.open()
    await phase(jobs, id, 'delivered')
  })

  test('tells listeners about changes and the end', async () => {
    const seen: (string | undefined)[] = []
    const ended: JobView[] = []
    jobs.onDidChange(([id]) => seen.push(jobs.get(id ?? '')?.phase))
    jobs.onDidFinish((job) => ended.push(job))
    jobs.onDidFinish(() => {
      throw new Error('a listener of somebody else')
    })
    await phase(jobs, await bench.submit(jobs), 'delivered')
    await until(jobs, 'job-1', () => ended.length > 0)
    const phases = seen.filter((each, index) => each !== seen[index - 1])
    expect(phases).toEqual([
      'preparing',
      'submitting',
      'generating',
      'queued',
      'generating',
      'downloading',
      'delivered',
    ])
    expect(ended).toHaveLength(1)
    expect(bench.trouble).toEqual(['internal'])
  })

  test('several at once with one name get several numbers', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => bench.submit(jobs)))
    for (const id of ids) await phase(jobs, id, 'delivered')
    expect((await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))).toHaveLength(8)
    expect(jobs.list().map((job) => job.id)).toEqual([...ids].reverse())
  })

  test('takes a chosen name, and no JSON where that is switched off', async () => {
    const id = await bench.submit(jobs, { ...chair, name: 'Throne of Anna' }, { ...bench.target, provenance: false })
    await phase(jobs, id, 'delivered')
    expect(await bench.names('game', 'assets')).toEqual(['throne-of-anna.glb'])
  })
})

describe('an image', () => {
  test('is uploaded, sent by its token, and named in the provenance', async () => {
    const id = await bench.submit(jobs, lantern)
    const job = await phase(jobs, id, 'delivered')
    expect(bench.service.created[0]?.params).toEqual({ file: { type: 'png', file_token: 'token-of-100' } })
    expect(job.title).toBe('lantern.png')
    const text = await bench.text('game', 'assets', 'lantern.tripo.json')
    const source = readProvenance(text)?.sources[0]
    expect(source).toMatchObject({ parameter: 'file', name: 'lantern.png' })
    expect(source?.sha256).toBe('cd00e292c5970d3c5e2f0ffa5171e555bc46bfc4faddfb4a418b6840b86e79a3')
    expect(text).not.toContain('token-of')
    expect(text).not.toContain('file://')
  })

  test('by address is sent as it is, and loses its signature in the provenance', async () => {
    const url = 'https://host/pictures/old%20lamp.png?sig=secret'
    const id = await bench.submit(jobs, { capability: 'image_to_model', params: { file: { url } } })
    await phase(jobs, id, 'delivered')
    expect(bench.service.created[0]?.params).toEqual({ file: { url } })
    expect(bench.service.uploads).toEqual([])
    const text = await bench.text('game', 'assets', 'old-lamp.tripo.json')
    expect(text).toContain('https://host/pictures/old%20lamp.png')
    expect(text).not.toContain('secret')
  })

  test('that cannot be read fails before anything is sent', async () => {
    bench.images.clear()
    const job = await phase(jobs, await bench.submit(jobs, lantern), 'failed')
    expect(job.problem).toMatchObject({ code: 'jobs.input-missing', billed: 'no' })
    expect(bench.service.created).toEqual([])
  })
})

describe('failures before the task', () => {
  test.each([
    ['a finding', checkFailed([]), 'check.parameters'],
    ['no credits', refused({ status: 403, code: 2010 }), 'service.2010'],
    ['a refused prompt', refused({ status: 400, code: 2009 }), 'service.2009'],
    ['no network', offline('https://host'), 'network.offline'],
  ])('%s: failed, not billed, created nothing', async (_, error, code) => {
    bench.service.errors.create = [error]
    const job = await phase(jobs, await bench.submit(jobs), 'failed')
    expect(job.problem).toMatchObject({ code, billed: 'no' })
    expect(job.problem?.nextStep).not.toBe('')
    expect(job.taskId).toBeUndefined()
    await expect(jobs.fetch(job.id)).rejects.toMatchObject({ code: 'jobs.nothing-to-fetch' })
  })

  test('an unknown outcome is unconfirmed and never sent again', async () => {
    bench.service.errors.create = [unconfirmed(new Error('reset'))]
    const job = await phase(jobs, await bench.submit(jobs), 'unconfirmed')
    expect(job.problem).toMatchObject({ code: 'network.unconfirmed', billed: 'unknown' })
    await jobs.dispose()
    const later = bench.jobs()
    await later.recover()
    await expect(later.fetch(job.id)).rejects.toMatchObject({ code: 'jobs.nothing-to-fetch' })
    expect(later.get(job.id)?.phase).toBe('unconfirmed')
    expect(bench.service.created).toEqual([])
    await later.dismiss(job.id)
    expect(later.list()).toEqual([])
  })

  test('without a connection nothing is sent', async () => {
    bench.connectError = offline('https://host')
    expect((await phase(jobs, await bench.submit(jobs), 'failed')).problem?.billed).toBe('no')
  })

  test('a journal that cannot be written stops everything before it is sent', async () => {
    bench.store.fail = () => Object.assign(new Error('full'), { code: 'ENOSPC' })
    await expect(bench.submit(jobs)).rejects.toMatchObject({ problem: { code: 'jobs.journal' } })
    bench.store.fail = (record) => JSON.stringify(record).includes('"submitting"') && new Error('full')
    expect((await phase(jobs, await bench.submit(jobs), 'failed')).problem?.code).toBe('jobs.journal')
    expect(bench.service.created).toEqual([])
  })

  test('a journal that fails after the task was created loses nothing', async () => {
    bench.store.fail = (record) => JSON.stringify(record).includes('"taskId"') && new Error('full')
    const job = await phase(jobs, await bench.submit(jobs), 'delivered')
    expect(job.files).toHaveLength(1)
    expect(bench.trouble.length).toBeGreaterThan(0)
  })

  test('an unknown capability is refused', async () => {
    await expect(bench.submit(jobs, { capability: 'fly', params: {} })).rejects.toMatchObject({
      code: 'jobs.capability',
    })
  })
})

describe('failures at the service', () => {
  test.each(['failed', 'banned', 'expired', 'cancelled'])('a task that is %s', async (status) => {
    bench.service.outcome = { status, error_code: 1001, credits_consumed: 0 }
    const job = await phase(jobs, await bench.submit(jobs), 'failed')
    expect(job.problem).toMatchObject({ code: `task.${status}`, billed: 'no', taskId: 'task-1' })
    await jobs.dispose()
    const later = bench.jobs()
    await later.recover()
    expect(later.get(job.id)?.phase).toBe('failed')
  })

  test('a success without a model is told', async () => {
    bench.service.outcome = { status: 'success', output: {} }
    expect((await phase(jobs, await bench.submit(jobs), 'failed')).problem?.code).toBe('task.no-output')
  })

  test('a refused key holds the job up; fetch goes on with the same task', async () => {
    bench.service.errors.follow = [refused({ status: 401, code: 1002 })]
    const job = await phase(jobs, await bench.submit(jobs), 'stopped')
    expect(job.problem).toMatchObject({ code: 'service.1002', billed: 'unknown', taskId: 'task-1' })
    await jobs.fetch(job.id)
    await phase(jobs, job.id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })

  test('another key is told apart', async () => {
    bench.service.errors.follow = [refused({ status: 401, code: 1002 })]
    const { id } = await phase(jobs, await bench.submit(jobs), 'stopped')
    bench.account = 'account-2'
    await jobs.fetch(id)
    await until(jobs, id, (job) => job.problem?.code === 'jobs.other-account')
    bench.account = 'account-1'
    await jobs.fetch(id)
    await phase(jobs, id, 'delivered')
  })

  test('a broken download can be fetched again', async () => {
    bench.service.errors.download = [downloadIncomplete(1, 2)]
    const job = await phase(jobs, await bench.submit(jobs), 'failed')
    expect(job.problem).toMatchObject({ code: 'download.incomplete', billed: 'yes' })
    expect(await bench.leftovers()).toEqual([])
    await jobs.fetch(job.id)
    await phase(jobs, job.id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })

  test('a journal that cannot be written any more does not turn a job back', async () => {
    const id = await bench.submitHeld(jobs)
    bench.store.fail = () => Object.assign(new Error('ENOSPC: injected'), { code: 'ENOSPC' })
    bench.service.gates.follow.open()
    await phase(jobs, id, 'delivered')
    expect(await jobs.cancel(id)).toBe('ended')
    expect(jobs.get(id)?.phase).toBe('delivered')
  })

  test('a picture that does not arrive does not matter', async () => {
    bench.service.errors.download = []
    const { download } = bench.service.client
    bench.service.client.download = async (task, file, folder, options) => {
      if (file.kind === 'rendered_image') throw downloadIncomplete(1, 2)
      return download(task, file, folder, options)
    }
    const job = await phase(jobs, await bench.submit(jobs), 'delivered')
    expect(jobs.thumbnail(job.id)).toBeUndefined()
    expect(bench.trouble).toEqual(['download.incomplete'])
  })

  test('a picture that never ends does not keep the model from its place', async () => {
    const { download } = bench.service.client
    bench.service.client.download = async (task, file, folder, options) => {
      if (file.kind !== 'rendered_image') return download(task, file, folder, options)
      await sleep(systemClock, HOUR, options.signal)
      throw new Error('nobody waits so long')
    }
    // Of all waiting, that of the limit alone is cut short.
    const after = (ms: number, run: () => void) => systemClock.after(ms === 10_000 ? 1 : ms, run)
    jobs = bench.jobs({ clock: { now: () => ++bench.now, after } })
    const job = await phase(jobs, await bench.submit(jobs), 'delivered')
    expect(job.files).toHaveLength(1)
    expect(bench.trouble).toEqual(['network.timeout'])
    expect(jobs.record(job.id)?.thumbnailDue).toBe(true)
    expect(await bench.leftovers()).toEqual([])
  })
})
