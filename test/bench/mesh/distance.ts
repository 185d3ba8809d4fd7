// How far two surfaces are apart: points spread over each, and their distances to the nearest place of the other's triangles. The
// larger of both directions (Hausdorff's distance, sampled).
import { readModel } from '../../../src/mesh/formats/index.ts'
import { placedMeshes, triangulated } from '../../../src/mesh/formats/surface.ts'

interface Triangles {
  readonly positions: Float32Array
  readonly corners: Uint32Array
}

/** Points on each surface. */
const SAMPLES = 4000
const CELLS = 64

async function trianglesOf(glb: Uint8Array): Promise<Triangles> {
  const surfaces = placedMeshes(await readModel(glb)).flatMap((mesh) => mesh.surfaces)
  const positions: Float32Array[] = []
  const corners: number[] = []
  let base = 0
  for (const surface of surfaces) {
    positions.push(surface.positions)
    for (const corner of triangulated(surface)) corners.push(corner + base)
    base += surface.positions.length / 3
  }
  const all = new Float32Array(base * 3)
  let at = 0
  for (const one of positions) {
    all.set(one, at)
    at += one.length
  }
  return { positions: all, corners: new Uint32Array(corners) }
}

/** @returns the distance in the models' own unit */
export async function distanceBetween(before: Uint8Array, after: Uint8Array): Promise<number> {
  const [a, b] = [await trianglesOf(before), await trianglesOf(after)]
  return Math.max(farthest(a, b), farthest(b, a))
}

function farthest(from: Triangles, to: Triangles): number {
  const grid = new Grid(to)
  const count = from.corners.length / 3
  let most = 0
  let state = 7
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  for (let i = 0; i < SAMPLES; i++) {
    const face = Math.min(count - 1, Math.floor(random() * count)) * 3
    const [r, s] = [Math.sqrt(random()), random()]
    const shares = [1 - r, r * (1 - s), r * s]
    const point = [0, 1, 2].map((k) =>
      shares.reduce(
        (sum, share, corner) => sum + share * (from.positions[(from.corners[face + corner] ?? 0) * 3 + k] ?? 0),
        0,
      ),
    )
    most = Math.max(most, grid.distance(point))
  }
  return most
}

/** Triangles by the cells of a grid that they lie in; the nearest is looked for in wider and wider shells. */
class Grid {
  readonly #cells = new Map<number, number[]>()
  readonly #mesh: Triangles
  readonly #min = [Infinity, Infinity, Infinity]
  readonly #size: number

  constructor(mesh: Triangles) {
    this.#mesh = mesh
    const max = [-Infinity, -Infinity, -Infinity]
    for (let i = 0; i < mesh.positions.length; i++) {
      const value = mesh.positions[i] ?? 0
      this.#min[i % 3] = Math.min(this.#min[i % 3] ?? 0, value)
      max[i % 3] = Math.max(max[i % 3] ?? 0, value)
    }
    this.#size = Math.max(...max.map((value, k) => value - (this.#min[k] ?? 0)), 1e-9) / CELLS
    for (let face = 0; face < mesh.corners.length; face += 3) {
      const box = [0, 1, 2].map((k) => {
        const values = [0, 1, 2].map((corner) => mesh.positions[(mesh.corners[face + corner] ?? 0) * 3 + k] ?? 0)
        return [this.#cell(Math.min(...values), k), this.#cell(Math.max(...values), k)] as const
      })
      const [[x0, x1], [y0, y1], [z0, z1]] = [box[0] ?? [0, 0], box[1] ?? [0, 0], box[2] ?? [0, 0]]
      for (let x = x0; x <= x1; x++)
        for (let y = y0; y <= y1; y++)
          for (let z = z0; z <= z1; z++) {
            const key = keyOf(x, y, z)
            const list = this.#cells.get(key)
            if (list) list.push(face)
            else this.#cells.set(key, [face])
          }
    }
  }

  #cell(value: number, axis: number): number {
    return Math.min(CELLS - 1, Math.max(0, Math.floor((value - (this.#min[axis] ?? 0)) / this.#size)))
  }

  distance(point: readonly number[]): number {
    const [x, y, z] = [0, 1, 2].map((k) => this.#cell(point[k] ?? 0, k))
    let best = Infinity
    for (let reach = 0; reach < CELLS; reach++) {
      for (let i = -reach; i <= reach; i++)
        for (let j = -reach; j <= reach; j++)
          for (let k = -reach; k <= reach; k++) {
            if (Math.max(Math.abs(i), Math.abs(j), Math.abs(k)) !== reach) continue
            for (const face of this.#cells.get(keyOf((x ?? 0) + i, (y ?? 0) + j, (z ?? 0) + k)) ?? [])
              best = Math.min(best, toTriangle(point, this.#mesh, face))
          }
      if (best <= reach * this.#size) return best
    }
    return best
  }
}

const keyOf = (x: number, y: number, z: number) => (x * 1024 + y) * 1024 + z

/** From a point to a triangle (Ericson, Real-Time Collision Detection, 5.1.5). */
function toTriangle(p: readonly number[], { positions, corners }: Triangles, face: number): number {
  const at = (corner: number) => {
    const i = (corners[face + corner] ?? 0) * 3
    return [positions[i] ?? 0, positions[i + 1] ?? 0, positions[i + 2] ?? 0]
  }
  const [a, b, c] = [at(0), at(1), at(2)]
  const sub = (u: readonly number[], v: readonly number[]) => u.map((value, k) => value - (v[k] ?? 0))
  const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, value, k) => sum + value * (v[k] ?? 0), 0)
  const along = (from: readonly number[], way: readonly number[], share: number) =>
    from.map((value, k) => value + (way[k] ?? 0) * share)
  const far = (q: readonly number[]) => Math.hypot(...sub(p, q))
  const [ab, ac, ap] = [sub(b, a), sub(c, a), sub(p, a)]
  const [d1, d2] = [dot(ab, ap), dot(ac, ap)]
  if (d1 <= 0 && d2 <= 0) return far(a)
  const bp = sub(p, b)
  const [d3, d4] = [dot(ab, bp), dot(ac, bp)]
  if (d3 >= 0 && d4 <= d3) return far(b)
  const vc = d1 * d4 - d3 * d2
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return far(along(a, ab, d1 / (d1 - d3)))
  const cp = sub(p, c)
  const [d5, d6] = [dot(ab, cp), dot(ac, cp)]
  if (d6 >= 0 && d5 <= d6) return far(c)
  const vb = d5 * d2 - d1 * d6
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return far(along(a, ac, d2 / (d2 - d6)))
  const va = d3 * d6 - d5 * d4
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) return far(along(b, sub(c, b), (d4 - d3) / (d4 - d3 + (d5 - d6))))
  const sum = va + vb + vc || 1
  return far(along(along(a, ab, vb / sum), ac, vc / sum))
}
