// The model's shell as a net of struts between Voronoi cells.
import type { Document } from '@gltf-transform/core'
import { at } from '../../../mesh/math/numbers.ts'
import { surfaceNets } from '../../modelling/surface-nets.ts'
import { cellAt, isFilled, NEIGHBOURS, type Voxels } from '../../modelling/voxels.ts'
import { MOST_COLORS, PaintedMesh } from './painted-mesh.ts'
import { type Color, reduced } from './palette.ts'

/** How many cells the shell is divided into. */
const SEEDS = 90
/** A strut's width as a share of the mean distance between seeds. */
const STRUT = 0.2
/** Where the smoothed field becomes solid: low, so that thin struts hold. */
const ISO = 0.3

/** Parts no thicker than this in two directions (cells) are struts already. */
const ROD = 5

type Point = [number, number, number]

/** A net of smooth struts; closed, so that it can be printed. */
export function lattice(voxels: Voxels, name: string): Document {
  const shell = shellOf(voxels)
  const seeds = spread(shell, SEEDS)
  const width = meanDistance(seeds) * STRUT
  const thin = new Uint8Array(voxels.filled.length)
  for (const { cell, place } of shell) {
    let [first, second] = [Infinity, Infinity]
    for (const seed of seeds) {
      const far = squared(place, seed)
      if (far < first) {
        second = first
        first = far
      } else if (far < second) second = far
    }
    if (Math.sqrt(second) - Math.sqrt(first) < width || isRod(voxels, place)) thin[cell] = 1
  }
  return wrapped(voxels, thin, name)
}

/** Filled cells at most two steps from the outside. */
function shellOf(voxels: Voxels): { cell: number; place: Point }[] {
  const { nx, ny, nz } = voxels
  const found: { cell: number; place: Point }[] = []
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        if (!isFilled(voxels, x, y, z)) continue
        const outer = NEIGHBOURS.some(
          ([dx, dy, dz]) =>
            !isFilled(voxels, x + dx, y + dy, z + dz) || !isFilled(voxels, x + 2 * dx, y + 2 * dy, z + 2 * dz),
        )
        if (outer) found.push({ cell: cellAt(voxels, x, y, z), place: [x, y, z] })
      }
  return found
}

/** Whether the model is thin here in at least two of the three directions. */
function isRod(voxels: Voxels, [x, y, z]: Point): boolean {
  const thin = NEIGHBOURS.filter(([dx, dy, dz]) => dx + dy + dz > 0).filter(([dx, dy, dz]) => {
    let run = 1
    for (const sign of [-1, 1])
      for (let k = sign; run <= ROD && isFilled(voxels, x + k * dx, y + k * dy, z + k * dz); k += sign) run++
    return run <= ROD
  })
  return thin.length >= 2
}

function squared(a: Point, b: Point): number {
  const [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
  return x * x + y * y + z * z
}

/** Places far from each other: each next one is the farthest from all before it. */
function spread(shell: readonly { place: Point }[], count: number): Point[] {
  const places = shell.map(({ place }) => place)
  const seeds: Point[] = []
  const reach = new Float32Array(places.length).fill(Infinity)
  for (let next = places[0]; next && seeds.length < count; ) {
    seeds.push(next)
    let best = 0
    for (let i = 0; i < places.length; i++) {
      const far = squared(places[i] ?? next, next)
      if (far < (reach[i] ?? 0)) reach[i] = far
      if ((reach[i] ?? 0) > (reach[best] ?? 0)) best = i
    }
    next = (reach[best] ?? 0) > 0 ? places[best] : undefined
  }
  return seeds
}

/** The mean distance of a seed to its nearest neighbour. */
function meanDistance(seeds: readonly Point[]): number {
  if (seeds.length < 2) return 1
  const nearest = seeds.map((seed) => Math.min(...seeds.map((other) => squared(seed, other) || Infinity)))
  return nearest.reduce((sum, far) => sum + Math.sqrt(far), 0) / seeds.length
}

/** A smooth skin around the kept cells, in the cells' colors. */
function wrapped(voxels: Voxels, thin: Uint8Array, name: string): Document {
  const { nx, ny, nz, width, height, origin, colors } = voxels
  const rim = 2
  const size = { nx: nx + 2 * rim, ny: ny + 2 * rim, nz: nz + 2 * rim }
  const sharp = new Float32Array(size.nx * size.ny * size.nz)
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) sharp[cellAt(size, x + rim, y + rim, z + rim)] = at(thin, cellAt(voxels, x, y, z))
  const values = blurred(blurred(blurred(sharp, 1), size.nx), size.nx * size.ny)
  const { positions, quads } = surfaceNets({ ...size, values }, ISO)
  const slopeOf = (v: number): Point => {
    const [x, y, z] = [0, 1, 2].map((k) => Math.round(at(positions, v * 3 + k)))
    const here = cellAt(size, x ?? 0, y ?? 0, z ?? 0)
    const steps = [1, size.nx, size.nx * size.ny]
    const down = steps.map((step) => at(values, here - step) - at(values, here + step))
    const length = Math.hypot(...down) || 1
    return [at(down, 0) / length, at(down, 1) / length, at(down, 2) / length]
  }
  const placeOf = (v: number): Point => [
    origin[0] + (at(positions, v * 3) - rim + 0.5) * width,
    origin[1] + (at(positions, v * 3 + 1) - rim + 0.5) * height,
    origin[2] + (at(positions, v * 3 + 2) - rim + 0.5) * width,
  ]
  const vertices = Array.from({ length: positions.length / 3 }, (_, v) => ({ place: placeOf(v), slope: slopeOf(v) }))
  const nearestCell = (v: number): number => {
    const [x, y, z] = [0, 1, 2].map((k) => Math.round(at(positions, v * 3 + k)) - rim)
    let best = -1
    let least = Infinity
    for (let dz = -1; dz <= 1; dz++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [i, j, k] = [(x ?? 0) + dx, (y ?? 0) + dy, (z ?? 0) + dz]
          const far = dx * dx + dy * dy + dz * dz
          if (far < least && isFilled(voxels, i, j, k)) [best, least] = [cellAt(voxels, i, j, k), far]
        }
    return best
  }
  const cells = Array.from({ length: quads.length / 4 }, (_, q) => nearestCell(at(quads, q * 4)))
  const own = cells.map(
    (cell): Color =>
      cell < 0 ? [128, 128, 128] : [at(colors, cell * 3), at(colors, cell * 3 + 1), at(colors, cell * 3 + 2)],
  )
  const { palette, of } = reduced(own, MOST_COLORS)
  const mesh = new PaintedMesh(palette)
  for (let q = 0; q * 4 < quads.length; q++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => vertices[at(quads, q * 4 + k)])
    if (a && b && c && d)
      mesh.quad([a.place, b.place, c.place, d.place], [a.slope, b.slope, c.slope, d.slope], at(of, q))
  }
  return mesh.document(name, 0.6)
}

/** The mean of each value and its two neighbours at that step, which weigh half as much. */
function blurred(values: Float32Array, step: number): Float32Array {
  return values.map((value, i) => value / 2 + (at(values, i - step) + at(values, i + step)) / 4)
}
