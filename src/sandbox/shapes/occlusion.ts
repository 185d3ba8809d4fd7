// Ambient occlusion of the rendered picture: corners and contacts are darker.
import { clamp } from '../../mesh/math/numbers.ts'
import type { Camera } from './camera.ts'
import type { Visibility } from './raster.ts'

/** Pairs of samples per pixel, and in how many rotations the pattern comes. */
const PAIRS = 12
const TURNS = 16
/** Where the samples lie, as x and y in units of the reach, turn by turn: a golden-angle spiral. */
const PATTERN = Float64Array.from({ length: TURNS * PAIRS * 2 }, (_, i) => {
  const k = (i >> 1) % PAIRS
  const angle = k * 2.399 + Math.floor(i / (PAIRS * 2)) * 0.3927
  return Math.sqrt((k + 0.5) / PAIRS) * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle))
})

/** Rows and columns beyond which a finer grid shows nothing more. */
const MOST = 640

/** How much of the light around arrives at each cell of a grid over the picture. */
export interface Occlusion {
  /** Pixels along a cell's side. */
  readonly step: number
  readonly columns: number
  /** 0 dark to 1 open. */
  readonly values: Float32Array
}

/** Screen-space ambient occlusion: how much of the near surroundings stands in front of each cell. */
export function ambientOcclusion(seen: Visibility, size: number, camera: Camera, full: number): Occlusion {
  const step = Math.max(2, Math.round(full / MOST))
  const columns = Math.ceil(full / step)
  const raw = new Float32Array(columns * columns).fill(1)
  const { depth } = seen
  // Depths are -1/distance; nothing seen is infinitely far.
  const distance = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= full || y >= full) return Infinity
    const own = depth[y * full + x] ?? Infinity
    return own === Infinity ? Infinity : -1 / own
  }
  const reach = size * 0.07
  for (let y = 0; y < columns; y++)
    for (let x = 0; x < columns; x++) {
      const here = distance(x * step, y * step)
      if (here === Infinity) continue
      const pixels = (reach / here) * camera.scale
      const turn = ((x & 3) * 4 + (y & 3)) * PAIRS * 2
      let hidden = 0
      for (let k = turn; k < turn + PAIRS * 2; k += 2) {
        // Pairs of opposite samples: a slope hides on one side what it shows on the other.
        const dx = Math.round((PATTERN[k] ?? 0) * pixels)
        const dy = Math.round((PATTERN[k + 1] ?? 0) * pixels)
        const one = Math.max(-reach, here - distance(x * step + dx, y * step + dy))
        const two = Math.max(-reach, here - distance(x * step - dx, y * step - dy))
        const rise = (one + two) / reach
        if (rise > 0.05 && one < reach * 2 && two < reach * 2) hidden += Math.min(1, rise)
      }
      raw[y * columns + x] = 1 - Math.min(0.85, (hidden / PAIRS) * 1.5)
    }
  return { step, columns, values: blurred(blurred(raw, columns, 1), columns, columns) }
}

/** The mean of four along one axis, given as the step between neighbours: over the pattern's period nothing of it is left. */
function blurred(raw: Float32Array, side: number, step: number): Float32Array {
  const out = new Float32Array(raw.length)
  for (let i = 0; i < raw.length; i++) {
    const at = step === 1 ? i % side : Math.floor(i / side)
    const start = i - at * step
    let sum = 0
    for (let k = -2; k < 2; k++) sum += raw[start + clamp(at + k, 0, side - 1) * step] ?? 0
    out[i] = sum / 4
  }
  return out
}
