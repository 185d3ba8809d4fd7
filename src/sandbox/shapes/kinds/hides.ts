// Surfaces of animals and fruit, and what is woven of them.
import { smoothstep } from '../../../mesh/math/numbers.ts'
import { cells2, fbm2, lattice, noise2 } from '../noise.ts'
import { darker, type Kind, set } from './kind.ts'

export const HIDE_KINDS = {
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
} as const satisfies Record<string, Kind>
