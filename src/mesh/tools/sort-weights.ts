// Sorts the weights of each vertex, strongest first, and makes them sum to exactly one in any number format: the rounding error
// is added to the strongest. The library does the same with a call per number, which takes a fifth of the time of packing.
import type { Accessor, Document, Primitive, TypedArray } from '@gltf-transform/core'
import { at } from '../math/numbers.ts'

interface WeightSet {
  readonly joints: TypedArray
  readonly weights: TypedArray
}

/** Sorts and sums up in place; vertices that no joint moves stay as they are. */
export function sortWeights(document: Document): void {
  const seen = new Map<Accessor, Accessor>()
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
  // All before the first is changed, since some are copied.
  for (const sets of primitives.map((primitive) => setsOf(primitive, seen))) {
    const [first, second] = sets
    if (!first) continue
    const one = oneOf(first.weights)
    sortEach(sets, first.weights.length / 4, one, second ? undefined : first)
  }
}

/** What stands for one: a normalized integer's largest value. */
function oneOf(array: TypedArray): number {
  if (array instanceof Uint8Array) return 255
  return array instanceof Uint16Array ? 65_535 : 1
}

/** The sets of a primitive that are not done yet. Joints that other weights go with, too, are copied before they move. */
function setsOf(primitive: Primitive, seen: Map<Accessor, Accessor>): WeightSet[] {
  const sets: WeightSet[] = []
  for (let n = 0; ; n++) {
    let joints = primitive.getAttribute(`JOINTS_${n}`)
    let weights = primitive.getAttribute(`WEIGHTS_${n}`)
    if (!joints || !weights) return sets
    if (seen.get(joints) === weights && seen.get(weights) === joints) return sets
    if (seen.has(joints)) {
      joints = joints.clone()
      primitive.setAttribute(`JOINTS_${n}`, joints)
    }
    if (seen.has(weights)) {
      weights = weights.clone()
      primitive.setAttribute(`WEIGHTS_${n}`, weights)
    }
    seen.set(joints, weights).set(weights, joints)
    const pair = { joints: joints.getArray(), weights: weights.getArray() }
    if (!pair.joints || !pair.weights || weights.getElementSize() !== 4) return []
    sets.push({ joints: pair.joints, weights: pair.weights })
  }
}

/** @param only where there is one set, which most are: a vertex whose weights sum to one takes a few steps then */
function sortEach(sets: readonly WeightSet[], vertices: number, one: number, only?: WeightSet): void {
  const size = sets.length * 4
  const joints = new Float64Array(size)
  const weights = new Float64Array(size)
  for (let v = 0; v < vertices; v++) {
    if (only && sortFour(only, v * 4, one)) continue
    let sum = 0
    for (let k = 0; k < size; k++) {
      const { joints: j, weights: w } = sets[k >> 2] ?? { joints, weights }
      const weight = at(w, v * 4 + (k & 3))
      const joint = at(j, v * 4 + (k & 3))
      sum += weight
      let place = k
      for (; place > 0 && at(weights, place - 1) < weight; place--) {
        weights[place] = at(weights, place - 1)
        joints[place] = at(joints, place - 1)
      }
      weights[place] = weight
      joints[place] = joint
    }
    if (!(sum > 0)) continue
    settle(weights, sum, one)
    for (let k = 0; k < size; k++) {
      const set = sets[k >> 2]
      if (!set) continue
      set.weights[v * 4 + (k & 3)] = at(weights, k)
      // A joint without a weight is none.
      set.joints[v * 4 + (k & 3)] = at(weights, k) > 0 ? at(joints, k) : 0
    }
  }
}

/** Sorts four weights where they stand, with their joints. @returns whether no more is to be done: they sum to one */
function sortFour({ joints, weights }: WeightSet, start: number, one: number): boolean {
  let sum = weights[start] ?? 0
  for (let at = start + 1; at < start + 4; at++) {
    const weight = weights[at] ?? 0
    const joint = joints[at] ?? 0
    sum += weight
    let place = at
    for (; place > start && (weights[place - 1] ?? 0) < weight; place--) {
      weights[place] = weights[place - 1] ?? 0
      joints[place] = joints[place - 1] ?? 0
    }
    if (place === at) continue
    weights[place] = weight
    joints[place] = joint
  }
  if (sum !== one) return false
  for (let at = start; at < start + 4; at++) if (!((weights[at] ?? 0) > 0)) joints[at] = 0
  return true
}

/** Makes sorted weights sum to one. */
function settle(weights: Float64Array, sum: number, one: number): void {
  if (sum === one) return
  let rest = one
  for (let k = 1; k < weights.length; k++) {
    const scaled = (at(weights, k) * one) / sum
    weights[k] = one === 1 ? scaled : Math.round(scaled)
    rest -= at(weights, k)
  }
  // Where all others were rounded up, the strongest would not be that any more.
  while (rest < at(weights, 1)) {
    const least = weights.lastIndexOf(at(weights, 1))
    weights[least] = at(weights, least) - 1
    rest += 1
  }
  weights[0] = rest
}
