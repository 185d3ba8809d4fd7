// Makes both halves of a model symmetrical.
import type { Document } from '@gltf-transform/core'
import { everyThird, placedMeshes, type Surface, triangulated } from '../formats/surface.ts'
import { normalize3 } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { sceneBounds } from './scene.ts'
import { STREAMS } from './streams.ts'
import { rebuildScene, shared, subset, withStreams } from './surfaces.ts'

/**
 * Replaces the half on the model's right (-x) by the mirror image of the other about the middle of its bounds. Triangles
 * that cross the middle are cut there. Rigged models are left alone: their bones would no longer fit.
 */
export function forceSymmetry(document: Document): Document {
  if (document.getRoot().listSkins().length > 0) return document
  const { min, max } = sceneBounds(document)
  const middle = (min[0] + max[0]) / 2
  const meshes = placedMeshes(document).flatMap(({ name, surfaces }) => {
    const halves = surfaces.flatMap((surface) => {
      const half = cut(surface, middle)
      return half.corners.length > 0 ? [joined(half, mirrored(half, middle))] : []
    })
    return halves.length > 0 ? [{ name, surfaces: halves }] : []
  })
  return rebuildScene(document, meshes)
}

/** The part of the surface with x at or beyond `middle`. */
function cut(surface: Surface, middle: number): Surface {
  const triangles = triangulated(surface)
  const { positions } = surface
  const ahead = (v: number) => at(positions, v * 3) - middle
  const corners: number[] = []
  const crossings = new Map<string, number>()
  /** New vertices: two old ones and the way from the first to the second. */
  const mixes: { a: number; b: number; t: number }[] = []
  const count = positions.length / 3
  const crossing = (one: number, two: number) => {
    const [a, b] = one < two ? [one, two] : [two, one]
    const key = `${a} ${b}`
    const known = crossings.get(key)
    if (known !== undefined) return known
    const made = count + mixes.push({ a, b, t: ahead(a) / (ahead(a) - ahead(b)) }) - 1
    crossings.set(key, made)
    return made
  }
  for (let i = 0; i < triangles.length; i += 3) {
    const polygon: number[] = []
    for (let k = 0; k < 3; k++) {
      const [here, next] = [at(triangles, i + k), at(triangles, i + ((k + 1) % 3))]
      if (ahead(here) >= 0) polygon.push(here)
      if (ahead(here) > 0 !== ahead(next) > 0 && ahead(here) !== 0 && ahead(next) !== 0)
        polygon.push(crossing(here, next))
    }
    if (polygon.every((v) => v < count && ahead(v) === 0)) continue
    for (let k = 1; k + 1 < polygon.length; k++) corners.push(at(polygon, 0), at(polygon, k), at(polygon, k + 1))
  }
  const extended = withStreams(surface, (values, size, name) => {
    const out = new Float32Array((count + mixes.length) * size)
    out.set(values)
    for (const [m, { a, b, t }] of mixes.entries())
      for (let k = 0; k < size; k++) {
        const mixed = at(values, a * size + k) * (1 - t) + at(values, b * size + k) * t
        // On the plane exactly, so that the halves meet.
        out[(count + m) * size + k] = name === 'positions' && k === 0 ? middle : mixed
      }
    return name === 'normals' ? normalize3(out) : out
  })
  return subset({ ...extended, corners: new Uint32Array(corners), starts: everyThird(corners.length) }, corners)
}

function mirrored(surface: Surface, middle: number): Surface {
  const corners = surface.corners.slice()
  for (let i = 0; i < corners.length; i += 3)
    [corners[i + 1], corners[i + 2]] = [at(surface.corners, i + 2), at(surface.corners, i + 1)]
  const flipped = withStreams(surface, (values, size, name) =>
    name === 'positions' || name === 'normals'
      ? values.map((value, i) => (i % size !== 0 ? value : name === 'normals' ? -value : 2 * middle - value))
      : values,
  )
  return { ...flipped, corners, starts: surface.starts }
}

/** Two surfaces of the same streams as one. */
function joined(a: Surface, b: Surface): Surface {
  const count = a.positions.length / 3
  const both = withStreams(a, (values, size, name) => {
    const out = new Float32Array(values.length + (b.positions.length / 3) * size)
    out.set(values)
    out.set(b[name] ?? [], count * STREAMS[name].size)
    return out
  })
  const corners = new Uint32Array([...a.corners, ...b.corners.map((v) => v + count)])
  return shared({ ...both, corners, starts: everyThird(corners.length) })
}
