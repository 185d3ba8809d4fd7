// Chains and batches: each step and each request a job of its own; what is done stays done, what is left is known.
import { describe, expect, test } from 'vitest'
import { readProvenance } from '../../../../src/assets/index.ts'
import { costOf, type JobServices } from '../../../../src/jobs/index.ts'
import { refused } from '../../../../src/tripo/failures.ts'
import { type Bench, chair, phase, until, useBench } from '../../jobs/bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

const start = (more: Partial<JobServices> = {}) => bench.jobs(more)
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
      // The stand-in makes a GLB of everything, so that the conversion meets the model's own name.
      'wooden-dining-chair-2.glb',
      'wooden-dining-chair-rigged.glb',
      'wooden-dining-chair.glb',
    ])
    const sources = await Promise.all(
      names.map(async (name) => {
        const made = readProvenance(await bench.text('game', 'assets', name.replace(/glb$/, 'tripo.json')))
        return [made?.capability, made?.sources.map((source) => source.taskId)]
      }),
    )
    expect(sources).toEqual(
      expect.arrayContaining([
        ['rig_model', ['task-1']],
        ['convert_model', ['task-2']],
      ]),
    )
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
    expect(jobs.get(second)).toMatchObject({ phase: 'waiting', waitsForStep: true, group: { index: 1, of: 3 } })
    expect(jobs.get(first)?.waitsForStep).toBeUndefined()
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
    // Told where it can be resumed: at the step that failed, not at those that wait for it.
    expect([model, failed, held].map((id) => jobs.get(id)?.resumeCost)).toEqual([
      undefined,
      costOf([rig, convert]),
      undefined,
    ])
    expect(jobs.list().find(({ id }) => id === failed)?.resumeCost).toBe(costOf([rig, convert]))
    const sent = bench.service.created.length
    await jobs.groups.resume(again.group)
    await phase(jobs, held, 'delivered')
    expect(bench.service.created.slice(sent).map(({ capability }) => capability)).toEqual([
      'rig_model',
      'convert_model',
    ])
    await expect(jobs.groups.resume(again.group)).rejects.toMatchObject({ code: 'jobs.nothing-to-resume' })
    expect(jobs.get(failed)?.resumeCost).toBeUndefined()
  })

  test('resumes with what the person has agreed to instead of what was noted, at its price', async () => {
    const jobs = start()
    bench.service.errors.create = [refused({ status: 400, code: 2006, billed: 'no' })]
    const { group, ids } = await jobs.groups.submitChain(chair, [rig, convert], where())
    await phase(jobs, ids[0] ?? '', 'failed')
    await until(jobs, ids[2] ?? '', ({ problem }) => problem !== undefined)
    expect(jobs.groups.leftOf(group).map(({ capability }) => capability)).toEqual([
      chair.capability,
      ...[rig.capability, convert.capability],
    ])
    const cheap = { ...chair.params, texture: false, pbr: false }
    await jobs.groups.resume(group, (one) => (one.capability === chair.capability ? { ...one, params: cheap } : one))
    await phase(jobs, ids[2] ?? '', 'delivered')
    expect(bench.service.created[0]?.params).toMatchObject({ texture: false, pbr: false })
    expect(jobs.get(ids[0] ?? '')).toMatchObject({ params: cheap, estimate: costOf([{ ...chair, params: cheap }]) })
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

  test('takes the word of the panel for nothing: a source task among a step’s parameters is left out', async () => {
    const jobs = start()
    const stray = { ...rig, params: { original_model_task_id: 'of-somebody-else' } }
    const { ids } = await jobs.groups.submitChain(chair, [stray], where())
    await phase(jobs, ids[1] ?? '', 'delivered')
    expect(bench.service.created[1]?.params.original_model_task_id).toBe('task-1')
  })

  test('a step taken out of the list takes those behind it along', async () => {
    bench.service.gates.follow.close()
    const jobs = start()
    const { ids } = await jobs.groups.submitChain(chair, [rig, convert], where())
    await phase(jobs, ids[0] ?? '', 'generating')
    await jobs.cancel(ids[1] ?? '')
    await expect.poll(() => jobs.list().map(({ id }) => id)).toEqual([ids[0]])
    bench.service.gates.follow.open()
    await phase(jobs, ids[0] ?? '', 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })

  test('tells of all its steps when one of them stands still', async () => {
    bench.service.errors.create = [refused({ status: 400, code: 2006, billed: 'no' })]
    const jobs = start()
    const told: string[][] = []
    const { ids } = await jobs.groups.submitChain(chair, [rig], where())
    let firstFailure: number | undefined
    jobs.onDidChange((changed) => {
      told.push([...changed])
      const first = jobs.get(ids[0] ?? '')
      if (first?.phase === 'failed') firstFailure ??= first.resumeCost ?? Number.NaN
    })
    await phase(jobs, ids[0] ?? '', 'failed')
    await expect.poll(() => told.some((changed) => changed.length === 2)).toBe(true)
    // With the first word of the failure, so that a notification can offer it.
    expect(firstFailure).toBe(costOf([chair, rig]))
    // The first request of a chain can be tried again, too.
    expect(jobs.get(ids[0] ?? '')?.resumeCost).toBe(costOf([chair, rig]))
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

describe('going on with a finished task', () => {
  test('makes a job of its own that names its source, beside the model it is made from', async () => {
    const jobs = start()
    const id = await jobs.submit(chair, where())
    await phase(jobs, id, 'delivered')
    const lowPoly = await jobs.groups.continueWith(id, { capability: 'smart_lowpoly', params: { face_limit: 900 } })
    await phase(jobs, lowPoly, 'delivered')
    expect(bench.service.created[1]).toMatchObject({
      capability: 'smart_lowpoly',
      params: { face_limit: 900, original_model_task_id: 'task-1' },
    })
    expect(jobs.get(lowPoly)).toMatchObject({ title: jobs.get(id)?.title, capability: 'smart_lowpoly' })
    // The name of what a further step makes still begins with the model's own.
    const rigged = await jobs.groups.continueWith(lowPoly, rig)
    await phase(jobs, rigged, 'delivered')
    const names = (await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))
    expect(names).toEqual([
      'wooden-dining-chair-low-poly.glb',
      'wooden-dining-chair-rigged.glb',
      'wooden-dining-chair.glb',
    ])
  })

  test('takes the task of a picture in the place of the file', async () => {
    const jobs = start()
    const id = await jobs.submit({ capability: 'text_to_image', params: { prompt: 'a key' } }, where())
    await phase(jobs, id, 'delivered')
    const made = await jobs.groups.continueThrough(id, [{ capability: 'image_to_model', params: {} }, rig])
    for (const each of made) await phase(jobs, each, 'delivered')
    expect(bench.service.created.slice(1)).toMatchObject([
      { capability: 'image_to_model', params: { file: { task_id: 'task-1' } } },
      { capability: 'rig_model', params: { original_model_task_id: 'task-2' } },
    ])
    expect(bench.service.uploads).toEqual([])
  })

  test('a file is uploaded as what its parameter says it is', async () => {
    const kinds: string[] = []
    const { upload } = bench.service.client
    bench.service.client.upload = (bytes, name, options) => {
      kinds.push(options.kind)
      return upload(bytes, name, options)
    }
    const jobs = start()
    const file = { upload: 'file:///props/lantern.png' }
    for (const seg_type of ['model', 'image']) {
      const id = await jobs.submit({ capability: 'smart_segment', params: { seg_type, file } }, where())
      await phase(jobs, id, 'delivered')
    }
    expect(kinds).toEqual(['model', 'image'])
  })

  test('is refused where there is no task yet', async () => {
    bench.service.gates.create.close()
    const jobs = start()
    const id = await jobs.submit(chair, where())
    await expect(jobs.groups.continueWith(id, rig)).rejects.toMatchObject({ code: 'jobs.not-delivered' })
    bench.service.gates.create.open()
    await phase(jobs, id, 'delivered')
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

  test('shows those that come later as waiting: for their turn, the first one for what holds it up', async () => {
    bench.service.isCreationWaiting = true
    bench.service.gates.create.close()
    const jobs = start()
    const { ids } = await jobs.groups.submitMany(requests, where())
    for (const id of ids) await phase(jobs, id, 'waiting')
    expect(ids.map((id) => jobs.get(id)?.waitingFor)).toEqual(['place', 'turn', 'turn', 'turn', 'turn'])
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
    expect(jobs.get(ids[3] ?? '')?.resumeCost).toBe(costOf(requests.slice(2)))
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

  test('of chains asks in turns as well, and each goes on by itself', async () => {
    bench.service.errors.create = [refused({ status: 403, code: 2010, billed: 'no' })]
    const jobs = start()
    const chains = requests.slice(0, 2).map((request) => ({ ...request, steps: [convert] }))
    const { ids } = await jobs.groups.submitMany(chains, where())
    expect(ids).toHaveLength(4)
    await phase(jobs, ids[0] ?? '', 'failed')
    await phase(jobs, ids[2] ?? '', 'failed')
    expect(jobs.get(ids[2] ?? '')?.problem?.code).toBe('jobs.held')
    // One request was made; the others did not run into the same wall.
    expect(bench.service.gates.create.arrived).toBe(1)
    for (const at of [0, 2]) await jobs.groups.resume(ids[at] ?? '')
    for (const id of ids) await phase(jobs, id, 'delivered')
    expect(bench.service.created.map(({ capability }) => capability).sort()).toEqual([
      'convert_model',
      'convert_model',
      'text_to_model',
      'text_to_model',
    ])
  })
})
