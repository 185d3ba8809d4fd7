// What stays of a primitive when triangles go, and that a bend is kept where the form alone would not need it.
import { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { keepTriangles } from '../../../../src/mesh/tools/keep-triangles.ts'
import { reduceWithin } from '../../../../src/mesh/tools/reduce.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'

/** A straight tube of rings, whose middle ring is where one bone ends and the other begins; the weights in two orders. */
function tube(rings: number, columns: number): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const [places, normals, joints, weights]: number[][] = [[], [], [], []]
  for (let ring = 0; ring <= rings; ring++)
    for (let column = 0; column < columns; column++) {
      const around = (column / columns) * 2 * Math.PI
      const upper = ring < rings / 2 ? 0 : 1
      places?.push(Math.cos(around), ring / rings, Math.sin(around))
      normals?.push(Math.cos(around), 0, Math.sin(around))
      // The same influence, said in either order: it must not count as a change.
      if (column % 2 === 0) {
        joints?.push(upper, 1 - upper, 0, 0)
        weights?.push(1, 0, 0, 0)
      } else {
        joints?.push(1 - upper, upper, 0, 0)
        weights?.push(0, 1, 0, 0)
      }
    }
  const indices: number[] = []
  for (let ring = 0; ring < rings; ring++)
    for (let column = 0; column < columns; column++) {
      const [a, b] = [ring * columns + column, ring * columns + ((column + 1) % columns)]
      indices.push(a, a + columns, b, b, a + columns, b + columns)
    }
  const accessor = (type: 'VEC3' | 'VEC4' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(places ?? [])))
    .setAttribute('NORMAL', accessor('VEC3', new Float32Array(normals ?? [])))
    .setAttribute('JOINTS_0', accessor('VEC4', new Uint16Array(joints ?? [])))
    .setAttribute('WEIGHTS_0', accessor('VEC4', new Float32Array(weights ?? [])))
    .setIndices(accessor('SCALAR', new Uint16Array(indices)))
  const node = document.createNode('tube').setMesh(document.createMesh().addPrimitive(primitive))
  document.getRoot().setDefaultScene(document.createScene().addChild(node))
  return document
}

const heights = (document: Document) => {
  const places = document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('POSITION')?.getArray() ?? []
  return new Set([...places].filter((_, i) => i % 3 === 1).map((value) => Number(value.toFixed(3).slice(0, 4))))
}

/** The tube a hundred times as large, of which its bones make what it was: the node of its mesh, above it or not, counts for nothing. */
function tubeInCentimetres(rings: number, columns: number): Document {
  const document = tube(rings, columns)
  const [node] = document.getRoot().listNodes()
  const positions = node?.getMesh()?.listPrimitives()[0]?.getAttribute('POSITION')
  positions?.setArray(new Float32Array(positions.getArray() ?? []).map((value) => value * 100))
  const skin = document.createSkin()
  for (const name of ['lower', 'upper']) {
    const bone = document.createNode(name).setScale([0.01, 0.01, 0.01])
    document.getRoot().getDefaultScene()?.addChild(bone)
    skin.addJoint(bone)
  }
  node?.setSkin(skin).setScale([1000, 1000, 1000])
  return document
}

describe('reduceWithin', () => {
  it('tells in metres how far the surface of a skin has moved, and stops there, whatever its numbers are', async () => {
    const [plain, skinned] = [await reduceWithin(tube(40, 24), 150), await reduceWithin(tubeInCentimetres(40, 24), 150)]
    expect(skinned.error).toBeGreaterThan(0)
    expect(skinned.error).toBeCloseTo(plain.error, 3)
    const [left, bounded] = [tube(40, 24), tubeInCentimetres(40, 24)]
    for (const document of [left, bounded]) expect((await reduceWithin(document, 1, 0.005)).error).toBeLessThan(0.005)
    expect(Math.abs(sceneTriangles(left) / sceneTriangles(bounded) - 1)).toBeLessThan(0.1)
  })

  it('counts what goes as a whole: it is as far away as it is large', async () => {
    expect((await reduceWithin(tube(1, 3), 0)).error).toBeGreaterThan(1)
  })

  it('keeps the rings at which bones change, though the tube is straight there', async () => {
    const document = tube(40, 24)
    await reduceWithin(document, 150)
    // The last ring of the lower bone and the first of the upper one, and both ends: nearly nothing else.
    for (const height of [0, 0.47, 0.5, 1]) expect([...heights(document)]).toContain(height)
    expect(heights(document).size).toBeLessThan(10)
  })
})

describe('keepTriangles', () => {
  it('keeps each value of the vertices that stay, of numbers of every size, in the order of their use', () => {
    const document = new Document()
    const add = (type: 'VEC3' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>) =>
      document.createAccessor().setType(type).setArray(array)
    const places = add('VEC3', new Float32Array([0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]))
    const marks = add('SCALAR', new Uint8Array([7, 8, 9, 10]))
    const moves = add('VEC3', new Float32Array([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]))
    const target = document.createPrimitiveTarget().setAttribute('POSITION', moves)
    const primitive = document.createPrimitive().setAttribute('POSITION', places).setAttribute('_MARK', marks)
    const other = document.createPrimitive().setAttribute('_MARK', marks)
    keepTriangles(document, primitive.addTarget(target), new Uint32Array([3, 1, 2]))
    expect([...(primitive.getIndices()?.getArray() ?? [])]).toEqual([0, 1, 2])
    expect([...(primitive.getAttribute('POSITION')?.getArray() ?? [])]).toEqual([30, 31, 32, 10, 11, 12, 20, 21, 22])
    expect(primitive.getAttribute('_MARK')?.getArray()).toEqual(new Uint8Array([10, 8, 9]))
    expect([...(target.getAttribute('POSITION')?.getArray() ?? [])]).toEqual([3, 3, 3, 1, 1, 1, 2, 2, 2])
    // What another primitive has, too, stays as it is for that one; nothing else is there twice.
    expect(other.getAttribute('_MARK')?.getArray()).toEqual(new Uint8Array([7, 8, 9, 10]))
    expect(document.getRoot().listAccessors()).toHaveLength(5)
  })
})
