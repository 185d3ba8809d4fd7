// Which joints move a vertex. glTF stores sets of four (JOINTS_n, WEIGHTS_n), any number of them; all code here keeps the four
// strongest, normalized to a sum of one.
import type { Primitive } from '@gltf-transform/core'
import { at } from '../math/numbers.ts'
import { floatsOf } from './floats.ts'

const KEPT = 4

/** Four joints and weights of each vertex, the strongest first where there are more; undefined without any. */
export function influencesOf(primitive: Primitive): { joints: Float32Array; weights: Float32Array } | undefined {
  const sets: { joints: Float32Array; weights: Float32Array }[] = []
  for (let n = 0; ; n++) {
    const joints = primitive.getAttribute(`JOINTS_${n}`)
    const weights = primitive.getAttribute(`WEIGHTS_${n}`)
    if (!joints || !weights) break
    sets.push({ joints: floatsOf(joints), weights: floatsOf(weights) })
  }
  const [first] = sets
  if (!first) return undefined
  const out = { joints: first.joints.slice(), weights: first.weights.slice() }
  for (let v = 0; v < out.weights.length; v += KEPT) {
    if (sets.length > 1) strongest(sets, v, out)
    let sum = 0
    for (let k = 0; k < KEPT; k++) sum += at(out.weights, v + k)
    if (sum > 0 && sum !== 1) for (let k = 0; k < KEPT; k++) out.weights[v + k] = at(out.weights, v + k) / sum
  }
  return out
}

type Influences = { joints: Float32Array; weights: Float32Array }

function strongest(sets: readonly Influences[], v: number, out: Influences): void {
  const all = sets.flatMap(({ joints, weights }) =>
    Array.from({ length: KEPT }, (_, k) => ({ joint: at(joints, v + k), weight: at(weights, v + k) })),
  )
  all.sort((a, b) => b.weight - a.weight)
  for (let k = 0; k < KEPT; k++) {
    out.joints[v + k] = all[k]?.joint ?? 0
    out.weights[v + k] = all[k]?.weight ?? 0
  }
}
