// Builds a model from views around an object: the intersection of all silhouettes (Laurentini, "The Visual Hull Concept", 1994),
// its corners rounded where no view sees them, and each face painted from the view that faces it most directly.
import { cornerNormals } from '../../mesh/geometry.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import { joinCorners, type MeshData, triangleCount, withTangents } from '../modelling/mesh-data.ts'
import { simplifyTo } from '../modelling/simplify.ts'
import { surfaceNets } from '../modelling/surface-nets.ts'
import { grounded, type Model, type ModelRequest } from './model.ts'
import { completeViews, cornersOf, projected, type Seen, type Views } from './projection.ts'
import { Coverage, type Silhouette } from './silhouettes.ts'
import { packed } from './view-atlas.ts'
import { wrapping } from './wrapping.ts'

/** Cells along the longest side at standard fineness. */
const CELLS = 84
const CREASE = 1.1
/** Between a diamond (1), an ellipse (2) and a box (large): how full a section is that two silhouettes span. */
const FULLNESS = 3.4
const ASSUMED_SIZE = 1

/** The model of two to four views; upright, its front towards +z, the longest side one unit. Closed. */
export async function modelFromViews(views: Views, request: ModelRequest): Promise<Model> {
  const seen = completeViews(views)
  const limit = request.faceLimit ?? Infinity
  const wanted = CELLS * Math.sqrt(Math.max(0.3, request.fineness))
  // A closed surface of n cells' length has about 4 n^2 triangles for usual shapes.
  const cells = Math.round(Math.max(14, Math.min(wanted, Math.sqrt(limit) * 0.9)))
  const carved = carve(seen, cells)
  const closed = await shaded(carved)
  const fitted = triangleCount(closed) > limit ? await simplifyTo(closed, limit, CREASE) : closed
  const size = longest(seen)
  const painted = projected(fitted)
  const mesh = grounded(painted, (request.autoSize ? ASSUMED_SIZE : 1) / size)
  if (request.textureSide === 0) return { name: 'model', mesh }
  const { picture, mask } = packed(seen.quarters)
  const maps = wrapping(picture, picture, mask, request)
  return { name: 'model', mesh: request.pbr ? withTangents(mesh) : mesh, maps }
}

const longest = ({ width, depth }: Seen) => Math.max(1, width, depth)

/** The carved solid's surface: x from -width/2, y from 0 to 1, z from -depth/2. */
function carve(seen: Seen, cells: number): MeshData {
  const { quarters, width, depth, hasSide } = seen
  const step = longest(seen) / cells
  const count = (length: number) => Math.ceil(length / step) + 5
  const [nx, ny, nz] = [count(width), count(1), count(depth)]
  const cover = (view: Silhouette) => new Coverage(view.mask, (step * view.mask.height) / 2)
  const [front, back, left, right] = [quarters.front, quarters.back, quarters.left, quarters.right].map(cover)
  const values = new Float32Array(nx * ny * nz).fill(-0.5)
  const place = (i: number, n: number) => (i - (n - 1) / 2) * step
  for (let k = 1; k < nz - 1; k++)
    for (let j = 1; j < ny - 1; j++)
      for (let i = 1; i < nx - 1; i++) {
        const [x, y, z] = [place(i, nx), 0.5 + place(j, ny), place(k, nz)]
        const [u, w, v] = [0.5 + x / width, 0.5 - z / depth, 1 - y]
        let value = Math.min(front?.at(u, v) ?? 0, back?.at(1 - u, v) ?? 0)
        if (value > -0.45 && hasSide) value = Math.min(value, left?.at(w, v) ?? 0, right?.at(1 - w, v) ?? 0)
        if (value > -0.45) {
          const across = front?.run(u, v)
          const along = hasSide ? left?.run(w, v) : { middle: 0.5, half: 0.5 * pillow(across?.half ?? 0) }
          if (across && along) {
            const a = Math.abs(u - across.middle) / across.half
            const b = Math.abs(w - along.middle) / Math.max(along.half, 1e-3)
            const power = hasSide ? FULLNESS : 2
            const reach = (a ** power + b ** power) ** (1 / power)
            const cellsWide = Math.min(across.half * width, along.half * depth) / step
            value = Math.min(value, (1 - reach) * Math.max(0.7, cellsWide * 0.5))
          } else value = Math.min(value, -0.05)
        }
        values[(k * ny + j) * nx + i] = clamp(value, -0.5, 0.5)
      }
  const net = surfaceNets({ nx, ny, nz, values: softened(values, nx, ny, nz) }, 0)
  const positions = net.positions.map((value, i) => {
    const axis = i % 3
    return axis === 0 ? place(value, nx) : axis === 1 ? 0.5 + place(value, ny) : place(value, nz)
  })
  const indices = new Uint32Array((net.quads.length / 4) * 6)
  for (let q = 0, t = 0; q < net.quads.length; q += 4, t += 6) {
    const [a, b, c, d] = [at(net.quads, q), at(net.quads, q + 1), at(net.quads, q + 2), at(net.quads, q + 3)]
    indices.set([a, b, c, a, c, d], t)
  }
  return { positions: evened(positions, indices), normals: new Float32Array(positions.length), indices }
}

/** Wide runs are as deep as the thing, narrow ones round. */
const pillow = (half: number) => Math.min(1, half * 2.4)

/** Each value with its neighbours, so that steps between cells do not show. */
function softened(values: Float32Array, nx: number, ny: number, nz: number): Float32Array {
  const pass = (source: Float32Array, step: number) => {
    const out = new Float32Array(source.length)
    for (let i = 0; i < source.length; i++)
      out[i] = (source[i] ?? 0) * 0.5 + ((source[i - step] ?? -0.5) + (source[i + step] ?? -0.5)) * 0.25
    return out
  }
  const out = pass(pass(pass(values, 1), nx), nx * ny)
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, i++)
        if (x === 0 || y === 0 || z === 0 || x === nx - 1 || y === ny - 1 || z === nz - 1) out[i] = -0.5
  return out
}

/** Taubin smoothing ("A signal processing approach to fair surface design", 1995): evens without shrinking. */
function evened(positions: Float32Array, indices: Uint32Array): Float32Array {
  let current = positions
  for (const factor of [0.5, -0.53, 0.5, -0.53, 0.5, -0.53, 0.5, -0.53]) {
    const sum = new Float32Array(positions.length)
    const count = new Uint16Array(positions.length / 3)
    for (let i = 0; i < indices.length; i++) {
      const [a, b] = [at(indices, i), at(indices, i % 3 === 2 ? i - 2 : i + 1)]
      count[a] = at(count, a) + 1
      for (let k = 0; k < 3; k++) sum[a * 3 + k] = at(sum, a * 3 + k) + at(current, b * 3 + k)
    }
    const from = current
    current = from.map((value, i) => value + factor * (at(sum, i) / Math.max(1, at(count, Math.floor(i / 3))) - value))
  }
  return current
}

async function shaded(mesh: MeshData): Promise<MeshData> {
  const positions = cornersOf(mesh.positions, mesh.indices, 3)
  return joinCorners({ positions, normals: await cornerNormals(positions, Math.PI) })
}
