// Generation with `quad`: the one place where a generated model is no GLB.
import { describe, expect, it } from 'vitest'
import { readFbx } from '../../../../src/mesh/formats/index.ts'
import { executeTask } from '../../../../src/sandbox/work/index.ts'

const job = (params: Record<string, unknown>) => ({
  ...{ capability: 'text_to_model', inputs: {} },
  params: { prompt: 'a wooden crate', texture: false, pbr: false, model_seed: 1, ...params },
})

describe('a generation', () => {
  it('of quads is an FBX of its kind, within the face limit, beside its picture', async () => {
    const { files } = await executeTask(job({ quad: true, face_limit: 600 }))
    expect(files.map(({ kind, extension }) => [kind, extension])).toEqual([
      ['base_model', 'fbx'],
      ['rendered_image', 'png'],
    ])
    const meshes = (await readFbx(files[0]?.bytes ?? new Uint8Array())).getRoot().listMeshes()
    const triangles = meshes.flatMap((mesh) =>
      mesh.listPrimitives().map((part) => (part.getIndices()?.getCount() ?? 0) / 3),
    )
    const total = triangles.reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThan(10)
    expect(total).toBeLessThanOrEqual(1200)
  })

  it('is a GLB else', async () => {
    const { files } = await executeTask(job({}))
    expect(files.map(({ kind, extension }) => [kind, extension])).toEqual([
      ['base_model', 'glb'],
      ['rendered_image', 'png'],
    ])
  })

  it('of something unknown is refused', async () => {
    await expect(executeTask({ ...job({}), capability: 'make_coffee' })).rejects.toThrow('make_coffee')
  })
})
