// The surfaces models are made of: each kind paints one point of its texture (colour, height, roughness, metal) from noise alone.
import { clamp, smoothstep } from '../../mesh/numbers.ts'
import type { Rgb } from './colors.ts'
import { cells2, fbm2, lattice, noise2 } from './noise.ts'

/** What a kind writes for one texel; colour factors multiply the material's own colour. */
export interface Texel {
  /** Brightness factor of the material's colour. */
  shade: number
  /** How much of the second colour shows, 0 to 1. */
  mix: number
  /** Relief, about 0 to 1. */
  height: number
  /** Added to the kind's roughness. */
  rough: number
}

/** Paints a texel at (x, y), where 1 is about the size of the whole model and y runs with the grain or upwards. */
export type Painter = (x: number, y: number, seed: number, out: Texel) => void

interface Kind {
  readonly rough: number
  readonly metal: number
  /** Strength of the relief in the normal map. */
  readonly relief: number
  /** The pattern has an up (bricks, shingles): charts are neither turned nor stretched unevenly. */
  readonly upright?: boolean
  /** The second colour as a function of the first when a material does not name one. */
  readonly second: (color: Rgb) => Rgb
  readonly paint: Painter
}

const darker =
  (f: number) =>
  (c: Rgb): Rgb => [c[0] * f, c[1] * f, c[2] * f]
const lighter =
  (f: number) =>
  (c: Rgb): Rgb => [c[0] + (1 - c[0]) * f, c[1] + (1 - c[1]) * f, c[2] + (1 - c[2]) * f]
const fixed = (c: Rgb) => () => c

function set(out: Texel, shade: number, mix: number, height: number, rough: number): void {
  out.shade = shade
  out.mix = mix
  out.height = height
  out.rough = rough
}

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

/** Rectangles in rows, each shifted against the last: bricks, planks, shingles. Gives the joint's depth and the piece's number. */
function courses(
  x: number,
  y: number,
  w: number,
  h: number,
  joint: number,
  seed: number,
): { joint: number; id: number; v: number } {
  const row = Math.floor(y / h)
  const shifted = x / w + (row & 1) * 0.5
  const column = Math.floor(shifted)
  const u = (shifted - column) * w
  const v = y - row * h
  const edge = Math.min(u, w - u, v, h - v)
  return { joint: 1 - smoothstep(joint * 0.4, joint, edge), id: lattice(column, row, seed), v: v / h }
}

export const KINDS = {
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
  stone: {
    rough: 0.86,
    metal: 0,
    relief: 1.8,
    second: darker(0.6),
    paint: (x, y, seed, out) => {
      const broad = fbm2(x * 5, y * 5, seed, 3)
      const fine = fbm2(x * 34, y * 34, seed + 4, 3)
      const crack = cells2(x * 4 + broad, y * 4, seed + 8)
      const line = 1 - smoothstep(0.01, 0.035, crack.edge)
      set(
        out,
        0.72 + 0.4 * broad + 0.22 * (fine - 0.5),
        0.5 * line + 0.25 * smoothstep(0.55, 0.75, fine),
        fine * 0.7 + broad * 0.3 - 0.5 * line,
        0,
      )
    },
  },
  cobble: {
    rough: 0.85,
    metal: 0,
    relief: 4,
    upright: true,
    second: darker(0.4),
    paint: (x, y, seed, out) => {
      const c = cells2(x * 11, y * 13, seed)
      const gap = 1 - smoothstep(0.04, 0.2, c.edge)
      const fine = fbm2(x * 50, y * 50, seed + 4, 2)
      set(out, 0.75 + 0.35 * c.id + 0.2 * (fine - 0.5), gap * 0.85, 0.8 - gap * 0.8 - c.near * 0.3 + fine * 0.15, 0)
    },
  },
  brick: {
    rough: 0.85,
    metal: 0,
    relief: 3,
    upright: true,
    second: fixed([0.72, 0.69, 0.64]),
    paint: (x, y, seed, out) => {
      const c = courses(x, y, 0.1, 0.045, 0.006, seed)
      const fine = fbm2(x * 50, y * 50, seed + 4, 2)
      set(out, 0.74 + 0.36 * c.id + 0.2 * (fine - 0.5), c.joint, 0.7 + 0.25 * fine - c.joint * 0.7, 0)
    },
  },
  blocks: {
    rough: 0.85,
    metal: 0,
    relief: 3,
    upright: true,
    second: darker(0.5),
    paint: (x, y, seed, out) => {
      const c = courses(x, y, 0.15, 0.075, 0.008, seed)
      const fine = fbm2(x * 36, y * 36, seed + 4, 3)
      set(out, 0.78 + 0.26 * c.id + 0.28 * (fine - 0.5), c.joint * 0.8, 0.7 + 0.3 * fine - c.joint * 0.8, 0)
    },
  },
  shingles: {
    rough: 0.75,
    metal: 0,
    relief: 4,
    upright: true,
    second: darker(0.4),
    paint: (x, y, seed, out) => {
      const c = courses(x, y, 0.06, 0.055, 0.004, seed)
      const fine = noise2(x * 120, y * 20, seed)
      set(
        out,
        0.7 + 0.4 * c.id + 0.1 * fine,
        c.joint * 0.7 + 0.45 * smoothstep(0.75, 1, c.v),
        1 - c.v * 0.8 - c.joint * 0.3,
        0,
      )
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
  metal: {
    rough: 0.38,
    metal: 1,
    relief: 0.5,
    second: darker(0.6),
    paint: (x, y, seed, out) => {
      const brush = noise2(x * 230, y * 8, seed)
      const cloud = fbm2(x * 7, y * 7, seed + 3, 3)
      set(
        out,
        0.86 + 0.16 * cloud + 0.06 * brush,
        0.35 * smoothstep(0.6, 0.85, cloud),
        0.5 + 0.2 * brush,
        0.22 * cloud - 0.08,
      )
    },
  },
  gold: {
    rough: 0.26,
    metal: 1,
    relief: 0.8,
    second: (c) => [c[0] * 0.7, c[1] * 0.52, c[2] * 0.35],
    paint: (x, y, seed, out) => {
      const dent = noise2(x * 30, y * 30, seed)
      const cloud = fbm2(x * 6, y * 6, seed + 3, 3)
      set(out, 0.92 + 0.14 * cloud, 0.3 * smoothstep(0.58, 0.85, cloud), dent, 0.16 * cloud)
    },
  },
  rust: {
    rough: 0.7,
    metal: 0.6,
    relief: 1.6,
    second: fixed([0.42, 0.2, 0.09]),
    paint: (x, y, seed, out) => {
      const spread = fbm2(x * 9, y * 9, seed, 4)
      const fine = noise2(x * 90, y * 90, seed + 3)
      set(out, 0.75 + 0.3 * fine, smoothstep(0.4, 0.58, spread), 0.5 + 0.4 * fine * spread, 0.25 * spread)
    },
  },
  paint: {
    rough: 0.42,
    metal: 0,
    relief: 0.4,
    second: darker(0.72),
    paint: (x, y, seed, out) => {
      const cloud = fbm2(x * 5, y * 5, seed, 3)
      const speck = smoothstep(0.82, 0.9, noise2(x * 70, y * 70, seed + 3))
      set(out, 0.93 + 0.12 * cloud, 0.25 * speck, 0.6 - 0.4 * speck, 0.14 * cloud)
    },
  },
  leather: {
    rough: 0.66,
    metal: 0,
    relief: 0.7,
    second: darker(0.55),
    paint: (x, y, seed, out) => {
      const c = cells2(x * 90, y * 75, seed)
      const cloud = fbm2(x * 6, y * 6, seed + 3, 3)
      set(out, 0.8 + 0.3 * cloud, 0.2 * (1 - smoothstep(0, 0.25, c.edge)), smoothstep(0, 0.4, c.edge), 0.12 * cloud)
    },
  },
  cloth: {
    rough: 0.95,
    metal: 0,
    relief: 1.2,
    second: darker(0.72),
    paint: (x, y, seed, out) => {
      const weave = Math.sin(x * 620) * Math.sin(y * 620)
      const cloud = fbm2(x * 6, y * 6, seed, 3)
      set(out, 0.86 + 0.2 * cloud + 0.03 * weave, 0.08 * (weave > 0 ? 1 : 0), 0.5 + 0.12 * weave, 0)
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
  glass: {
    rough: 0.06,
    metal: 0,
    relief: 0.1,
    second: lighter(0.5),
    paint: (x, y, seed, out) => {
      const cloud = fbm2(x * 3, y * 3, seed, 2)
      set(out, 0.9 + 0.25 * cloud, 0.3 * smoothstep(0.5, 0.8, cloud), 0.5, 0)
    },
  },
  crystal: {
    rough: 0.12,
    metal: 0.05,
    relief: 0.3,
    second: lighter(0.55),
    paint: (x, y, seed, out) => {
      const cloud = fbm2(x * 5, y * 3, seed, 3)
      set(out, 0.78 + 0.5 * cloud, 0.6 * smoothstep(0.45, 0.8, cloud), cloud, 0)
    },
  },
  plastic: {
    rough: 0.35,
    metal: 0,
    relief: 0.25,
    second: darker(0.8),
    paint: (x, y, seed, out) => {
      const pore = noise2(x * 160, y * 160, seed)
      set(out, 0.97 + 0.05 * fbm2(x * 4, y * 4, seed + 3, 2), 0.05 * pore, pore, 0.06 * pore)
    },
  },
  ceramic: {
    rough: 0.2,
    metal: 0,
    relief: 0.3,
    second: darker(0.75),
    paint: (x, y, seed, out) => {
      const cloud = fbm2(x * 6, y * 6, seed, 3)
      const speck = smoothstep(0.86, 0.93, noise2(x * 110, y * 110, seed + 3))
      set(out, 0.94 + 0.1 * cloud, 0.4 * speck, cloud, 0.1 * cloud)
    },
  },
  clay: {
    rough: 0.85,
    metal: 0,
    relief: 1.6,
    second: darker(0.8),
    paint: (x, y, seed, out) => {
      const print = fbm2(x * 16, y * 16, seed, 3)
      const ridge = 0.5 + 0.5 * Math.sin((x + print * 0.1) * 260 + Math.sin(y * 30))
      set(out, 0.88 + 0.2 * print, 0.25 * smoothstep(0.6, 0.9, print), print * 0.8 + ridge * 0.15, 0)
    },
  },
  fur: {
    rough: 0.95,
    metal: 0,
    relief: 1.6,
    second: darker(0.62),
    paint: (x, y, seed, out) => {
      const bend = noise2(x * 8, y * 8, seed) * 0.06
      const hair = noise2((x + bend) * 150, y * 26, seed + 2)
      const patch = fbm2(x * 5, y * 5, seed + 4, 2)
      set(out, 0.8 + 0.22 * hair + 0.18 * patch, 0.4 * (1 - hair) * patch, hair, 0)
    },
  },
  skin: {
    rough: 0.6,
    metal: 0,
    relief: 0.6,
    second: (c) => [c[0] * 0.92, c[1] * 0.72, c[2] * 0.66],
    paint: (x, y, seed, out) => {
      const cloud = fbm2(x * 6, y * 6, seed, 3)
      set(out, 0.94 + 0.1 * cloud, 0.35 * smoothstep(0.45, 0.8, cloud), noise2(x * 120, y * 120, seed), 0)
    },
  },
  scales: {
    rough: 0.4,
    metal: 0.1,
    relief: 3,
    second: darker(0.5),
    paint: (x, y, seed, out) => {
      const h = 0.028
      const row = Math.floor(y / h)
      const u = x / h + (row & 1) * 0.5
      const column = Math.floor(u)
      const dx = u - column - 0.5
      const dy = y / h - row
      const rim = smoothstep(0.42, 0.62, Math.hypot(dx, dy * 0.62))
      set(out, 0.86 + 0.2 * lattice(column, row, seed), rim * 0.7, 1 - rim - dy * 0.4, 0.1 * rim)
    },
  },
  rind: {
    rough: 0.5,
    metal: 0,
    relief: 0.8,
    second: darker(0.68),
    paint: (x, y, seed, out) => {
      const streak = noise2(x * 40, y * 5, seed)
      const spot = smoothstep(0.72, 0.85, noise2(x * 46, y * 46, seed + 3))
      set(out, 0.86 + 0.22 * streak, 0.3 * (1 - streak) + 0.2 * spot, 0.6 - spot * 0.3, 0.1 * streak)
    },
  },
  soil: {
    rough: 1,
    metal: 0,
    relief: 2.4,
    second: darker(0.6),
    paint: (x, y, seed, out) => {
      const c = cells2(x * 30, y * 30, seed)
      const fine = fbm2(x * 24, y * 24, seed + 3, 3)
      set(out, 0.7 + 0.35 * fine + 0.15 * c.id, 0.4 * smoothstep(0.5, 0.7, fine), fine * 0.7 + (0.3 - c.near * 0.3), 0)
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
  rubber: {
    rough: 0.85,
    metal: 0,
    relief: 1,
    second: lighter(0.08),
    paint: (x, y, seed, out) => {
      const pore = noise2(x * 120, y * 120, seed)
      set(out, 0.9 + 0.15 * pore, 0.3 * pore, pore, 0)
    },
  },
  snow: {
    rough: 0.8,
    metal: 0,
    relief: 1,
    second: (c) => [c[0] * 0.82, c[1] * 0.9, c[2]],
    paint: (x, y, seed, out) => {
      const soft = fbm2(x * 7, y * 7, seed, 3)
      const spark = noise2(x * 150, y * 150, seed + 3)
      set(out, 0.95 + 0.06 * spark, 0.6 * smoothstep(0.4, 0.7, soft), soft * 0.7 + spark * 0.3, 0)
    },
  },
  glow: {
    rough: 0.5,
    metal: 0,
    relief: 0,
    second: lighter(0.6),
    paint: (x, y, seed, out) => {
      const flame = fbm2(x * 7, y * 4, seed, 2)
      set(out, 1, smoothstep(0.35, 0.8, flame), 0.5, 0)
    },
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS

/** A surface of a model: a kind in a colour. */
export interface Material {
  readonly kind: KindName
  readonly color: Rgb
  /** The pattern's other colour; derived from the first when absent. */
  readonly color2?: Rgb
  readonly rough?: number
  readonly metal?: number
}

export function kindOf(name: KindName): Kind {
  return KINDS[name]
}

/** Age laid over any kind: grime in hollows, worn spots; `wear` from 0 (new) to 1. */
export function weather(x: number, y: number, seed: number, wear: number, out: Texel): void {
  if (wear <= 0) return
  const grime = fbm2(x * 6, y * 6, seed + 40, 4)
  const scratch = smoothstep(0.78, 0.84, noise2(x * 90 + y * 30, y * 14, seed + 44))
  out.shade *= 1 - wear * 0.55 * smoothstep(0.42, 0.75, grime) + wear * 0.3 * scratch
  out.rough += wear * 0.25 * grime
  out.height = clamp(out.height - wear * 0.4 * scratch, -0.5, 1.5)
}
