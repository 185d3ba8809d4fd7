// Which part of a model lies under the pointer.
import { type Camera, type Intersection, type Object3D, Raycaster, Vector2 } from 'three'

/** The object itself and all above it are shown. */
function isShown(object: Object3D): boolean {
  for (let at: Object3D | null = object; at; at = at.parent) if (!at.visible) return false
  return true
}

/**
 * The nearest visible mesh, line or point cloud at a place of the page, and where it was hit in metres of the world.
 * @param surface what the picture is drawn on; the place is in CSS pixels
 */
export function hitAt(
  root: Object3D | undefined,
  camera: Camera,
  surface: Pick<HTMLElement, 'getBoundingClientRect'>,
  clientX: number,
  clientY: number,
): Intersection | undefined {
  const rect = surface.getBoundingClientRect()
  if (!root || rect.width === 0 || rect.height === 0) return undefined
  const x = ((clientX - rect.left) / rect.width) * 2 - 1
  const y = 1 - ((clientY - rect.top) / rect.height) * 2
  return hitOn(root, camera, { x, y })
}

/** The same at a place in normalised device coordinates. */
export function hitOn(root: Object3D, camera: Camera, { x, y }: { x: number; y: number }): Intersection | undefined {
  const caster = new Raycaster()
  camera.updateMatrixWorld()
  caster.setFromCamera(new Vector2(x, y), camera)
  return caster
    .intersectObject(root, true)
    .find(({ object }) => isShown(object) && object.userData['isHelper'] !== true)
}
