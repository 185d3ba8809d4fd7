// A walk over all capabilities, one after the other, in each dialect: the real workshop in its real worker, behind a real
// server, at time scale 60. Two idle cores take about 10 s for each dialect; `WALK_TIMES=1` tells.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import esbuild from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBuilder, type WorkerBuilder } from '../../../src/platform/builder.ts'
import { createRandom } from '../../../src/simulator/random.ts'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { CARRIED_OUT } from '../../../src/simulator/work/index.ts'
import { CATALOGUE, type Dialect, findCapability } from '../../../src/tripo/catalogue/index.ts'
import { type Answer, type Data, readAnswer } from './support.ts'

const LIMIT = 120_000

let directory: string
let builder: WorkerBuilder
let server: SimulatorServer

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tripo-walk-'))
  await esbuild.build({
    entryPoints: [{ in: 'src/simulator/worker.ts', out: 'worker' }],
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'silent' },
    ...{ outdir: directory, outExtension: { '.js': '.cjs' }, loader: { '.wasm': 'binary' } },
  })
  builder = createBuilder(join(directory, 'worker.cjs'))
  server = await startServer({ build: builder.build, timeScale: 60, random: createRandom(1) })
}, 60_000)
afterAll(async () => {
  builder.dispose()
  await server.close()
  await rm(directory, { recursive: true })
})

/** What a step needs from those before it. */
interface Made {
  image: string
  model: string
  ids: Map<string, string>
}
const from = ({ ids }: Made, id: string) => ids.get(id) ?? ''

/** Every capability with a body by the catalogue's names; the file and the source are placed as the dialect wants them. */
const STEPS: readonly [id: string, body: (made: Made, dialect: Dialect) => Record<string, unknown>][] = [
  ['text_to_model', () => ({ prompt: 'a person' })],
  ['image_to_model', ({ image }) => ({ file: { type: 'png', file_token: image } })],
  ['text_to_image', () => ({ prompt: 'a red barrel' })],
  ['generate_image', ({ image }) => ({ prompt: 'made of gold', file: { file_token: image } })],
  ['generate_multiview_image', ({ image }) => ({ file: { file_token: image } })],
  [
    'edit_multiview_image',
    (made) => ({
      original_task_id: from(made, 'generate_multiview_image'),
      prompts: [{ view: 'back', prompt: 'blue paint' }],
    }),
  ],
  [
    'multiview_to_model',
    (made, dialect) =>
      dialect === 'v2'
        ? { original_task_id: from(made, 'edit_multiview_image') }
        : { inputs: [{ task_id: from(made, 'edit_multiview_image') }] },
  ],
  [
    'texture_model',
    (made) => ({ original_model_task_id: from(made, 'image_to_model'), texture_prompt: { text: 'rusty metal' } }),
  ],
  ['stylize_model', (made) => ({ original_model_task_id: from(made, 'text_to_model'), style: 'voxel' })],
  ['smart_lowpoly', (made) => ({ original_model_task_id: from(made, 'text_to_model'), face_limit: 1000 })],
  ['mesh_segmentation', (made) => ({ original_model_task_id: from(made, 'text_to_model') })],
  ['mesh_completion', (made) => ({ original_model_task_id: from(made, 'mesh_segmentation') })],
  ['check_riggable', (made) => ({ original_model_task_id: from(made, 'text_to_model') })],
  ['rig_model', (made) => ({ original_model_task_id: from(made, 'text_to_model') })],
  [
    'retarget_animation',
    (made, dialect) => ({
      original_model_task_id: from(made, 'rig_model'),
      animations: dialect === 'v2' ? ['preset:walk', 'preset:run'] : ['preset:biped:walk', 'preset:biped:run'],
    }),
  ],
  ['convert_model', (made) => ({ original_model_task_id: from(made, 'text_to_model'), format: 'OBJ' })],
  ['import_model', ({ model }) => ({ file: { file_token: model } })],
]

/** v3 cannot make the drafts that refining needs. */
const V2_STEPS: typeof STEPS = [
  ['text_to_model', () => ({ prompt: 'a wooden chair', model_version: 'v1.4-20240625' })],
  ['refine_model', (made) => ({ draft_model_task_id: from(made, 'text_to_model') })],
]
/** v2 was closed before these came. */
const V3_STEPS: typeof STEPS = [
  ['smart_segment', ({ image }) => ({ seg_type: 'image', input: image })],
  ['image_to_splat', ({ image }) => ({ input: image })],
]
const stepsOf = (dialect: Dialect) => [...STEPS, ...(dialect === 'v2' ? V2_STEPS : V3_STEPS)]

describe.each(['v2', 'v3'] as const)('a walk in %s', (dialect) => {
  it(
    'carries out every capability',
    async () => {
      const base = server[dialect]
      const headers = { authorization: `Bearer tsk_walk_${dialect}` }
      const ask = async (path: string, init: RequestInit = {}): Promise<Answer> =>
        readAnswer(await fetch(base + path, { ...init, headers: { ...headers, ...init.headers } }))
      const post = (path: string, body: unknown) =>
        ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
      const v3Headers = { headers, method: 'POST' }
      const upload = async (bytes: Uint8Array) => {
        const body = new FormData()
        body.append('file', new Blob([bytes]), 'file.bin')
        // both dialects have one store: models go in through v3's upload, whose tokens v2 knows too
        const { data } = await readAnswer(await fetch(`${server.v3}/files`, { ...v3Headers, body }))
        return String(data.file_token)
      }
      const obj = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n'
      const made: Made = {
        image: await upload(await readFile(new URL('../../fixtures/images/key.png', import.meta.url))),
        model: await upload(new TextEncoder().encode(obj)),
        ids: new Map(),
      }
      const create = (id: string, body: Record<string, unknown>) => {
        const capability = findCapability(id)
        if (dialect === 'v2') return post('/task', { type: capability?.v2.type, ...body })
        const model = capability?.category === 'generate' && id !== 'image_to_splat' ? { model: 'v2.5-20250123' } : {}
        return post(capability?.v3.path ?? '', { ...model, ...body })
      }
      const read = async (id: string) => (await ask(dialect === 'v2' ? `/task/${id}` : `/tasks/${id}`)).data
      const finish = async (id: string, body: Record<string, unknown>): Promise<Data> => {
        const created = await create(id, body)
        expect(created.body.message, id).toBeUndefined()
        const task = String(created.data.task_id)
        made.ids.set(id, task)
        await expect
          .poll(async () => (await read(task)).status, { timeout: LIMIT, interval: 20 })
          .toMatch(/success|failed|banned|expired/)
        return read(task)
      }
      const spent: [string, number][] = []
      const start = performance.now()
      for (const [id, body] of stepsOf(dialect)) {
        const before = performance.now()
        const task = await finish(id, body(made, dialect))
        spent.push([id, Math.round(performance.now() - before)])
        expect([id, task.status]).toEqual([id, 'success'])
        const outputs = JSON.stringify(task.output)
        for (const [url = ''] of outputs.matchAll(/https?:[^"]+/g)) {
          const response = await fetch(url)
          expect([id, response.status]).toEqual([id, 200])
          expect((await response.arrayBuffer()).byteLength, id).toBeGreaterThan(100)
        }
        if (id === 'check_riggable') expect(task.output).toMatchObject({ riggable: true, rig_type: 'biped' })
      }
      const total = performance.now() - start
      if (process.env.WALK_TIMES) console.log(dialect, Math.round(total), JSON.stringify(spent))
      expect((await post('/nothing', {})).status).toBe(404)
    },
    3 * LIMIT,
  )
})

it('walks over what the catalogue has', () => {
  const ids = CATALOGUE.map((capability) => capability.id)
  const walked = new Set([...stepsOf('v2'), ...stepsOf('v3')].map(([id]) => id))
  expect([...walked].sort()).toEqual([...ids].sort())
  expect([...CARRIED_OUT].sort()).toEqual([...ids].sort())
})
