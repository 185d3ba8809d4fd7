// A picture becomes a model: its silhouette is blown up like a cushion into a closed mesh, textured front and back with the picture.
import { cornerNormals, type MeshData, triangleCount, weld, withTangents } from '../../mesh/geometry.ts'
import type { RgbaImage } from '../../mesh/image.ts'
import { clamp } from '../../mesh/numbers.ts'
import { resizeImage } from '../../mesh/resize.ts'
import { simplifyTo } from '../../mesh/simplify.ts'
import type { Painted } from './atlas.ts'
import { cutOut, type Mask } from './cutout.ts'
import { grounded, type Model, type ModelRequest } from './model.ts'
import { restyledColor } from './styles.ts'

/** Samples of the silhouette along its longer side at standard fineness. */
const GRID = 56
/** Longest side, in pixels, at which the background is told from the thing. */
const MASK_SIDE = 384
/** Real size assumed for a picture's longest side, metres: nothing in it says more. */
const ASSUMED_SIZE = 1
const CREASE = 1.2

/**
 * The model of a picture: closed and manifold, upright, its face towards +z, with the longest side one unit (or one
 * metre). A picture in which no background is found becomes a relief of its whole rectangle.
 */
export async function modelFromImage(picture: RgbaImage, request: ModelRequest): Promise<Model> {
  const shrink = Math.min(1, MASK_SIDE / Math.max(picture.width, picture.height))
  const small = resizeImage(
    picture,
    Math.max(1, Math.round(picture.width * shrink)),
    Math.max(1, Math.round(picture.height * shrink)),
  )
  const mask = cutOut(small)
  const limit = request.faceLimit ?? Infinity
  // A third of the grid's squares is a usual share for a silhouette; each gives four triangles.
  const wanted = GRID * Math.sqrt(Math.max(0.35, request.fineness))
  const cells = Math.max(10, Math.min(wanted, Math.sqrt(limit) * 1.6))
  const closed = inflate(small, mask, Math.round(cells))
  const fitted = triangleCount(closed) > limit ? await simplifyTo(closed, limit, CREASE) : await smoothed(closed)
  const mesh = grounded(fitted, request.autoSize ? ASSUMED_SIZE : 1)
  if (request.textureSide === 0) return { name: 'model', mesh }
  const maps = texture(picture, small, mask, request)
  return { name: 'model', mesh: request.pbr ? withTangents(mesh) : mesh, maps }
}

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
function inflate(small: RgbaImage, mask: Mask, cells: number): MeshData {
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

/** The mesh with its normals; front and back keep sharing the rim where it is smooth enough. */
async function smoothed(mesh: MeshData): Promise<MeshData> {
  const spread = (source: Float32Array, size: number) => {
    const out = new Float32Array(mesh.indices.length * size)
    mesh.indices.forEach((from, to) => {
      for (let k = 0; k < size; k++) out[to * size + k] = source[from * size + k] ?? 0
    })
    return out
  }
  const positions = spread(mesh.positions, 3)
  return weld({
    positions,
    normals: await cornerNormals(positions, Math.PI),
    uvs: spread(mesh.uvs ?? new Float32Array(0), 2),
  })
}

/** The picture as a texture set: the thing's colours bled over what was background, so that the rim has no halo. */
function texture(picture: RgbaImage, small: RgbaImage, mask: Mask, request: ModelRequest): Painted {
  const side = request.textureSide
  const image = resizeImage(picture, side, side)
  const color = new Uint8Array(image.data)
  const solid = new Uint8Array(side * side)
  // One mask pixel inside the rim: edge pixels are blends with the background.
  const sure = mask.cut ? eroded(mask) : mask.data
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const mx = Math.min(mask.width - 1, Math.floor(((x + 0.5) / side) * mask.width))
      const my = Math.min(mask.height - 1, Math.floor(((y + 0.5) / side) * mask.height))
      solid[i] = sure[my * small.width + mx] ?? 0
      color[i * 4 + 3] = 255
    }
  bleed(color, solid, side)
  if (request.style !== undefined)
    for (let i = 0; i < color.length; i += 4) {
      const [r, g, b] = restyledColor(
        [(color[i] ?? 0) / 255, (color[i + 1] ?? 0) / 255, (color[i + 2] ?? 0) / 255],
        request.style,
      )
      color.set(
        [clamp(Math.round(r * 255), 0, 255), clamp(Math.round(g * 255), 0, 255), clamp(Math.round(b * 255), 0, 255)],
        i,
      )
    }
  const baseColor = { width: side, height: side, data: color }
  if (!request.pbr) return { baseColor }
  const metal = request.style === 'gold' ? 255 : request.style === 'ancient_bronze' ? 200 : 0
  return { baseColor, ...surfaceMaps(baseColor, Math.min(512, side), metal) }
}

function eroded(mask: Mask): Uint8Array {
  const { width, height, data } = mask
  const out = new Uint8Array(data.length)
  for (let y = 1; y + 1 < height; y++)
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x
      out[i] =
        (data[i] ?? 0) & (data[i - 1] ?? 0) & (data[i + 1] ?? 0) & (data[i - width] ?? 0) & (data[i + width] ?? 0)
    }
  return out.some((v) => v > 0) ? out : data
}

/** Every unsure pixel takes the colour of a nearest sure one (breadth first). */
function bleed(color: Uint8Array, solid: Uint8Array, side: number): void {
  let front: number[] = []
  for (let i = 0; i < solid.length; i++) if (solid[i]) front.push(i)
  while (front.length > 0) {
    const next: number[] = []
    for (const i of front) {
      const x = i % side
      for (const j of [x > 0 ? i - 1 : -1, x < side - 1 ? i + 1 : -1, i - side, i + side]) {
        if (j < 0 || j >= solid.length || solid[j]) continue
        solid[j] = 1
        color.copyWithin(j * 4, i * 4, i * 4 + 3)
        next.push(j)
      }
    }
    front = next
  }
}

/** Roughness and a shallow relief guessed from brightness: dark is taken for deep, bright for smooth. */
function surfaceMaps(
  image: RgbaImage,
  side: number,
  metal: number,
): { metallicRoughness: RgbaImage; normal: RgbaImage } {
  const small = resizeImage(image, side, side)
  const light = new Float32Array(side * side)
  for (let i = 0; i < light.length; i++)
    light[i] =
      ((small.data[i * 4] ?? 0) * 0.3 + (small.data[i * 4 + 1] ?? 0) * 0.59 + (small.data[i * 4 + 2] ?? 0) * 0.11) / 255
  const rough = new Uint8Array(side * side * 4)
  const normal = new Uint8Array(side * side * 4)
  const sample = (x: number, y: number) => light[clamp(y, 0, side - 1) * side + clamp(x, 0, side - 1)] ?? 0
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const nx = (sample(x - 1, y) - sample(x + 1, y)) * 0.9
      const ny = (sample(x, y + 1) - sample(x, y - 1)) * 0.9
      const size = Math.hypot(nx, ny, 1)
      rough.set([255, Math.round(((metal > 0 ? 0.34 : 0.72) - 0.18 * (light[i] ?? 0)) * 63) * 4, metal, 255], i * 4)
      normal.set(
        [
          128 + Math.round((nx / size) * 63) * 2,
          128 + Math.round((ny / size) * 63) * 2,
          128 + Math.round((1 / size) * 63) * 2,
          255,
        ],
        i * 4,
      )
    }
  return {
    metallicRoughness: { width: side, height: side, data: rough },
    normal: { width: side, height: side, data: normal },
  }
}
