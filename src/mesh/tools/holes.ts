// Closes a mesh: every open boundary gets a cap, so that the mesh encloses a volume.

import { everyThird, type Surface, triangulated } from '../formats/surface.ts'
import { normalize3 } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { capOf } from './cap.ts'
import { withStreams } from './surfaces.ts'
import { edgeKey, weldPoints } from './weld.ts'

/** An edge that has a face on one side only: two points, and the vertex of a surface it begins at. */
interface OpenEdge {
  readonly from: number
  readonly to: number
  readonly surface: number
  readonly vertex: number
}

/** Per surface of a mesh: three points per triangle. */
type Welded = readonly Uint32Array[]

/**
 * The surfaces of one mesh with caps over all open borders. Vertices that lie in the same place (to a hundred-thousandth
 * of the size) are moved to exactly there, and triangles without area between them go, so that the result is closed
 * for any program: along every edge, as many faces run one way as the other.
 */
export function closeHoles(surfaces: readonly Surface[]): Surface[] {
  const { points, snapped, welded } = weld(surfaces)
  const edges = openEdges(snapped, welded)
  const taken = new Set<string>()
  for (const triangles of welded)
    for (let i = 0; i < triangles.length; i++)
      taken.add(edgeKey(at(triangles, i), at(triangles, i - (i % 3) + ((i + 1) % 3))))
  const caps: { edge: OpenEdge; positions: number[] }[] = []
  for (const loop of loops(edges)) {
    const [edge] = loop
    // The cap runs the other way along the border than the faces that are there.
    const border = loop.map(({ from }) => from).reverse()
    if (edge) caps.push({ edge, positions: capOf(border, points, taken) })
  }
  return snapped.map((surface, s) => {
    const own = caps.filter(({ edge }) => edge.surface === s)
    return own.reduce((grown, { edge, positions }) => withCap(grown, edge.vertex, positions), surface)
  })
}

/** How many edges have more faces running one way than the other: 0 for a closed mesh. */
export function openEdgeCount(surfaces: readonly Surface[]): number {
  const { snapped, welded } = weld(surfaces)
  return openEdges(snapped, welded).length
}

function weld(surfaces: readonly Surface[]): { points: Float32Array; snapped: Surface[]; welded: Welded } {
  const total = surfaces.reduce((sum, { positions }) => sum + positions.length, 0)
  const all = new Float32Array(total)
  let used = 0
  const bases = surfaces.map(({ positions }) => {
    all.set(positions, used)
    used += positions.length
    return (used - positions.length) / 3
  })
  const { ids, positions: points } = weldPoints(all)
  const pairs = surfaces.map((surface, s) => {
    const id = (vertex: number) => at(ids, at(bases, s) + vertex)
    const corners: number[] = []
    const triangles = triangulated(surface)
    for (let i = 0; i < triangles.length; i += 3) {
      const [a, b, c] = [at(triangles, i), at(triangles, i + 1), at(triangles, i + 2)]
      if (id(a) !== id(b) && id(b) !== id(c) && id(a) !== id(c)) corners.push(a, b, c)
    }
    const positions = surface.positions.map((_, i) => at(points, id(Math.floor(i / 3)) * 3 + (i % 3)))
    const whole = { ...surface, positions, corners: new Uint32Array(corners), starts: everyThird(corners.length) }
    return { surface: whole, triangles: Uint32Array.from(corners, id) }
  })
  return { points, snapped: pairs.map(({ surface }) => surface), welded: pairs.map(({ triangles }) => triangles) }
}

function openEdges(surfaces: readonly Surface[], welded: Welded): OpenEdge[] {
  const found = new Map<string, OpenEdge[]>()
  for (const [s, triangles] of welded.entries()) {
    const corners = surfaces[s]?.corners ?? new Uint32Array()
    for (let i = 0; i < triangles.length; i++) {
      const [from, to] = [at(triangles, i), at(triangles, i - (i % 3) + ((i + 1) % 3))]
      const against = found.get(`${to} ${from}`)
      if (against && against.length > 0) against.pop()
      else {
        const key = `${from} ${to}`
        const edge = { from, to, surface: s, vertex: at(corners, i) }
        found.set(key, [...(found.get(key) ?? []), edge])
      }
    }
  }
  return [...found.values()].flat()
}

/**
 * The open edges as closed loops that visit no point twice. That always comes out even: each triangle enters every point
 * as often as it leaves it, and so does what remains open of them together.
 */
function loops(edges: readonly OpenEdge[]): OpenEdge[][] {
  const leaving = new Map<number, OpenEdge[]>()
  for (const edge of [...edges].reverse()) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge])
  const out: OpenEdge[][] = []
  for (const start of edges) {
    let path: OpenEdge[] = []
    const seen = new Map<number, number>([[start.from, 0]])
    for (let here = start.from; ; ) {
      const edge = leaving.get(here)?.pop()
      if (!edge) break
      path.push(edge)
      here = edge.to
      const back = seen.get(here)
      if (back === undefined) {
        seen.set(here, path.length)
        continue
      }
      const loop = path.slice(back)
      for (const { to } of loop.slice(0, -1)) seen.delete(to)
      path = path.slice(0, back)
      if (loop.length > 2) out.push(loop)
    }
  }
  return out
}

/** Adds triangles (nine floats each) with one flat normal, colored like the vertex at their border. */
function withCap(surface: Surface, vertex: number, positions: readonly number[]): Surface {
  const count = positions.length / 3
  const before = surface.positions.length / 3
  const normal = normalize3(new Float32Array(areaVector(positions)))
  const grown = withStreams(surface, (values, size, name) => {
    const out = new Float32Array(values.length + count * size)
    out.set(values)
    for (let i = 0; i < count * size; i++) {
      const k = i % size
      out[values.length + i] =
        name === 'positions' ? at(positions, i) : name === 'normals' ? at(normal, k) : at(values, vertex * size + k)
    }
    return out
  })
  const corners = new Uint32Array(surface.corners.length + count)
  corners.set(surface.corners)
  for (let i = 0; i < count; i++) corners[surface.corners.length + i] = before + i
  return { ...grown, corners, starts: everyThird(corners.length) }
}

/** The sum of the triangles' normals, each as long as twice its area. */
function areaVector(positions: readonly number[]): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  for (let i = 0; i < positions.length; i += 9)
    for (const k of [0, 1, 2] as const) {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      const edge = (corner: number, axis: number) => at(positions, i + corner * 3 + axis) - at(positions, i + axis)
      sum[k] += edge(1, u) * edge(2, v) - edge(1, v) * edge(2, u)
    }
  return sum
}
