// The instances of a node: where EXT_mesh_gpu_instancing draws its mesh, of which a node without it draws one.
import type { Document, Node } from '@gltf-transform/core'
import type { InstancedMesh } from '@gltf-transform/extensions'
import { floatsOf } from '../formats/floats.ts'
import { setMatrix } from '../formats/node-matrix.ts'
import { nodesOf, triangleCountOf } from '../formats/surface.ts'
import { compose, type Matrix, multiply } from '../math/matrix.ts'
import { INSTANCING, type MeshUse } from './drawn-counts.ts'

/** How often a node draws its mesh. */
export function copiesOf(node: Node): number {
  // Of the class only the type: loading it takes time, and few files have any.
  const [first] = node.getExtension<InstancedMesh>(INSTANCING)?.listAttributes() ?? []
  return first?.getCount() ?? 1
}

/** Where a node draws its mesh: column-major matrices of the scene, one a copy. */
export function placesOf(node: Node): readonly Matrix[] {
  const world = node.getWorldMatrix()
  return node.getExtension(INSTANCING) ? localPlaces(node).map((place) => multiply(world, place)) : [world]
}

/** Where the instances of a node stand in it. */
function localPlaces(node: Node): readonly Matrix[] {
  const instances = node.getExtension<InstancedMesh>(INSTANCING)
  const values = (name: string) => {
    const accessor = instances?.getAttribute(name)
    return accessor ? floatsOf(accessor) : undefined
  }
  const [moves, turns, scales] = [values('TRANSLATION'), values('ROTATION'), values('SCALE')]
  const part = (list: Float32Array | undefined, i: number, size: number, none: readonly number[]) =>
    list && list.length >= (i + 1) * size ? [...list.subarray(i * size, (i + 1) * size)] : none
  return Array.from({ length: copiesOf(node) }, (_, i) =>
    compose(part(moves, i, 3, [0, 0, 0]), part(turns, i, 4, [0, 0, 0, 1]), part(scales, i, 3, [1, 1, 1])),
  )
}

/** All meshes that the scene draws, for `drawnCounts`. */
export function meshUses(document: Document): MeshUse[] {
  return nodesOf(document).flatMap((node) => {
    const mesh = node.getMesh()
    if (!mesh) return []
    const primitives = mesh.listPrimitives()
    const triangles = primitives.reduce((sum, one) => sum + triangleCountOf(one), 0)
    const vertices = primitives.reduce((sum, one) => sum + (one.getAttribute('POSITION')?.getCount() ?? 0), 0)
    return [{ mesh, triangles, vertices, copies: copiesOf(node) }]
  })
}

/** Whether a node of the scene draws its mesh by instances. */
export const hasInstances = (document: Document): boolean =>
  nodesOf(document).some((node) => node.getMesh() && node.getExtension(INSTANCING))

/** Makes a part of each instance, below the node that drew them all: for formats and tools that know no instances. */
export function spreadInstances(document: Document): Document {
  for (const node of nodesOf(document)) spreadNode(document, node)
  return document
}

/** The same of one node. @returns the parts that have its mesh then, the node itself where it has no instances */
export function spreadNode(document: Document, node: Node): readonly Node[] {
  const mesh = node.getMesh()
  if (!mesh || !node.getExtension(INSTANCING)) return [node]
  const name = node.getName() || mesh.getName()
  const parts = localPlaces(node).map((place) => setMatrix(document.createNode(name).setMesh(mesh), place))
  for (const part of parts) node.addChild(part)
  node.setMesh(null).setExtension(INSTANCING, null)
  return parts
}
