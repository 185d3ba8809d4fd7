// The primitives that the scene shows, each once, with its number of instances and its size.
import type { Document, Primitive } from '@gltf-transform/core'
import { nodesOf, type Surface, surfaceOf, triangleCountOf } from '../formats/surface.ts'

export interface Shown {
  readonly primitive: Primitive
  readonly triangles: number
  /** How often the scene shows it. */
  readonly uses: number
  /** The largest scale that a node shows it at. */
  readonly scale: number
}

/** Those that have triangles. */
export function shownPrimitives(document: Document): Shown[] {
  const uses = new Map<Primitive, { count: number; scale: number }>()
  for (const node of nodesOf(document)) {
    const mesh = node.getMesh()
    if (!mesh) continue
    const scale = Math.max(...node.getWorldScale().map(Math.abs), 1e-12)
    for (const primitive of mesh.listPrimitives()) {
      const known = uses.get(primitive)
      uses.set(primitive, { count: (known?.count ?? 0) + 1, scale: Math.max(known?.scale ?? 0, scale) })
    }
  }
  return [...uses].flatMap(([primitive, { count, scale }]) => {
    const triangles = triangleCountOf(primitive)
    return triangles > 0 ? [{ primitive, triangles, uses: count, scale }] : []
  })
}

/** The same with their surfaces. */
export const usedPrimitives = (document: Document): (Shown & { readonly surface: Surface })[] =>
  shownPrimitives(document).flatMap((shown) => {
    const surface = surfaceOf(shown.primitive)
    return surface ? [{ ...shown, surface }] : []
  })
