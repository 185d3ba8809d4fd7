// smart_lowpoly: limits, textures or vertex colors, quads, and parts by name.
import { beforeAll, describe, expect, it } from 'vitest'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { smartLowpoly } from '../../../../src/sandbox/work/smart-lowpoly.ts'
import type { WorkSource } from '../../../../src/simulator/work.ts'
import { validGlb } from '../../mesh/formats/compare.ts'
import { staticModel } from '../../mesh/formats/sample.ts'
import { expectPicture, expectSameBytes, generated, polygons, run, sourceOf, valid } from './shapes.ts'

let dog: WorkSource
beforeAll(async () => {
  dog = await generated('a dog')
})

describe('smart_lowpoly', () => {
  it('respects the limit and keeps the textures', async () => {
    const { model, picture } = await run(smartLowpoly, { face_limit: 900 }, dog)
    const low = await valid(model)
    expect(sceneTriangles(low)).toBeLessThanOrEqual(900)
    expect(sceneTriangles(low)).toBeGreaterThan(800)
    const images = (document: typeof low) =>
      document
        .getRoot()
        .listTextures()
        .map((texture) => texture.getImage())
    const before = images(await readModel(dog.bytes))
    expect(images(low)).toHaveLength(before.length)
    for (const [i, image] of images(low).entries()) expectSameBytes(image, before[i])
    const [surface] = placedMeshes(low).flatMap((mesh) => mesh.surfaces)
    expect(surface?.uvs?.every((value) => value >= 0 && value <= 1)).toBe(true)
    await expectPicture(picture)
  })

  it('has a few thousand faces without a limit', async () => {
    const { model } = await run(smartLowpoly, {}, dog)
    expect(sceneTriangles(await valid(model))).toBe(4000)
  })

  it('makes an FBX of quads within the limit', async () => {
    const { model, picture } = await run(smartLowpoly, { face_limit: 800, quad: true }, dog)
    expect(model.extension).toBe('fbx')
    const counts = polygons(await readModel(model.bytes))
    expect(Object.keys(counts)).toEqual(['4'])
    expect(counts[4]).toBeLessThanOrEqual(800)
    expect(counts[4]).toBeGreaterThan(400)
    await expectPicture(picture)
  })

  it('has a color per vertex and no texture unless it bakes', async () => {
    const { model } = await run(smartLowpoly, { face_limit: 900, bake: false }, dog)
    const low = await valid(model)
    expect(low.getRoot().listTextures()).toEqual([])
    const [surface] = placedMeshes(low).flatMap((mesh) => mesh.surfaces)
    const colors = Array.from(surface?.colors ?? [])
    expect(colors).toHaveLength(((surface?.positions.length ?? 0) / 3) * 4)
    expect(new Set(colors.map((value) => value.toFixed(2))).size).toBeGreaterThan(5)
  })

  it('bakes vertex colors into a texture', async () => {
    const plain = await run(smartLowpoly, { face_limit: 900, bake: false }, dog)
    const { model } = await run(smartLowpoly, { face_limit: 500 }, sourceOf(plain.model.bytes))
    const low = await valid(model)
    expect(low.getRoot().listTextures()).toHaveLength(1)
    expect(placedMeshes(low)[0]?.surfaces[0]?.colors).toBeUndefined()
  })

  it('rebuilds named parts only', async () => {
    const crate = sourceOf(await validGlb(staticModel()), 'glb', 'mesh_segmentation')
    const { model } = await run(smartLowpoly, { part_names: ['crate'] }, crate)
    expect(placedMeshes(await valid(model)).map(({ name }) => name)).toEqual(['crate'])
  })
})
