// What counts as spent on a day: across midnight, across windows, and whatever became of the tasks.
import { expect, test } from 'vitest'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { startOfDay } from '../../../../src/jobs/store/spending.ts'
import { refused } from '../../../../src/tripo/failures.ts'
import { MemoryJournal } from '../../../bench/load/disk.ts'
import { type Bench, chair, lantern, phase, until, useBench } from '../bench.ts'

let bench: Bench
let jobs: Jobs
useBench((opened) => {
  bench = opened
  bench.now = new Date(2026, 10, 20, 12).getTime()
  jobs = bench.jobs()
})

const where = (service: 'sandbox' | 'service' = 'service') => ({ target: bench.target, service })
const make = async (request: Parameters<Jobs['submit']>[0], service?: 'sandbox') => {
  const id = await jobs.submit(request, where(service))
  await phase(jobs, id, 'delivered')
  return id
}
const today = () => jobs.spending.today()

test('what a task says it cost counts; what failed and what was never sent do not, and the sandbox counts by itself', async () => {
  expect(await today()).toBe(0)
  bench.service.outcome = { status: 'success', credits_consumed: 17 }
  await make(chair)
  expect(await today()).toBe(17)
  await make(chair, 'sandbox')
  expect(await today()).toBe(17)
  expect(await jobs.spending.today('sandbox')).toBe(17)
  bench.service.errors.create = [refused({ status: 403, code: 2010, billed: 'no' })]
  const refusedId = await jobs.submit(chair, where())
  await phase(jobs, refusedId, 'failed')
  bench.service.outcome = { status: 'failed', credits_consumed: 0 }
  const failedId = await jobs.submit(chair, where())
  await phase(jobs, failedId, 'failed')
  expect(await today()).toBe(17)
  await jobs.dismiss(failedId)
  expect(await today()).toBe(17)
})

test('what runs, and the steps that wait behind it, count as announced', async () => {
  bench.service.gates.create.close()
  const rig = { capability: 'rig_model', params: {} }
  const { ids } = await jobs.groups.submitChain(chair, [rig], where())
  const announced = ids.reduce((sum, id) => sum + (jobs.get(id)?.estimate ?? 0), 0)
  expect(announced).toBe(45)
  expect(await today()).toBe(45)
  bench.service.gates.create.open()
  for (const id of ids) await phase(jobs, id, 'delivered')
  // The stand-in charges 20 for each.
  expect(await today()).toBe(40)
})

test('a day begins at local midnight, and a chain that runs on into it counts from then on what it still sends', async () => {
  const midnight = new Date(2026, 10, 21).getTime()
  expect(startOfDay(midnight)).toBe(midnight)
  expect(startOfDay(midnight - 1)).toBe(new Date(2026, 10, 20).getTime())
  bench.now = midnight - 60_000
  await make(chair)
  bench.service.gates.follow.close()
  const rig = { capability: 'rig_model', params: {} }
  const { ids } = await jobs.groups.submitChain(chair, [rig], where())
  await until(jobs, ids[0] ?? '', ({ taskId }) => taskId !== undefined)
  expect(await today()).toBe(65)
  bench.now = midnight
  // Yesterday's are yesterday's; the rig is still to be sent.
  expect(await today()).toBe(25)
  bench.service.gates.follow.open()
  for (const id of ids) await phase(jobs, id, 'delivered')
  expect(await today()).toBe(20)
  expect(await today()).toBe(20)
})

test('a task that was brought once more was paid once', async () => {
  const id = await make(lantern)
  await jobs.dismiss(id)
  await jobs.history.deliverAgain(id)
  await expect.poll(() => jobs.list()).toMatchObject([{ phase: 'delivered' }])
  expect(await today()).toBe(20)
})

test('windows of one journal count together, and look and note one after the other', async () => {
  const store = new MemoryJournal({ now: () => bench.now, after: () => () => {} })
  const lease = { beat: 1000, gone: 60_000, look: 1000, reconcile: [] }
  const [one, two] = [bench.jobs({ store, lease }), bench.jobs({ store, lease })]
  try {
    const id = await one.submit(chair, where())
    await phase(one, id, 'delivered')
    expect(await two.spending.today()).toBe(20)
    const steps: string[] = []
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const first = one.spending.inTurn(async () => {
      steps.push('first begins')
      await gate
      steps.push('first ends')
    })
    await expect.poll(() => steps).toEqual(['first begins'])
    const second = two.spending.inTurn(async () => {
      steps.push('second')
      return 2
    })
    open()
    await first
    expect(await second).toBe(2)
    expect(steps).toEqual(['first begins', 'first ends', 'second'])
    await expect(one.spending.inTurn(() => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
    expect(await two.spending.inTurn(async () => 3)).toBe(3)
  } finally {
    await Promise.all([one.dispose(), two.dispose()])
  }
})
