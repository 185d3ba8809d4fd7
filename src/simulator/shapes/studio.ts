// The light of the rendered picture: a studio that surfaces are lit by and mirror.
import { smoothstep } from '../../mesh/numbers.ts'
import { dot, unit, type Vec3 } from './vector.ts'

export const KEY = unit([-0.55, 0.85, 0.62])
export const RIM = unit([0.8, 0.45, -0.75])

/** The studio around the model: a bright ceiling, a grey floor, a large soft box on the left and a strip behind. */
export function studio(d: Vec3, rough: number, channel: 0 | 1 | 2): number {
  const height = d[1] * 0.5 + 0.5
  const sky = [0.62, 0.68, 0.76][channel] ?? 0
  const floor = [0.27, 0.255, 0.24][channel] ?? 0
  const soft = 0.35 + rough * 0.65
  const base = floor + (sky - floor) * smoothstep(0.5 - soft * 0.5, 0.5 + soft * 0.5, height)
  const wide = 0.12 + rough * 0.9
  const box = smoothstep(1 - wide, 1, dot(d, KEY)) * ([2.4, 2.25, 2.05][channel] ?? 0) * (1 - rough * 0.72)
  const strip = smoothstep(1 - wide * 0.7, 1, dot(d, RIM)) * ([1.3, 1.5, 1.8][channel] ?? 0) * (1 - rough * 0.72)
  return base + box + strip
}
