// Results that are not what a result usually is: none at all, too large, several clips, of a task without a type.
import { describe, expect, test } from 'vitest'
import { matches } from '../../../../src/jobs/adopt.ts'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { actionsFor } from '../../../../src/protocol/index.ts'
import { CATALOGUE } from '../../../../src/tripo/catalogue/index.ts'
import { downloadTooLarge } from '../../../../src/tripo/failures.ts'
import { capabilityOfTask } from '../../../../src/tripo/source-task.ts'
import { decodeTask, type Task } from '../../../../src/tripo/task.ts'
import { type Bench, chair, phase, useBench } from '../../jobs/bench.ts'

let bench: Bench
let jobs: Jobs
/** The limit of each download, by kind. */
let limits: [kind: string, mostBytes: number | undefined][]
useBench((opened) => {
  bench = opened
  limits = []
  const { download } = bench.service.client
  bench.service.client.download = (task, file, folder, options) => {
    limits.push([file.kind, options.mostBytes])
    return download(task, file, folder, options)
  }
  jobs = bench.jobs()
})

const where = () => ({ target: bench.target, service: 'service' as const })
const submit = () => jobs.submit(chair, where())

describe('a success without any output', () => {
  test('says what was spent, and is fetched once the service has it', async () => {
    bench.service.outcome = { status: 'success', output: {} }
    const job = await phase(jobs, await submit(), 'failed')
    expect(job.problem).toMatchObject({ code: 'task.no-output', billed: 'yes', taskId: 'task-1' })
    expect(job.problem?.sentence).toContain('cost 20 credits')
    expect(actionsFor(job)).toContain('fetch')
    bench.service.outcome = { status: 'success' }
    await jobs.fetch(job.id)
    await phase(jobs, job.id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
  })
  test('that does not say what it cost is not said to have cost nothing', async () => {
    bench.service.outcome = { status: 'success', output: {}, credits_consumed: undefined }
    expect((await phase(jobs, await submit(), 'failed')).problem?.billed).toBe('unknown')
  })
})

test.each([8.7e12, 1e300, 1793527140001000, '+275760-09-13T00:00:00Z'])(
  'a finish time of %s loses nothing, now and after a restart',
  async (completed_at) => {
    bench.service.outcome = { status: 'success', completed_at, created_at: completed_at, running_left_time: 1e300 }
    const { id } = await phase(jobs, await submit(), 'delivered')
    await jobs.dispose()
    jobs = bench.jobs()
    await jobs.recover()
    expect(jobs.get(id)).toMatchObject({ phase: 'delivered', credits: 20 })
    expect(jobs.list()).toHaveLength(1)
  },
)

describe('a result above the limit', () => {
  test('waits for the person, also after a restart, and is fetched when they say so', async () => {
    bench.service.errors.download = [downloadTooLarge(5e8, 'yes')]
    const job = await phase(jobs, await submit(), 'stopped')
    expect(job.problem).toMatchObject({ code: 'download.too-large', billed: 'yes' })
    expect(actionsFor(job)).toContain('fetch')
    expect(await bench.leftovers()).toEqual([])
    await jobs.dispose()
    jobs = bench.jobs()
    await jobs.recover()
    expect(jobs.get(job.id)).toMatchObject({ phase: 'stopped', problem: { code: 'download.too-large' } })
    await jobs.fetch(job.id, { anySize: true })
    await phase(jobs, job.id, 'delivered')
    expect(limits.filter(([kind]) => kind === 'model')).toEqual([
      ['model', 500_000_000],
      ['model', Number.POSITIVE_INFINITY],
    ])
  })
  test('2,000 files are one', async () => {
    const model_urls = Array.from({ length: 2000 }, (_, index) => `https://cdn/${index}.glb`)
    bench.service.outcome = { status: 'success', output: { model_urls } }
    const job = await phase(jobs, await submit(), 'stopped')
    expect(job.problem).toMatchObject({ code: 'download.too-large', billed: 'yes' })
    expect(limits).toEqual([])
  })
  test('a picture that is too large is left out', async () => {
    const { download } = bench.service.client
    bench.service.client.download = async (task, file, folder, options) => {
      if (file.kind === 'rendered_image') throw downloadTooLarge(options.mostBytes ?? 0, 'yes')
      return download(task, file, folder, options)
    }
    const job = await phase(jobs, await submit(), 'delivered')
    expect(job.problem).toBeUndefined()
    expect(jobs.thumbnail(job.id)).toBeUndefined()
  })
  test('pictures have a limit of their own', async () => {
    await phase(jobs, await submit(), 'delivered')
    expect(limits).toContainEqual(['rendered_image', 5_000_000])
  })
})

test('a file for each clip is delivered under its name', async () => {
  const model_urls = ['https://cdn/0.glb', 'https://cdn/1.glb']
  bench.service.outcome = {
    status: 'success',
    output: { model_urls },
    input: { animations: ['preset:biped:walk', 'preset:run'] },
  }
  await phase(jobs, await submit(), 'delivered')
  expect(await bench.names('game', 'assets')).toEqual([
    'wooden-dining-chair.run.glb',
    'wooden-dining-chair.tripo.json',
    'wooden-dining-chair.walk.glb',
  ])
})

describe('a task without a type', () => {
  const untyped = (fields: Record<string, unknown>): Task => {
    const task = decodeTask({ task_id: 'task-7', status: 'success', credits_consumed: 20, ...fields })
    if (!task) throw new Error('no task')
    return task
  }
  test('is added with what it has', async () => {
    const input = { prompt: 'a red barrel' }
    const output = { model_url: 'https://cdn/task-7.glb' }
    bench.service.others.set('task-7', untyped({ input, output }))
    bench.service.outcome = { status: 'success', type: '', input, output }
    const id = await jobs.addTask('task-7', where())
    await phase(jobs, id, 'delivered')
    expect(jobs.get(id)).toMatchObject({ title: 'a red barrel', capability: 'text_to_model' })
    expect(await bench.names('game', 'assets')).toContain('red-barrel.glb')
  })
  test.each([
    [{}, { model_url: 'https://cdn/m.glb' }, 'import_model'],
    [{ file: {} }, { model_url: 'https://cdn/m.glb' }, 'image_to_model'],
    [{ inputs: [] }, { pbr_model: 'https://cdn/m.glb' }, 'multiview_to_model'],
    [{ animations: ['x'] }, { model_urls: ['https://cdn/m.glb'] }, 'retarget_animation'],
    [{ original_model_task_id: 't', format: 'FBX' }, { model: 'https://cdn/m.fbx' }, 'convert_model'],
    [{ prompt: 'x' }, { generated_image: 'https://cdn/m.png' }, 'text_to_image'],
    [{ file: {} }, { generated_image: 'https://cdn/m.png' }, 'generate_image'],
    [{}, { generate_multiview_image: {} }, 'generate_multiview_image'],
    [{}, { riggable: true }, 'check_riggable'],
    [{}, {}, 'import_model'],
  ])('asked for %j with %j counts as %s %s', (input, output, capability) => {
    expect(capabilityOfTask(untyped({ input, output }))?.id).toBe(capability)
  })
})

test.each(CATALOGUE.map((capability) => [capability.id, capability] as const))(
  'the words of both wires for %s are known to Add Task and to the search for lost tasks',
  (_, capability) => {
    const words = [
      capability.id,
      capability.v2.type,
      capability.v3.path.split('/').at(-1) ?? '',
      capability.id.replace(/_/g, '-'),
    ]
    for (const type of words) {
      const task = decodeTask({ task_id: 't', status: 'success', type, input: {}, output: {} })
      if (!task) throw new Error('no task')
      expect(capabilityOfTask(task)?.id, type).toBe(capability.id)
      // What is compared besides the type is checked in matches.test.ts.
      const other = CATALOGUE.find(({ id }) => id !== capability.id)
      expect(other && matches({ request: { capability: other.id, params: {} } }, task)).toBe(false)
    }
  },
)
