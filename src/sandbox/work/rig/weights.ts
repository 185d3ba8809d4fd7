// Skin weights from distances measured through the solid, so that a hand beside a leg does not follow it.
import { at } from '../../../mesh/math/numbers.ts'
import { dot, length, lerp, sub, type Vec3 } from '../../shapes/vector.ts'
import type { Occupancy } from '../occupancy.ts'
import type { Bone } from './bones.ts'

/** Four joints and weights per vertex; the weights of a vertex sum to one. */
export interface Skinning {
  readonly joints: Uint16Array
  readonly weights: Float32Array
}

const INFLUENCES = 4
/** How fast a bone's say falls with distance. */
const FALLOFF = 4

/** A bone as a line from its joint to where it ends. */
interface Segment {
  readonly joint: number
  readonly a: Vec3
  readonly b: Vec3
}

/** Prepares the skinning of meshes in one solid: bones in the order of the skin's joints. */
export class Skinner {
  readonly #segments: readonly Segment[]
  readonly #fields: readonly Float32Array[]

  readonly #grid: Occupancy

  constructor(grid: Occupancy, bones: readonly Bone[]) {
    this.#grid = grid

    this.#segments = segmentsOf(bones)
    this.#fields = this.#segments.map((segment) => spread(grid, segment))
  }

  /** @param positions in the solid's coordinates */
  weigh(positions: Float32Array): Skinning {
    const count = positions.length / 3
    const joints = new Uint16Array(count * INFLUENCES)
    const weights = new Float32Array(count * INFLUENCES)
    for (let v = 0; v < count; v++) {
      const p: Vec3 = [at(positions, v * 3), at(positions, v * 3 + 1), at(positions, v * 3 + 2)]
      const near = this.#segments
        .map((segment, i) => ({ joint: segment.joint, distance: this.#distance(i, segment, p) }))
        .sort((a, b) => a.distance - b.distance)
      const closest = near[0]?.distance ?? 1
      const chosen = near
        .slice(0, INFLUENCES)
        .map(({ joint, distance }) => ({ joint, weight: (closest / distance) ** FALLOFF }))
      const total = chosen.reduce((sum, { weight }) => sum + weight, 0) || 1
      chosen.forEach(({ joint, weight }, k) => {
        // Traces are dropped: they cost a bone and move nothing.
        const share = weight / total
        joints[v * INFLUENCES + k] = share > 0.01 ? joint : 0
        weights[v * INFLUENCES + k] = share > 0.01 ? share : 0
      })
      const kept = weights.subarray(v * INFLUENCES, v * INFLUENCES + INFLUENCES)
      const sum = kept.reduce((all, weight) => all + weight, 0)
      if (sum > 0)
        kept.forEach((weight, k) => {
          kept[k] = weight / sum
        })
      else kept[0] = 1
    }
    return { joints, weights }
  }

  /** Through the solid where a way leads; else straight, and far behind all that can be reached. */
  #distance(index: number, { a, b }: Segment, p: Vec3): number {
    const grid = this.#grid
    const straight = Math.max(fromLine(p, a, b), grid.step * 0.25)
    const cell = nearestSolid(grid, p)
    const through = cell < 0 ? Infinity : at(this.#fields[index] ?? new Float32Array(), cell)
    return Number.isFinite(through) ? Math.max(straight, through) : straight * 6
  }
}

function segmentsOf(bones: readonly Bone[]): Segment[] {
  return bones.flatMap((bone, joint) => {
    if (bone.bare) return []
    const child = bones.find((other) => other.parent === bone.role)
    const b = bone.tip ?? child?.at ?? bone.at
    return [{ joint, a: bone.at, b }]
  })
}

function fromLine(p: Vec3, a: Vec3, b: Vec3): number {
  const along = sub(b, a)
  const size = dot(along, along)
  const t = size > 0 ? Math.max(0, Math.min(1, dot(sub(p, a), along) / size)) : 0
  return length(sub(p, lerp(a, b, t)))
}

/** The solid cell that holds a point, or one beside it; -1 for none. */
function nearestSolid({ nx, ny, nz, step, origin, solid }: Occupancy, p: Vec3): number {
  const [x, y, z] = p.map((value, k) => Math.floor((value - at(origin, k)) / step))
  for (let reach = 0; reach <= 1; reach++)
    for (let dz = -reach; dz <= reach; dz++)
      for (let dy = -reach; dy <= reach; dy++)
        for (let dx = -reach; dx <= reach; dx++) {
          const [cx, cy, cz] = [(x ?? 0) + dx, (y ?? 0) + dy, (z ?? 0) + dz]
          if (cx < 0 || cy < 0 || cz < 0 || cx >= nx || cy >= ny || cz >= nz) continue
          const i = (cz * ny + cy) * nx + cx
          if (at(solid, i) === 1) return i
        }
  return -1
}

/** The way through the solid from a bone to every cell (chamfer distance over faces and edges); Infinity where none leads. */
function spread({ nx, ny, nz, step, origin, solid }: Occupancy, { a, b }: Segment): Float32Array {
  const field = new Float32Array(solid.length).fill(Infinity)
  const cellOf = (p: Vec3) => {
    const c = p.map((value, k) =>
      Math.max(0, Math.min([nx, ny, nz][k] ?? 1, Math.floor((value - at(origin, k)) / step))),
    )
    return (Math.min(nz - 1, c[2] ?? 0) * ny + Math.min(ny - 1, c[1] ?? 0)) * nx + Math.min(nx - 1, c[0] ?? 0)
  }
  const steps = Math.max(1, Math.ceil((length(sub(b, a)) / step) * 2))
  // Rings of equal distance in tenths of a cell: 10 over a face, 14 over an edge.
  const rings: number[][] = [[]]
  for (let i = 0; i <= steps; i++) {
    const cell = cellOf(lerp(a, b, i / steps))
    if (field[cell] === 0) continue
    field[cell] = 0
    rings[0]?.push(cell)
  }
  // Flat, since this runs for every cell of the solid and every bone: dx, dy, dz, cost, and how far on the cell lies.
  const moves: number[] = []
  for (let dz = -1; dz <= 1; dz++)
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        const far = Math.abs(dx) + Math.abs(dy) + Math.abs(dz)
        if (far === 1 || far === 2) moves.push(dx, dy, dz, far === 1 ? 10 : 14, (dz * ny + dy) * nx + dx)
      }
  const unit = 0.1 * step
  for (let d = 0; d < rings.length; d++) {
    for (const cell of rings[d] ?? []) {
      if ((field[cell] ?? 0) < d * unit - 1e-6) continue
      const row = Math.floor(cell / nx)
      const x = cell - row * nx
      const z = Math.floor(row / ny)
      const y = row - z * ny
      for (let m = 0; m < moves.length; m += 5) {
        const next = cell + (moves[m + 4] ?? 0)
        if (solid[next] !== 1) continue
        const cx = x + (moves[m] ?? 0)
        const cy = y + (moves[m + 1] ?? 0)
        const cz = z + (moves[m + 2] ?? 0)
        if (cx < 0 || cy < 0 || cz < 0 || cx >= nx || cy >= ny || cz >= nz) continue
        const way = d + (moves[m + 3] ?? 0)
        const length = way * unit
        if ((field[next] ?? 0) <= length + 1e-6) continue
        field[next] = length
        const ring = rings[way] ?? []
        rings[way] = ring
        ring.push(next)
      }
    }
    rings[d] = []
  }
  return field
}
