// Converts a mesh to quads only.
import type { Document } from '@gltf-transform/core'
import { type Surface, triangulated } from '../formats/surface.ts'
import { normalize3 } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { pairs } from './quads.ts'
import { reduceTo } from './reduce.ts'
import { usedPrimitives } from './shown-primitives.ts'
import { withStreams, writeSurface } from './surfaces.ts'

/** How often the triangles may be thinned before the limit is met another way. */
const ROUNDS = 12

/**
 * Rebuilds every primitive of quads, at most `limit` in the whole scene: triangles are joined in pairs, and where some
 * stay alone every polygon is split at its edges' middles and its own, which leaves quads only and no gaps. The mesh is
 * simplified before as far as that needs. Under a handful of quads, where a split cannot be, triangles remain.
 */
export async function quadrangulate(document: Document, limit = Infinity): Promise<Document> {
  for (let round = 0; round < ROUNDS; round++) {
    const plan = usedPrimitives(document).map((used) => ({
      ...used,
      polygons: pairs(triangulated(used.surface), used.surface.positions),
    }))
    const split = plan.some(({ polygons }) => polygons.some((polygon) => polygon.length !== 4))
    const cost = (polygons: readonly number[][]) =>
      split ? polygons.reduce((sum, polygon) => sum + polygon.length, 0) : polygons.length
    const quads = plan.reduce((sum, { polygons, uses }) => sum + cost(polygons) * uses, 0)
    const triangles = plan.reduce((sum, used) => sum + used.triangles * used.uses, 0)
    if (quads <= limit) {
      for (const { primitive, surface, polygons } of plan)
        writeSurface(document, primitive, split ? divided(surface, polygons) : gathered(surface, polygons))
      return document
    }
    const fewer = Math.floor(triangles * Math.min(0.95, (limit / quads) * 0.99))
    if (fewer < 1) break
    await reduceTo(document, fewer)
  }
  return reduceTo(document, limit)
}

function gathered(surface: Surface, polygons: readonly number[][]): Surface {
  return { ...surface, ...listed(polygons) }
}

function listed(polygons: readonly number[][]): Pick<Surface, 'corners' | 'starts'> {
  const starts = new Uint32Array(polygons.length + 1)
  for (const [p, polygon] of polygons.entries()) starts[p + 1] = at(starts, p) + polygon.length
  return { corners: new Uint32Array(polygons.flat()), starts }
}

/** Each polygon as one quad per corner: the corner, the middles of its two edges, and the polygon's middle. */
function divided(surface: Surface, polygons: readonly number[][]): Surface {
  const count = surface.positions.length / 3
  const sources: (readonly number[])[] = Array.from({ length: count }, (_, v) => [v])
  const middles = new Map<number, number>()
  const middle = (a: number, b: number) => {
    // The same sum from either side, so that neighbours meet exactly.
    const [low, high] = a < b ? [a, b] : [b, a]
    const key = low * count + high
    const known = middles.get(key)
    if (known !== undefined) return known
    const made = sources.push([low, high]) - 1
    middles.set(key, made)
    return made
  }
  const quads = polygons.flatMap((polygon) => {
    const centre = sources.push(polygon) - 1
    return polygon.map((corner, i) => {
      const [before, after] = [
        at(polygon, (i + polygon.length - 1) % polygon.length),
        at(polygon, (i + 1) % polygon.length),
      ]
      return [corner, middle(corner, after), centre, middle(before, corner)]
    })
  })
  const mixes = surface.joints && surface.weights && sources.map((from) => mixedBones(surface, from))
  const blended = withStreams(surface, (values, size, name) => {
    const out = new Float32Array(sources.length * size)
    for (const [v, from] of sources.entries())
      for (let k = 0; k < size; k++) {
        const bones = name === 'joints' || name === 'weights' ? mixes?.[v]?.[name] : undefined
        let sum = 0
        for (const vertex of from) sum += at(values, vertex * size + k)
        out[v * size + k] = bones ? at(bones, k) : sum / from.length
      }
    return name === 'normals' ? normalize3(out) : out
  })
  return { ...blended, ...listed(quads) }
}

/** The four strongest bones of several vertices together. */
function mixedBones({ joints = new Float32Array(), weights = new Float32Array() }: Surface, from: readonly number[]) {
  const total = new Map<number, number>()
  for (const vertex of from)
    for (let k = 0; k < 4; k++) {
      const joint = at(joints, vertex * 4 + k)
      total.set(joint, (total.get(joint) ?? 0) + at(weights, vertex * 4 + k))
    }
  const strongest = [...total]
    .filter(([, weight]) => weight > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 4)
  const sum = strongest.reduce((all, [, weight]) => all + weight, 0) || 1
  return { joints: strongest.map(([joint]) => joint), weights: strongest.map(([, weight]) => weight / sum) }
}
