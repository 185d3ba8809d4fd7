// FBX as each program wants it: axes, units, where skeletons hang, colors and sizes, checked by reading the file, by its tree and by
// three's loader.
import type { Document } from '@gltf-transform/core'
import { Box3 } from 'three'
import { describe, expect, it } from 'vitest'
import { readFbxTree } from '../../../../../src/mesh/formats/fbx-binary.ts'
import { readFbx } from '../../../../../src/mesh/formats/fbx-read.ts'
import { childOf, childrenOf, idOf, numbersOf, stringOf } from '../../../../../src/mesh/formats/fbx-tree.ts'
import { writeFbx } from '../../../../../src/mesh/formats/fbx-write.ts'
import { compose, determinant3, multiply } from '../../../../../src/mesh/math/matrix.ts'
import { scaleBy } from '../../../../../src/mesh/tools/orient.ts'
import { expectClose, expectSameShape, validGlb } from '../../../mesh/formats/compare.ts'
import { fbxInThree } from '../../../mesh/formats/fbx-in-three.ts'
import { riggedModel, staticModel } from '../../../mesh/formats/sample.ts'

describe('FBX presets', () => {
  it('come back the same whatever axes and units they are in', async () => {
    for (const preset of ['blender', '3dsmax', 'mixamo', 'bake_scale'] as const)
      for (const make of [staticModel, riggedModel]) {
        const back = await readFbx(writeFbx(make(), { preset }))
        expectSameShape(back, make())
        await validGlb(back)
      }
  })

  it('say where a skeleton hangs, of which Blender and Maya take the bind pose, whatever the unit', () => {
    for (const [preset, size] of [
      ['blender', 1],
      ['mixamo', 100],
      ['3dsmax', 100],
    ] as const) {
      const document = riggedModel()
      const armature = document
        .getRoot()
        .listNodes()
        .find((node) => node.getName() === 'armature')
      armature?.setScale([0.5, 0.5, 0.5])
      const objects = readFbxTree(writeFbx(document, { preset })).find((node) => node.name === 'Objects')
      const clusters = childrenOf(objects, 'Deformer').filter((one) => one.values[2] === 'Cluster')
      const places = clusters.map((one) => numbersOf(childOf(one, 'TransformAssociateModel')))
      expect(places.map((place) => Math.hypot(place[0] ?? 0, place[1] ?? 0, place[2] ?? 0))).toEqual([
        0.5 * size,
        0.5 * size,
      ])
      // A bind pose has the mesh, its bones, and all that these hang below.
      const named = new Map(childrenOf(objects, 'Model').map((one) => [idOf(one.values[0]), stringOf(one.values[1])]))
      const posed = childrenOf(childOf(objects, 'Pose'), 'PoseNode').map(
        (one) => named.get(idOf(childOf(one, 'Node')?.values[0]))?.split('\0')[0],
      )
      const outer = size === 1 ? [] : ['axes', 'root']
      expect(posed.sort()).toEqual(['armature', ...outer, 'body', 'hip', 'knee'].sort())
    }
  })

  it('bind bones at the size at which they stand, also where the vertices are in another unit', async () => {
    const document = riggedModel()
    const [skin] = document.getRoot().listSkins()
    const inverses = skin?.getInverseBindMatrices()
    // As if the vertices were in centimetres: a bone's own space is as large as before.
    const smaller = (value: number, i: number) => (i % 16 < 12 && i % 4 < 3 ? value * 0.01 : value)
    inverses?.setArray(Float32Array.from(inverses.getArray() ?? [], smaller))
    const mesh = document
      .getRoot()
      .listNodes()
      .find((node) => node.getSkin())
      ?.getMesh()
    for (const primitive of mesh?.listPrimitives() ?? []) {
      const points = primitive.getAttribute('POSITION')
      points?.setArray(Float32Array.from(points.getArray() ?? [], (value: number) => value * 100))
    }
    const bytes = writeFbx(document)
    const objects = readFbxTree(bytes).find((node) => node.name === 'Objects')
    const clusters = childrenOf(objects, 'Deformer').filter((one) => one.values[2] === 'Cluster')
    for (const cluster of clusters) {
      const [x = 0, y = 0, z = 0] = numbersOf(childOf(cluster, 'TransformLink'))
      expect(Math.hypot(x, y, z)).toBeCloseTo(1, 3)
    }
    expect(clusters.length).toBeGreaterThan(0)
    expectSameShape(await readFbx(bytes), document)
  })

  it.each([
    ['longer in one direction', [1, 1.25, 1]],
    ['mirrored', [-1, 1, 1]],
  ] as const)('bind bones without size or stretch of their own where the points were %s', async (_, [x, y, z]) => {
    const stretched = () => {
      const document = riggedModel()
      const inverses = document.getRoot().listSkins()[0]?.getInverseBindMatrices()
      const stretch = compose([0, 0, 0], [0, 0, 0, 1], [1 / x, 1 / y, 1 / z])
      for (let i = 0; inverses && i < inverses.getCount(); i++)
        inverses.setElement(i, [...multiply(inverses.getElement(i, []), stretch)])
      // As exporters write it: the node of the mesh has it, too, and says from which side polygons are seen.
      for (const node of document.getRoot().listNodes()) if (node.getSkin()) node.setScale([x, y, z])
      return document
    }
    for (const preset of ['blender', '3dsmax', 'mixamo', 'bake_scale'] as const) {
      const bytes = writeFbx(stretched(), { preset })
      const objects = readFbxTree(bytes).find((node) => node.name === 'Objects')
      const clusters = childrenOf(objects, 'Deformer').filter((one) => one.values[2] === 'Cluster')
      expect(clusters.length).toBeGreaterThan(0)
      for (const cluster of clusters) {
        const link = numbersOf(childOf(cluster, 'TransformLink'))
        const lengths = [0, 4, 8].map((i) => Math.hypot(link[i] ?? 0, link[i + 1] ?? 0, link[i + 2] ?? 0))
        for (const length of lengths) expect(length / (lengths[0] ?? 0)).toBeCloseTo(1, 4)
        expect(determinant3([...link])).toBeGreaterThan(0)
      }
      expectSameShape(await readFbx(bytes), stretched())
    }
  })

  it('have colors as Blender takes them for Blender, which come back the same', async () => {
    const colorsOf = (document: Document) =>
      document
        .getRoot()
        .listMaterials()
        .map((material) => [...material.getBaseColorFactor(), ...material.getEmissiveFactor()])
    const make = () => {
      const document = staticModel()
      document.getRoot().listMaterials()[0]?.setBaseColorFactor([0.8, 0.3, 0.2, 1]).setEmissiveFactor([0.1, 0, 0.5])
      return document
    }
    const sorted = (document: Document) =>
      colorsOf(document)
        .map((color) => color.map((value) => value.toFixed(3)).join())
        .sort()
    const plain = await readFbx(writeFbx(make()))
    const forBlender = writeFbx(make(), { preset: 'blender' })
    expect(sorted(await readFbx(forBlender))).toEqual(sorted(plain))
    // Stored as a double, little end first.
    const stored = (value: number) => Buffer.from(new Float64Array([value]).buffer)
    expect(
      Buffer.from(forBlender).includes(stored(make().getRoot().listMaterials()[0]?.getBaseColorFactor()[1] ?? 0)),
    ).toBe(true)
  })

  it('have sizes in the points with bake_scale, in objects without', () => {
    for (const make of [staticModel, riggedModel]) {
      const scales = (preset?: 'mixamo' | 'bake_scale') => {
        const found: number[] = []
        fbxInThree(writeFbx(scaleBy(make(), 3), { preset })).traverse(({ scale }) => {
          if (Math.abs(scale.x - scale.y) < 1e-6 && Math.abs(scale.x - scale.z) < 1e-6) found.push(scale.x)
        })
        return new Set(found.map((scale) => Math.round(scale * 1e4) / 1e4))
      }
      expect([...scales('bake_scale')]).toEqual([1])
      expect([...scales('mixamo')]).toEqual(expect.arrayContaining([100, 3]))
      const small = new Box3().setFromObject(fbxInThree(writeFbx(scaleBy(make(), 3))), true)
      const large = new Box3().setFromObject(fbxInThree(writeFbx(scaleBy(make(), 3), { preset: 'bake_scale' })), true)
      expectClose(large.max.toArray(), small.max.multiplyScalar(100).toArray(), 1e-2)
      expectClose(large.min.toArray(), small.min.multiplyScalar(100).toArray(), 1e-2)
    }
  })

  it('are in centimetres with Z up for 3ds Max, as three.js sees it', () => {
    const box = new Box3().setFromObject(fbxInThree(writeFbx(riggedModel(), { preset: '3dsmax' })), true)
    expectClose(box.max.toArray(), [50, 50, 50], 1e-2)
    const flat = new Box3().setFromObject(fbxInThree(writeFbx(staticModel(), { preset: '3dsmax' })), true)
    expectClose(flat.max.toArray(), [210, 130, -80], 1e-2)
  })
})
