// What holds for every model, tried on random ones: reducing never leaves more than was asked for,
// stays within the model and keeps it facing outward; weights add up; every format leads to every other and back.
import type { Document, Primitive } from '@gltf-transform/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import type { ModelFormat } from '../../../../src/mesh/formats/names.ts'
import { repair } from '../../../../src/mesh/tools/repair.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { sceneBounds, sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { simplifyModel } from '../../../../src/mesh/tools/simplify-model.ts'
import { documentOf, glued } from '../../mesh/tools/shapes.ts'

/** The same in each run, and as many as wanted; one that fails is told as small as it still fails. */
const RUNS = { numRuns: Number(process.env['TRIPO_ROUNDS'] ?? 1) * 25, seed: 14 } as const

/** What a model is made of: how fine a ring is, its dents, and how two bones share its vertices. */
const Model = fc.record({
  around: fc.integer({ min: 5, max: 34 }),
  across: fc.integer({ min: 4, max: 23 }),
  values: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }),
})
type Model = typeof Model extends fc.Arbitrary<infer Value> ? Value : never

/** A ring with dents, skinned by two bones. */
function dented({ around, across, values: shares }: Model): { document: Document; primitive: Primitive } {
  const shape = glued(around, across, 'plain')
  let at = 0
  const next = () => shares[at++ % shares.length] ?? 0
  const { document, primitive } = documentOf({
    ...shape,
    positions: shape.positions.map((value) => value * (1 + next() * 0.02)),
  })
  const count = shape.positions.length / 3
  const values = (length: number, value: (i: number) => number) => Float32Array.from({ length }, (_, i) => value(i))
  const weights = document
    .createAccessor()
    .setType('VEC4')
    .setArray(values(count * 4, (i) => (i % 4 < 2 ? next() : 0)))
  const joints = document
    .createAccessor()
    .setType('VEC4')
    .setArray(new Uint8Array(count * 4).map((_, i) => (i % 4 === 1 ? 1 : 0)))
  primitive.setAttribute('WEIGHTS_0', weights).setAttribute('JOINTS_0', joints)
  return { document, primitive }
}

/** Six times the volume that a document's meshes enclose, below 0 where they face inward. */
function volume(document: Document): number {
  let total = 0
  for (const primitive of document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())) {
    const p = primitive.getAttribute('POSITION')
    const corners = primitive.getIndices()
    for (let i = 0; p && corners && i < corners.getCount(); i += 3) {
      const at = (k: number) => p.getElement(corners.getScalar(i + k), [])
      const [[ax = 0, ay = 0, az = 0], [bx = 0, by = 0, bz = 0], [cx = 0, cy = 0, cz = 0]] = [at(0), at(1), at(2)]
      total += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
    }
  }
  return total
}

describe('every model', () => {
  it('is reduced to what was asked for or less, within itself, and faces as before', () =>
    fc.assert(
      fc.asyncProperty(Model, fc.double({ min: 0.1, max: 1, noNaN: true }), async (model, ratio) => {
        const { document } = dented(model)
        const [total, before, space] = [sceneTriangles(document), sceneBounds(document), volume(document)]
        const { error } = await simplifyModel(document, { ratio })
        expect(sceneTriangles(document)).toBeLessThanOrEqual(Math.max(1, Math.floor(total * ratio)))
        const after = sceneBounds(document)
        for (const k of [0, 1, 2] as const) {
          expect(after.min[k]).toBeGreaterThanOrEqual(before.min[k] - error - 1e-6)
          expect(after.max[k]).toBeLessThanOrEqual(before.max[k] + error + 1e-6)
        }
        if (ratio > 0.3) expect(Math.sign(volume(document))).toBe(Math.sign(space))
        // Every vertex that stays has the weights of one that was there.
        for (const weights of weightsOf(document)) expect(weights.every((value) => value >= 0)).toBe(true)
      }),
      RUNS,
    ))

  it('is reduced within an error in millimetres', () =>
    fc.assert(
      fc.asyncProperty(Model, fc.double({ min: 1, max: 50, noNaN: true }), async (model, millimetres) => {
        const { error } = await simplifyModel(dented(model).document, { millimetres })
        expect(error * 1000).toBeLessThanOrEqual(millimetres * 1.001)
      }),
      RUNS,
    ))

  it('has weights that add up to 1 once it is repaired, and after it is reduced', () =>
    fc.assert(
      fc.asyncProperty(Model, async (model) => {
        const { document } = dented(model)
        await repair(document, { steps: ['weights'] })
        await simplifyModel(document, { ratio: 0.6 })
        for (const weights of weightsOf(document))
          expect(Math.abs(weights.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(0.01)
      }),
      RUNS,
    ))
})

/** The weights of each vertex of a document. */
function weightsOf(document: Document): number[][] {
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
  return primitives.flatMap((primitive) => {
    const weights = primitive.getAttribute('WEIGHTS_0')
    return weights ? Array.from({ length: weights.getCount() }, (_, v) => weights.getElement(v, [])) : []
  })
}

describe('every format', () => {
  const FORMATS: readonly ModelFormat[] = ['glb', 'gltf', 'fbx', 'obj', 'stl', 'ply', 'usdz', '3mf']
  const convert = async (format: ModelFormat, files: ReadonlyMap<string, Uint8Array>) => {
    const [[path, bytes] = ['', new Uint8Array()], ...beside] = [...files]
    const hint = FORMATS.find((one) => path.endsWith(`.${one}`)) ?? 'glb'
    const result = await runTool({
      ...{ tool: 'convert', options: { format }, bytes, hint, name: 'm' },
      files: new Map(beside),
    })
    return new Map(result.files.map((file) => [file.path, file.bytes]))
  }

  it.each(FORMATS)('%s leads to each other, with as many triangles at the same places', async (from) => {
    const { document } = documentOf(glued(8, 6, 'plain'))
    const source = new Map([['m.glb', await writeGlb(document)]])
    const wanted = sceneBounds(document)
    const first = await convert(from, source)
    for (const to of FORMATS) {
      const back = await convert('glb', await convert(to, first))
      const read = await readModel(back.get('m.glb') ?? new Uint8Array())
      expect(sceneTriangles(read), `${from} to ${to}`).toBe(96)
      const { min, max } = sceneBounds(read)
      for (const k of [0, 1, 2] as const) {
        expect(min[k], `${from} to ${to}`).toBeCloseTo(wanted.min[k], 3)
        expect(max[k], `${from} to ${to}`).toBeCloseTo(wanted.max[k], 3)
      }
    }
  })
})
