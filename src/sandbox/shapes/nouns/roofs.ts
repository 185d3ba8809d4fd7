// Pieces that houses of several families share: gabled roofs and windows.
import type { MaterialId } from '../part.ts'
import type { Sketch } from '../sketch.ts'

/** A gabled roof over a w x d plan from height y: ridge along z. */
export function gable(s: Sketch, m: MaterialId, w: number, d: number, y: number, rise: number, thick = 0.14): void {
  const slope = Math.atan2(rise, w)
  const long = Math.hypot(w, rise) + 0.28
  for (const x of [-1, 1])
    s.box(m, long, thick, d * 2 + 0.5, 0.03)
      .turnZ((-x * slope * 180) / Math.PI)
      .at(x * (w / 2 + 0.08), y + rise / 2 - 0.02, 0)
  s.rod(m, [0, y + rise + 0.04, -d - 0.26], [0, y + rise + 0.04, d + 0.26], 0.1, 0.1, 10)
}

/** A window with a frame and a cross, facing +z. */
export function window(
  s: Sketch,
  frame: MaterialId,
  pane: MaterialId,
  w: number,
  h: number,
): ReturnType<Sketch['group']> {
  return s.group(() => {
    s.box(pane, w, h, 0.06, 0)
    for (const x of [-1, 1]) s.box(frame, 0.07, h + 0.14, 0.12, 0.01).at((x * w) / 2, 0, 0)
    for (const y of [-1, 1]) s.box(frame, w + 0.2, 0.07, 0.14, 0.01).at(0, (y * h) / 2, 0)
    s.box(frame, 0.035, h, 0.09, 0).at(0, 0, 0)
    s.box(frame, w, 0.035, 0.09, 0).at(0, 0, 0)
  })
}
