// Surfaces of stone and earth, as found and as laid.
import { smoothstep } from '../../../mesh/math/numbers.ts'
import { cells2, fbm2, lattice, noise2 } from '../noise.ts'
import { darker, fixed, type Kind, set } from './kind.ts'

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

export const MASONRY_KINDS = {
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
} as const satisfies Record<string, Kind>
