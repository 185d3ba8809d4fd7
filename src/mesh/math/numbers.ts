// Reads numbers from arrays: the one place that defines what "outside the array" means, so that numeric code stays readable.

/** The number at `index`, or 0 outside the array. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0
}

/** Whether a list of points, x y z each, has one of that number whose coordinates are all finite. */
export function hasPoint(points: ArrayLike<number>, point: number): boolean {
  return Number.isInteger(point) && [0, 1, 2].every((axis) => Number.isFinite(points[point * 3 + axis]))
}

/** `value` held between `low` and `high`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

/** Hermite step from 0 at `from` to 1 at `to`. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from), 0, 1)
  return t * t * (3 - 2 * t)
}
