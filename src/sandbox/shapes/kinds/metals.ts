// Surfaces that shine or are made to: metals, paint, glass, glazes, plastics, light itself.
import { smoothstep } from '../../../mesh/math/numbers.ts'
import { fbm2, noise2 } from '../noise.ts'
import { darker, fixed, type Kind, lighter, set } from './kind.ts'

export const METAL_KINDS = {
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
