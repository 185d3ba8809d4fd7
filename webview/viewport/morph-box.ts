// The size of a mesh with morph targets. three's loader makes its box as large as the targets could make it in any direction, so
// that a smiling face would float above the ground, and look larger than it is.
import { Box3, type Mesh, SkinnedMesh, Vector3 } from 'three'

/** Whether targets shape a mesh. */
export const isMorphed = ({ geometry }: Mesh): boolean => (geometry.morphAttributes.position?.length ?? 0) > 0

/** Makes a mesh's box as large as it is with the weights that its targets have now. */
export function fitMorphBox(mesh: Mesh): void {
  // It measures its vertices itself.
  if (mesh instanceof SkinnedMesh) {
    mesh.computeBoundingBox()
    return
  }
  const box = new Box3()
  const place = new Vector3()
  const count = mesh.geometry.getAttribute('position')?.count ?? 0
  for (let at = 0; at < count; at++) box.expandByPoint(mesh.getVertexPosition(at, place))
  mesh.geometry.boundingBox = box
}
