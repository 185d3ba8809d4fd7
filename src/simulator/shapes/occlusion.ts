// Ambient occlusion of the rendered picture: corners and contacts are darker.
import { clamp } from '../../mesh/numbers.ts'
import type { Camera } from './camera.ts'
import type { Visibility } from './raster.ts'

/** Screen-space ambient occlusion at half size: how much of the near surroundings stands in front of each pixel. */
export function ambientOcclusion(seen: Visibility, size: number, camera: Camera, full: number): Float32Array {
  const half = full >> 1
  const raw = new Float32Array(half * half).fill(1)
  const distance = (x: number, y: number) => {
    const d = seen.depth[y * full + x] ?? 0
    return d === Infinity ? Infinity : -1 / d
  }
  const reach = size * 0.07
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      const here = distance(x * 2, y * 2)
      if (here === Infinity) continue
      const pixels = (reach / here) * camera.scale
      const turn = ((x & 3) * 4 + (y & 3)) * 0.3927
      let hidden = 0
      for (let k = 0; k < 12; k++) {
        const angle = k * 2.399 + turn
        const r = Math.sqrt((k + 0.5) / 12) * pixels
        // Pairs of opposite samples: a slope hides on one side what it shows on the other.
        const sx = Math.round(x * 2 + Math.cos(angle) * r)
        const sy = Math.round(y * 2 + Math.sin(angle) * r)
        const ox = Math.round(x * 2 - Math.cos(angle) * r)
        const oy = Math.round(y * 2 - Math.sin(angle) * r)
        const inside = (px: number, py: number) =>
          px >= 0 && py >= 0 && px < full && py < full ? distance(px, py) : Infinity
        const one = Math.max(-reach, here - inside(sx, sy))
        const two = Math.max(-reach, here - inside(ox, oy))
        const rise = (one + two) / reach
        if (rise > 0.05 && one < reach * 2 && two < reach * 2) hidden += Math.min(1, rise)
      }
      raw[y * half + x] = 1 - Math.min(0.85, (hidden / 12) * 1.5)
    }
  return blur(raw, half)
}

function blur(raw: Float32Array, half: number): Float32Array {
  const out = new Float32Array(raw.length)
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      let sum = 0
      for (let j = -2; j < 2; j++)
        for (let i = -2; i < 2; i++) sum += raw[clamp(y + j, 0, half - 1) * half + clamp(x + i, 0, half - 1)] ?? 0
      out[y * half + x] = sum / 16
    }
  return out
}
