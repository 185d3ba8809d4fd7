// Uneven natural forms that several families of nouns are made of: roughened stone, clumps of leaves.
import { fbm3 } from '../noise.ts'
import type { MaterialId, Part } from '../part.ts'
import type { Sketch } from '../sketch.ts'
import { unit, type Vec3 } from '../vector.ts'

/** Pushes points outwards by noise: `strength` in metres, `scale` bumps per metre. */
export function rough(part: Part, strength: number, scale: number, seed: number): Part {
  return part.warp((p) => {
    const d = (fbm3(p[0] * scale + 50, p[1] * scale + 50, p[2] * scale + 50, seed, 3) - 0.5) * 2 * strength
    const n = unit(p)
    return [p[0] + n[0] * d, p[1] + n[1] * d, p[2] + n[2] * d]
  })
}

/** A clump of leaves about a point. */
export function clump(s: Sketch, m: MaterialId, at: Vec3, r: number, grid = 7): void {
  rough(s.ball(m, r, r * 0.86, r, grid), r * 0.3, 3.2 / r, s.random.int(0, 999))
    .smooth(60)
    .at(...at)
}
