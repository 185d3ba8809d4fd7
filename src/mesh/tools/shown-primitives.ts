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

/** Those that have triangles. */
export function shownPrimitives(document: Document): Shown[] {
  const uses = new Map<Primitive, { count: number; scale: number }>()
  for (const node of nodesOf(document)) {
    const mesh = node.getMesh()
    if (!mesh) continue
    const copies = copiesOf(node)
    const scale = scaleOf(node, copies > 1)
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
function scaleOf(node: Node, isInstanced: boolean): number {
  const matrices = isInstanced ? placesOf(node) : (boneMatrices(node) ?? [])
  if (matrices.length === 0) return Math.max(...node.getWorldScale().map(Math.abs), 1e-12)
  // Of a matrix, the length of its longest column.
  const columns = matrices.flatMap((m) => [0, 4, 8].map((i) => Math.hypot(at(m, i), at(m, i + 1), at(m, i + 2))))
  return columns.reduce((largest, one) => Math.max(largest, one), 1e-12)
}

/** The same with their surfaces. */
export const usedPrimitives = (document: Document): (Shown & { readonly surface: Surface })[] =>
  shownPrimitives(document).flatMap((shown) => {
    const surface = surfaceOf(shown.primitive)
    return surface ? [{ ...shown, surface }] : []
  })
