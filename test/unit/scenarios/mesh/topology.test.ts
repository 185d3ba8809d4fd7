// Tools that change how a mesh hangs together: closing holes, joining vertices, quads. They open nothing that was closed.
import { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { everyThird, placedMeshes, type Surface } from '../../../../src/mesh/formats/surface.ts'
import { closeHoles, openEdgeCount } from '../../../../src/mesh/tools/holes.ts'
import { packTextures } from '../../../../src/mesh/tools/pack.ts'
import { quadrangulate } from '../../../../src/mesh/tools/quadrangulate.ts'
import { reduceTo } from '../../../../src/mesh/tools/reduce.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { segment } from '../../../../src/mesh/tools/segment.ts'
import { subdivided } from '../../../../src/mesh/tools/subdivide.ts'
import { rebuildScene } from '../../../../src/mesh/tools/surfaces.ts'
import { forceSymmetry } from '../../../../src/mesh/tools/symmetry.ts'
import { bakeVertexColors } from '../../../../src/mesh/tools/vertex-colors.ts'
import { weldPoints } from '../../../../src/mesh/tools/weld.ts'
import { cellAt, voxelize } from '../../../../src/sandbox/modelling/voxels.ts'
import { summary, validGlb } from '../../mesh/formats/compare.ts'
import { boxFaces, riggedModel, staticModel } from '../../mesh/formats/sample.ts'

/** The cube's faces of these numbers, moved along x. */
function box(faces: readonly number[], x = 0): Surface {
  const { positions, normals, uvs, indices } = boxFaces(faces)
  const moved = positions.map((value, i) => (i % 3 === 0 ? value + x : value))
  const corners = new Uint32Array(indices)
  return { material: null, positions: moved, normals, uvs, corners, starts: everyThird(corners.length) }
}
const WHOLE = [0, 1, 2, 3, 4, 5]

function sceneOf(...surfaces: Surface[]): Document {
  const document = new Document()
  document.createBuffer()
  return rebuildScene(
    document,
    surfaces.map((surface, i) => ({ name: `m${i}`, surfaces: [surface] })),
  )
}

/** A ball of longitude and latitude lines, smooth. */
function ball(around: number, rings: number): Surface {
  const positions: number[] = []
  const corners: number[] = []
  for (let r = 0; r <= rings; r++)
    for (let a = 0; a <= around; a++) {
      const [up, turn] = [(r / rings) * Math.PI, ((a % around) / around) * 2 * Math.PI]
      const ring = r === 0 || r === rings ? 0 : Math.sin(up)
      positions.push(Math.sin(turn) * ring, Math.cos(up), Math.cos(turn) * ring)
    }
  for (let r = 0; r < rings; r++)
    for (let a = 0; a < around; a++) {
      const [p, q] = [r * (around + 1) + a, (r + 1) * (around + 1) + a]
      if (r > 0) corners.push(p, q, p + 1)
      if (r + 1 < rings) corners.push(p + 1, q, q + 1)
    }
  const points = new Float32Array(positions)
  const list = new Uint32Array(corners)
  return { material: null, positions: points, normals: points.slice(), corners: list, starts: everyThird(list.length) }
}

describe('closeHoles', () => {
  it('gives an open box its missing sides, facing outwards', () => {
    const [closed] = closeHoles([box([0, 1, 3, 4, 5])])
    expect(openEdgeCount(closed ? [closed] : [])).toBe(0)
    expect(summary(sceneOf(...(closed ? [closed] : []))).volume).toBeCloseTo(1)
    const tunnel = closeHoles([box([0, 1, 2, 3])])
    expect(summary(sceneOf(...tunnel))).toMatchObject({ triangles: 16 })
    expect(summary(sceneOf(...tunnel)).volume).toBeCloseTo(1)
  })

  it('follows a border that bends inwards without covering what lies outside', () => {
    // An L-shaped wall of six sides without floor and ceiling: area 3, height 1.
    const path = [0, 0, 2, 0, 2, 1, 1, 1, 1, 2, 0, 2]
    const positions: number[] = []
    const corners: number[] = []
    for (let i = 0; i < 6; i++) {
      const [x, z, x2, z2] = [
        path[i * 2] ?? 0,
        path[i * 2 + 1] ?? 0,
        path[(i * 2 + 2) % 12] ?? 0,
        path[(i * 2 + 3) % 12] ?? 0,
      ]
      const base = positions.length / 3
      positions.push(x, 0, -z, x2, 0, -z2, x2, 1, -z2, x, 1, -z)
      corners.push(base, base + 1, base + 2, base, base + 2, base + 3)
    }
    const list = new Uint32Array(corners)
    const wall = {
      material: null,
      positions: new Float32Array(positions),
      corners: list,
      starts: everyThird(list.length),
    }
    const closed = closeHoles([wall])
    expect(openEdgeCount(closed)).toBe(0)
    expect(summary(sceneOf(...closed))).toMatchObject({ triangles: 12 + 8 })
    expect(summary(sceneOf(...closed)).volume).toBeCloseTo(3)
  })

  it('leaves closed meshes alone, and closes across several surfaces', () => {
    expect(closeHoles([box(WHOLE)])[0]?.corners).toHaveLength(36)
    const halves = closeHoles([box([0, 1, 2]), box([3, 4, 5])])
    expect(halves.map(({ corners }) => corners.length)).toEqual([18, 18])
  })

  it('joins vertices that miss each other by rounding', () => {
    const nudged = box(WHOLE)
    for (let i = 0; i < 12; i++) nudged.positions[i] = (nudged.positions[i] ?? 0) + 2e-6
    expect(openEdgeCount([nudged])).toBe(0)
    expect(weldPoints(nudged.positions).positions).toHaveLength(24)
    expect(weldPoints(nudged.positions, 1e-7).positions.length).toBeGreaterThan(24)
  })
})

describe('quadrangulate', () => {
  it('keeps a ball closed, of quads, in its size and within the limit', async () => {
    const document = await quadrangulate(sceneOf(ball(40, 20)), 600)
    const [mesh] = placedMeshes(document)
    const surfaces = mesh?.surfaces ?? []
    const [surface] = surfaces
    expect(surface?.corners.length).toBe(((surface?.starts.length ?? 0) - 1) * 4)
    expect((surface?.starts.length ?? 0) - 1).toBeLessThanOrEqual(600)
    expect((surface?.starts.length ?? 0) - 1).toBeGreaterThan(400)
    expect(openEdgeCount(surfaces)).toBe(0)
    expect(summary(document).volume).toBeGreaterThan(3.6)
    await validGlb(document)
  })

  it('does not split what pairs up completely, and gives up politely below a split', async () => {
    const cube = await quadrangulate(sceneOf(box(WHOLE)))
    expect(placedMeshes(cube)[0]?.surfaces[0]?.starts).toHaveLength(7)
    expect(sceneTriangles(await quadrangulate(sceneOf(ball(12, 6)), 2))).toBeLessThanOrEqual(2)
  })

  it('keeps four bones at most, with whole weights', async () => {
    const document = await quadrangulate(riggedModel())
    const weights = document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('WEIGHTS_0')?.getArray() ?? []
    for (let i = 0; i < weights.length; i += 4)
      expect([0, 1, 2, 3].reduce((sum, k) => sum + (weights[i + k] ?? 0), 0)).toBeCloseTo(1)
    await validGlb(document)
  })
})

describe('reduceTo', () => {
  it('counts a mesh as often as it is shown', async () => {
    const document = sceneOf(ball(24, 12))
    const [mesh] = document.getRoot().listMeshes()
    document
      .getRoot()
      .listScenes()[0]
      ?.addChild(document.createNode('twin').setMesh(mesh ?? null))
    expect(sceneTriangles(document)).toBe(2 * 528)
    expect(sceneTriangles(await reduceTo(document, 301))).toBeLessThanOrEqual(301)
    await validGlb(document)
  })

  it('shares the limit out and lets go of what gets nothing', async () => {
    const document = sceneOf(ball(24, 12), box(WHOLE, 3), box([0], 5))
    await reduceTo(document, 3)
    expect(sceneTriangles(document)).toBeLessThanOrEqual(3)
    await validGlb(document)
  })
})

describe('subdivided', () => {
  it('makes round things rounder and keeps flat ones flat', () => {
    const before = summary(sceneOf(ball(16, 8))).volume
    const after = summary(sceneOf(subdivided(ball(16, 8))))
    expect(after.triangles).toBe(4 * 16 * 14)
    expect(after.volume).toBeGreaterThan(before * 1.03)
    expect(after.volume).toBeLessThan((4 / 3) * Math.PI * 1.01)
    const cube = summary(sceneOf(subdivided(box(WHOLE))))
    expect(cube).toMatchObject({ triangles: 48, min: [-0.5, -0.5, -0.5], max: [0.5, 0.5, 0.5] })
    expect(cube.volume).toBeCloseTo(1)
  })
})

describe('forceSymmetry', () => {
  it('cuts triangles at the middle and mirrors the half on the left', () => {
    // Half of the width lies in a box that crosses the middle of both.
    const lone = box(WHOLE, 0)
    const tall = { ...box(WHOLE, 2.5), positions: box(WHOLE, 2.5).positions.map((v, i) => (i % 3 === 1 ? v * 2 : v)) }
    const document = forceSymmetry(sceneOf(lone, tall))
    const { min, max, volume } = summary(document)
    expect([min[0], max[0]]).toEqual([-0.5, 3])
    expect(volume).toBeCloseTo(4)
    const across = summary(forceSymmetry(sceneOf(box(WHOLE))))
    expect(across.volume).toBeCloseTo(1)
    expect(across.triangles).toBeGreaterThan(12)
  })
})

describe('segment', () => {
  const grey = () => [0.5, 0.5, 0.5]
  it('keeps loose pieces apart and cuts one piece when it must', () => {
    const two = [box(WHOLE), box(WHOLE, 3)]
    expect(segment(two, { least: 1, most: 9, crumb: 0 }, grey)).toHaveLength(2)
    expect(segment(two, { least: 1, most: 1, crumb: 0 }, grey)).toHaveLength(1)
    const cut = segment([ball(16, 8)], { least: 3, most: 9, crumb: 0 }, grey)
    expect(cut).toHaveLength(3)
    expect(cut.flat().reduce((sum, { corners }) => sum + corners.length, 0)).toBe(ball(16, 8).corners.length)
  })

  it('splits by color where the form gives no hint', () => {
    const surface = ball(16, 8)
    const [red = [], blue = []] = segment([surface], { least: 2, most: 2, crumb: 0 }, (_, triangle) =>
      triangle % 2 === 0 ? [1, 0, 0] : [0, 0, 30],
    )
    expect([red, blue].map((part) => part[0]?.corners.length)).toEqual([336, 336])
  })
})

describe('voxelize', () => {
  const colored = (surface: Surface) => ({
    positions: surface.positions,
    triangles: surface.corners,
    colorAt: (_triangle: number, _u: number, _v: number, out: Float32Array) => out.set([200, 100, 50]),
  })

  it('fills what is enclosed and colors it', () => {
    const voxels = voxelize([colored(box(WHOLE))], 8)
    expect([voxels.nx, voxels.ny, voxels.nz]).toEqual([8, 8, 8])
    expect(voxels.filled.reduce((sum, cell) => sum + cell, 0)).toBe(512)
    const middle = cellAt(voxels, 4, 4, 4)
    expect([...voxels.colors.subarray(middle * 3, middle * 3 + 3)]).toEqual([200, 100, 50])
  })

  it('leaves an open box hollow', () => {
    const voxels = voxelize([colored(box([0, 1, 3, 4, 5]))], 8)
    expect(voxels.filled[cellAt(voxels, 4, 4, 4)]).toBe(0)
    expect(voxels.filled[cellAt(voxels, 4, 0, 4)]).toBe(1)
  })
})

describe('textures and colors', () => {
  it('leaves repeating textures out of the pack', async () => {
    const model = staticModel()
    for (const material of model.getRoot().listMaterials()) material.setAlphaMode('OPAQUE')
    const uv = model.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('TEXCOORD_0')
    uv?.setArray(new Float32Array(uv.getArray() ?? []).map((value) => value * 3))
    await packTextures(model)
    expect(model.getRoot().listMaterials().length).toBe(2)
  })

  it('gives vertices the texture times the factor, once', async () => {
    const model = staticModel()
    model.getRoot().listMaterials()[0]?.setBaseColorFactor([0.5, 0.5, 0.5, 1])
    await bakeVertexColors(model)
    const colors = placedMeshes(model)[0]?.surfaces[0]?.colors ?? []
    expect(new Set(colors)).toEqual(new Set([0, 0.5, 1]))
    expect(model.getRoot().listMaterials()[0]?.getBaseColorFactor()).toEqual([1, 1, 1, 1])
    await validGlb(model)
  })
})
