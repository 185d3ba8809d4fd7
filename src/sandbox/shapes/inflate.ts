// Inflates a silhouette like a cushion: closed and manifold, with the picture's own coordinates as UVs.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { clamp } from '../../mesh/math/numbers.ts'
import type { MeshData } from '../modelling/mesh-data.ts'
import type { Mask } from './cutout.ts'

interface Field {
  readonly columns: number
  readonly rows: number
  /** Coverage minus one half at grid corners: positive inside. */
  readonly inside: Float32Array
  /** Half thickness at grid corners, grid units. */
  readonly height: Float32Array
}

/** The mask sampled on a grid with an empty margin, and its cushion. */
function fieldOf(small: RgbaImage, mask: Mask, cells: number): Field & { scale: number } {
  const scale = Math.max(mask.width, mask.height) / cells
  const columns = Math.max(3, Math.ceil(mask.width / scale)) + 3
  const rows = Math.max(3, Math.ceil(mask.height / scale)) + 3
  const inside = new Float32Array(columns * rows).fill(-0.5)
  const reach = Math.max(0.5, scale * 0.5)
  for (let j = 1; j < rows - 1; j++)
    for (let i = 1; i < columns - 1; i++) {
      const [cx, cy] = [(i - 1) * scale, (j - 1) * scale]
      let sum = 0
      let count = 0
      for (let y = Math.floor(cy - reach); y < cy + reach; y++)
        for (let x = Math.floor(cx - reach); x < cx + reach; x++) {
          count++
          if (x >= 0 && y >= 0 && x < mask.width && y < mask.height) sum += mask.data[y * mask.width + x] ?? 0
        }
      // Never exactly zero, so that crossings stay apart from corners.
      const value = clamp(sum / Math.max(1, count) - 0.499, -0.5, 0.5)
      inside[j * columns + i] = Math.abs(value) < 0.06 ? (value < 0 ? -0.06 : 0.06) : value
    }
  const height = cushion(inside, columns, rows)
  if (!mask.cut) relief(small, height, inside, columns, rows, scale)
  return { columns, rows, inside, height, scale }
}

/** Solves the Poisson equation (constant load, zero at the rim) by successive over-relaxation; its root is round at the rim. */
function cushion(inside: Float32Array, columns: number, rows: number): Float32Array {
  const load = new Float32Array(inside.length)
  for (let round = 0; round < 160; round++)
    for (let j = 1; j < rows - 1; j++)
      for (let i = 1; i < columns - 1; i++) {
        const k = j * columns + i
        if ((inside[k] ?? 0) <= 0) continue
        const mean = ((load[k - 1] ?? 0) + (load[k + 1] ?? 0) + (load[k - columns] ?? 0) + (load[k + columns] ?? 0)) / 4
        load[k] = (load[k] ?? 0) + 1.82 * (mean + 0.25 - (load[k] ?? 0))
      }
  return load.map((value) => Math.sqrt(Math.max(0, value) * 1.7))
}

/** A flat slab whose front follows the picture's brightness. */
function relief(
  small: RgbaImage,
  height: Float32Array,
  inside: Float32Array,
  columns: number,
  rows: number,
  scale: number,
): void {
  const thick = Math.max(columns, rows) * 0.035
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const k = j * columns + i
      if ((inside[k] ?? 0) <= 0) continue
      const x = clamp(Math.round((i - 1) * scale), 0, small.width - 1)
      const y = clamp(Math.round((j - 1) * scale), 0, small.height - 1)
      const p = (y * small.width + x) * 4
      const bright =
        ((small.data[p] ?? 0) * 0.3 + (small.data[p + 1] ?? 0) * 0.59 + (small.data[p + 2] ?? 0) * 0.11) / 255
      height[k] = thick * (0.6 + 0.7 * bright)
    }
}

/**
 * Two sheets over marching squares of the mask, sharing their rim: closed and manifold by construction (ambiguous
 * squares keep their corners apart). The longest side measures one unit.
 */
export function inflate(small: RgbaImage, mask: Mask, cells: number): MeshData {
  const field = fieldOf(small, mask, cells)
  const { columns, rows, inside, height, scale } = field
  const positions: number[] = []
  const uvs: number[] = []
  const longest = Math.max(mask.width, mask.height)
  const known = new Map<string, number>()
  const vertex = (key: string, x: number, y: number, z: number) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const index = positions.length / 3
    const [px, py] = [clamp((x - 1) * scale, 0, mask.width), clamp((y - 1) * scale, 0, mask.height)]
    positions.push(((x - 1) * scale) / longest, -((y - 1) * scale) / longest, (z * scale) / longest)
    uvs.push(px / mask.width, py / mask.height)
    known.set(key, index)
    return index
  }
  const indices: number[] = []
  for (let j = 0; j + 1 < rows; j++)
    for (let i = 0; i + 1 < columns; i++) {
      // Corners clockwise in the picture from the upper left; seen from the front with y up that is clockwise too.
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const
      const value = corners.map(([x, y]) => inside[y * columns + x] ?? 0)
      const signs = value.map((v) => v > 0)
      const saddle = signs[0] === signs[2] && signs[1] === signs[3] && signs[0] !== signs[1]
      for (const polygon of saddle ? [[signs[0] ? 0 : 1], [signs[0] ? 2 : 3]] : [[0, 1, 2, 3]]) {
        for (const side of [1, -1]) {
          const outline: { index: number; inner: boolean }[] = []
          const crossing = (a: number, b: number) => {
            const [p, q] = [corners[a & 3] ?? [0, 0], corners[b & 3] ?? [0, 0]]
            const [v, w] = [value[a & 3] ?? 0, value[b & 3] ?? 0]
            const t = v / (v - w)
            const name = p[0] + p[1] < q[0] + q[1] ? `${p}:${q}` : `${q}:${p}`
            outline.push({ index: vertex(name, p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t, 0), inner: false })
          }
          for (const c of polygon) {
            const [x, y] = corners[c] ?? [0, 0]
            if (saddle) crossing(c + 3, c)
            if (signs[c])
              outline.push({
                index: vertex(`${side}:${x},${y}`, x, y, side * (height[y * columns + x] ?? 0)),
                inner: true,
              })
            if (saddle || signs[c] !== signs[(c + 1) & 3]) crossing(c, c + 1)
          }
          fan(outline, side, indices)
        }
      }
    }
  const triangles = new Uint32Array(indices)
  return {
    positions: mask.cut ? evened(new Float32Array(positions), triangles) : new Float32Array(positions),
    normals: new Float32Array(positions.length),
    uvs: new Float32Array(uvs),
    indices: triangles,
  }
}

/** Taubin smoothing: takes the grid's ripples out of the rim without shrinking the form. */
function evened(positions: Float32Array, indices: Uint32Array): Float32Array {
  let current = positions
  for (const factor of [0.5, -0.52, 0.5, -0.52, 0.5, -0.52]) {
    const sum = new Float32Array(positions.length)
    const count = new Uint16Array(positions.length / 3)
    for (let i = 0; i < indices.length; i++) {
      const a = indices[i] ?? 0
      const b = indices[i % 3 === 2 ? i - 2 : i + 1] ?? 0
      count[a] = (count[a] ?? 0) + 1
      for (let k = 0; k < 3; k++) sum[a * 3 + k] = (sum[a * 3 + k] ?? 0) + (current[b * 3 + k] ?? 0)
    }
    const from = current
    current = from.map((value, i) => {
      const n = count[Math.floor(i / 3)] ?? 0
      return n > 0 ? value + factor * ((sum[i] ?? 0) / n - value) : value
    })
  }
  return current
}

/** Triangles of a convex outline about one of its inner corners, so that none lies in the rim's plane. */
function fan(outline: readonly { index: number; inner: boolean }[], side: number, indices: number[]): void {
  const hub = outline.findIndex((corner) => corner.inner)
  if (hub < 0) return
  const order = [...outline.slice(hub), ...outline.slice(0, hub)].map((corner) => corner.index)
  for (let k = 1; k + 1 < order.length; k++) {
    const [a, b, c] = [order[0] ?? 0, order[k] ?? 0, order[k + 1] ?? 0]
    if (side > 0) indices.push(a, c, b)
    else indices.push(a, b, c)
  }
}
