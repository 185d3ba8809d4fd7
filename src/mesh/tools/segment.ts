// Cuts a model into parts: first by connectivity, then by joining or splitting until the number of parts is useful.
import { type Surface, triangulated } from '../formats/surface.ts'
import { boundsOf } from '../geometry.ts'
import { at } from '../math/numbers.ts'
import { subset } from './surfaces.ts'
import { Groups, weldPoints } from './weld.ts'

export interface SegmentOptions {
  /** The fewest and most parts. Pieces are joined or split to get there. */
  readonly least: number
  readonly most: number
  /** Pieces smaller than this share of the whole surface join their neighbour. */
  readonly crumb: number
}

/** The color in the middle of a surface's triangle, three numbers between 0 and 1. */
type ColorAt = (surface: number, triangle: number) => readonly number[]

/** What is known of a face: where it is, where it looks, its color and area. Three numbers each but the last. */
interface Faces {
  readonly count: number
  readonly features: Float32Array
  readonly areas: Float32Array
  /** Surface and first corner of each face. */
  readonly sources: readonly { surface: number; corner: number }[]
  readonly pieces: Uint32Array
}

interface Region {
  readonly faces: readonly number[]
  readonly area: number
  /** The mean of the faces' features, by area. */
  readonly mean: readonly number[]
}

/** Position (in model sizes), normal and color: how much each counts when faces are compared. */
const WEIGHTS = [1, 1, 1, 0.12, 0.12, 0.12, 0.35, 0.35, 0.35]
const SIZE = WEIGHTS.length
/** Beyond this many pieces the smallest are joined by a quicker rule. */
const MANY = 160
const ROUNDS = 12

/**
 * The model's surfaces as parts, largest first; each part is a list of surfaces with the same materials.
 */
export function segment(surfaces: readonly Surface[], options: SegmentOptions, colorAt: ColorAt): Surface[][] {
  const faces = facesOf(surfaces, colorAt)
  const byPiece = new Map<number, number[]>()
  for (let f = 0; f < faces.count; f++) {
    const piece = at(faces.pieces, f)
    const list = byPiece.get(piece)
    if (list) list.push(f)
    else byPiece.set(piece, [f])
  }
  let regions = [...byPiece.values()].map((list) => regionOf(faces, list))
  regions = joinedTo(faces, regions, options)
  regions = splitTo(faces, regions, options.least)
  regions.sort((a, b) => b.area - a.area || at(a.faces, 0) - at(b.faces, 0))
  return regions.map((region) => surfacesOf(surfaces, faces, region))
}

function facesOf(surfaces: readonly Surface[], colorAt: ColorAt): Faces {
  const all = surfaces.flatMap((surface, s) => Array.from(triangulated(surface), (vertex) => ({ s, vertex })))
  const corners = new Float32Array(all.length * 3)
  for (const [i, { s, vertex }] of all.entries())
    for (let k = 0; k < 3; k++) corners[i * 3 + k] = at(surfaces[s]?.positions ?? [], vertex * 3 + k)
  const { ids, positions } = weldPoints(corners)
  const groups = new Groups(positions.length / 3)
  for (let i = 0; i < ids.length; i += 3) {
    groups.join(at(ids, i), at(ids, i + 1))
    groups.join(at(ids, i), at(ids, i + 2))
  }
  const { min, max } = boundsOf(corners)
  const size = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-9)
  const count = Math.floor(all.length / 3)
  const first = surfaces.map((_, s) => all.findIndex((corner) => corner.s === s))
  const sources = Array.from({ length: count }, (_, f) => {
    const surface = all[f * 3]?.s ?? 0
    return { surface, corner: f * 3 - at(first, surface) }
  })
  const features = new Float32Array(count * SIZE)
  const areas = new Float32Array(count)
  for (let f = 0; f < count; f++) {
    const value = (corner: number, k: number) => at(corners, (f * 3 + corner) * 3 + k)
    const normal = [0, 1, 2].map((k) => {
      const [u, v] = [(k + 1) % 3, (k + 2) % 3]
      const edge = (corner: number, axis: number) => value(corner, axis) - value(0, axis)
      return edge(1, u) * edge(2, v) - edge(1, v) * edge(2, u)
    })
    const length = Math.hypot(...normal)
    areas[f] = Math.max(length / 2, size * size * 1e-12)
    const { surface = 0, corner = 0 } = sources[f] ?? {}
    const color = colorAt(surface, corner / 3)
    for (let k = 0; k < 3; k++) {
      features[f * SIZE + k] = ((value(0, k) + value(1, k) + value(2, k)) / 3 / size) * at(WEIGHTS, k)
      features[f * SIZE + 3 + k] = length > 0 ? (at(normal, k) / length) * at(WEIGHTS, 3 + k) : 0
      features[f * SIZE + 6 + k] = at(color, k) * at(WEIGHTS, 6 + k)
    }
  }
  const pieces = Uint32Array.from({ length: count }, (_, f) => groups.find(at(ids, f * 3)))
  return { count, features, areas, sources, pieces }
}

function regionOf(faces: Faces, list: readonly number[]): Region {
  const mean = new Array<number>(SIZE).fill(0)
  let area = 0
  for (const f of list) {
    const own = at(faces.areas, f)
    area += own
    for (let k = 0; k < SIZE; k++) mean[k] = at(mean, k) + at(faces.features, f * SIZE + k) * own
  }
  return { faces: list, area, mean: mean.map((value) => value / (area || 1)) }
}

function distance(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let k = 0; k < SIZE; k++) sum += (at(a, k) - at(b, k)) ** 2
  return sum
}

/** Joins the most alike (Ward's rule: the least loss of variance) until there are no crumbs and not too many. */
function joinedTo(faces: Faces, start: readonly Region[], { least, most, crumb }: SegmentOptions): Region[] {
  const total = start.reduce((sum, { area }) => sum + area, 0)
  const regions = [...start].sort((a, b) => b.area - a.area || at(a.faces, 0) - at(b.faces, 0))
  const join = (a: number, b: number) => {
    const [one, two] = [regions[a], regions[b]]
    if (!one || !two) return
    regions[a] = regionOf(faces, [...one.faces, ...two.faces])
    regions.splice(b, 1)
  }
  const nearest = (i: number) => {
    let best = i === 0 ? 1 : 0
    const cost = (j: number) => {
      const [a, b] = [regions[i], regions[j]]
      return a && b ? (distance(a.mean, b.mean) * a.area * b.area) / (a.area + b.area) : Infinity
    }
    for (let j = 0; j < regions.length; j++) if (j !== i && cost(j) < cost(best)) best = j
    return { best, cost: cost(best) }
  }
  while (regions.length > Math.max(most, MANY)) join(nearest(regions.length - 1).best, regions.length - 1)
  for (;;) {
    const small = regions.findLastIndex(({ area }) => area < total * crumb)
    if (small < 0 || regions.length <= Math.max(1, least)) break
    const { best } = nearest(small)
    join(Math.min(best, small), Math.max(best, small))
  }
  while (regions.length > most) {
    let pair = { a: 0, b: 1, cost: Infinity }
    for (let i = 0; i < regions.length; i++) {
      const { best, cost } = nearest(i)
      if (cost < pair.cost) pair = { a: Math.min(i, best), b: Math.max(i, best), cost }
    }
    join(pair.a, pair.b)
  }
  return regions
}

/** Halves the largest region until there are enough. */
function splitTo(faces: Faces, start: readonly Region[], least: number): Region[] {
  const regions = [...start]
  while (regions.length < least) {
    const divisible = regions.filter((region) => region.faces.length > 1)
    if (divisible.length === 0) break
    const largest = divisible.reduce((a, b) => (b.area > a.area ? b : a))
    regions.splice(regions.indexOf(largest), 1, ...halves(faces, largest))
  }
  return regions
}

/** Two groups of faces alike (2-means), started from the two that differ most. */
function halves(faces: Faces, region: Region): Region[] {
  const featuresOf = (f: number) => Array.from(faces.features.subarray(f * SIZE, f * SIZE + SIZE))
  const farthest = (from: readonly number[]) => {
    let best = at(region.faces, 0)
    let reach = -1
    for (const f of region.faces) {
      const far = distance(featuresOf(f), from)
      if (far > reach) [best, reach] = [f, far]
    }
    return best
  }
  const first = farthest(region.mean)
  let centres = [featuresOf(first), featuresOf(farthest(featuresOf(first)))]
  let lists: number[][] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    const [a = [], b = []] = centres
    lists = [[], []]
    for (const f of region.faces) {
      const own = featuresOf(f)
      lists[distance(own, a) <= distance(own, b) ? 0 : 1]?.push(f)
    }
    if (lists.some((list) => list.length === 0)) break
    centres = lists.map((list) => [...regionOf(faces, list).mean])
  }
  if (lists.some((list) => list.length === 0)) {
    // Faces that are all alike: one half and the other.
    const middle = region.faces.length >> 1
    lists = [region.faces.slice(0, middle), region.faces.slice(middle)]
  }
  return lists.map((list) => regionOf(faces, list))
}

function surfacesOf(surfaces: readonly Surface[], faces: Faces, region: Region): Surface[] {
  const bySurface = new Map<number, number[]>()
  for (const f of [...region.faces].sort((a, b) => a - b)) {
    const source = faces.sources[f]
    if (!source) continue
    const list = bySurface.get(source.surface)
    if (list) list.push(source.corner)
    else bySurface.set(source.surface, [source.corner])
  }
  return [...bySurface].flatMap(([s, corners]) => {
    const surface = surfaces[s]
    if (!surface) return []
    const triangles = triangulated(surface)
    return [
      subset(
        surface,
        corners.flatMap((c) => [at(triangles, c), at(triangles, c + 1), at(triangles, c + 2)]),
      ),
    ]
  })
}
