// The simulator's clock: the wall clock when it serves people, a manual clock in tests.

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Calls back once after `ms` milliseconds; the answer cancels it. */
  setTimer(callback: () => void, ms: number): () => void
}

/** Longest wait of a platform timer (2^31 - 1 ms); longer ones fire early, and every caller looks at the clock again. */
const MAX_TIMER = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, ms) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), MAX_TIMER))
    return () => clearTimeout(timer)
  },
}

export interface AdvanceableClock extends Clock {
  /** Moves time on by `ms` at once: timers that are due now fire. */
  advance(ms: number): void
}

/** The wall clock, which can be moved on: a test looks at a task for as long as it likes and then lets it end. */
export function createAdvanceableClock(base: Clock = systemClock): AdvanceableClock {
  let ahead = 0
  /** Each starts its timer anew, with what is left of it. */
  const timers = new Set<() => void>()
  const now = () => base.now() + ahead
  return {
    now,
    setTimer(callback, ms) {
      const end = now() + ms
      let cancel = () => {}
      const start = () => {
        cancel()
        cancel = base.setTimer(() => {
          timers.delete(start)
          callback()
        }, end - now())
      }
      timers.add(start)
      start()
      return () => {
        timers.delete(start)
        cancel()
      }
    },
    advance(ms) {
      ahead += ms
      for (const start of [...timers]) start()
    },
  }
}

export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, firing the timers on the way in order and letting what they start settle in between. */
  advance(ms: number): Promise<void>
}

/** Lets pending promise callbacks and stream reads run. */
const settle = () => new Promise<void>((done) => setTimeout(done, 0))

/** A clock that stands still until `advance` moves it. */
export function createVirtualClock(start = Date.UTC(2026, 10, 1)): VirtualClock {
  let now = start
  const timers = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => now,
    setTimer(callback, ms) {
      const timer = { at: now + Math.max(0, ms), callback }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    async advance(ms) {
      const end = now + ms
      await settle()
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        timers.delete(next)
        now = next.at
        next.callback()
        await settle()
      }
      now = end
      await settle()
    },
  }
}
