// Medians, and how sure they are.

/** The middle of values; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/** Samples that the interval is drawn from. */
const SAMPLES = 2000

/** Where the median lies with a likelihood of 95 %, by drawing the values again and again (bootstrap). */
export function interval(values: readonly number[], seed: number): { low: number; high: number } {
  let state = seed >>> 0 || 1
  // A small generator is enough to choose from seven values: xorshift of 32 bits (Marsaglia, 2003).
  const next = () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
  const medians = Array.from({ length: SAMPLES }, () =>
    median(values.map(() => values[Math.floor(next() * values.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b)
  return {
    low: medians[Math.floor(SAMPLES * 0.025)] ?? Number.NaN,
    high: medians[Math.floor(SAMPLES * 0.975)] ?? Number.NaN,
  }
}
