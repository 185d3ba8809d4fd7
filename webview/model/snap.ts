// The point where a measurement begins or ends: a vertex if the pointer is near one, else on an edge, else where the surface was
// hit. A pointer beside the model can be near its vertices and edges, too.
import { type Intersection, Line3, Mesh, type Plane, Vector3 } from 'three'

/** CSS pixels within which a vertex, or an edge, takes the point. */
const VERTEX_REACH = 10
const EDGE_REACH = 6

type Seen = (place: Vector3) => { x: number; y: number } | undefined

type At = { x: number; y: number }

/** Pixels, and directions, in which the model is looked for beside it. */
const BESIDE = [4, 8, 12]
const DIRECTIONS = 16

/**
 * @param pointer in CSS pixels from the picture's corner
 * @param hit what lies at such a place
 * @param cut behind this plane the model is cut away, and nothing takes the point
 * @returns undefined where the model is too far away
 */
export function snappedBeside(
  pointer: At,
  hit: (at: At) => Intersection | undefined,
  seen: Seen,
  cut?: Plane,
): SnappedPoint | undefined {
  const direct = hit(pointer)
  if (direct) return snapped(direct, seen, pointer, cut)
  const away = ({ point }: SnappedPoint) => {
    const at = seen(point)
    return at ? Math.hypot(at.x - pointer.x, at.y - pointer.y) : Number.POSITIVE_INFINITY
  }
  for (const to of ['vertex', 'edge'] as const) {
    const found = BESIDE.flatMap((far) =>
      Array.from({ length: DIRECTIONS }, (_, at) => {
        const angle = (at / DIRECTIONS) * 2 * Math.PI
        const near = hit({ x: pointer.x + far * Math.cos(angle), y: pointer.y + far * Math.sin(angle) })
        return near && snapped(near, seen, pointer, cut)
      }),
    ).filter((one) => one?.to === to)
    const [nearest] = found.flatMap((one) => one ?? []).sort((a, b) => away(a) - away(b))
    if (nearest) return nearest
  }
  return undefined
}

export interface SnappedPoint {
  point: Vector3
  to: 'vertex' | 'edge' | 'surface'
}

/**
 * @param seen where a place in the world is in the picture
 * @param pointer where a vertex or an edge is looked for: where the surface was hit, unless told
 * @param cut behind this plane the model is cut away
 * @returns the point in the world
 */
export function snapped(
  hit: Intersection,
  seen: Seen,
  pointer: At | undefined = seen(hit.point),
  cut?: Plane,
): SnappedPoint {
  const { object, face, point } = hit
  if (!(object instanceof Mesh) || !face || !pointer) return { point: point.clone(), to: 'surface' }
  const corners = [face.a, face.b, face.c].map((index) =>
    object.getVertexPosition(index, new Vector3()).applyMatrix4(object.matrixWorld),
  )
  const nearest = (places: readonly Vector3[], reach: number): Vector3 | undefined => {
    let best: { place: Vector3; distance: number } | undefined
    for (const place of places) {
      const at = cut && cut.distanceToPoint(place) < 0 ? undefined : seen(place)
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
