// Bounding boxes of many points, computed list by list in plain loops that read arrays directly, since a call per number costs
// more than all the rest.

/** Left, bottom, back, right, top, front; a box around nothing is inside out. */
export type Box = Float64Array

export const emptyBox = (): Box => new Float64Array([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity])

/** @param points three numbers each */
export function growBox(box: Box, points: Float32Array): void {
  let [x = 0, y = 0, z = 0, right = 0, top = 0, front = 0] = box
  for (let i = 0; i + 2 < points.length; i += 3) {
    const a = points[i] ?? 0
    const b = points[i + 1] ?? 0
    const c = points[i + 2] ?? 0
    if (a < x) x = a
    if (a > right) right = a
    if (b < y) y = b
    if (b > top) top = b
    if (c < z) z = c
    if (c > front) front = c
  }
  box.set([x, y, z, right, top, front])
}
