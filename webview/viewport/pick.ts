// Which part of a model is under the pointer.
import {
  type Camera,
  DoubleSide,
  FrontSide,
  type Intersection,
  Mesh,
  type Object3D,
  type Plane,
  type Ray,
  Raycaster,
  Vector2,
  Vector3,
} from 'three'
import { acceleratedRaycast } from 'three-mesh-bvh'
import { HOLLOW_LAYER } from './layers.ts'
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
 * @param cut what lies behind this plane is cut away and not seen; what it cuts through is hit on the plane
 */
export function hitOn(
  root: Object3D,
  camera: Camera,
  at: DevicePlace,
  trees?: PickTrees,
  cut?: Plane,
): Intersection | undefined {
  const caster = new Raycaster()
  // Of one mesh only the nearest counts; with a tree the others need not be found.
  caster.firstHitOnly = cut === undefined
  // Also what is drawn by a copy.
  caster.layers.enableAll()
  camera.updateMatrixWorld()
  caster.setFromCamera(new Vector2(at.x, at.y), camera)
  const hits: Intersection[] = []
  const cast = (object: Object3D, found: Intersection[]) => {
    if (object.layers.isEnabled(HOLLOW_LAYER)) return
    const tree = object instanceof Mesh ? trees?.of(object) : undefined
    if (object instanceof Mesh && tree) {
      object.geometry.boundsTree = tree
      Reflect.apply(acceleratedRaycast, object, [caster, found])
    } else caster.intersectObject(object, false, found)
  }
  root.traverseVisible((object) => {
    if (object.userData['isHelper'] !== true) cast(object, hits)
  })
  const onCut = cut && hitOnCut(root, caster.ray, cut, cast)
  const seen = cut ? hits.filter(({ point }) => cut.distanceToPoint(point) >= 0) : hits
  return [...seen, ...(onCut ? [onCut] : [])].reduce<Intersection | undefined>(
    (best, hit) => (best && best.distance <= hit.distance ? best : hit),
    undefined,
  )
}

/** Shares of the way within which two hits of one side of a mesh are one, on the edge of two triangles. */
const SAME = 1e-6

/**
 * Where a ray meets the filled cut. It is filled as it is drawn (section-pass.ts): where what is left, behind the plane, has
 * another number of back faces than of front faces.
 */
function hitOnCut(
  root: Object3D,
  ray: Ray,
  cut: Plane,
  cast: (object: Object3D, found: Intersection[]) => void,
): Intersection | undefined {
  const way = cut.distanceToPoint(ray.origin) < 0 ? ray.distanceToPlane(cut) : null
  if (way === null) return undefined
  let total = 0
  let nearest: { object: Object3D; end: number } | undefined
  root.traverseVisible((object) => {
    if (!(object instanceof Mesh) || object.userData['isHelper'] === true) return
    const all: Intersection[] = []
    withBothSides(object, () => cast(object, all))
    const direction = ray.direction.clone().transformDirection(object.matrixWorld.clone().invert())
    const left = all
      .filter(({ distance }) => distance > way)
      .map(({ distance, face }) => ({ distance, isBack: face != null && face.normal.dot(direction) > 0 }))
      .sort((a, b) => a.distance - b.distance)
      .filter(({ distance, isBack }, at, others) => {
        const before = others.slice(0, at).findLast((other) => other.isBack === isBack)
        return !before || distance - before.distance > distance * SAME
      })
    const count = left.reduce((sum, { isBack }) => sum + (isBack ? 1 : -1), 0)
    total += count
    const end = left.find(({ isBack }) => isBack)?.distance ?? Number.POSITIVE_INFINITY
    if (count !== 0 && (!nearest || end < nearest.end)) nearest = { object, end }
  })
  return total !== 0 && nearest
    ? { distance: way, point: ray.at(way, new Vector3()), object: nearest.object }
    : undefined
}

/** Looks through a mesh that is hit from behind, too. */
function withBothSides(mesh: Mesh, look: () => void): void {
  const materials = [mesh.material].flat()
  const sides = materials.map(({ side }) => side)
  for (const material of materials) material.side = DoubleSide
  look()
  for (const [at, material] of materials.entries()) material.side = sides[at] ?? FrontSide
}
