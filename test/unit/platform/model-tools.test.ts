// The local tools in their thread: answers, typed errors, and that a job can be ended without the next one suffering.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModelTools, type ModelTools } from '../../../src/platform/model-tools.ts'
import { type BuiltWorkers, buildWorkers } from '../../support/workers.ts'

let workers: BuiltWorkers
let tools: ModelTools
beforeAll(async () => {
  workers = await buildWorkers()
  tools = createModelTools(workers.file('model-worker'))
})
afterAll(async () => {
  tools.dispose()
  await workers.remove()
})

const bytes = new TextEncoder().encode('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')

describe('the local tools in their thread', () => {
  it('convert, inspect, check and optimise', async () => {
    const glb = await tools.run({ tool: 'convert', options: { format: 'glb' }, bytes, name: 'flat' })
    expect(glb.files.map(({ path }) => path)).toEqual(['flat.glb'])
    const model = glb.files[0]?.bytes ?? new Uint8Array()
    expect((await tools.run({ tool: 'inspect', options: {}, bytes: model })).before?.triangles).toBe(1)
    const { findings } = await tools.run({ tool: 'check', options: {}, bytes: model })
    expect(findings?.map(({ code }) => code)).toContain('mesh.holes')
    // Of the OBJ: a GLB of one triangle would be kept, as packing makes it no smaller.
    const packed = await tools.run({ tool: 'optimise', options: {}, bytes, name: 'flat' })
    // What a loader must know of the file, whoever tells it.
    const file = packed.files[0]?.bytes ?? new Uint8Array()
    const { before } = await tools.run({ tool: 'inspect', options: {}, bytes: file })
    expect(before?.extensions).toContain('EXT_meshopt_compression')
    expect(packed.after?.extensions.toSorted()).toEqual(before?.extensions.toSorted())
    expect(packed.after?.triangles).toBe(1)
  })

  it('answer with the typed error of the reader', async () => {
    const job = { tool: 'inspect', options: {}, bytes: new TextEncoder().encode('nothing') } as const
    await expect(tools.run(job)).rejects.toMatchObject({ name: 'MeshError', code: 'model-unknown' })
  })

  it('are ended by the signal, and go on with the next file', async () => {
    const abort = new AbortController()
    const lost = tools.run({ tool: 'inspect', options: {}, bytes }, abort.signal)
    abort.abort(new Error('closed'))
    await expect(lost).rejects.toThrow('closed')
    expect((await tools.run({ tool: 'inspect', options: {}, bytes })).before?.vertices).toBe(3)
  })
})
