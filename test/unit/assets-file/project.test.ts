// A project with an assets file from plan to lock, over jobs that are made up: what is built again, and what is never asked for
// again.
import { beforeEach, describe, expect, it } from 'vitest'
import { addModel, emptyFile } from '../../../src/assets-file/edit.ts'
import { readLock } from '../../../src/assets-file/lock.ts'
import { isPaid, totalOf } from '../../../src/assets-file/plan.ts'
import { AssetsProject } from '../../../src/assets-file/project.ts'
import { readAssetsFile } from '../../../src/assets-file/read.ts'
import { writeGlb } from '../../../src/mesh/formats/index.ts'
import { runTool } from '../../../src/mesh/tools/run-tool.ts'
import type { ChainRequest, JobView } from '../../../src/protocol/index.ts'
import { english } from '../../../src/text/index.ts'
import { sha256 } from '../../../src/tripo/digest.ts'
import { riggedModel, staticModel } from '../mesh/formats/sample.ts'

const encode = (text: string) => new TextEncoder().encode(text)
let disk: Map<string, Uint8Array>
let jobs: JobView[]
let service: 'sandbox' | 'service'
beforeEach(() => {
  disk = new Map()
  jobs = []
  service = 'service'
})

const project = () =>
  new AssetsProject({
    files: {
      sha256: async (path) => {
        const bytes = disk.get(path)
        return bytes && sha256(new Uint8Array(bytes))
      },
      read: async (path) => disk.get(path) ?? Promise.reject(new Error(`${path} is missing`)),
      readText: async (path) => {
        const bytes = disk.get(path)
        return bytes && new TextDecoder().decode(bytes)
      },
      write: async (path, content) => void disk.set(path, typeof content === 'string' ? encode(content) : content),
    },
    jobs: () => jobs,
    pathOf: (uri) => uri.replace('file:///game/', ''),
    runTool,
    context: async () => ({ dialect: 'v3', now: Date.UTC(2026, 10, 29), folder: 'public/models', service }),
    urlOf: async (path) => ({ url: `'/${path.replace('public/', '')}'` }),
    indexPath: async () => 'src/assets.ts',
    resultsFolder: '.tripo/models',
    generator: 'test 1',
  })

const write = (...models: unknown[]) => disk.set('tripo.assets.json', encode(JSON.stringify({ version: 1, models })))
const text = (path: string) => new TextDecoder().decode(disk.get(path))
const states = async () => (await project().plan()).rows.map(({ state }) => state)

let count = 0
/** The jobs of a request, as the host lists them. */
function start({ capability, params, asset, steps = [] }: ChainRequest): JobView[] {
  const group = { id: `g${count++}`, kind: 'chain' as const, of: steps.length + 1 }
  const made = [{ capability, params }, ...steps].map((step, index): JobView => {
    return {
      ...{ id: `j${count++}`, ...step, title: 't', phase: 'preparing', startedAt: 0, service, estimate: 20, files: [] },
      ...(steps.length > 0 ? { group: { ...group, index } } : {}),
      ...(index === 0 ? { asset } : {}),
    }
  })
  jobs.push(...made)
  return made
}
const change = ({ id }: JobView, more: Partial<JobView>) => {
  jobs = jobs.map((job) => (job.id === id ? { ...job, ...more } : job))
}
const deliver = (job: JobView, taskId: string, bytes: Uint8Array) => {
  const path = `.tripo/models/${taskId}.glb`
  disk.set(path, bytes)
  const file = { kind: 'model', path, uri: `file:///game/${path}`, bytes: bytes.length }
  change(job, { phase: 'delivered', taskId, files: [file] })
}
/** Asks for all that is to be paid. */
async function build() {
  const one = project()
  const { rows } = await one.plan()
  const paid = rows.filter(isPaid)
  return {
    total: totalOf(paid),
    started: paid.map((row) => start(one.requestOf(row, (path) => `file:///game/${path}`))),
  }
}

const CUP = { name: 'cup', prompt: 'a cup' }

describe('a project', () => {
  it('is built, and only what was changed is built again', async () => {
    write(CUP, { name: 'pot', prompt: 'a pot' })
    const first = await build()
    expect(first.total).toBe(40)
    expect(await states()).toEqual(['underway', 'underway'])
    for (const [at, [job]] of first.started.entries()) if (job) deliver(job, `t-${at}`, await writeGlb(staticModel()))
    const finished = await project().settle()
    expect(finished.map(({ name, path }) => [name, path])).toEqual([
      ['cup', 'public/models/cup.glb'],
      ['pot', 'public/models/pot.glb'],
    ])
    expect(await states()).toEqual(['current', 'current'])
    expect(text('src/assets.ts')).toContain("  'cup': { url: '/models/cup.glb', clips: [], size: [")
    expect(readLock(text('tripo.assets.lock.json')).models.cup?.made?.tasks).toEqual([
      { capability: 'text_to_model', taskId: 't-0' },
    ])
    write(CUP, { name: 'pot', prompt: 'a red pot' })
    const second = await build()
    expect(second.started.map(([job]) => job?.params.prompt)).toEqual(['a red pot'])
    expect(await project().settle()).toEqual([])
  })

  it('notes a task in the lock as soon as it is accepted, and pays for it no more after the jobs are forgotten', async () => {
    write(CUP)
    const [[job] = []] = (await build()).started
    if (job) change(job, { phase: 'generating', taskId: 't-1' })
    await project().settle()
    expect(readLock(text('tripo.assets.lock.json')).models.cup?.pending?.tasks.map(({ taskId }) => taskId)).toEqual([
      't-1',
    ])
    jobs = []
    expect(await states()).toEqual(['underway'])
    // Whoever has the task fetched finishes it.
    const [fetched] = start({ capability: 'text_to_model', params: {} })
    if (fetched) deliver(fetched, 't-1', await writeGlb(staticModel()))
    expect((await project().settle()).map(({ path }) => path)).toEqual(['public/models/cup.glb'])
    expect(readLock(text('tripo.assets.lock.json')).models.cup?.pending).toBeUndefined()
  })

  it('does steps on this machine, lists clips, and tells broken budgets', async () => {
    write({ ...CUP, steps: [{ tool: 'optimise', options: { compression: 'none', textureFormat: 'keep' } }] })
    const [[job] = []] = (await build()).started
    if (job) deliver(job, 't-1', await writeGlb(riggedModel()))
    await project().settle()
    expect(text('src/assets.ts')).toMatch(/clips: \['\w+/)
    write({ ...CUP, budgets: { triangles: 1 }, steps: [{ tool: 'convert', options: { format: 'stl' } }] })
    const { rows } = await project().plan()
    expect(rows.map(({ state, credits }) => [state, credits])).toEqual([['local', 0]])
    const [done] = await project().buildLocal(rows)
    expect(done?.path).toBe('public/models/cup.stl')
    expect(done?.broken.map(({ code }) => code)).toEqual(['budget.triangles'])
    expect(await states()).toEqual(['current'])
  })

  it('goes on behind paid steps of a chain that stopped, for what is left', async () => {
    write({ ...CUP, steps: [{ capability: 'rig_model', params: { rig_type: 'biped' } }] })
    const [[first, second] = []] = (await build()).started
    if (first) deliver(first, 't-1', await writeGlb(staticModel()))
    const problem = { code: 'task.failed', sentence: '', nextStep: '', billed: 'no' as const }
    if (second) change(second, { phase: 'failed', problem, estimate: 25 })
    const { rows } = await project().plan()
    expect(rows).toMatchObject([{ state: 'resume', credits: 25, job: second?.id }])
  })

  it('never asks again while nobody knows whether the service has taken it, or its result waits there', async () => {
    write(CUP)
    const [[job] = []] = (await build()).started
    const problem = (billed: 'yes' | 'no' | 'unknown', code = 'download.failed') => ({
      code,
      sentence: '',
      nextStep: '',
      billed,
    })
    for (const more of [
      { phase: 'unconfirmed', problem: problem('unknown') },
      { phase: 'stopped' },
      { phase: 'failed', taskId: 't', problem: problem('yes') },
    ] as const) {
      if (job) change(job, more)
      expect(await states()).toEqual(['underway'])
    }
    if (job) change(job, { phase: 'failed', problem: problem('no', 'service.2010') })
    expect(await states()).toEqual(['new'])
  })

  it('uploads every view, asks anew when one has changed, and notes the seeds', async () => {
    write({ name: 'cart', images: { front: 'art/f.png', right: 'art/r.png' } })
    disk.set('art/f.png', encode('front'))
    expect((await project().plan()).rows[0]).toMatchObject({ state: 'wrong', missingImage: 'art/r.png', credits: 0 })
    disk.set('art/r.png', encode('right'))
    const [[job] = []] = (await build()).started
    if (!job) throw new Error('nothing was asked for')
    expect(job.params.files).toEqual([
      ...[{ upload: 'file:///game/art/f.png' }, {}, {}],
      { upload: 'file:///game/art/r.png' },
    ])
    deliver(job, 't-cart', await writeGlb(staticModel()))
    change(job, { seeds: { image_seed: 7 } })
    await project().settle()
    expect(readLock(text('tripo.assets.lock.json')).models.cart?.made?.tasks).toMatchObject([
      { seeds: { image_seed: 7 } },
    ])
    expect(await states()).toEqual(['current'])
    disk.set('art/r.png', encode('another right'))
    expect(await states()).toEqual(['changed'])
  })

  it('keeps a finished file that somebody has changed, and a list that somebody wrote', async () => {
    write(CUP)
    disk.set('public/models/cup.glb', encode('mine'))
    disk.set('src/assets.ts', encode('export const mine = 1'))
    const [[job] = []] = (await build()).started
    if (job) deliver(job, 't-1', await writeGlb(staticModel()))
    const [kept] = await project().settle()
    expect(kept?.problem && english(kept.problem)).toContain('public/models/cup.glb was changed by somebody')
    expect(text('public/models/cup.glb')).toBe('mine')
    expect(kept?.isEdited).toBe(true)
    const [other] = await project().settle({ replace: new Set(['pot']) })
    expect(other?.isEdited).toBe(true)
    const [done] = await project().settle({ replace: new Set(['cup']) })
    expect(done?.path).toBe('public/models/cup.glb')
    expect(text('src/assets.ts')).toBe('export const mine = 1')
  })
})

describe('adding a result', () => {
  it('puts its request into the list, once under each name', () => {
    const job = (more: Partial<JobView>): JobView => ({
      ...{ id: 'j', capability: 'text_to_model', title: 'A cup, red', phase: 'delivered', startedAt: 0, service },
      ...{ estimate: 20, params: { prompt: 'A cup, red, toy', texture: true, face_limit: 500 }, files: [] },
      ...more,
    })
    const rig = job({ capability: 'rig_model', params: { original_model_task_id: 't', rig_type: 'quadruped' } })
    const context = { dialect: 'v3', now: Date.UTC(2026, 10, 29), folder: 'assets' } as const
    let file = emptyFile()
    for (const chain of [[job({}), rig], [job({ style: { name: 'toy', prompt: 'A cup' } })]]) {
      const added = addModel(file, chain, () => undefined)
      if (!('text' in added)) throw new Error(english(added.problem))
      file = added.text
    }
    expect(JSON.parse(file).models).toEqual([
      {
        name: 'A-cup-red',
        prompt: 'A cup, red, toy',
        params: { face_limit: 500 },
        steps: [{ capability: 'rig_model', params: { rig_type: 'quadruped' } }],
      },
      { name: 'A-cup-red-2', prompt: 'A cup', style: 'toy', params: { face_limit: 500 } },
    ])
    expect(readAssetsFile(file, context).findings.map(({ code }) => code)).toContain('style')
    expect(addModel('{', [job({})], () => undefined)).toHaveProperty('problem')
    expect(
      addModel(
        file,
        [job({ capability: 'image_to_model', params: { file: { upload: 'file:///x.png' } } })],
        () => undefined,
      ),
    ).toHaveProperty('problem')
    expect(addModel(file, [rig], () => undefined)).toHaveProperty('problem')
  })
})
