// Models are read in a thread: its answers, its typed errors, and that it can be ended.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectGlb } from '../../../src/mesh/tools/inspect.ts'
import { createModelReader, type ModelReader } from '../../../src/platform/model-reader.ts'
import { type BuiltWorkers, buildWorkers } from '../../support/workers.ts'

let workers: BuiltWorkers
let reader: ModelReader
beforeAll(async () => {
  workers = await buildWorkers()
  reader = createModelReader(workers.file('model-worker'))
})
afterAll(async () => {
  reader.dispose()
  await workers.remove()
})

const text = (value: string) => new TextEncoder().encode(value)
const TRIANGLE = text('mtllib skin.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl red\nf 1 2 3\n')

describe('the model reader', () => {
  it('answers with a GLB, companions used', async () => {
    const files = new Map([['skin.mtl', text('newmtl red\nKd 1 0 0\n')]])
    const { glb, warnings } = await reader.read({ bytes: TRIANGLE, files })
    expect(inspectGlb(glb)).toMatchObject({ triangles: 1, materials: 1 })
    expect(warnings).toEqual([])
  })

  it('answers with the typed error of the reader', async () => {
    await expect(reader.read({ bytes: text('nothing') })).rejects.toMatchObject({
      name: 'MeshError',
      code: 'model-unknown',
      nextStep: expect.stringMatching(/GLB/),
    })
  })

  it('is ended by its signal and goes on with the next file', async () => {
    const abort = new AbortController()
    const lost = reader.read({ bytes: TRIANGLE }, abort.signal)
    abort.abort(new Error('closed'))
    await expect(lost).rejects.toThrow('closed')
    expect(inspectGlb((await reader.read({ bytes: TRIANGLE })).glb).triangles).toBe(1)
  })

  it.each([
    ['for (;;);', { patience: 300 }, 'model-too-large'],
    ['for (const all = []; ; ) all.push({ all: [all.length] })', { heapMegabytes: 32 }, 'model-too-large'],
    ['process.exit(7)', {}, 'model-broken'],
    ['throw new TypeError("x is not a function")', {}, 'model-broken'],
  ])('has words for a thread that does: %s', async (script, limits, code) => {
    const directory = await mkdtemp(join(tmpdir(), 'tripo-bad-worker-'))
    const file = join(directory, 'bad.cjs')
    await writeFile(file, `require('node:worker_threads').parentPort.on('message', () => { ${script} })`)
    const bad = createModelReader(file, limits)
    const error = await bad.read({ bytes: TRIANGLE }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'MeshError', code })
    expect(String(error)).not.toMatch(/function|heap|code 7|undefined/)
    bad.dispose()
    await rm(directory, { recursive: true })
  })
})
