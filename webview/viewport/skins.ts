// Meshes that bones move, in two ways three does not follow: it measures them once, and hides what is out of sight by that.
import { type Object3D, SkinnedMesh, Sphere } from 'three'
import { nodeNumber } from './sources.ts'

/** Draws a skinned mesh wherever its bones take it: three would look for it where it was measured first. */
export function drawEverywhere(object: Object3D): void {
  if (object instanceof SkinnedMesh) object.frustumCulled = false
}

/** Measures the skinned meshes of a model anew, once bones have been moved. */
export function measureSkins(root: Object3D): void {
  root.updateMatrixWorld(true)
  root.traverse((object) => {
    if (!(object instanceof SkinnedMesh)) return
    object.computeBoundingBox()
    object.boundingSphere = object.boundingBox.getBoundingSphere(new Sphere())
  })
}

/** Whether a part is drawn where its bones are, wherever it stands itself: glTF heeds no place of a skinned mesh. */
export function followsBones(part: Object3D): boolean {
  let isSkin = false
  let hasParts = false
  part.traverse((object) => {
    isSkin ||= object instanceof SkinnedMesh
    hasParts ||= object !== part && nodeNumber(object) !== undefined
  })
  return isSkin && !hasParts
}
