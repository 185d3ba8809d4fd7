// Segmentation and completion of the sandbox: named parts that are the whole model together, the same each time.
import { beforeAll, describe, expect, it } from 'vitest'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { meshCompletion } from '../../../../src/sandbox/work/mesh-completion.ts'
import { meshSegmentation } from '../../../../src/sandbox/work/mesh-segmentation.ts'
import type { WorkSource } from '../../../../src/simulator/work.ts'
import { expectSameShape } from '../../mesh/formats/compare.ts'
import {
  expectPicture,
  expectSameBytes,
  generated,
  openEdges,
  run,
  sourceOf,
  valid,
} from '../../sandbox/work/shapes.ts'

const plain = { texture: false, pbr: false }
let chair: WorkSource
let rock: WorkSource
beforeAll(async () => {
  chair = await generated('a wooden chair', plain)
  rock = await generated('a rock', { ...plain, face_limit: 800 })
})

const known = new Map<string, ReturnType<typeof cut>>()
/** The same request is carried out once. */
function parts(params: Record<string, unknown>, source: WorkSource, inputs: Record<string, Uint8Array> = {}) {
  const key = JSON.stringify([params, source.params, Object.keys(inputs)])
  const result = known.get(key) ?? cut(params, source, inputs)
  known.set(key, result)
  return result
}

async function cut(params: Record<string, unknown>, source: WorkSource, inputs: Record<string, Uint8Array>) {
  const { model, picture } = await run(meshSegmentation, params, source, inputs)
  const document = await valid(model)
  return { document, model, picture, meshes: placedMeshes(document) }
}
/** The version that hears of granularity; it splits loose pieces unless it is told not to. */
const v2 = { model_version: 'v2.0-20260430' }
const whole = { ...v2, split_by_connectivity: false }

describe('mesh_segmentation', () => {
  it('splits into a handful of named nodes that are the whole model together', async () => {
    const { document, meshes, picture } = await parts({}, chair)
    expect(meshes.map(({ name }) => name)).toEqual(meshes.map((_, i) => `part_${i}`))
    expect(meshes.length).toBeGreaterThanOrEqual(2)
    expect(meshes.length).toBeLessThanOrEqual(12)
    expectSameShape(document, await readModel(chair.bytes))
    await expectPicture(picture)
  })

  it('is the same each time', async () => {
    expectSameBytes((await cut({}, chair, {})).model.bytes, (await parts({}, chair)).model.bytes)
  })

  it('follows the granularity', async () => {
    const counts = []
    for (const segmentation_granularity of ['simple', 'balanced', 'detailed'])
      counts.push((await parts({ ...whole, segmentation_granularity }, rock)).meshes.length)
    expect(counts).toEqual([3, 6, 12])
  })

  it('makes every loose piece a part, unless split_by_connectivity is off', async () => {
    const usual = (await parts(whole, chair)).meshes.length
    const loose = await parts(v2, chair)
    expect(loose.meshes.length).toBeGreaterThan(usual)
    // Legs, bars and slats of a generated chair are closed, so each piece is.
    expect(loose.meshes.map(({ surfaces }) => openEdges(surfaces))).toEqual(loose.meshes.map(() => 0))
  })

  it('takes the number of parts from the colors of a reference picture', async () => {
    const data = new Uint8Array(32 * 32 * 4)
    for (let i = 0; i < 1024; i++)
      data.set(
        [
          [255, 0, 0, 255],
          [0, 255, 0, 255],
          [0, 0, 255, 255],
        ][i % 3] ?? [],
        i * 4,
      )
    const picture = encodePng({ width: 32, height: 32, data })
    expect((await parts(v2, rock, { ref_image: picture })).meshes).toHaveLength(3)
  })

  it('cuts even a model in one piece', async () => {
    const one = await parts(v2, rock)
    const largest = one.meshes[0]
    expect(largest).toBeDefined()
    expect((await parts({ ...whole, segmentation_granularity: 'detailed' }, rock)).meshes.length).toBeGreaterThan(
      one.meshes.length,
    )
  })
})

describe('mesh_completion', () => {
  const segmented = async () => {
    const { model, meshes } = await parts({ ...whole, segmentation_granularity: 'detailed' }, rock)
    return { source: sourceOf(model.bytes, 'glb', 'mesh_segmentation'), meshes }
  }

  it('closes every part', async () => {
    const { source, meshes } = await segmented()
    expect(meshes.some(({ surfaces }) => openEdges(surfaces) > 0)).toBe(true)
    const { model, picture } = await run(meshCompletion, {}, source)
    const closed = placedMeshes(await valid(model))
    expect(closed.map(({ name }) => name)).toEqual(meshes.map(({ name }) => name))
    expect(closed.map(({ surfaces }) => openEdges(surfaces))).toEqual(closed.map(() => 0))
    expect(sceneTriangles(await readModel(model.bytes))).toBeGreaterThan(sceneTriangles(await readModel(source.bytes)))
    await expectPicture(picture)
  })

  it('closes the named parts only', async () => {
    const { source, meshes } = await segmented()
    const open = meshes.filter(({ surfaces }) => openEdges(surfaces) > 0).map(({ name }) => name)
    const { model } = await run(meshCompletion, { part_names: [open[0]] }, source)
    const after = placedMeshes(await valid(model)).filter(({ surfaces }) => openEdges(surfaces) > 0)
    expect(open.length).toBeGreaterThan(2)
    expect(after.map(({ name }) => name)).toEqual(open.slice(1))
  })
})
