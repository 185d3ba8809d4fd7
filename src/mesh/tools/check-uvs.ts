// Checks texture coordinates: outside the picture, and overlapping triangles, which baking and light maps cannot use.
import { readTriangles, type Surface } from '../formats/surface.ts'

/** Texels along a side of the grid on which places are counted. */
const GRID = 512
/** Texels that are looked at at most for one mesh. */
const MOST_TEXELS = 40_000_000
/** How far outside 0 to 1 a coordinate counts as outside. */
const TOLERANCE = 1e-4
/** Triangles whose places are told. */
const MOST_PLACES = 5

export interface UvReport {
  /** Vertices whose coordinates are outside 0 to 1: the texture repeats there. */
  readonly outside: number
  /** The share of the used texels that several triangles use, 0 to 1. */
  readonly overlap: number
  /** Middles of triangles that lie over others, three numbers each. */
  readonly places: readonly number[]
}

/** Looks at the first coordinates of the surfaces of one mesh; those of different materials use different textures. */
export function checkUvs(surfaces: readonly Surface[]): UvReport {
  let outside = 0
  let used = 0
  let twice = 0
  let left = MOST_TEXELS
  const places: number[] = []
  for (const group of byMaterial(surfaces)) {
    const grid = new Uint8Array(GRID * GRID)
    for (const surface of group) {
      const { uvs, positions } = surface
      if (!uvs) continue
      for (let i = 0; i < uvs.length; i += 2) if (isOutside(uvs[i] ?? 0) || isOutside(uvs[i + 1] ?? 0)) outside += 1
      const list = readTriangles(surface)
      for (let i = 0; i < list.length && left > 0; i += 3) {
        const [a, b, c] = [list[i] ?? 0, list[i + 1] ?? 0, list[i + 2] ?? 0]
        const drawn = draw(grid, uvs, a, b, c, left)
        left -= drawn.looked
        if (drawn.twice > 2 && places.length < MOST_PLACES * 3)
          for (let k = 0; k < 3; k++)
            places.push(((positions[a * 3 + k] ?? 0) + (positions[b * 3 + k] ?? 0) + (positions[c * 3 + k] ?? 0)) / 3)
      }
    }
    for (const count of grid) {
      if (count > 0) used += 1
      if (count > 1) twice += 1
    }
  }
  return { outside, overlap: used > 0 ? twice / used : 0, places }
}

function byMaterial(surfaces: readonly Surface[]): Surface[][] {
  const groups = new Map<unknown, Surface[]>()
  for (const surface of surfaces) groups.set(surface.material, [...(groups.get(surface.material) ?? []), surface])
  return [...groups.values()]
}

const isOutside = (value: number) => value < -TOLERANCE || value > 1 + TOLERANCE

/** Counts the texels whose middle lies inside a triangle; edges belong to none, so that neighbours do not count as two. */
function draw(grid: Uint8Array, uvs: Float32Array, a: number, b: number, c: number, most: number) {
  const [ax, ay] = [(uvs[a * 2] ?? 0) * GRID, (uvs[a * 2 + 1] ?? 0) * GRID]
  const [bx, by] = [(uvs[b * 2] ?? 0) * GRID, (uvs[b * 2 + 1] ?? 0) * GRID]
  const [cx, cy] = [(uvs[c * 2] ?? 0) * GRID, (uvs[c * 2 + 1] ?? 0) * GRID]
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
  let looked = 1
  let twice = 0
  if (!(Math.abs(area) > 1e-9) || !Number.isFinite(area)) return { looked, twice }
  const side = Math.sign(area)
  const [x0, x1] = [Math.floor(Math.min(ax, bx, cx)), Math.ceil(Math.max(ax, bx, cx))]
  const [y0, y1] = [Math.floor(Math.min(ay, by, cy)), Math.ceil(Math.max(ay, by, cy))]
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) {
      looked += 1
      if (looked > most) return { looked, twice }
      const [px, py] = [x + 0.5, y + 0.5]
      const inside =
        side * ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) > 0 &&
        side * ((cx - bx) * (py - by) - (cy - by) * (px - bx)) > 0 &&
        side * ((ax - cx) * (py - cy) - (ay - cy) * (px - cx)) > 0
      if (!inside) continue
      const texel = wrapped(y) * GRID + wrapped(x)
      if ((grid[texel] ?? 0) > 0) twice += 1
      grid[texel] = Math.min(255, (grid[texel] ?? 0) + 1)
    }
  return { looked, twice }
}

const wrapped = (place: number) => ((place % GRID) + GRID) % GRID
