// Subdivides each triangle into four, on a smoother surface.

import { everyThird, type Surface, triangulated } from '../formats/surface.ts'
import { normalize3 } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { withStreams } from './surfaces.ts'

/**
 * Splits every edge in the middle. New vertices are lifted to the curve that the normals at the edge's ends suggest
 * (the edge points of PN triangles: Vlachos et al., "Curved PN Triangles", 2001), so that round forms get rounder and
 * flat faces stay flat. Where two vertices share a place but not a normal, along hard edges, nothing is lifted.
 */
export function subdivided(surface: Surface): Surface {
  const triangles = triangulated(surface)
  const { positions, normals } = surface
  const count = positions.length / 3
  const places = new Map<string, number>()
  const ids = Uint32Array.from({ length: count }, (_, v) => {
    const key = `${at(positions, v * 3)} ${at(positions, v * 3 + 1)} ${at(positions, v * 3 + 2)}`
    const known = places.get(key) ?? v
    places.set(key, known)
    return known
  })
  const hard = new Set<number>()
  if (normals)
    for (let v = 0; v < count; v++)
      if ([0, 1, 2].some((k) => Math.abs(at(normals, v * 3 + k) - at(normals, at(ids, v) * 3 + k)) > 1e-3))
        hard.add(at(ids, v))
  const middles = new Map<number, number>()
  const ends: [number, number][] = []
  const middle = (one: number, two: number) => {
    const [a, b] = one < two ? [one, two] : [two, one]
    const known = middles.get(a * count + b)
    if (known !== undefined) return known
    const made = count + ends.push([a, b]) - 1
    middles.set(a * count + b, made)
    return made
  }
  const corners: number[] = []
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [at(triangles, i), at(triangles, i + 1), at(triangles, i + 2)]
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)]
    corners.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca)
  }
  const lift = (a: number, b: number, k: number) => {
    if (!normals || hard.has(at(ids, a)) || hard.has(at(ids, b))) return 0
    const rise = (from: number, to: number) =>
      [0, 1, 2].reduce(
        (sum, e) => sum + (at(positions, to * 3 + e) - at(positions, from * 3 + e)) * at(normals, from * 3 + e),
        0,
      )
    return -(rise(a, b) * at(normals, a * 3 + k) + rise(b, a) * at(normals, b * 3 + k)) / 8
  }
  const finer = withStreams(surface, (values, size, name) => {
    const out = new Float32Array((count + ends.length) * size)
    out.set(values)
    for (const [m, [a, b]] of ends.entries())
      for (let k = 0; k < size; k++) {
        const mean = (at(values, a * size + k) + at(values, b * size + k)) / 2
        const own = name === 'joints' ? at(values, a * size + k) : name === 'weights' ? at(values, a * size + k) : mean
        out[(count + m) * size + k] = name === 'positions' ? mean + lift(a, b, k) : own
      }
    return name === 'normals' ? normalize3(out) : out
  })
  return { ...finer, corners: new Uint32Array(corners), starts: everyThird(corners.length) }
}
