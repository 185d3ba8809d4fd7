// Repeatable random numbers: every decision in a model uses a named stream, so that an additional number in one place changes
// nothing in another.

/** FNV-1a over UTF-16 code units: a 32-bit number for a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** A seeded stream of numbers (mulberry32). */
export class Random {
  #state: number
  readonly #seed: string

  constructor(seed: string) {
    this.#seed = seed

    this.#state = hashText(seed)
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** Around 1: within `spread` above or below. */
  about(spread: number): number {
    return this.range(1 - spread, 1 + spread)
  }

  /** Whole number, both ends included. */
  int(low: number, high: number): number {
    return Math.floor(this.range(low, high + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(first: T, ...rest: readonly T[]): T {
    return [first, ...rest][this.int(0, rest.length)] ?? first
  }

  /** A stream of its own, independent of how much was drawn from this one. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`)
  }
}
