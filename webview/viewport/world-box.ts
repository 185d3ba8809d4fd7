// The current world bounds of a part. three's own function uses the world matrices of a part's parents as of the last draw:
// between a change and the next picture it returns where the part was.
import { Box3, type Object3D } from 'three'

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
