// A mesh as a solid on a grid, which distinguishes legs from bodies independently of how a model was assembled. Parts that
// overlap or leave small holes count as one solid.
import { type Bounds, boundsOf } from '../../mesh/geometry.ts'
import { at } from '../../mesh/math/numbers.ts'

/** Cells of a regular grid around a mesh, one byte each: 1 inside. x runs fastest, then y, then z. */
export interface Occupancy {
  readonly nx: number
  readonly ny: number
  readonly nz: number
  /** Edge of a cell, in the mesh's units. */
  readonly step: number
  /** Corner of the first cell. */
  readonly origin: readonly [number, number, number]
  readonly solid: Uint8Array
  readonly bounds: Bounds
}

/** The mesh filled on a grid of about `cells` cells along its longest side, with an empty cell around it. */
export function occupancyOf(positions: Float32Array, indices: Uint32Array, cells: number): Occupancy {
  const bounds = boundsOf(positions)
  const { min, max } = bounds
  const step = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2], 1e-6) / cells
  const count = (axis: 0 | 1 | 2) => Math.max(1, Math.ceil((max[axis] - min[axis]) / step - 1e-6)) + 2
  const [nx, ny, nz] = [count(0), count(1), count(2)]
  // Centred, so that a symmetric mesh fills a symmetric grid.
  const low = (axis: 0 | 1 | 2, n: number) => (min[axis] + max[axis]) / 2 - (n * step) / 2
  const origin = [low(0, nx), min[1] - step, low(2, nz)] as const
  const shell = new Uint8Array(nx * ny * nz)
  const cell = (value: number, axis: 0 | 1 | 2, n: number) =>
    Math.min(n - 1, Math.max(0, Math.floor((value - origin[axis]) / step)))
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [at(indices, t) * 3, at(indices, t + 1) * 3, at(indices, t + 2) * 3]
    const edge = (p: number, q: number) =>
      Math.hypot(
        at(positions, p) - at(positions, q),
        at(positions, p + 1) - at(positions, q + 1),
        at(positions, p + 2) - at(positions, q + 2),
      )
    const pieces = Math.min(400, Math.max(1, Math.ceil((Math.max(edge(a, b), edge(b, c), edge(c, a)) / step) * 2)))
    // The corners as plain numbers: the inner loop runs a million times for a model.
    const [ax, ay, az] = [at(positions, a), at(positions, a + 1), at(positions, a + 2)]
    const [bx, by, bz] = [at(positions, b), at(positions, b + 1), at(positions, b + 2)]
    const [cx, cy, cz] = [at(positions, c), at(positions, c + 1), at(positions, c + 2)]
    for (let i = 0; i <= pieces; i++)
      for (let j = 0; i + j <= pieces; j++) {
        const u = i / pieces
        const v = j / pieces
        const w = 1 - u - v
        const x = cell(ax * w + bx * u + cx * v, 0, nx)
        const y = cell(ay * w + by * u + cy * v, 1, ny)
        const z = cell(az * w + bz * u + cz * v, 2, nz)
        shell[(z * ny + y) * nx + x] = 1
      }
  }
  return { nx, ny, nz, step, origin, solid: filled(shell, nx, ny, nz), bounds }
}

/** Everything that cannot be reached from the first cell (which is outside). */
function filled(shell: Uint8Array, nx: number, ny: number, nz: number): Uint8Array {
  const solid = new Uint8Array(shell.length).fill(1)
  const stack = [0]
  solid[0] = 0
  const visit = (i: number) => {
    if (at(solid, i) === 0 || at(shell, i) === 1) return
    solid[i] = 0
    stack.push(i)
  }
  while (stack.length > 0) {
    const i = stack.pop() ?? 0
    const x = i % nx
    const y = Math.floor(i / nx) % ny
    const z = Math.floor(i / (nx * ny))
    if (x > 0) visit(i - 1)
    if (x < nx - 1) visit(i + 1)
    if (y > 0) visit(i - nx)
    if (y < ny - 1) visit(i + nx)
    if (z > 0) visit(i - nx * ny)
    if (z < nz - 1) visit(i + nx * ny)
  }
  return solid
}

/** A connected piece of one horizontal slice; places are in the mesh's units. */
export interface Blob {
  readonly cells: number
  readonly x: number
  readonly z: number
  readonly minX: number
  readonly maxX: number
  readonly minZ: number
  readonly maxZ: number
}

/** The connected pieces (neighbours also across corners) of the slice at grid height `y`, the largest first. */
export function blobsAt(grid: Occupancy, y: number): Blob[] {
  const { nx, ny, nz, step, origin, solid } = grid
  const seen = new Uint8Array(nx * nz)
  const blobs: Blob[] = []
  const inside = (x: number, z: number) => at(solid, (z * ny + y) * nx + x) === 1
  for (let start = 0; start < nx * nz; start++) {
    if (seen[start] || !inside(start % nx, Math.floor(start / nx))) continue
    seen[start] = 1
    const stack = [start]
    let [cells, sumX, sumZ, minX, maxX, minZ, maxZ] = [0, 0, 0, nx, 0, nz, 0]
    while (stack.length > 0) {
      const i = stack.pop() ?? 0
      const [x, z] = [i % nx, Math.floor(i / nx)]
      cells++
      sumX += x
      sumZ += z
      minX = Math.min(minX, x)
      maxX = Math.max(maxX, x)
      minZ = Math.min(minZ, z)
      maxZ = Math.max(maxZ, z)
      for (let dz = -1; dz <= 1; dz++)
        for (let dx = -1; dx <= 1; dx++) {
          const [px, pz] = [x + dx, z + dz]
          if (px < 0 || pz < 0 || px >= nx || pz >= nz || seen[pz * nx + px] || !inside(px, pz)) continue
          seen[pz * nx + px] = 1
          stack.push(pz * nx + px)
        }
    }
    const place = (value: number, axis: 0 | 2) => origin[axis] + (value + 0.5) * step
    blobs.push({
      cells,
      x: place(sumX / cells, 0),
      z: place(sumZ / cells, 2),
      minX: place(minX - 0.5, 0),
      maxX: place(maxX + 0.5, 0),
      minZ: place(minZ - 0.5, 2),
      maxZ: place(maxZ + 0.5, 2),
    })
  }
  return blobs.sort((a, b) => b.cells - a.cells)
}
