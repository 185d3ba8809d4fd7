// Which triangle each pixel sees: the z-buffer half of the software renderer, used for the camera and for the shadow map.

/** Per pixel: the nearest triangle (-1 for none) and its depth (smaller is nearer; Infinity for none). */
export interface Visibility {
  readonly side: number
  readonly triangle: Int32Array
  readonly depth: Float32Array
}

/**
 * Rasterises triangles given as projected vertices: x and y in pixels, z as depth that is linear in screen space
 * (1/w for perspective, negated so that smaller is nearer; plain distance for a parallel projection).
 */
export function rasterize(projected: Float32Array, indices: Uint32Array, side: number, cullBack: boolean): Visibility {
  const triangle = new Int32Array(side * side).fill(-1)
  const depth = new Float32Array(side * side).fill(Infinity)
  for (let i = 0; i < indices.length; i += 3) {
    const a = (indices[i] ?? 0) * 3
    const b = (indices[i + 1] ?? 0) * 3
    const c = (indices[i + 2] ?? 0) * 3
    const ax = projected[a] ?? 0
    const ay = projected[a + 1] ?? 0
    const bx = projected[b] ?? 0
    const by = projected[b + 1] ?? 0
    const cx = projected[c] ?? 0
    const cy = projected[c + 1] ?? 0
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if (area === 0 || (cullBack && area > 0)) continue
    const x0 = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5))
    const x1 = Math.min(side - 1, Math.floor(Math.max(ax, bx, cx) - 0.5))
    const y0 = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5))
    const y1 = Math.min(side - 1, Math.floor(Math.max(ay, by, cy) - 0.5))
    const inverse = 1 / area
    const az = projected[a + 2] ?? 0
    const bz = (projected[b + 2] ?? 0) - az
    const cz = (projected[c + 2] ?? 0) - az
    for (let y = y0; y <= y1; y++) {
      const py = y + 0.5
      for (let x = x0; x <= x1; x++) {
        const px = x + 0.5
        const u = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) * inverse
        const v = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) * inverse
        if (u < 0 || v < 0 || u + v > 1) continue
        const z = az + u * bz + v * cz
        const pixel = y * side + x
        if (z < (depth[pixel] ?? 0)) {
          depth[pixel] = z
          triangle[pixel] = i / 3
        }
      }
    }
  }
  return { side, triangle, depth }
}
