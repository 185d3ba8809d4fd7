// A smooth closed mesh around the inside of a field (naive surface nets: one vertex per mixed cell, one quad per crossed edge).
// Gibson, "Constrained Elastic Surface Nets", 1998; vertices lie at the mean of the edge crossings, without relaxation.
import { at } from '../../mesh/math/numbers.ts'

/** Values on a lattice; x runs fastest, then y, then z: `values[(z * ny + y) * nx + x]`. */
export interface Field {
  readonly nx: number
  readonly ny: number
  readonly nz: number
  readonly values: Float32Array
}

/** Vertices in lattice units and quads of four vertex indices each, counter-clockwise seen from outside. */
export interface Net {
  readonly positions: Float32Array
  readonly quads: Uint32Array
}

/** The surface where the field passes `iso`; higher values are inside. Closed when the outermost values are all below. */
export function surfaceNets({ nx, ny, nz, values }: Field, iso: number): Net {
  const rows = nx - 1
  const layers = rows * (ny - 1)
  const cells = new Int32Array(layers * (nz - 1)).fill(-1)
  const steps = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => (i & 1) + ((i >> 1) & 1) * nx + (i >> 2) * nx * ny)
  const positions: number[] = []
  for (let z = 0; z + 1 < nz; z++)
    for (let y = 0; y + 1 < ny; y++)
      for (let x = 0; x + 1 < nx; x++) {
        const corner = (z * ny + y) * nx + x
        let inside = 0
        for (let i = 0; i < 8; i++) if (at(values, corner + at(steps, i)) > iso) inside++
        if (inside === 0 || inside === 8) continue
        const point = crossing((i) => at(values, corner + at(steps, i)) - iso)
        cells[z * layers + y * rows + x] = positions.length / 3
        positions.push(x + at(point, 0), y + at(point, 1), z + at(point, 2))
      }
  const quads: number[] = []
  // Around each crossed edge: the steps back to the cells on its other sides, counter-clockwise seen along the axis.
  const edges = [
    { ahead: 1, u: rows, v: layers },
    { ahead: nx, u: layers, v: 1 },
    { ahead: nx * ny, u: 1, v: rows },
  ]
  for (let z = 1; z + 1 < nz; z++)
    for (let y = 1; y + 1 < ny; y++)
      for (let x = 1; x + 1 < nx; x++) {
        const corner = (z * ny + y) * nx + x
        const here = at(values, corner) > iso
        for (const { ahead, u, v } of edges) {
          if (here === at(values, corner + ahead) > iso) continue
          const cell = z * layers + y * rows + x
          const around = [cell - u - v, cell - v, cell, cell - u].map((c) => at(cells, c))
          if (around.some((vertex) => vertex < 0)) continue
          quads.push(...(here ? around : around.reverse()))
        }
      }
  return { positions: new Float32Array(positions), quads: new Uint32Array(quads) }
}

const EDGES = [0, 1, 2].flatMap((axis) =>
  [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => (i & (1 << axis)) === 0).map((i) => ({ a: i, b: i | (1 << axis), axis })),
)

/** The mean of the crossings on a unit cell's edges; corner i lies at its bits x, y, z. */
function crossing(corner: (i: number) => number): number[] {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map(corner)
  const sum = [0, 0, 0]
  let count = 0
  for (const { a, b, axis } of EDGES) {
    const [from, to] = [at(corners, a), at(corners, b)]
    if (from > 0 === to > 0) continue
    const t = from / (from - to)
    for (const k of [0, 1, 2]) sum[k] = at(sum, k) + (k === axis ? t : (a >> k) & 1)
    count++
  }
  return sum.map((total) => total / count)
}
