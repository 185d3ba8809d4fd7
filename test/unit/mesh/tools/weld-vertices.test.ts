// Vertices that agree in everything become one; all others, and what has none to merge, stay as they are.
import { Document, type Primitive } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { weldVertices } from '../../../../src/mesh/tools/weld-vertices.ts'

/** A primitive of these points, in a mesh of its own. */
function pointsOf(places: readonly (readonly number[])[], indices?: readonly number[]) {
  const document = new Document()
  const buffer = document.createBuffer()
  const accessor = (type: 'SCALAR' | 'VEC3', array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(places.flat())))
  if (indices) primitive.setIndices(accessor('SCALAR', new Uint16Array(indices)))
  document.createMesh().addPrimitive(primitive)
  return { document, primitive, accessor }
}

const [A, B, C, D] = [
  [0, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
  [1, 1, 0],
] as const
const listOf = (primitive: Primitive) => [...(primitive.getIndices()?.getArray() ?? [])]
const countOf = (primitive: Primitive) => primitive.getAttribute('POSITION')?.getCount()

describe('weldVertices', () => {
  it('makes one vertex of those that are the same, in the order of their first use', () => {
    const { document, primitive } = pointsOf([A, B, C, C, B, D])
    weldVertices(document)
    expect(listOf(primitive)).toEqual([0, 1, 2, 2, 1, 3])
    expect([...(primitive.getAttribute('POSITION')?.getArray() ?? [])]).toEqual([...A, ...B, ...C, ...D])
  })

  it('tells vertices apart that differ in an odd byte or in a morph target', () => {
    const { document, primitive, accessor } = pointsOf([A, B, C, C, B, D])
    const bytes = document
      .createAccessor()
      .setType('SCALAR')
      .setArray(new Uint8Array([0, 0, 0, 1, 0, 0]))
    primitive.setAttribute('_KIND', bytes)
    const moves = accessor(
      'VEC3',
      new Float32Array(18).fill(0).map((_, i) => (i === 12 ? 1 : 0)),
    )
    primitive.addTarget(document.createPrimitiveTarget().setAttribute('POSITION', moves))
    weldVertices(document)
    expect(countOf(primitive)).toBe(6)
    expect(listOf(primitive)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('leaves what has none to merge as it is, and takes out what no triangle uses', () => {
    const whole = pointsOf([A, B, C, D], [0, 1, 2, 2, 1, 3])
    const before = [whole.primitive.getIndices()?.getArray(), whole.primitive.getAttribute('POSITION')?.getArray()]
    weldVertices(whole.document)
    expect(whole.primitive.getIndices()?.getArray()).toBe(before[0])
    expect(whole.primitive.getAttribute('POSITION')?.getArray()).toBe(before[1])
    const loose = pointsOf([D, A, B, C], [1, 2, 3])
    weldVertices(loose.document)
    expect([countOf(loose.primitive), listOf(loose.primitive)]).toEqual([3, [0, 1, 2]])
  })

  it('keeps lines lines, does not touch points, and drops meshes that show nothing', () => {
    const lines = pointsOf([A, B, B, C])
    lines.primitive.setMode(1)
    weldVertices(lines.document)
    expect([lines.primitive.getMode(), listOf(lines.primitive)]).toEqual([1, [0, 1, 1, 2]])
    const points = pointsOf([A, A])
    points.primitive.setMode(0)
    weldVertices(points.document)
    expect(countOf(points.primitive)).toBe(2)
    const nothing = pointsOf([A, B, C], [])
    weldVertices(nothing.document)
    expect(nothing.document.getRoot().listMeshes()).toEqual([])
  })

  it('leaves a vertex to another primitive that has it, too', () => {
    const { document, primitive } = pointsOf([A, B, C, D], [0, 1, 2])
    const other = primitive.clone().setIndices(null)
    document.getRoot().listMeshes()[0]?.addPrimitive(other)
    weldVertices(document)
    expect([countOf(primitive), countOf(other)]).toEqual([3, 4])
  })
})
