// Ambient occlusion of the rendered picture: corners and contacts are darker.
import { clamp } from '../../mesh/numbers.ts'
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

/** Screen-space ambient occlusion at half size: how much of the near surroundings stands in front of each pixel. */
export function ambientOcclusion(seen: Visibility, size: number, camera: Camera, full: number): Float32Array {
  const half = full >> 1
  const raw = new Float32Array(half * half).fill(1)
  const distances = seen.depth.map((depth) => (depth === Infinity ? Infinity : -1 / depth))
  const distance = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < full && y < full ? (distances[y * full + x] ?? 0) : Infinity
  const reach = size * 0.07
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      const here = distance(x * 2, y * 2)
      if (here === Infinity) continue
      const pixels = (reach / here) * camera.scale
      const turn = ((x & 3) * 4 + (y & 3)) * PAIRS * 2
      let hidden = 0
      for (let k = turn; k < turn + PAIRS * 2; k += 2) {
        // Pairs of opposite samples: a slope hides on one side what it shows on the other.
        const dx = Math.round((PATTERN[k] ?? 0) * pixels)
        const dy = Math.round((PATTERN[k + 1] ?? 0) * pixels)
        const one = Math.max(-reach, here - distance(x * 2 + dx, y * 2 + dy))
        const two = Math.max(-reach, here - distance(x * 2 - dx, y * 2 - dy))
        const rise = (one + two) / reach
        if (rise > 0.05 && one < reach * 2 && two < reach * 2) hidden += Math.min(1, rise)
      }
      raw[y * half + x] = 1 - Math.min(0.85, (hidden / PAIRS) * 1.5)
    }
  return blurred(blurred(raw, half, 1), half, half)
}

/** The mean of four along one axis, given as the step between neighbours: over the pattern's period nothing of it is left. */
function blurred(raw: Float32Array, half: number, step: number): Float32Array {
  return raw.map((_, i) => {
    const at = step === 1 ? i % half : Math.floor(i / half)
    const start = i - at * step
    let sum = 0
    for (let k = -2; k < 2; k++) sum += raw[start + clamp(at + k, 0, half - 1) * step] ?? 0
    return sum / 4
  })
}
