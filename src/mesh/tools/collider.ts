// A simple shape around or instead of a model for physics: for Rapier, Havok, Cannon or Jolt, as a mesh that any loader reads.
// Boxes, spheres and capsules store their dimensions in `extras`, so that a game can create the engine's own shape.
import type { Document, Node } from '@gltf-transform/core'
import { cloneDocument } from '@gltf-transform/functions'
import { everyThird, nodesOf, placedMeshes, type Surface, sceneOf, triangulated } from '../formats/surface.ts'
import { boundsOf } from '../geometry.ts'
import { at } from '../math/numbers.ts'
import { COLLIDER_NAME } from './collider-name.ts'
import { capsule, solidBox } from './collider-shapes.ts'
import { convexHull, type Hull } from './convex-hull.ts'
import { convexPieces, type PieceOptions } from './convex-pieces.ts'
import { hasInstances, spreadInstances } from './instances.ts'
import type { ColliderShape } from './operators.ts'
import { simplified } from './reduce.ts'
import { rebuildScene, writeSurface } from './surfaces.ts'

export type { ColliderShape }

export interface ColliderOptions {
  readonly shape: ColliderShape
  /** `node`: added to the model as the node `_collider`; `file`: the collider alone. */
  readonly as?: 'node' | 'file'
  /** Corners of a hull at most; engines take up to 255. */
  readonly corners?: number
  /** Convex pieces at most. */
  readonly pieces?: number
  /** Triangles of the mesh at most. */
  readonly triangles?: number
}

export const COLLIDER_DEFAULTS = { as: 'node', corners: 64, pieces: 8, triangles: 500 } as const

/** What a physics engine needs to make the shape itself, in metres. */
export interface ColliderMeasures {
  readonly shape: ColliderShape
  readonly center?: readonly number[]
  readonly size?: readonly number[]
  readonly radius?: number
  /** Of a capsule: along y, between the middles of its half spheres. */
  readonly height?: number
  /** How many convex pieces there are, as parts in the collider. */
  readonly pieces?: number
}

/**
 * Puts a collider into the model, in the place of one that was made before, or makes the model its collider.
 * @returns its measures; undefined for an empty model
 */
export async function addCollider(document: Document, options: ColliderOptions): Promise<ColliderMeasures | undefined> {
  const { shape, as, corners, pieces, triangles } = { ...COLLIDER_DEFAULTS, ...options }
  dropColliders(document)
  const whole = joined(document)
  if (whole.corners.length === 0) return undefined
  if (shape === 'pieces') return addPieces(document, whole, { pieces, corners }, as)
  const { hull, measures } = await shapeOf(whole, shape, corners, triangles)
  if (as === 'file') rebuildScene(document, [{ name: COLLIDER_NAME, surfaces: [surfaceOfHull(hull)] }])
  else sceneOf(document)?.addChild(hullNode(document, COLLIDER_NAME, hull))
  for (const node of document.getRoot().listNodes())
    if (node.getName() === COLLIDER_NAME) node.setExtras({ ...node.getExtras(), collider: measures })
  return measures
}

const surfaceOfHull = ({ positions, indices }: Hull): Surface => ({
  ...{ material: null, positions, corners: indices, starts: everyThird(indices.length) },
})

function hullNode(document: Document, name: string, hull: Hull): Node {
  const primitive = writeSurface(document, document.createPrimitive(), surfaceOfHull(hull))
  return document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive))
}

/** Convex pieces as parts `_collider_0` ... in the node `_collider`. */
function addPieces(
  document: Document,
  whole: Surface,
  options: PieceOptions,
  as: 'node' | 'file',
): ColliderMeasures | undefined {
  const hulls = convexPieces(whole.positions, triangulated(whole), options)
  if (hulls.length === 0) return undefined
  if (as === 'file') rebuildScene(document, [])
  const measures = { shape: 'pieces', pieces: hulls.length } as const
  const group = document.createNode(COLLIDER_NAME).setExtras({ collider: measures })
  for (const [i, hull] of hulls.entries()) group.addChild(hullNode(document, `${COLLIDER_NAME}_${i}`, hull))
  const scene = sceneOf(document) ?? document.createScene()
  document.getRoot().setDefaultScene(scene.addChild(group))
  return measures
}

async function shapeOf(
  surface: Surface,
  shape: ColliderShape,
  corners: number,
  triangles: number,
): Promise<{ hull: Hull; measures: ColliderMeasures }> {
  const { min, max } = boundsOf(surface.positions)
  const center = [0, 1, 2].map((k) => (at(min, k) + at(max, k)) / 2)
  const size = [0, 1, 2].map((k) => at(max, k) - at(min, k))
  if (shape === 'sphere') {
    const radius = farthestFrom(surface.positions, center)
    return { hull: capsule(center, radius, 0), measures: { shape, center, radius } }
  }
  if (shape === 'capsule') {
    const { radius, height } = capsuleAround(surface.positions, center)
    return { hull: capsule(center, radius, height), measures: { shape, center, radius, height } }
  }
  if (shape === 'mesh') {
    const { positions, corners: own, starts } = await simplified(surface, triangles)
    return { hull: { positions, indices: triangulated({ corners: own, starts }) }, measures: { shape } }
  }
  const hull = shape === 'hull' ? convexHull(surface.positions, corners) : undefined
  // A flat model has no hull; its box is the nearest thing.
  return hull ? { hull, measures: { shape } } : { hull: solidBox(min, max), measures: { shape: 'box', center, size } }
}

function farthestFrom(positions: Float32Array, center: readonly number[]): number {
  let most = 0
  for (let i = 0; i < positions.length; i += 3)
    most = Math.max(
      most,
      Math.hypot(
        at(positions, i) - at(center, 0),
        at(positions, i + 1) - at(center, 1),
        at(positions, i + 2) - at(center, 2),
      ),
    )
  return most
}

/** An upright capsule around all points: as wide as they are from the axis, as high as the half spheres need. */
function capsuleAround(positions: Float32Array, center: readonly number[]): { radius: number; height: number } {
  let radius = 0
  for (let i = 0; i < positions.length; i += 3)
    radius = Math.max(radius, Math.hypot(at(positions, i) - at(center, 0), at(positions, i + 2) - at(center, 2)))
  let half = 0
  for (let i = 0; i < positions.length; i += 3) {
    const away = Math.hypot(at(positions, i) - at(center, 0), at(positions, i + 2) - at(center, 2))
    const cap = Math.sqrt(Math.max(0, radius * radius - away * away))
    half = Math.max(half, Math.abs(at(positions, i + 1) - at(center, 1)) - cap)
  }
  return { radius, height: half * 2 }
}

/** Whether a node is a collider that was made here, or lies in one. */
const isOwn = (node: Node): boolean => {
  const above = node.getParentNode()
  return (node.getName() === COLLIDER_NAME && 'collider' in node.getExtras()) || (above !== null && isOwn(above))
}

/** Removes what was made here before, where it stands for something that is there, too. */
function dropColliders(document: Document): void {
  const nodes = nodesOf(document)
  if (!nodes.some((node) => node.getMesh() && !isOwn(node))) return
  // Those that lie in others first.
  for (const node of nodes.filter(isOwn).reverse()) {
    const mesh = node.getMesh()
    node.dispose()
    if (!mesh || mesh.listParents().some(({ propertyType }) => propertyType !== 'Root')) continue
    for (const primitive of mesh.listPrimitives()) primitive.dispose()
    mesh.dispose()
  }
}

/** All that the scene shows as one surface of triangles, as it stands at rest. */
function joined(document: Document): Surface {
  const spread = hasInstances(document) ? spreadInstances(cloneDocument(document)) : document
  const surfaces = placedMeshes(spread).flatMap((mesh) => mesh.surfaces)
  const positions = new Float32Array(surfaces.reduce((sum, one) => sum + one.positions.length, 0))
  const lists = surfaces.map((one) => triangulated(one))
  const corners = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let vertex = 0
  let corner = 0
  for (const [i, { positions: own }] of surfaces.entries()) {
    positions.set(own, vertex * 3)
    for (const index of lists[i] ?? []) corners[corner++] = index + vertex
    vertex += own.length / 3
  }
  return { material: null, positions, corners, starts: everyThird(corners.length) }
}
