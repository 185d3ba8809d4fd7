// Value noise and cellular noise on an integer lattice, in two and three dimensions: the grain of every texture and rock.

/** A number in [0, 1) for a lattice point. */
export function lattice(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

function fade(t: number): number {
  return t * t * (3 - 2 * t)
}

/** Smooth noise in [0, 1], about one bump per unit. */
export function noise2(x: number, y: number, seed: number): number {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const fx = fade(x - ix)
  const fy = fade(y - iy)
  const a = lattice(ix, iy, seed)
  const b = lattice(ix + 1, iy, seed)
  const c = lattice(ix, iy + 1, seed)
  const d = lattice(ix + 1, iy + 1, seed)
  return a + (b - a) * fx + (c - a + (a - b - c + d) * fx) * fy
}

/** Smooth noise in [0, 1] in space. */
export function noise3(x: number, y: number, z: number, seed: number): number {
  const iz = Math.floor(z)
  const fz = fade(z - iz)
  const near = noise2(x, y, seed + iz * 7919)
  const far = noise2(x, y, seed + (iz + 1) * 7919)
  return near + (far - near) * fz
}

/** Noise summed over octaves, in [0, 1]. */
export function fbm2(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0
  let weight = 0.5
  let total = 0
  let scale = 1
  for (let i = 0; i < octaves; i++) {
    sum += noise2(x * scale, y * scale, seed + i * 101) * weight
    total += weight
    weight /= 2
    scale *= 2.03
  }
  return sum / total
}

export function fbm3(x: number, y: number, z: number, seed: number, octaves: number): number {
  let sum = 0
  let weight = 0.5
  let total = 0
  let scale = 1
  for (let i = 0; i < octaves; i++) {
    sum += noise3(x * scale, y * scale, z * scale, seed + i * 101) * weight
    total += weight
    weight /= 2
    scale *= 2.03
  }
  return sum / total
}

export interface Cell {
  /** Distance to the nearest cell centre. */
  near: number
  /** Distance to the border with the next cell, roughly. */
  edge: number
  /** A number in [0, 1) that belongs to the cell. */
  id: number
}
const CELL: Cell = { near: 0, edge: 0, id: 0 }

/** Cellular (Worley) noise, one cell per unit. The returned object is reused by the next call. */
export function cells2(x: number, y: number, seed: number): Readonly<Cell> {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  let first = 9
  let second = 9
  for (let j = -1; j <= 1; j++)
    for (let i = -1; i <= 1; i++) {
      const cx = ix + i
      const cy = iy + j
      const dx = cx + 0.15 + 0.7 * lattice(cx, cy, seed) - x
      const dy = cy + 0.15 + 0.7 * lattice(cx, cy, seed + 1) - y
      const d = dx * dx + dy * dy
      if (d < first) {
        second = first
        first = d
        CELL.id = lattice(cx, cy, seed + 2)
      } else if (d < second) second = d
    }
  CELL.near = Math.sqrt(first)
  CELL.edge = Math.sqrt(second) - CELL.near
  return CELL
}
