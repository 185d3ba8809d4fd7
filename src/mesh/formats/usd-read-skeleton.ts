// UsdSkel skeletons as glTF skins, and their animations as clips. https://openusd.org/release/api/_usd_skel__schemas.html
import type { Node, Skin } from '@gltf-transform/core'
import type { ReaderBudget } from '../budget.ts'
import { IDENTITY, invert, type Matrix, multiply } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import type { ModelBuilder } from './build.ts'
import { setMatrix } from './node-matrix.ts'
import type { Clips } from './usd-read-motion.ts'
import type { StagePrim } from './usd-stage.ts'

/** Joints a vertex of ours may follow. */
const MOST = 4

export interface ReadSkeleton {
  readonly skin: Skin
  readonly joints: readonly string[]
  readonly nodes: readonly Node[]
}

/** Makes the joints of a Skeleton prim, below `parent`, and their skin; undefined for one without joints. */
export function readSkeleton(
  prim: StagePrim,
  builder: ModelBuilder,
  parent: Node,
  budget: ReaderBudget,
): ReadSkeleton | undefined {
  const joints = prim.value('joints')?.texts ?? []
  if (joints.length === 0) return undefined
  budget.spend('elements', joints.length)
  const indices = indicesOf(joints)
  const bind = matrices(prim.numbers('bindTransforms'), joints.length)
  const parents = joints.map((path, i) => {
    const above = indices.get(path.slice(0, Math.max(0, path.lastIndexOf('/')))) ?? -1
    // A joint without a name would be above itself.
    return above === i ? -1 : above
  })
  const rest = prim.value('restTransforms')
    ? matrices(prim.numbers('restTransforms'), joints.length)
    : bind.map((matrix, i) => {
        const above = bind[at(parents, i)]
        return above ? multiply(invert(above), matrix) : matrix
      })
  const nodes = joints.map((path, i) =>
    setMatrix(builder.document.createNode(path.split('/').at(-1) ?? path), rest[i] ?? IDENTITY),
  )
  const skin = builder.document.createSkin(prim.parent?.name ?? prim.name)
  const inverse = new Float32Array(joints.length * 16)
  for (const [i, node] of nodes.entries()) {
    const above = nodes[at(parents, i)]
    if (above) above.addChild(node)
    else parent.addChild(node)
    skin.addJoint(node)
    inverse.set(invert(bind[i] ?? IDENTITY), i * 16)
  }
  skin.setInverseBindMatrices(builder.accessor(inverse, 'MAT4'))
  return { skin, joints, nodes }
}

/** The first index of each name. */
function indicesOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i): [string, number] => [name, i]).reverse())
}

function matrices(numbers: readonly number[] | undefined, count: number): Matrix[] {
  return Array.from({ length: count }, (_, i) => {
    const own = numbers?.slice(i * 16, i * 16 + 16) ?? []
    return own.length === 16 ? own : IDENTITY
  })
}

/** The four strongest joints of each point of a mesh, their weights summing to one; undefined for a mesh that is not bound. */
export function influencesOf(
  mesh: StagePrim,
  { joints }: ReadSkeleton,
  budget: ReaderBudget,
): { joints: Float32Array; weights: Float32Array } | undefined {
  const property = mesh.properties.get('primvars:skel:jointIndices')
  const indices = mesh.numbers('primvars:skel:jointIndices') ?? []
  const amounts = mesh.numbers('primvars:skel:jointWeights') ?? []
  const points = (mesh.numbers('points')?.length ?? 0) / 3
  if (indices.length === 0 || indices.length !== amounts.length) return undefined
  const rigid = property?.metadata.get('interpolation')?.texts[0] === 'constant'
  const size = property?.metadata.get('elementSize')?.numbers[0] ?? indices.length / (rigid ? 1 : points)
  // The values that a size promises must be there.
  if (!(Number.isInteger(size) && size > 0 && (rigid ? size : size * points) <= indices.length)) return undefined
  budget.spend('elements', points * size)
  // A mesh may number a choice of the skeleton's joints of its own.
  const own = mesh.value('skel:joints')?.texts
  const ownIndices = own && indicesOf(joints)
  const jointOf = (index: number) => (own ? (ownIndices?.get(own[index] ?? '') ?? -1) : index)
  const found = { joints: new Float32Array(points * MOST), weights: new Float32Array(points * MOST) }
  for (let point = 0; point < points; point++) {
    const from = rigid ? 0 : point * size
    const all = Array.from({ length: size }, (_, k) => ({
      joint: jointOf(at(indices, from + k)),
      weight: at(amounts, from + k),
    }))
    const best = all
      .filter(({ joint, weight }) => weight > 0 && joint >= 0 && joint < joints.length)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, MOST)
    const total = best.reduce((sum, { weight }) => sum + weight, 0)
    if (total === 0) found.weights[point * MOST] = 1
    for (const [k, { joint, weight }] of best.entries()) {
      found.joints[point * MOST + k] = joint
      found.weights[point * MOST + k] = weight / total
    }
  }
  return found
}

/** Adds a SkelAnimation as (a part of) the clip of its name. */
export function readSkelAnimation(
  prim: StagePrim,
  name: string,
  { skeleton, clips, budget }: { skeleton: ReadSkeleton; clips: Clips; budget: ReaderBudget },
): void {
  const moved = prim.value('joints')?.texts ?? skeleton.joints
  const indices = indicesOf(skeleton.joints)
  for (const [attribute, path, size] of [
    ['translations', 'translation', 3],
    ['rotations', 'rotation', 4],
    ['scales', 'scale', 3],
  ] as const) {
    const property = prim.properties.get(attribute)
    const samples = property?.samples ?? (property?.value ? [{ time: 0, value: property.value }] : [])
    if (samples.length === 0) continue
    budget.spend('elements', moved.length)
    for (const [k, joint] of moved.entries()) {
      const node = skeleton.nodes[indices.get(joint) ?? -1]
      if (!node) continue
      budget.spend('elements', samples.length)
      const values = samples.map(({ value }) => {
        const own = value.numbers.slice(k * size, k * size + size)
        // USD's text has the real part of a quaternion first.
        return size === 4 ? [at(own, 1), at(own, 2), at(own, 3), at(own, 0)] : own
      })
      const times = samples.map(({ time }) => time)
      clips.add(name, node, path, { times, values })
    }
  }
}
