// Extracts some parts of a model.
import type { Document, Node } from '@gltf-transform/core'
import { nodesOf } from '../formats/surface.ts'

/** The names of the nodes that carry meshes: what a user can choose from. */
export function partNames(document: Document): string[] {
  return nodesOf(document).flatMap((node) => (node.getMesh() ? [node.getName()] : []))
}

/**
 * Takes the mesh away from every node that has none of the names, itself or above it. Names that do not occur are
 * returned; when none occurs, nothing is taken away.
 */
export function keepParts(document: Document, names: readonly string[]): { missing: string[] } {
  const nodes = nodesOf(document)
  const known = new Set(nodes.map((node) => node.getName()))
  const missing = names.filter((name) => !known.has(name))
  if (missing.length < names.length)
    for (const node of nodes) if (node.getMesh() && !isNamed(node, names)) node.setMesh(null).setSkin(null)
  return { missing }
}

function isNamed(node: Node, names: readonly string[]): boolean {
  for (let above: Node | null = node; above; above = above.getParentNode())
    if (names.includes(above.getName())) return true
  return false
}
