// Long work on the page's own thread, in slices: between them the page answers whoever uses it.

/** Milliseconds of a slice: a fraction of a frame at 60 a second. */
const SLICE = 6

/** Does a piece of work step by step. @returns what it comes to, or undefined once `signal` aborts, which leaves it undone */
export async function inSlices<T>(work: Iterator<undefined, T>, signal: AbortSignal): Promise<T | undefined> {
  for (;;) {
    await new Promise((next) => setTimeout(next))
    const end = performance.now() + SLICE
    while (performance.now() < end) {
      if (signal.aborted) return undefined
      const step = work.next()
      if (step.done) return step.value
    }
  }
}
