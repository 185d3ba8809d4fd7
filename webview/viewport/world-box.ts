// Where a part lies in the world, now. three's own measure takes the world matrices of a part's parents as they were when
// something was last drawn: between a change and the next picture it answers where the part was.
import { Box3, type Object3D } from 'three'

/** The box of a part and all below it, in metres of the world; empty where it draws nothing. */
export function worldBox(object: Object3D): Box3 {
  object.updateWorldMatrix(true, false)
  return new Box3().setFromObject(object)
}
