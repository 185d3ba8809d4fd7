// The spoked wheel of everything that rolls.
import type { MaterialId } from '../part.ts'
import type { Sketch } from '../sketch.ts'

/** A wheel about the x axis at (x, r, z). */
export function wheel(s: Sketch, x: number, z: number, r: number, w: number, tire: MaterialId, hub: MaterialId): void {
  const side = Math.sign(x) || 1
  const parts = s.group(() => {
    s.lathe(
      tire,
      [
        [r * 0.62, -w / 2],
        [r * 0.92, -w / 2],
        [r, -w * 0.32],
        [r, w * 0.32],
        [r * 0.92, w / 2],
        [r * 0.62, w / 2],
      ],
      28,
    ).smooth(40)
    s.lathe(
      hub,
      [
        [r * 0.6, w * 0.2],
        [r * 0.62, w * 0.54],
        [r * 0.5, w * 0.4],
        [r * 0.2, w * 0.36],
        [r * 0.16, w * 0.52],
        [0, w * 0.54],
      ],
      24,
    )
    s.around(5, () => s.box(hub, r * 0.42, w * 0.12, r * 0.16, 0).at(r * 0.38, w * 0.42, 0))
  })
  for (const part of parts) part.turnZ(-90 * side).at(x, r, z)
}
