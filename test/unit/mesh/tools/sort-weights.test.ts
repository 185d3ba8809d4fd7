// Weights of vertices before they are written: strongest first, and summing to exactly one.
import { Document } from '@gltf-transform/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortWeights } from '../../../../src/mesh/tools/sort-weights.ts'

function skinned(joints: readonly number[][], weights: readonly number[][]) {
  const document = new Document()
  const accessors = weights.map((list, n) => ({
    joints: document
      .createAccessor()
      .setType('VEC4')
      .setArray(new Uint8Array(joints[n] ?? [])),
    weights: document.createAccessor().setType('VEC4').setNormalized(true).setArray(new Uint8Array(list)),
  }))
  const primitive = document.createPrimitive()
  for (const [n, one] of accessors.entries())
    primitive.setAttribute(`JOINTS_${n}`, one.joints).setAttribute(`WEIGHTS_${n}`, one.weights)
  document.createMesh().addPrimitive(primitive)
  return { document, primitive }
}

describe('sortWeights', () => {
  it('leaves a vertex that is right, and mends those beside it: order, sum, a joint without a weight', () => {
    const joints = [9, 4, 0, 0, 1, 2, 3, 4, 1, 2, 3, 4, 7, 8, 5, 6, 1, 2, 0, 0]
    const weights = [200, 55, 0, 0, 55, 200, 0, 0, 100, 100, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0]
    const { document, primitive } = skinned([joints], [weights])
    sortWeights(document)
    const values = (name: string) => [...(primitive.getAttribute(name)?.getArray() ?? [])]
    expect(values('WEIGHTS_0')).toEqual([200, 55, 0, 0, 200, 55, 0, 0, 128, 127, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0])
    expect(values('JOINTS_0')).toEqual([9, 4, 0, 0, 2, 1, 0, 0, 1, 2, 0, 0, 7, 8, 5, 6, 1, 0, 0, 0])
  })

  it('puts the strongest first over all sets, and gives the rest to it', () => {
    const { document, primitive } = skinned(
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      [
        [10, 100, 0, 20],
        [60, 0, 0, 63],
      ],
    )
    sortWeights(document)
    const values = (name: string) => [...(primitive.getAttribute(name)?.getArray() ?? [])]
    expect([...values('WEIGHTS_0'), ...values('WEIGHTS_1')]).toEqual([102, 63, 60, 20, 10, 0, 0, 0])
    expect([...values('JOINTS_0'), ...values('JOINTS_1')]).toEqual([2, 8, 5, 4, 1, 0, 0, 0])
  })

  it('leaves a vertex alone that nothing moves, and copies joints that other weights go with', () => {
    const { document, primitive } = skinned([[1, 2, 0, 0]], [[0, 0, 0, 0]])
    const joints = primitive.getAttribute('JOINTS_0')
    const other = document
      .createAccessor()
      .setType('VEC4')
      .setNormalized(true)
      .setArray(new Uint8Array([55, 200, 0, 0]))
    const second = document.createPrimitive().setAttribute('JOINTS_0', joints).setAttribute('WEIGHTS_0', other)
    joints?.setArray(new Uint8Array([1, 2, 0, 0]))
    document.createMesh().addPrimitive(second)
    sortWeights(document)
    expect([...(primitive.getAttribute('WEIGHTS_0')?.getArray() ?? [])]).toEqual([0, 0, 0, 0])
    expect([...(other.getArray() ?? [])]).toEqual([200, 55, 0, 0])
    expect([...(second.getAttribute('JOINTS_0')?.getArray() ?? [])]).toEqual([2, 1, 0, 0])
    expect(second.getAttribute('JOINTS_0')).not.toBe(joints)
  })

  it('sums up to one and moves each joint by at most the rounding, whatever the weights', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { minLength: 4, maxLength: 4 }), (influences) => {
        const unique = influences.map(([, weight], k) => [k * 61 + 1, weight] as const)
        const { document, primitive } = skinned([unique.map(([joint]) => joint)], [unique.map(([, weight]) => weight)])
        sortWeights(document)
        const weights = [...(primitive.getAttribute('WEIGHTS_0')?.getArray() ?? [])]
        const joints = [...(primitive.getAttribute('JOINTS_0')?.getArray() ?? [])]
        const before = unique.reduce((sum, [, weight]) => sum + weight, 0)
        if (before === 0) return
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(255)
        expect(weights).toEqual([...weights].sort((a, b) => b - a))
        for (const [joint, weight] of unique) {
          const after = weights.reduce((sum, one, k) => sum + (joints[k] === joint ? one : 0), 0)
          expect(Math.abs(after - (weight * 255) / before)).toBeLessThanOrEqual(2)
        }
      }),
      { numRuns: 200 },
    )
  })
})
