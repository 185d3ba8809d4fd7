// Where a measurement begins or ends: at a vertex when the pointer is near one, else on an edge, else where the surface was
// hit.
import { type Intersection, Line3, Mesh, Vector3 } from 'three'

/** CSS pixels within which a vertex, or an edge, takes the point. */
const VERTEX_REACH = 10
const EDGE_REACH = 6

type Seen = (place: Vector3) => { x: number; y: number } | undefined

export interface SnappedPoint {
  point: Vector3
  to: 'vertex' | 'edge' | 'surface'
}

/**
 * @param seen where a place in the world is in the picture
 * @returns the point in the world
 */
export function snapped(hit: Intersection, seen: Seen): SnappedPoint {
  const { object, face, point } = hit
  const pointer = seen(point)
  if (!(object instanceof Mesh) || !face || !pointer) return { point: point.clone(), to: 'surface' }
  const corners = [face.a, face.b, face.c].map((index) =>
    object.getVertexPosition(index, new Vector3()).applyMatrix4(object.matrixWorld),
  )
  const nearest = (places: readonly Vector3[], reach: number): Vector3 | undefined => {
    let best: { place: Vector3; distance: number } | undefined
    for (const place of places) {
      const at = seen(place)
      if (!at) continue
      const distance = Math.hypot(at.x - pointer.x, at.y - pointer.y)
      if (distance <= reach && (!best || distance < best.distance)) best = { place, distance }
    }
    return best?.place
  }
  const vertex = nearest(corners, VERTEX_REACH)
  if (vertex) return { point: vertex, to: 'vertex' }
  const onEdges = corners.map((corner, at) => {
    const next = corners[(at + 1) % 3] ?? corner
    return new Line3(corner, next).closestPointToPoint(point, true, new Vector3())
  })
  const edge = nearest(onEdges, EDGE_REACH)
  return edge ? { point: edge, to: 'edge' } : { point: point.clone(), to: 'surface' }
}
