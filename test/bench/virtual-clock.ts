// Time that passes as fast as the work allows: timers fire in order, and what each starts settles before the next one.
import type { Clock } from '../../src/tripo/resources.ts'

interface Timer {
  at: number
  order: number
  isOff: boolean
  run: () => void
}

/** A binary heap by time, then by order: hundreds of jobs keep thousands of timers. */
class Timers {
  readonly #heap: Timer[] = []

  get first(): Timer | undefined {
    return this.#heap[0]
  }

  push(timer: Timer): void {
    this.#heap.push(timer)
    let at = this.#heap.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfLess(at, parent)) break
      at = parent
    }
  }

  pop(): Timer | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (first === last || last === undefined) return first
    this.#heap[0] = last
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const least = this.#isLess(left + 1, left) ? left + 1 : left
      if (!this.#swapIfLess(least, at)) break
      at = least
    }
    return first
  }

  #isLess(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order))
  }

  #swapIfLess(one: number, other: number): boolean {
    if (!this.#isLess(one, other)) return false
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a && b) [this.#heap[one], this.#heap[other]] = [b, a]
    return true
  }
}

/** Turns of the event loop in which what a timer started is taken to have settled. */
const TURNS = 5
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

export class VirtualClock implements Clock {
  readonly #timers = new Timers()
  #order = 0
  /** Work on other threads, such as a digest: time stands still until it is done. */
  #held = 0

  #time: number

  constructor(time = Date.UTC(2026, 10, 20, 12)) {
    this.#time = time
  }

  now = (): number => this.#time

  after = (ms: number, run: () => void): (() => void) => {
    this.#order += 1
    const timer = { at: this.#time + Math.max(0, ms), order: this.#order, isOff: false, run }
    this.#timers.push(timer)
    return () => {
      timer.isOff = true
    }
  }

  /** The simulator's name for the same. */
  setTimer = (run: () => void, ms: number): (() => void) => this.after(ms, run)

  wait = (ms: number): Promise<void> => new Promise((resolve) => this.after(ms, resolve))

  /** Time stands still while this work goes on. */
  async hold<Value>(work: Promise<Value>): Promise<Value> {
    this.#held += 1
    try {
      return await work
    } finally {
      this.#held -= 1
    }
  }

  /** Lets time pass until a promise is settled. Rejects when no timer is left, or after `limit` ms of virtual time. */
  async run<Value>(promise: Promise<Value>, limit = 24 * 3_600_000): Promise<Value> {
    const end = this.#time + limit
    let isSettled = false
    const done = () => {
      isSettled = true
    }
    promise.then(done, done)
    await this.#settle()
    while (!isSettled) {
      const timer = this.#timers.pop()
      if (!timer || timer.at > end)
        throw new Error(timer ? 'not settled in time' : 'not settled and nothing to wait for')
      if (timer.isOff) continue
      this.#time = Math.max(this.#time, timer.at)
      timer.run()
      await this.#settle()
    }
    return promise
  }

  async #settle(): Promise<void> {
    for (let count = 0; count < TURNS || this.#held > 0; count++) await turn()
  }
}

/** A small seeded generator (mulberry32): uniform in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
