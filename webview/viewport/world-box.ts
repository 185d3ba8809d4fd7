// The current world bounds of a part. three's own function uses the world matrices of a part's parents as of the last draw:
// between a change and the next picture it returns where the part was.
import { Bone, Box3, type Object3D, Vector3 } from 'three'

/** The box of a part and all below it, in metres of the world; empty where it draws nothing. */
export function worldBox(object: Object3D): Box3 {
  object.updateWorldMatrix(true, false)
  return new Box3().setFromObject(object)
}

/** The box of a model as it stands now: parts of it may have been moved since it was loaded. */
export function modelBox({ root, box }: { root: Object3D; box: Box3 }): Box3 {
  const now = worldBox(root)
  return now.isEmpty() ? box.clone() : now
}

/** The share of a model's size that is shown around a point of it. */
const AROUND = 0.1

/**
 * The box that shows a part: of what it draws, or, where it draws nothing as bones, cameras and empty groups do, of where it
 * and all below it stand. A bone that ends there is as long as the one before it, as programs draw it.
 * @returns metres of the world, never empty nor without a size
 */
export function extentOf(part: Object3D): Box3 {
  const box = worldBox(part)
  if (!box.isEmpty()) return box
  part.updateWorldMatrix(true, true)
  const place = new Vector3()
  part.traverse((one) => {
    if (one.userData['isHelper'] !== true) box.expandByPoint(place.setFromMatrixPosition(one.matrixWorld))
  })
  const length = box.getSize(place).length()
  return length > 0 ? box : box.expandByScalar(sizeAround(part))
}

/** How much to show around a part that is a point: as far as from a bone to the one above, else a share of what it lies in. */
function sizeAround(part: Object3D): number {
  const place = new Vector3().setFromMatrixPosition(part.matrixWorld)
  const above = part instanceof Bone && part.parent instanceof Bone ? part.parent : undefined
  const length = above ? place.distanceTo(new Vector3().setFromMatrixPosition(above.matrixWorld)) : 0
  if (length > 0) return length
  for (let at = part.parent; at; at = at.parent) {
    const box = worldBox(at)
    if (!box.isEmpty()) return Math.max(box.getSize(new Vector3()).length() * AROUND, Number.EPSILON)
  }
  return 1
}
