// The primitives that the scene shows, each once, with its number of instances and its size.
import type { Document, Node, Primitive } from '@gltf-transform/core'
import { boneMatrices, nodesOf, type Surface, surfaceOf, triangleCountOf } from '../formats/surface.ts'
import { at } from '../math/numbers.ts'
import { copiesOf, placesOf } from './instances.ts'

export interface Shown {
  readonly primitive: Primitive
  readonly triangles: number
  /** How often the scene shows it. */
  readonly uses: number
  /** The largest scale that a node, or with a skin a bone, shows it at. */
  readonly scale: number
}

/** The largest scale of a node's instances: of a matrix, the length of its longest column. */
const largestScale = (node: Node): number =>
  placesOf(node).reduce(
    (largest, m) => Math.max(largest, ...[0, 4, 8].map((i) => Math.hypot(m[i] ?? 0, m[i + 1] ?? 0, m[i + 2] ?? 0))),
    1e-12,
  )

/** Those that have triangles. */
export function shownPrimitives(document: Document): Shown[] {
  const uses = new Map<Primitive, { count: number; scale: number }>()
  for (const node of nodesOf(document)) {
    const mesh = node.getMesh()
    if (!mesh) continue
    const copies = copiesOf(node)
    const scale = copies > 1 ? largestScale(node) : scaleOf(node)
    for (const primitive of mesh.listPrimitives()) {
      const known = uses.get(primitive)
      uses.set(primitive, { count: (known?.count ?? 0) + copies, scale: Math.max(known?.scale ?? 0, scale) })
    }
  }
  return [...uses].flatMap(([primitive, { count, scale }]) => {
    const triangles = triangleCountOf(primitive)
    return triangles > 0 ? [{ primitive, triangles, uses: count, scale }] : []
  })
}

/** A node with a skin counts for nothing itself: bones move its mesh, whose numbers often are centimeters then. */
function scaleOf(node: Node): number {
  const bones = boneMatrices(node) ?? []
  let most = 1e-12
  for (const bone of bones)
    for (const column of [0, 4, 8])
      most = Math.max(most, Math.hypot(at(bone, column), at(bone, column + 1), at(bone, column + 2)))
  return bones.length > 0 ? most : Math.max(...node.getWorldScale().map(Math.abs), most)
}

/** The same with their surfaces. */
export const usedPrimitives = (document: Document): (Shown & { readonly surface: Surface })[] =>
  shownPrimitives(document).flatMap((shown) => {
    const surface = surfaceOf(shown.primitive)
    return surface ? [{ ...shown, surface }] : []
  })
