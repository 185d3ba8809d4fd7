// A model as colored cells of a grid.
import { boundsOf } from '../../mesh/geometry.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'

/** A triangle soup with a color (sRGB, 0 to 255) anywhere on it. */
export interface Colored {
  readonly positions: Float32Array
  readonly triangles: Uint32Array
  /** The color at a place of a triangle, given by the weights of its second and third corner. */
  colorAt(triangle: number, u: number, v: number, out: Float32Array): void
}

export interface Voxels {
  readonly nx: number
  readonly ny: number
  readonly nz: number
  /** Size of a cell along x and z, and along y. */
  readonly width: number
  readonly height: number
  /** The corner of the grid with the smallest coordinates. */
  readonly origin: readonly [number, number, number]
  /** 1 where the model is, also inside of what it encloses; x runs fastest, then y, then z. */
  readonly filled: Uint8Array
  /** sRGB from 0 to 255, three per cell. */
  readonly colors: Float32Array
}

/** The number of a cell. */
export const cellAt = ({ nx, ny }: Pick<Voxels, 'nx' | 'ny'>, x: number, y: number, z: number): number =>
  (z * ny + y) * nx + x

/** Whether a cell is inside the grid and filled. */
export function isFilled(voxels: Voxels, x: number, y: number, z: number): boolean {
  const { nx, ny, nz, filled } = voxels
  return x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && filled[cellAt(voxels, x, y, z)] === 1
}

/** The six directions to a cell's neighbours. */
export const NEIGHBOURS = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
] as const

/** How far apart samples of the surface lie, in cells. */
const SPACING = 0.45

/**
 * Fills every cell that the surface touches and everything it encloses.
 * @param count cells along the longest side, counted in cells of `width`
 * @param tallness a cell's height, in widths
 */
export function voxelize(model: readonly Colored[], count: number, tallness = 1): Voxels {
  const corners = model.flatMap(({ positions }) => {
    const { min, max } = boundsOf(positions)
    return positions.length > 0 ? [...min, ...max] : []
  })
  const { min, max } = boundsOf(corners)
  const side = [0, 1, 2].map((k) => at(max, k) - at(min, k))
  const width = Math.max(...side, 1e-9) / count
  const height = width * tallness
  // A hair less than whole cells, so that a face on the border of a cell does not take another one.
  const cells = (length: number, size: number) => Math.max(1, Math.ceil(length / size - 1e-4))
  const [nx, ny, nz] = [cells(at(side, 0), width), cells(at(side, 1), height), cells(at(side, 2), width)]
  const centre = (k: number) => (at(min, k) + at(max, k)) / 2
  const origin = [centre(0) - (nx * width) / 2, at(min, 1), centre(2) - (nz * width) / 2] as const
  const sums = new Float32Array(nx * ny * nz * 4)
  for (const part of model) paint(part, sums, { nx, ny, nz, width, height, origin })
  const filled = new Uint8Array(nx * ny * nz)
  const colors = new Float32Array(filled.length * 3)
  for (let i = 0; i < filled.length; i++) {
    const weight = at(sums, i * 4 + 3)
    if (weight === 0) continue
    filled[i] = 1
    for (let k = 0; k < 3; k++) colors[i * 3 + k] = at(sums, i * 4 + k) / weight
  }
  fillInside({ nx, ny, nz, width, height, origin, filled, colors })
  return { nx, ny, nz, width, height, origin, filled, colors }
}

/** Typed arrays are read directly here: this loop runs for every sample of the surface. */
function paint(part: Colored, sums: Float32Array, grid: Omit<Voxels, 'filled' | 'colors'>): void {
  const { nx, ny, nz, width, height, origin } = grid
  const { positions, triangles } = part
  const color = new Float32Array(3)
  const step = Math.min(width, height) * SPACING
  // A triangle's first corner and two edges, in cells.
  const start = new Float64Array(3)
  const one = new Float64Array(3)
  const two = new Float64Array(3)
  for (let t = 0; t * 3 < triangles.length; t++) {
    for (let k = 0; k < 3; k++) {
      const size = k === 1 ? height : width
      const corner = (c: number) => positions[(triangles[t * 3 + c] ?? 0) * 3 + k] ?? 0
      start[k] = (corner(0) - (origin[k] ?? 0)) / size
      one[k] = (corner(1) - corner(0)) / size
      two[k] = (corner(2) - corner(0)) / size
    }
    const [ax = 0, ay = 0, az = 0] = start
    const [bx = 0, by = 0, bz = 0] = one
    const [cx = 0, cy = 0, cz = 0] = two
    const long = Math.max(length(bx, by, bz), length(cx, cy, cz), length(cx - bx, cy - by, cz - bz))
    const rows = Math.max(1, Math.ceil((long * Math.max(width, height)) / step))
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < rows - i; j++) {
        // The middles of a triangular lattice, so that samples stay off the edges, where cells of others begin.
        const u = (i + 1 / 3) / rows
        const v = (j + 1 / 3) / rows
        const x = clamp(Math.floor(ax + bx * u + cx * v), 0, nx - 1)
        const y = clamp(Math.floor(ay + by * u + cy * v), 0, ny - 1)
        const z = clamp(Math.floor(az + bz * u + cz * v), 0, nz - 1)
        part.colorAt(t, u, v, color)
        const cell = ((z * ny + y) * nx + x) * 4
        for (let k = 0; k < 3; k++) sums[cell + k] = (sums[cell + k] ?? 0) + (color[k] ?? 0)
        sums[cell + 3] = (sums[cell + 3] ?? 0) + 1
      }
  }
}

function length(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z)
}

/** Fills what cannot be reached from outside; the color grows inwards from the surface. */
function fillInside(voxels: Voxels): void {
  const { nx, ny, nz, filled, colors } = voxels
  const outside = new Uint8Array(filled.length)
  const queue: number[] = []
  const visit = (x: number, y: number, z: number) => {
    const cell = cellAt(voxels, x, y, z)
    if (filled[cell] === 1 || outside[cell] === 1) return
    outside[cell] = 1
    queue.push(cell)
  }
  const each = (cell: number, step: (x: number, y: number, z: number) => void) => {
    const [x, y, z] = [cell % nx, Math.floor(cell / nx) % ny, Math.floor(cell / (nx * ny))]
    for (const [dx, dy, dz] of NEIGHBOURS) {
      const [i, j, k] = [x + dx, y + dy, z + dz]
      if (i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz) step(i, j, k)
    }
  }
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        if (x === 0 || y === 0 || z === 0 || x === nx - 1 || y === ny - 1 || z === nz - 1) visit(x, y, z)
  for (let i = 0; i < queue.length; i++) each(at(queue, i), visit)
  const front: number[] = []
  for (let cell = 0; cell < filled.length; cell++) if (filled[cell] === 1) front.push(cell)
  for (let i = 0; i < front.length; i++) {
    const from = at(front, i)
    each(from, (x, y, z) => {
      const cell = cellAt(voxels, x, y, z)
      if (filled[cell] === 1 || outside[cell] === 1) return
      filled[cell] = 1
      for (let k = 0; k < 3; k++) colors[cell * 3 + k] = at(colors, from * 3 + k)
      front.push(cell)
    })
  }
}
