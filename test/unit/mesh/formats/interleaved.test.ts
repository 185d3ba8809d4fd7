// Vertices among one another, taken apart: the same numbers as the library reads, for every kind of number.
import { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { joinGlb } from '../../../../src/mesh/formats/glb-container.ts'
import { readGlb, writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { splitInterleaved } from '../../../../src/mesh/formats/interleaved.ts'

/** Three vertices of a position and a short pair each, at a stride; a third accessor has gaps of no whole word. */
function model(stride: number) {
  const data = new Uint8Array(stride * 3)
  const view = new DataView(data.buffer)
  for (let v = 0; v < 3; v++) {
    for (let k = 0; k < 3; k++) view.setFloat32(v * stride + k * 4, v * 10 + k, true)
    for (let k = 0; k < 2; k++) view.setUint16(v * stride + 12 + k * 2, v * 100 + k, true)
  }
  const json = {
    asset: { version: '2.0' },
    buffers: [{ byteLength: data.length }],
    bufferViews: [{ buffer: 0, byteLength: data.length, byteStride: stride }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 1, 2], max: [20, 21, 22] },
      { bufferView: 0, byteOffset: 12, componentType: 5123, count: 3, type: 'VEC2', normalized: true },
      { bufferView: 0, byteOffset: 12, componentType: 5123, count: 3, type: 'SCALAR' },
    ],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1, _ID: 2 } }] }],
    nodes: [{ mesh: 0 }],
    scenes: [{ nodes: [0] }],
  }
  return { json, data }
}

describe('splitInterleaved', () => {
  it.each([16, 20])('gives what lies at a stride of %i', async (stride) => {
    const { json, data } = model(stride)
    const document = await readGlb(joinGlb(json, [data]))
    const arrays = document
      .getRoot()
      .listAccessors()
      .map((accessor) => [...(accessor.getArray() ?? [])])
    expect(arrays).toEqual([
      [0, 1, 2, 10, 11, 12, 20, 21, 22],
      [0, 1, 100, 101, 200, 201],
      [0, 100, 200],
    ])
  })

  it('is undone by writing: the same numbers among one another, in no sparse accessor', async () => {
    const { json, data } = model(16)
    const document = await readGlb(joinGlb(json, [data]))
    const [mesh] = document.getRoot().listMeshes()
    const moves = document
      .createAccessor()
      .setType('VEC3')
      .setArray(new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9]))
    mesh?.listPrimitives()[0]?.addTarget(document.createPrimitiveTarget().setAttribute('POSITION', moves))
    const again = await writeGlb(document)
    const length = new DataView(again.buffer, again.byteOffset).getUint32(12, true)
    const text = new TextDecoder().decode(again.subarray(20, 20 + length))
    expect(text).not.toMatch(/sparse|TRIPO_/)
    const { bufferViews }: { bufferViews: { byteStride?: number; target?: number }[] } = JSON.parse(text)
    expect(bufferViews.map(({ byteStride }) => byteStride).sort()).toEqual([12, 16, 4])
    expect(new Set(bufferViews.map(({ target }) => target))).toEqual(new Set([34_962]))
    const primitive = (await readGlb(again)).getRoot().listMeshes()[0]?.listPrimitives()[0]
    const array = (semantic: string) => [...(primitive?.getAttribute(semantic)?.getArray() ?? [])]
    expect(array('POSITION')).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22])
    expect(array('TEXCOORD_0')).toEqual([0, 1, 100, 101, 200, 201])
    expect(array('_ID')).toEqual([0, 100, 200])
    const moved = primitive?.listTargets()[0]?.getAttribute('POSITION')?.getArray()
    expect([...(moved ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(document.getRoot().listExtensionsUsed()).toEqual([])
  })

  it('shares one view among the vertices of all meshes that have one stride, and one among their indices', async () => {
    const document = new Document()
    const buffer = document.createBuffer()
    const scene = document.createScene()
    const places = [0, 1, 2].map((at) => Float32Array.from({ length: 9 }, (_, i) => at * 10 + i))
    for (const array of places) {
      const position = document.createAccessor().setType('VEC3').setArray(array).setBuffer(buffer)
      const list = document
        .createAccessor()
        .setType('SCALAR')
        .setArray(new Uint16Array([2, 1, 0]))
        .setBuffer(buffer)
      const primitive = document.createPrimitive().setAttribute('POSITION', position).setIndices(list)
      scene.addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)))
    }
    const again = await writeGlb(document)
    const length = new DataView(again.buffer, again.byteOffset).getUint32(12, true)
    const { bufferViews } = JSON.parse(new TextDecoder().decode(again.subarray(20, 20 + length)))
    expect(bufferViews).toEqual([
      { buffer: 0, byteOffset: 0, byteLength: 108, byteStride: 12, target: 34_962 },
      { buffer: 0, byteOffset: 108, byteLength: 24, target: 34_963 },
    ])
    const primitives = (await readGlb(again))
      .getRoot()
      .listMeshes()
      .flatMap((mesh) => mesh.listPrimitives())
    expect(primitives.map((one) => one.getAttribute('POSITION')?.getArray())).toEqual(places)
    expect(primitives.map((one) => [...(one.getIndices()?.getArray() ?? [])])).toEqual(places.map(() => [2, 1, 0]))
  })

  it('takes what lies on whole words, and leaves the rest', () => {
    const { json, data } = model(16)
    const withUri = { ...json, buffers: [{ byteLength: data.length, uri: 'a' }] }
    const taken = splitInterleaved(JSON.parse(JSON.stringify(withUri)), { a: data })
    expect([...taken.keys()]).toEqual([0, 1])
  })

  it('copies: what is changed afterwards changes nothing of the file', () => {
    const { json, data } = model(16)
    const before = data.slice()
    const withUri = { ...json, buffers: [{ byteLength: data.length, uri: 'a' }] }
    for (const array of splitInterleaved(JSON.parse(JSON.stringify(withUri)), { a: data }).values()) array.fill(9)
    expect(data).toEqual(before)
  })
})
