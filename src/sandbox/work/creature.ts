// Which kind of creature a mesh is, judged by its shape alone, since an imported model has no prompt. A table has four legs, too,
// so every kind requires more than legs: two symmetrical sides, a front that differs from the back, rounded surfaces, a neck.

import { at } from '../../mesh/math/numbers.ts'
import type { RIG_TYPES } from '../../tripo/catalogue/animations.ts'
import type { MeshData } from '../modelling/mesh-data.ts'
import { type Blob, blobsAt, type Occupancy, occupancyOf } from './occupancy.ts'

export type RigType = (typeof RIG_TYPES)[number]

/** Cells along the longest side: fine enough for the gap between two legs, coarse enough to close cracks. */
const CELLS = 64
/** Cells a piece of a slice must have to count. */
const LEAST = 2

/** The shape in numbers. Lengths are shares of the shape's own size in that direction. */
export interface Measures {
  /** Width (across), height and depth (front to back), mesh units. */
  readonly size: readonly [number, number, number]
  /** The front is along x instead of z. */
  readonly turned: boolean
  /** Share of the solid that its mirror image across the middle plane meets. */
  readonly mirrored: number
  /** Share of the solid that its front-to-back mirror image meets. */
  readonly frontBack: number
  /** Share of the surface that faces straight along an axis, as made things do. */
  readonly flat: number
  /** Separate pieces near the ground, and on how many of them there is a partner on the other side. */
  readonly feet: number
  readonly paired: boolean
  /** Widths at up to twenty heights from the bottom. */
  readonly widths: readonly number[]
  /** Heights at up to twenty depths, from one end to the other. */
  readonly heights: readonly number[]
  /** Share of cuts across the length that are one small piece. */
  readonly slender: number
}

/** Measures a mesh (Y up). */
export function measure(mesh: Pick<MeshData, 'positions' | 'indices'>): Measures {
  const grid = occupancyOf(mesh.positions, mesh.indices, CELLS)
  const { min, max } = grid.bounds
  const [w, h, d] = [max[0] - min[0], max[1] - min[1], max[2] - min[2]]
  const [across, along] = [mirrorShare(grid, 'x'), mirrorShare(grid, 'z')]
  const feet = feetOf(grid)
  const [sideways, lengthways] = [pairedOf(feet, 'x', w * 0.12), pairedOf(feet, 'z', d * 0.12)]
  // The middle plane stands across x unless only the other one mirrors the solid, or its feet.
  const turned = along > 0.88 && (across < 0.88 ? along > across + 0.1 : lengthways && !sideways)
  return {
    size: turned ? [d, h, w] : [w, h, d],
    turned,
    mirrored: turned ? along : across,
    frontBack: turned ? across : along,
    flat: flatShare(mesh),
    feet: feet.length,
    paired: turned ? lengthways : sideways,
    widths: profile(grid, 'y', turned ? 'z' : 'x'),
    heights: profile(grid, turned ? 'x' : 'z', 'y'),
    slender: slenderShare(grid, w > d ? 'x' : 'z'),
  }
}

/** The rig that fits, or undefined for what cannot be rigged. */
export function creatureOf(mesh: Pick<MeshData, 'positions' | 'indices'>): RigType | undefined {
  return judge(measure(mesh))
}

/** The rules, from the most particular to the most general; thresholds were set on every noun the simulator draws. */
export function judge(m: Measures): RigType | undefined {
  const [w, h, d] = m.size
  if (h < 0.34 * Math.max(w, d) && m.flat < 0.2 && m.slender > 0.8 && m.mirrored < 0.8) return 'serpentine'
  if (m.mirrored < 0.88) return undefined
  if (m.feet >= 7 && m.feet <= 9 && m.paired && m.flat < 0.2) return 'octopod'
  const directed = m.frontBack < 0.8
  if (m.feet >= 5 && m.feet <= 6 && m.paired && m.flat < 0.2 && directed) return 'hexapod'
  if (m.feet === 4 && m.paired && m.flat < 0.3 && directed) return 'quadruped'
  if (m.slender > 0.6 && m.flat < 0.4 && d > h * 1.25 && w < d * 0.6 && m.frontBack < 0.7 && hasTailFin(m.heights))
    return 'aquatic'
  const perched = m.feet === 3 || (m.feet === 2 && m.paired)
  if (perched && m.flat < 0.15 && d > h * 0.6 && m.frontBack < 0.6) return 'avian'
  if (m.feet === 2 && m.paired && m.flat < 0.75 && h > d * 1.4 && h > w * 0.8 && hasHead(m.widths)) return 'biped'
  return undefined
}

/**
 * A head that is narrower than the arms are apart and does not run to a point, above legs that stand closer than the
 * arms. Arms that are straight out dwarf the head, which is then measured by the body.
 */
function hasHead(widths: readonly number[]): boolean {
  const at = (share: number) => widths[Math.round(share * (widths.length - 1))] ?? 0
  const [low, high] = [0.83, 0.88].map(at)
  const head = Math.max(low ?? 0, high ?? 0)
  const between = (from: number, to: number) =>
    widths.slice(Math.floor(widths.length * from), Math.ceil(widths.length * to))
  const arms = Math.max(...between(0.2, 0.8))
  const body = between(0.2, 0.6).sort((a, b) => a - b)[Math.floor(widths.length * 0.2)] ?? 0
  const isBlunt = head > 0.25 || (arms > body * 2.5 && head > body * 0.5)
  return isBlunt && head < arms * 0.66 && at(0.02) < arms * 0.75
}

/** Low just before one end and higher at it, while the body is highest between the middle and the other end. */
function hasTailFin(heights: readonly number[]): boolean {
  return [heights, [...heights].reverse()].some((from) => {
    const end = Math.max(...from.slice(0, 4))
    const stalk = Math.min(...from.slice(2, 9))
    return stalk < 0.5 && end > stalk * 1.3
  })
}

function mirrorShare({ nx, ny, nz, solid }: Occupancy, axis: 'x' | 'z'): number {
  let [all, met] = [0, 0]
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, i++) {
        if (at(solid, i) === 0) continue
        all++
        const [mx, mz] = axis === 'x' ? [nx - 1 - x, z] : [x, nz - 1 - z]
        // A neighbour will do: a cell's width is no difference.
        const near = (dx: number, dz: number) => at(solid, ((mz + dz) * ny + y) * nx + mx + dx) === 1
        if (near(0, 0) || (axis === 'x' ? near(1, 0) || near(-1, 0) : near(0, 1) || near(0, -1))) met++
      }
  return all > 0 ? met / all : 0
}

function flatShare({ positions, indices }: Pick<MeshData, 'positions' | 'indices'>): number {
  let [all, flat] = [0, 0]
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [at(indices, t) * 3, at(indices, t + 1) * 3, at(indices, t + 2) * 3]
    const e = (v: number, k: number) => at(positions, v + k) - at(positions, a + k)
    const normal = [
      e(b, 1) * e(c, 2) - e(b, 2) * e(c, 1),
      e(b, 2) * e(c, 0) - e(b, 0) * e(c, 2),
      e(b, 0) * e(c, 1) - e(b, 1) * e(c, 0),
    ]
    const area = Math.hypot(...normal)
    all += area
    if (Math.max(...normal.map(Math.abs)) > area * 0.996) flat += area
  }
  return all > 0 ? flat / all : 0
}

/** The pieces just above the ground, at the height where their number is most usual. */
function feetOf(grid: Occupancy): Blob[] {
  const tall = grid.ny - 2
  const slices: Blob[][] = []
  for (let y = 1 + Math.floor(tall * 0.03); y <= 1 + Math.ceil(tall * 0.13); y++)
    slices.push(blobsAt(grid, y).filter((blob) => blob.cells >= LEAST))
  const votes = new Map<number, number>()
  for (const slice of slices) votes.set(slice.length, (votes.get(slice.length) ?? 0) + 1)
  const [usual] = [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0]
  return slices.find((slice) => slice.length === usual) ?? []
}

/** Every foot off the middle has one on the other side. */
function pairedOf(feet: readonly Blob[], axis: 'x' | 'z', slack: number): boolean {
  const middle = feet.reduce((sum, foot) => sum + foot[axis], 0) / Math.max(1, feet.length)
  const other = axis === 'x' ? 'z' : 'x'
  return feet.every((foot) =>
    feet.some(
      (mate) =>
        mate !== foot &&
        Math.abs(foot[axis] + mate[axis] - 2 * middle) < slack &&
        Math.abs(foot[other] - mate[other]) < slack,
    ),
  )
}

/** The extent along `of` at up to twenty places along `by`, as shares of the largest. */
function profile(grid: Occupancy, by: 'x' | 'y' | 'z', of: 'x' | 'y' | 'z'): number[] {
  const { nx, ny, nz, solid } = grid
  const count = { x: nx, y: ny, z: nz }
  const low = new Float32Array(20).fill(Infinity)
  const high = new Float32Array(20).fill(-Infinity)
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, i++) {
        if (at(solid, i) === 0) continue
        const place = { x, y, z }
        const k = Math.min(19, Math.floor(((place[by] - 1) / Math.max(1, count[by] - 2)) * 20))
        low[k] = Math.min(at(low, k), place[of])
        high[k] = Math.max(at(high, k), place[of] + 1)
      }
  // Small shapes have fewer cells than places.
  const extents = Array.from(low, (from, k) => Math.max(0, at(high, k) - from)).filter((extent) => extent > 0)
  const most = Math.max(...extents, 1e-9)
  return extents.map((extent) => extent / most)
}

/** Share of the cuts across an axis whose solid is one piece much smaller than the whole. */
function slenderShare(grid: Occupancy, axis: 'x' | 'z'): number {
  const { nx, ny, nz, solid } = grid
  const [cuts, others] = axis === 'x' ? [nx, nz] : [nz, nx]
  let [all, small] = [0, 0]
  for (let cut = 1; cut < cuts - 1; cut++) {
    let [low, high, cells] = [Infinity, -Infinity, 0]
    for (let y = 0; y < ny; y++)
      for (let k = 0; k < others; k++) {
        const [x, z] = axis === 'x' ? [cut, k] : [k, cut]
        if (at(solid, (z * ny + y) * nx + x) === 0) continue
        cells++
        low = Math.min(low, k)
        high = Math.max(high, k)
      }
    if (cells === 0) continue
    all++
    if (high - low + 1 < (others - 2) * 0.7) small++
  }
  return all > 0 ? small / all : 0
}
