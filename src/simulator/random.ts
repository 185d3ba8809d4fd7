// Random numbers for seeds and nonces: a seeded generator, so that a run with `--seed` can be repeated.

/** A number in [0, 1). */
export type Random = () => number

/** The mulberry32 generator (public domain, Tommy Ettinger): 32 bits of state, even spread, enough for drawing seeds. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A seed for `createRandom` that no one can foretell. */
export const drawSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
