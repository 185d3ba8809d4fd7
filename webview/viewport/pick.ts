// Which part of a model is under the pointer.
import { type Camera, type Intersection, Mesh, type Object3D, Raycaster, Vector2 } from 'three'
import { acceleratedRaycast } from 'three-mesh-bvh'
import type { PickTrees } from './pick-trees.ts'

/** A place in the picture in normalised device coordinates: -1 to 1, upwards. */
export interface DevicePlace {
  x: number
  y: number
}

/**
 * A place of the page in the picture; undefined while the picture has no size.
 * @param surface what the picture is drawn on; the place is in CSS pixels
 */
export function devicePlace(
  surface: Pick<HTMLElement, 'getBoundingClientRect'>,
  clientX: number,
  clientY: number,
): DevicePlace | undefined {
  const rect = surface.getBoundingClientRect()
  if (rect.width === 0 || rect.height === 0) return undefined
  return { x: ((clientX - rect.left) / rect.width) * 2 - 1, y: 1 - ((clientY - rect.top) / rect.height) * 2 }
}

/**
 * The nearest visible mesh, line or point cloud at a place, and where it was hit in metres of the world.
 * @param trees by which large meshes are searched, as far as they have one
 */
export function hitOn(root: Object3D, camera: Camera, at: DevicePlace, trees?: PickTrees): Intersection | undefined {
  const caster = new Raycaster()
  // Of one mesh only the nearest counts; with a tree the others need not be found.
  caster.firstHitOnly = true
  // Also what is drawn by a copy.
  caster.layers.enableAll()
  camera.updateMatrixWorld()
  caster.setFromCamera(new Vector2(at.x, at.y), camera)
  const hits: Intersection[] = []
  root.traverseVisible((object) => {
    if (object.userData['isHelper'] === true) return
    const tree = object instanceof Mesh ? trees?.of(object) : undefined
    if (object instanceof Mesh && tree) {
      object.geometry.boundsTree = tree
      Reflect.apply(acceleratedRaycast, object, [caster, hits])
    } else caster.intersectObject(object, false, hits)
  })
  return hits.reduce<Intersection | undefined>(
    (best, hit) => (best && best.distance <= hit.distance ? best : hit),
    undefined,
  )
}
