// Surfaces that grew: wood, bark, leaves, straw, paper.
import { smoothstep } from '../../../mesh/math/numbers.ts'
import { cells2, fbm2, lattice, noise2 } from '../noise.ts'
import { darker, type Kind, type Painter, set } from './kind.ts'

const grain: Painter = (x, y, seed, out) => {
  const bend = fbm2(x * 3, y * 0.9, seed, 3) * 0.5
  const rings = (x + bend * 0.35) * 26
  const line = Math.abs((rings % 1) - 0.5) * 2
  const fibre = noise2(x * 190, y * 7, seed + 5)
  const tone = fbm2(x * 4, y * 1.3, seed + 9, 2)
  set(
    out,
    0.8 + 0.22 * tone + 0.1 * fibre,
    0.55 * smoothstep(0.55, 1, line) + 0.12 * fibre,
    0.5 + 0.2 * fibre - 0.3 * smoothstep(0.7, 1, line),
    0.08 * fibre,
  )
}

export const PLANT_KINDS = {
  wood: { rough: 0.62, metal: 0, relief: 1, second: darker(0.55), paint: grain },
  planks: {
    rough: 0.7,
    metal: 0,
    relief: 2.2,
    upright: true,
    second: darker(0.35),
    paint: (x, y, seed, out) => {
      const w = 0.085
      const column = Math.floor(x / w)
      const u = x - column * w
      grain(x * 1.2, y + column * 3.7, seed + column, out)
      const gap = 1 - smoothstep(0.002, 0.007, Math.min(u, w - u))
      out.shade *= 0.84 + 0.28 * lattice(column, 3, seed)
      out.mix = Math.max(out.mix, gap)
      out.height = out.height * 0.5 + 0.5 - gap
    },
  },
  bark: {
    rough: 0.92,
    metal: 0,
    relief: 3,
    second: darker(0.42),
    paint: (x, y, seed, out) => {
      const crack = cells2(x * 22 + noise2(x * 6, y * 4, seed) * 2, y * 5, seed)
      const depth = 1 - smoothstep(0.05, 0.4, crack.edge)
      const fine = fbm2(x * 60, y * 20, seed + 3, 2)
      set(out, 0.78 + 0.35 * fine + 0.12 * crack.id, depth * 0.85, 0.7 - depth * 0.7 + 0.2 * fine, 0)
    },
  },
  straw: {
    rough: 0.95,
    metal: 0,
    relief: 2.5,
    second: darker(0.5),
    paint: (x, y, seed, out) => {
      const s = noise2(x * 110, y * 9, seed)
      const t = noise2(x * 60 + y * 9, y * 6, seed + 2)
      set(out, 0.7 + 0.4 * s, 0.5 * t, s * 0.6 + t * 0.4, 0)
    },
  },
  leaf: {
    rough: 0.78,
    metal: 0,
    relief: 3,
    second: darker(0.5),
    paint: (x, y, seed, out) => {
      const big = cells2(x * 20, y * 20, seed)
      const vein = noise2(x * 90, y * 90, seed)
      const cloud = fbm2(x * 5, y * 5, seed + 6, 2)
      const gap = 1 - smoothstep(0.0, 0.3, big.edge)
      set(out, 0.68 + 0.34 * big.id + 0.24 * cloud + 0.08 * vein, gap * 0.75, 0.9 - gap * 0.8 - big.near * 0.4, 0)
    },
  },
  grass: {
    rough: 0.95,
    metal: 0,
    relief: 2,
    second: darker(0.6),
    paint: (x, y, seed, out) => {
      const blade = noise2(x * 120, y * 60, seed)
      const patch = fbm2(x * 7, y * 7, seed + 3, 3)
      set(out, 0.7 + 0.3 * blade + 0.25 * patch, 0.5 * smoothstep(0.5, 0.7, patch), blade, 0)
    },
  },
  paper: {
    rough: 0.9,
    metal: 0,
    relief: 0.8,
    second: darker(0.8),
    paint: (x, y, seed, out) => {
      // Leaves of a book: fine lines across the grain.
      const leaf = noise2(x * 4, y * 300, seed)
      set(out, 0.92 + 0.1 * leaf, 0.3 * smoothstep(0.6, 0.9, leaf), leaf, 0)
    },
  },
} as const satisfies Record<string, Kind>
