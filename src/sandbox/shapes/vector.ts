// Points and directions in space. X right, Y up, Z towards the viewer (the front of every model), lengths in metres.

export type Vec3 = readonly [number, number, number]
export type Vec2 = readonly [number, number]

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
export const times = (a: Vec3, f: number): Vec3 => [a[0] * f, a[1] * f, a[2] * f]
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
/** Not Math.hypot, which is many times slower; lengths here are far from overflow. */
export const length = (a: Vec3): number => Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])
export const lerp = (a: Vec3, b: Vec3, t: number): Vec3 => add(a, times(sub(b, a), t))
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/** Unit vector; up for the zero vector. */
export function unit(a: Vec3): Vec3 {
  const size = length(a)
  return size > 1e-12 ? times(a, 1 / size) : [0, 1, 0]
}

/** Two unit vectors u, v with u x v = direction. */
export function frameOf(direction: Vec3): { u: Vec3; v: Vec3 } {
  const d = unit(direction)
  const u = unit(cross(Math.abs(d[1]) < 0.95 ? [0, 1, 0] : [0, 0, -1], d))
  return { u, v: cross(d, u) }
}

/** A smooth curve through all points (Catmull-Rom), `steps` samples per span. */
export function spline(points: readonly Vec3[], steps: number): Vec3[] {
  const get = (i: number): Vec3 => points[Math.max(0, Math.min(points.length - 1, i))] ?? [0, 0, 0]
  const out: Vec3[] = []
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [get(i - 1), get(i), get(i + 1), get(i + 2)]
    for (let s = 0; s < steps; s++) {
      const t = s / steps
      const mix = (k: 0 | 1 | 2) =>
        0.5 *
        (2 * b[k] +
          (c[k] - a[k]) * t +
          (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t +
          (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t * t * t)
      out.push([mix(0), mix(1), mix(2)])
    }
  }
  out.push(get(points.length - 1))
  return out
}
