// Chains and batches: each step and each request a job of its own; what is done stays done, what is left is known.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { costOf, type JobServices, type Jobs } from '../../../src/jobs/index.ts'
import { refused } from '../../../src/tripo/failures.ts'
import { Bench, chair, phase, until } from './bench.ts'

let bench: Bench
let open: Jobs[] = []
beforeEach(async () => {
  bench = await Bench.open()
  open = []
})
afterEach(async () => {
  await Promise.all(open.map((jobs) => jobs.dispose()))
  await bench.close()
})

const start = (more: Partial<JobServices> = {}) => {
  const jobs = bench.jobs(more)
  open.push(jobs)
  return jobs
}
const where = () => ({ target: bench.target, service: 'service' as const })
const convert = { capability: 'convert_model', params: { format: 'USDZ' } }
const rig = { capability: 'rig_model', params: {} }

describe('a chain', () => {
  test('runs its steps one after the other, each on the task of the one before', async () => {
    const jobs = start()
    const { ids } = await jobs.groups.submitChain(chair, [rig, convert], where())
    for (const id of ids) await phase(jobs, id, 'delivered')
    expect(bench.service.created.map(({ capability, params }) => [capability, params.original_model_task_id])).toEqual([
      ['text_to_model', undefined],
      ['rig_model', 'task-1'],
      ['convert_model', 'task-2'],
    ])
    const names = (await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))
    expect(names).toEqual([
      'wooden-dining-chair-convert-model.glb',
      'wooden-dining-chair-rig-model.glb',
      'wooden-dining-chair.glb',
    ])
    expect(jobs.groups.summary(ids[1] ?? '')).toMatchObject({
      kind: 'chain',
      of: 3,
      delivered: 3,
      left: 0,
      leftCost: 0,
    })
  })

  test('keeps what a failed step leaves, tells the remaining cost, and goes on from there', async () => {
    const jobs = start()
    bench.service.gates.create.close()
    const { group, ids } = await jobs.groups.submitChain(chair, [rig, convert], where())
    const [first = '', second = '', third = ''] = ids
    expect(jobs.get(second)?.phase).toBe('waiting')
    bench.service.gates.create.open()
    await phase(jobs, first, 'delivered').catch(() => undefined)
    await until(jobs, second, ({ phase: now }) => now !== 'waiting')
    await phase(jobs, third, 'delivered')
    expect(jobs.groups.remainingCost(group)).toBe(0)

    bench.service.errors.create = [undefined, refused({ status: 400, code: 2006, billed: 'no' })]
    const again = await jobs.groups.submitChain(chair, [rig, convert], where())
    const [model = '', failed = '', held = ''] = again.ids
    await phase(jobs, failed, 'failed')
    await phase(jobs, model, 'delivered')
    expect(await until(jobs, held, (job) => job.problem !== undefined)).toMatchObject({
      problem: { code: 'jobs.chain-stopped', billed: 'no' },
    })
    expect(jobs.groups.remainingCost(again.group)).toBe(costOf([rig, convert]))
    const sent = bench.service.created.length
    await jobs.groups.resume(again.group)
    await phase(jobs, held, 'delivered')
    expect(bench.service.created.slice(sent).map(({ capability }) => capability)).toEqual([
      'rig_model',
      'convert_model',
    ])
    await expect(jobs.groups.resume(again.group)).rejects.toMatchObject({ reason: 'nothing-to-resume' })
  })

  test('goes on in a new window from wherever it was', async () => {
    bench.service.gates.follow.close()
    const first = start()
    const { ids } = await first.groups.submitChain(chair, [rig], where())
    await phase(first, ids[0] ?? '', 'generating')
    await first.dispose()
    bench.service.gates.follow.open()
    const second = start()
    await second.recover()
    await phase(second, ids[1] ?? '', 'delivered')
    expect(bench.service.created).toHaveLength(2)
  })

  test('a step that waits can be called off, and nothing was sent for it', async () => {
    bench.service.gates.follow.close()
    const jobs = start()
    const { ids } = await jobs.groups.submitChain(chair, [rig], where())
    await phase(jobs, ids[0] ?? '', 'generating')
    expect(await jobs.cancel(ids[1] ?? '')).toBe('cancelled')
    bench.service.gates.follow.open()
    await phase(jobs, ids[0] ?? '', 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })
})

describe('a batch', () => {
  const requests = ['axe', 'bow', 'cup', 'door', 'egg'].map((prompt) => ({
    capability: 'text_to_model',
    params: { prompt },
  }))

  test('asks for all, once each', async () => {
    const jobs = start()
    const { group, ids } = await jobs.groups.submitMany(requests, where())
    for (const id of ids) await phase(jobs, id, 'delivered')
    expect(bench.service.created.map(({ params }) => params.prompt)).toEqual(['axe', 'bow', 'cup', 'door', 'egg'])
    expect(jobs.groups.summary(group)).toMatchObject({ kind: 'batch', of: 5, delivered: 5, left: 0, spent: 100 })
  })

  test('shows those behind the first as waiting, not as if something were done for them', async () => {
    bench.service.gates.create.close()
    const jobs = start()
    const { ids } = await jobs.groups.submitMany(requests, where())
    await phase(jobs, ids[0] ?? '', 'submitting')
    for (const id of ids.slice(1)) await phase(jobs, id, 'waiting')
    bench.service.gates.create.open()
    for (const id of ids) await phase(jobs, id, 'delivered')
  })

  test('stops asking at the first lack of credits, says what is left, and goes on when told', async () => {
    bench.service.errors.create = [undefined, undefined, refused({ status: 403, code: 2010, billed: 'no' })]
    const jobs = start()
    const { group, ids } = await jobs.groups.submitMany(requests, where())
    for (const id of ids.slice(2)) await phase(jobs, id, 'failed')
    await phase(jobs, ids[1] ?? '', 'delivered')
    await phase(jobs, ids[0] ?? '', 'delivered')
    expect(jobs.get(ids[2] ?? '')?.problem?.code).toBe('service.2010')
    expect(jobs.get(ids[4] ?? '')?.problem).toMatchObject({ code: 'jobs.held', billed: 'no' })
    expect(bench.service.gates.create.arrived).toBe(3)
    expect(jobs.groups.summary(group)).toMatchObject({ delivered: 2, left: 3, leftCost: costOf(requests.slice(2)) })
    await jobs.dispose()

    // A new start does not ask by itself.
    const next = start()
    await next.recover()
    expect(next.get(ids[4] ?? '')).toMatchObject({ phase: 'failed', problem: { code: 'jobs.held' } })
    expect(bench.service.created).toHaveLength(2)
    await next.groups.resume(group)
    for (const id of ids) await phase(next, id, 'delivered')
    expect(bench.service.created).toHaveLength(5)
  })
})
