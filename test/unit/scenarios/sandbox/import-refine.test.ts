// import_model and refine_model of the sandbox: what is read, kept and made finer, and what is no model.
import { describe, expect, it, vi } from 'vitest'
import { readModel, writeFbx, writeGlb, writeObj, writeStl } from '../../../../src/mesh/formats/index.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { importModel } from '../../../../src/sandbox/work/import-model.ts'
import { refineModel } from '../../../../src/sandbox/work/refine-model.ts'
import { expectSameShape, validGlb } from '../../mesh/formats/compare.ts'
import { riggedModel, staticModel } from '../../mesh/formats/sample.ts'
import { expectPicture, generated, run, valid } from '../../sandbox/work/shapes.ts'

/** Milliseconds that a loaded machine may take. */
vi.setConfig({ testTimeout: 120_000 })

const bring = async (file: Uint8Array, type?: string) =>
  valid((await run(importModel, type === undefined ? {} : { file: { type } }, undefined, { file })).model)

describe('import_model', () => {
  it('reads GLB, FBX, OBJ and STL', async () => {
    for (const file of [
      await validGlb(staticModel()),
      writeFbx(staticModel()),
      writeObj(staticModel()),
      writeStl(staticModel()),
    ])
      expectSameShape(await bring(file), staticModel())
  })

  it('keeps skeleton and clips', async () => {
    const root = (await bring(writeFbx(riggedModel()))).getRoot()
    expect(root.listSkins()).toHaveLength(1)
    expect(root.listAnimations().map((clip) => clip.getName())).toEqual(['preset:walk', 'preset:idle'])
  })

  it('goes by the bytes when the type is wrong, and by the type when the bytes do not tell', async () => {
    expectSameShape(await bring(writeStl(staticModel()), 'glb'), staticModel())
    const long = `${'# a long comment\n'.repeat(2000)}v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n`
    expect(sceneTriangles(await bring(new TextEncoder().encode(long), 'OBJ'))).toBe(1)
  })

  it('makes normals unit length', async () => {
    const sloppy = staticModel()
    const normal = sloppy.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('NORMAL')
    normal?.setArray(new Float32Array(normal.getArray() ?? []).map((value) => value * 1.2))
    await bring(await writeGlb(sloppy))
  })

  it('fails for what is no model', async () => {
    await expect(bring(new TextEncoder().encode('hello'))).rejects.toMatchObject({ code: 'model-unknown' })
    await expect(bring((await validGlb(staticModel())).subarray(0, 900))).rejects.toMatchObject({
      code: 'model-broken',
    })
  })
})

describe('refine_model', () => {
  it.each(['text_to_model', 'image_to_model'])('has more triangles and finer textures: %s', async (capability) => {
    const draft = { ...(await generated('a coin', { model_version: 'v1.4-20240625' })), capability }
    const { model, picture } = await run(refineModel, {}, draft)
    const [before, after] = [await readModel(draft.bytes), await valid(model)]
    expect(sceneTriangles(after)).toBeGreaterThan(sceneTriangles(before) * 1.2)
    const side = (document: typeof before) => {
      const [texture] = document
        .getRoot()
        .listMaterials()
        .map((material) => material.getBaseColorTexture())
      return texture?.getSize()?.[0]
    }
    expect([side(before), side(after)]).toEqual([512, 1024])
    await expectPicture(picture)
  })
})
