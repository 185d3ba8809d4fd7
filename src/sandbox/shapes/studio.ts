// The light of the rendered picture: a studio that surfaces are lit by and mirror.
import { smoothstep } from '../../mesh/math/numbers.ts'
import { unit, type Vec3 } from './vector.ts'

export const KEY = unit([-0.55, 0.85, 0.62])
export const RIM = unit([0.8, 0.45, -0.75])

const SKY: Vec3 = [0.62, 0.68, 0.76]
const FLOOR: Vec3 = [0.27, 0.255, 0.24]
const BOX: Vec3 = [2.4, 2.25, 2.05]
const STRIP: Vec3 = [1.3, 1.5, 1.8]

/**
 * The studio around the model as seen in a direction by a surface of this roughness, into `out`: a bright ceiling, a
 * grey floor, a large soft box on the left and a strip behind.
 */
export function studio(x: number, y: number, z: number, rough: number, out: Float64Array): void {
  const soft = 0.35 + rough * 0.65
  const up = smoothstep(0.5 - soft * 0.5, 0.5 + soft * 0.5, y * 0.5 + 0.5)
  const wide = 0.12 + rough * 0.9
  const dim = 1 - rough * 0.72
  const box = smoothstep(1 - wide, 1, x * KEY[0] + y * KEY[1] + z * KEY[2]) * dim
  const strip = smoothstep(1 - wide * 0.7, 1, x * RIM[0] + y * RIM[1] + z * RIM[2]) * dim
  out[0] = FLOOR[0] + (SKY[0] - FLOOR[0]) * up + BOX[0] * box + STRIP[0] * strip
  out[1] = FLOOR[1] + (SKY[1] - FLOOR[1]) * up + BOX[1] * box + STRIP[1] * strip
  out[2] = FLOOR[2] + (SKY[2] - FLOOR[2]) * up + BOX[2] * box + STRIP[2] * strip
}
