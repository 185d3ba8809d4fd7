// Skin weights in bytes: they sum to one, keep their order and hardly move; what is no skin stays as it is.
import { Document, type TypedArray } from '@gltf-transform/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readGlb, writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { simplifyModel } from '../../../../src/mesh/tools/simplify-model.ts'
import { shrinkSkin, shrinkSkins, weightBytes } from '../../../../src/mesh/tools/small-skins.ts'

/** A primitive with these attributes of four numbers a vertex. */
function skinned(attributes: Readonly<Record<string, TypedArray>>, isNormalized = false) {
  const document = new Document()
  const primitive = document.createPrimitive()
  for (const [name, array] of Object.entries(attributes)) {
    const accessor = document.createAccessor().setType('VEC4').setArray(array)
    primitive.setAttribute(name, accessor.setNormalized(isNormalized && name.startsWith('WEIGHTS_')))
  }
  document.createMesh().addPrimitive(primitive)
  return { document, primitive, values: (name: string) => primitive.getAttribute(name)?.getArray() }
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

describe('weightBytes', () => {
  it('sums to 255 over all sets, moves each by less than a step, and keeps which is larger', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2), fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }), (count, parts) => {
        const used = parts.slice(0, count * 4)
        const sum = sumOf(used)
        const sets = Array.from({ length: count }, (_, n) => ({
          values: new Float32Array(used.slice(n * 4, n * 4 + 4).map((part) => part / Math.max(sum, 1))),
          one: 1,
        }))
        const before = sets.flatMap(({ values }) => [...values])
        const after = (weightBytes(sets, 0.01) ?? []).flatMap((bytes) => [...bytes])
        expect(after).toHaveLength(before.length)
        expect(sumOf(after)).toBe(sum === 0 ? 0 : 255)
        for (const [i, one] of before.entries()) {
          expect(Math.abs((after[i] ?? 0) - one * 255)).toBeLessThan(1.001)
          for (const [j, other] of before.entries())
            if (one > other) expect(after[i]).toBeGreaterThanOrEqual(after[j] ?? 0)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('refuses what is negative, endless or, where it counts, does not sum to one', () => {
    const of = (...values: number[]) => weightBytes([{ values: new Float32Array(values), one: 1 }], 0.01)
    expect(of(-0.1, 1.1, 0, 0)).toBeUndefined()
    expect(of(Number.NaN, 1, 0, 0)).toBeUndefined()
    expect(of(Infinity, 0, 0, 0)).toBeUndefined()
    expect(of(0.5, 0.25, 0, 0)).toBeUndefined()
    expect(weightBytes([{ values: new Float32Array([0.5, 0.25, 0, 0]), one: 1 }], Infinity)?.[0]).toEqual(
      new Uint8Array([170, 85, 0, 0]),
    )
  })
})

describe('shrinkSkins', () => {
  it('takes a byte for weights of 16 bits and for joints up to 255, two for others', () => {
    const low = skinned(
      { JOINTS_0: new Uint16Array([255, 1, 0, 0]), WEIGHTS_0: new Uint16Array([65_535, 0, 0, 0]) },
      true,
    )
    shrinkSkins(low.document)
    expect(low.values('JOINTS_0')).toEqual(new Uint8Array([255, 1, 0, 0]))
    expect(low.values('WEIGHTS_0')).toEqual(new Uint8Array([255, 0, 0, 0]))
    const high = skinned({ JOINTS_0: new Uint16Array([256, 0, 0, 0]), WEIGHTS_0: new Float32Array([1, 0, 0, 0]) })
    shrinkSkins(high.document)
    expect(high.values('JOINTS_0')).toEqual(new Uint16Array([256, 0, 0, 0]))
    expect(high.values('WEIGHTS_0')).toEqual(new Uint8Array([255, 0, 0, 0]))
    expect(high.primitive.getAttribute('WEIGHTS_0')?.getNormalized()).toBe(true)
  })

  it('keeps shared what two primitives share', () => {
    const { document, primitive } = skinned({
      JOINTS_0: new Uint16Array([3, 1, 0, 0]),
      WEIGHTS_0: new Float32Array([0.3, 0.7, 0, 0]),
    })
    const second = document.createPrimitive()
    for (const name of ['JOINTS_0', 'WEIGHTS_0']) second.setAttribute(name, primitive.getAttribute(name))
    document.createMesh().addPrimitive(second)
    shrinkSkins(document)
    for (const name of ['JOINTS_0', 'WEIGHTS_0']) {
      expect(second.getAttribute(name)).toBe(primitive.getAttribute(name))
      expect(second.getAttribute(name)?.getArray()).toBeInstanceOf(Uint8Array)
    }
  })

  it('leaves another primitive its weights when only one of two is made small', () => {
    const { document, primitive, values } = skinned({ WEIGHTS_0: new Float32Array([0.3, 0.7, 0, 0]) })
    const second = document.createPrimitive().setAttribute('WEIGHTS_0', primitive.getAttribute('WEIGHTS_0'))
    document.createMesh().addPrimitive(second)
    shrinkSkin(document, primitive)
    expect(sumOf([...(values('WEIGHTS_0') ?? [])])).toBe(255)
    expect(second.getAttribute('WEIGHTS_0')?.getArray()).toBeInstanceOf(Float32Array)
  })
})

it('a skin that is reduced has its weights in bytes, as read back from the file, and one that is not keeps them', async () => {
  const document = new Document()
  const side = 12
  const vertices = Array.from(
    { length: (side + 1) ** 2 },
    (_, i) => [i % (side + 1), Math.floor(i / (side + 1))] as const,
  )
  const corners = vertices.flatMap(([x, y]) => {
    const a = y * (side + 1) + x
    return x < side && y < side ? [a, a + 1, a + side + 1, a + 1, a + side + 2, a + side + 1] : []
  })
  const accessor = (type: 'SCALAR' | 'VEC3' | 'VEC4', array: TypedArray) =>
    document.createAccessor().setType(type).setArray(array)
  const primitive = document
    .createPrimitive()
    .setIndices(accessor('SCALAR', new Uint16Array(corners)))
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(vertices.flatMap(([x, y]) => [x, y, Math.sin(x)]))))
    .setAttribute('NORMAL', accessor('VEC3', new Float32Array(vertices.flatMap(() => [0, 0, 1]))))
    .setAttribute('JOINTS_0', accessor('VEC4', new Uint16Array(vertices.flatMap(() => [0, 1, 0, 0]))))
    .setAttribute(
      'WEIGHTS_0',
      accessor('VEC4', new Float32Array(vertices.flatMap(([x]) => [x / side, 1 - x / side, 0, 0]))),
    )
  const skin = document.createSkin().addJoint(document.createNode('a')).addJoint(document.createNode('b'))
  const node = document.createNode('cloth').setMesh(document.createMesh().addPrimitive(primitive)).setSkin(skin)
  document.createScene().addChild(node)
  for (const joint of skin.listJoints()) document.getRoot().listScenes()[0]?.addChild(joint)
  await simplifyModel(document, { ratio: 1 })
  expect(primitive.getAttribute('WEIGHTS_0')?.getArray()).toBeInstanceOf(Float32Array)
  await simplifyModel(document, { ratio: 0.5 })
  const [read] = (await readGlb(await writeGlb(document))).getRoot().listMeshes()[0]?.listPrimitives() ?? []
  const places = read?.getAttribute('POSITION')?.getArray() ?? []
  const weights = read?.getAttribute('WEIGHTS_0')?.getArray()
  expect(read?.getAttribute('JOINTS_0')?.getArray()).toBeInstanceOf(Uint8Array)
  expect(weights).toBeInstanceOf(Uint8Array)
  const count = places.length / 3
  expect(count).toBeGreaterThan(10)
  for (let v = 0; v < count; v++) {
    const own = [...(weights?.slice(v * 4, v * 4 + 4) ?? [])]
    expect(sumOf(own)).toBe(255)
    expect(Math.abs((own[0] ?? 0) / 255 - (places[v * 3] ?? 0) / side)).toBeLessThan(1 / 255)
  }
})
