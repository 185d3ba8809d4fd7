// Turning, scaling and moving whole models: rigs and clips go along, and stay valid.
import { Document } from '@gltf-transform/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { NgonEncoding, readFbx, readGlb, writeFbx } from '../../../../src/mesh/formats/index.ts'
import { surfaceOf } from '../../../../src/mesh/formats/surface.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { flattenBottom } from '../../../../src/mesh/tools/flatten.ts'
import { orient, scaleBy } from '../../../../src/mesh/tools/orient.ts'
import { pivotToCenterBottom } from '../../../../src/mesh/tools/pivot.ts'
import { pairTriangles, polygonCount } from '../../../../src/mesh/tools/quads.ts'
import { sceneBounds } from '../../../../src/mesh/tools/scene.ts'
import { resampleTextures } from '../../../../src/mesh/tools/textures.ts'
import { loadWasmFromPackages } from '../../../support/wasm.ts'
import { expectClose, expectSameShape, summary, validGlb } from '../../mesh/formats/compare.ts'
import { boxFaces, picture, riggedModel, staticModel } from '../../mesh/formats/sample.ts'

beforeAll(loadWasmFromPackages)

describe('orient', () => {
  it('turns the front from +z to the direction named in axes with Z up', () => {
    // The sample stands at x 1.9..2.1, z -1.2..-0.8; +x in both systems is +x, so z (front) goes to x and x to -z.
    const turned = summary(orient(staticModel(), '+x'))
    expectClose(turned.min, [-1.2, 0, -2.1])
    expectClose(turned.max, [-0.8, 1.3, -1.9])
    expectClose(summary(orient(staticModel(), '+y')).min, [-2.1, 0, 0.8])
    expectClose(summary(orient(staticModel(), '-x')).min, [0.8, 0, 1.9])
  })

  it('leaves a model that already faces there', () => expectSameShape(orient(staticModel(), '+x', '+x'), staticModel()))

  it('turns a rig with its clips and stays valid', async () => {
    const model = orient(riggedModel(), '+x')
    const knee = model
      .getRoot()
      .listNodes()
      .find((node) => node.getName() === 'knee')
    expectClose(knee?.getWorldMatrix().slice(12, 15), [0, 0, 0])
    await validGlb(model)
  })

  it('puts a node above roots that an animation drives', () => {
    const model = riggedModel()
    const [hip, armature] = ['hip', 'armature'].map((name) =>
      model
        .getRoot()
        .listNodes()
        .find((node) => node.getName() === name),
    )
    const scene = model.getRoot().listScenes()[0]
    if (!hip || !scene) throw new Error('sample changed')
    scene.addChild(hip)
    armature?.dispose()
    scaleBy(model, 2)
    expectClose(hip.getTranslation(), [0, -0.5, 0])
    expectClose(summary(model).max, [1, 1, 1])
  })
})

describe('scaleBy and pivotToCenterBottom', () => {
  it('multiplies the size', () => {
    const { min, max } = sceneBounds(scaleBy(staticModel(), 10))
    expectClose([max[0] - min[0], max[1] - min[1]], [2, 13], 1e-3)
  })

  it('puts the origin under the middle', () => {
    for (const model of [pivotToCenterBottom(staticModel()), pivotToCenterBottom(riggedModel())]) {
      const { min, max } = sceneBounds(model)
      expectClose([min[0] + max[0], min[1], min[2] + max[2]], [0, 0, 0])
    }
  })

  it('leaves an empty scene alone', () => {
    const empty = new Document()
    empty.createScene()
    expect(sceneBounds(pivotToCenterBottom(empty))).toEqual({ min: [0, 0, 0], max: [0, 0, 0] })
  })
})

describe('flattenBottom', () => {
  it('lifts what is below the threshold to one plane and keeps the rest', async () => {
    const model = flattenBottom(staticModel(), 0.1)
    expectClose(summary(model).min, [1.9, 0.13, -1.2])
    expectClose(summary(model).max, [2.1, 1.3, -0.8])
    expect(summary(model).triangles).toBe(16)
    await validGlb(model)
  })

  it('does nothing at zero and to skinned meshes', () => {
    expectSameShape(flattenBottom(staticModel(), 0), staticModel())
    expectSameShape(flattenBottom(riggedModel(), 0.5), riggedModel())
  })
})

describe('resampleTextures', () => {
  const noise = (size: number) => {
    const data = new Uint8Array(size * size * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256))
    return encodePng({ width: size, height: size, data })
  }

  it('scales down, never up, and keeps the aspect', async () => {
    const model = staticModel()
    model
      .getRoot()
      .listTextures()[0]
      ?.setImage(new Uint8Array(noise(32)))
    await resampleTextures(model, { size: 16 })
    expect(
      model
        .getRoot()
        .listTextures()
        .map((texture) => texture.getSize()),
    ).toEqual([
      [16, 16],
      [8, 4],
    ])
    expect(model.getRoot().listTextures()[1]?.getImage()).toEqual(picture())
    await resampleTextures(model, { size: 4 })
    expect(
      model
        .getRoot()
        .listTextures()
        .map((texture) => texture.getSize()),
    ).toEqual([
      [4, 4],
      [4, 2],
    ])
  })

  it('turns into JPEG, but not what is seen through', async () => {
    const model = staticModel()
    const [wood] = model.getRoot().listMaterials()
    await resampleTextures(model, { format: 'jpeg' })
    expect(
      model
        .getRoot()
        .listTextures()
        .map((texture) => texture.getMimeType()),
    ).toEqual(['image/jpeg', 'image/jpeg'])
    const image = await decodeImage(model.getRoot().listTextures()[0]?.getImage() ?? new Uint8Array())
    expect([image.width, image.height]).toEqual([8, 4])
    await validGlb(model)
    const other = staticModel()
    other.getRoot().listMaterials()[0]?.setAlphaMode('MASK')
    await resampleTextures(other, { format: 'jpeg' })
    expect(
      other
        .getRoot()
        .listTextures()
        .map((texture) => texture.getMimeType()),
    ).toEqual(['image/png', 'image/jpeg'])
    expect(wood).toBeDefined()
  })
})

describe('pairTriangles', () => {
  it('finds the six quads of a box and writes them to FBX', async () => {
    const model = riggedModel()
    expect(pairTriangles(model)).toEqual({ quads: 6, triangles: 0 })
    expectSameShape(model, riggedModel())
    const back = await readGlb(await validGlb(model))
    const primitive = back.getRoot().listMeshes()[0]?.listPrimitives()[0]
    expect(primitive && polygonCount(primitive)).toBe(6)
    expectSameShape(await readFbx(writeFbx(back)), riggedModel())
  })

  it('leaves bent and lone triangles as they are', () => {
    const model = staticModel()
    // Two box parts of 4 + 2 faces; the tetrahedron has no flat pair.
    expect(pairTriangles(model)).toEqual({ quads: 6, triangles: 4 })
  })

  it('never runs two polygons together', () => {
    const { positions, indices } = boxFaces([0])
    const document = new Document()
    const buffer = document.createBuffer()
    const accessor = (array: Float32Array | Uint16Array, type: 'VEC3' | 'SCALAR') =>
      document.createAccessor().setType(type).setArray(array.slice()).setBuffer(buffer)
    // Two triangles of a fan with a common first vertex and a shared edge, bent so far that they are no quad.
    positions[3] = 3
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor(positions, 'VEC3'))
      .setIndices(accessor(indices, 'SCALAR'))
    document.createScene().addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)))
    expect(pairTriangles(document)).toEqual({ quads: 0, triangles: 2 })
    expect(primitive.getExtension(NgonEncoding.EXTENSION_NAME)).not.toBeNull()
    expect(surfaceOf(primitive)?.starts).toHaveLength(3)
  })
})
