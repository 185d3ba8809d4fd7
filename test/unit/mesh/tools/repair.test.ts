// Known answers of each step of the repair.
import { Primitive } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { floatsOf } from '../../../../src/mesh/formats/floats.ts'
import { surfaceOf, triangulated } from '../../../../src/mesh/formats/surface.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { repair } from '../../../../src/mesh/tools/repair.ts'
import type { RepairStep } from '../../../../src/mesh/tools/repair-steps.ts'
import { topologyOf } from '../../../../src/mesh/tools/topology.ts'
import { english } from '../../../../src/text/index.ts'
import { both, cube, documentOf, glued, type Shape } from './shapes.ts'

const topology = (primitive: Primitive) => {
  const found = surfaceOf(primitive)
  return topologyOf(found ? [found] : [])
}

async function repaired(shape: Shape, ...steps: RepairStep[]) {
  const { document, primitive } = documentOf(shape)
  const done = (await repair(document, { steps })).map((one) => english(one))
  return { document, primitive, done, found: topology(primitive) }
}

/** Six times the volume. */
function volume(primitive: Primitive): number {
  const surface = surfaceOf(primitive)
  if (!surface) return 0
  const list = triangulated(surface)
  let sum = 0
  for (let i = 0; i < list.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => [
      ...surface.positions.subarray((list[i + k] ?? 0) * 3, (list[i + k] ?? 0) * 3 + 3),
    ])
    const [[ax = 0, ay = 0, az = 0] = [], [bx = 0, by = 0, bz = 0] = [], [cx = 0, cy = 0, cz = 0] = []] = [a, b, c]
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
  }
  return sum
}

describe('faces', () => {
  it('go where they have no area or are there twice, and stay as the back of a leaf', async () => {
    const { positions, indices } = cube()
    const [a = 0, b = 0, c = 0] = indices
    const messy = { positions, indices: new Uint32Array([...indices, a, a, b, b, c, a, a, c, b]) }
    const { done, primitive } = await repaired(messy, 'faces')
    expect(done).toEqual(['1 triangle without area is removed.', '1 duplicate triangle is removed.'])
    // The twelve of the cube and the one that runs the other way round.
    expect(primitive.getIndices()?.getCount()).toBe(13 * 3)
  })
})

describe('winding', () => {
  it('is made one, facing outward', async () => {
    const { positions, indices } = cube()
    const messy = indices.slice()
    for (const t of [1, 4, 5, 7, 8, 9, 10])
      messy.set([indices[t * 3] ?? 0, indices[t * 3 + 2] ?? 0, indices[t * 3 + 1] ?? 0], t * 3)
    const { found, primitive, done } = await repaired({ positions, indices: messy }, 'winding')
    expect(found).toMatchObject({ windingEdges: 0, isWatertight: true })
    expect(volume(primitive)).toBeCloseTo(6, 5)
    expect(done).toEqual(['7 triangles are turned to face as their neighbours do.'])
  })

  it('turns a shape that is inside out, and leaves a cavity as it is', async () => {
    const inside = { ...cube(), indices: cube().indices.slice().reverse() }
    expect(volume((await repaired(inside, 'winding')).primitive)).toBeCloseTo(6, 5)
    const outer = { positions: cube().positions.map((value) => value * 4), indices: cube().indices }
    const { done, primitive } = await repaired(both(outer, inside), 'winding')
    expect(done).toEqual([])
    expect(volume(primitive)).toBeCloseTo(6 * 63, 3)
  })

  it('leaves a Klein bottle, which has one side only', async () => {
    expect((await repaired(glued(8, 8, 'turned'), 'winding')).done).toEqual([])
  })
})

describe('holes', () => {
  it('are filled when asked for: a cube without a face has one of four edges', async () => {
    const { done, found } = await repaired(cube(5), 'holes')
    expect(done).toEqual(['1 hole is filled.'])
    expect(found).toMatchObject({ isWatertight: true, genus: 0 })
    const left = documentOf(cube(5))
    await repair(left.document)
    expect(topology(left.primitive).holes).toEqual([4])
  })
})

describe('vertices', () => {
  it('that are there twice are joined', async () => {
    const { positions, indices } = cube()
    const loose = {
      positions: new Float32Array([...indices].flatMap((v) => [...positions.subarray(v * 3, v * 3 + 3)])),
      indices: new Uint32Array(indices.length).map((_, i) => i),
    }
    const { done, primitive } = await repaired(loose, 'weld')
    expect(done).toEqual(['28 duplicate vertices are welded.'])
    expect(primitive.getAttribute('POSITION')?.getCount()).toBe(8)
  })

  it('get normals of length 1, and weights that add up to 1', async () => {
    const { document, primitive } = documentOf(cube())
    const buffer = document.getRoot().listBuffers()[0] ?? null
    const add = (values: number[], type: 'VEC3' | 'VEC4') =>
      document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
    primitive.setAttribute('NORMAL', add([...Array(21).fill(2), 0, 0, 0], 'VEC3'))
    primitive.setAttribute('WEIGHTS_0', add([...Array(28).fill(0.5), 0, 0, 0, 0], 'VEC4'))
    const done = await repair(document, { steps: ['normals', 'weights'] })
    expect(done.map(english)).toEqual([
      '8 normals are made or mended.',
      'The weights of 8 vertices are made to add up to 1.',
    ])
    const normal = primitive.getAttribute('NORMAL')
    for (let v = 0; v < 8; v++) expect(Math.hypot(...(normal?.getElement(v, []) ?? []))).toBeCloseTo(1, 5)
    const weights = primitive.getAttribute('WEIGHTS_0')
    expect(weights?.getElement(0, [])).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(weights?.getElement(7, [])).toEqual([1, 0, 0, 0])
  })

  it('get the tangents that a normal map needs, split where faces disagree, with their morph targets', async () => {
    const { document, primitive } = documentOf({
      positions: new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, -1, 1, 0]),
      indices: new Uint32Array([0, 1, 2, 0, 2, 3]),
    })
    const buffer = document.getRoot().listBuffers()[0] ?? null
    const add = (values: number[], type: 'VEC2' | 'VEC3') =>
      document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
    primitive.setAttribute('NORMAL', add([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1], 'VEC3'))
    // The second triangle's picture is mirrored.
    primitive.setAttribute('TEXCOORD_0', add([0, 1, 1, 1, 1, 0, 2, 1], 'VEC2'))
    primitive.addTarget(document.createPrimitiveTarget().setAttribute('POSITION', add(Array(12).fill(1), 'VEC3')))
    const picture = encodePng({ width: 1, height: 1, data: new Uint8Array([128, 128, 255, 255]) })
    const texture = document.createTexture().setImage(new Uint8Array(picture)).setMimeType('image/png')
    primitive.setMaterial(document.createMaterial('m').setNormalTexture(texture))
    await repair(document, { steps: ['tangents'] })
    const tangent = primitive.getAttribute('TANGENT')
    expect(tangent?.getCount()).toBe(6)
    expect(primitive.listTargets()[0]?.getAttribute('POSITION')?.getCount()).toBe(6)
    expect(tangent?.getElement(1, []).map(Math.round)).toEqual([1, 0, 0, 1])
    expect(new Set(floatsOf(tangent ?? document.createAccessor()).filter((_, i) => i % 4 === 3))).toEqual(
      new Set([1, -1]),
    )
  })
})

describe('what the model consists of', () => {
  it('gets names of its own, and loses what nothing uses', async () => {
    const { document } = documentOf(cube(), 'Wheel')
    const scene = document.getRoot().getDefaultScene()
    scene?.addChild(document.createNode('Wheel')).addChild(document.createNode(''))
    document.createMaterial('left over')
    const done = await repair(document, { steps: ['unused', 'names'] })
    expect(done.map(english)).toEqual([
      '1 unused mesh, material, texture or skin is removed.',
      '2 names are made unique.',
    ])
    expect(
      document
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toEqual(['Wheel', 'Wheel.001', 'Node'])
  })

  it('is left alone where nothing is wrong', async () => {
    const { document } = documentOf(cube())
    expect(
      (await repair(document, { steps: ['weld', 'faces', 'winding', 'holes', 'weights', 'tangents', 'names'] })).map(
        english,
      ),
    ).toEqual([])
    expect(document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getMode()).toBe(Primitive.Mode.TRIANGLES)
  })
})
