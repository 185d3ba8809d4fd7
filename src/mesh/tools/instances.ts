// The instances of a node: where EXT_mesh_gpu_instancing draws its mesh, of which a node without it draws one.
import type { Document, Node } from '@gltf-transform/core'
import type { InstancedMesh } from '@gltf-transform/extensions'
import { floatsOf } from '../formats/floats.ts'
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
  const instances = node.getExtension<InstancedMesh>(INSTANCING)
  if (!instances) return [world]
  const values = (name: string) => {
    const accessor = instances.getAttribute(name)
    return accessor ? floatsOf(accessor) : undefined
  }
  const [moves, turns, scales] = [values('TRANSLATION'), values('ROTATION'), values('SCALE')]
  const part = (list: Float32Array | undefined, i: number, size: number, none: readonly number[]) =>
    list && list.length >= (i + 1) * size ? [...list.subarray(i * size, (i + 1) * size)] : none
  return Array.from({ length: copiesOf(node) }, (_, i) =>
    multiply(
      world,
      compose(part(moves, i, 3, [0, 0, 0]), part(turns, i, 4, [0, 0, 0, 1]), part(scales, i, 3, [1, 1, 1])),
    ),
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
