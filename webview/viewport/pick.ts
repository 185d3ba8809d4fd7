// Which part of a model lies under the pointer.
import { type Camera, type Object3D, Raycaster, Vector2 } from 'three'

/** The object itself and all above it are shown. */
function isShown(object: Object3D): boolean {
  for (let at: Object3D | null = object; at; at = at.parent) if (!at.visible) return false
  return true
}

/**
 * The nearest visible mesh, line or point cloud at a place of the page.
 * @param surface what the picture is drawn on; the place is in CSS pixels
 */
export function pickAt(
  root: Object3D | undefined,
  camera: Camera,
  surface: Pick<HTMLElement, 'getBoundingClientRect'>,
  clientX: number,
  clientY: number,
): Object3D | undefined {
  const rect = surface.getBoundingClientRect()
  if (!root || rect.width === 0 || rect.height === 0) return undefined
  const x = ((clientX - rect.left) / rect.width) * 2 - 1
  const y = 1 - ((clientY - rect.top) / rect.height) * 2
  const caster = new Raycaster()
  camera.updateMatrixWorld()
  caster.setFromCamera(new Vector2(x, y), camera)
  return caster.intersectObject(root, true).find(({ object }) => isShown(object))?.object
}
