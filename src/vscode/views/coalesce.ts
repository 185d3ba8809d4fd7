// Runs an update once for many changes at about the same time: a batch of hundreds reports hundreds of steps a second.

export interface Coalesced {
  /** Asks for the work; what is asked for until it is done counts as one. */
  soon(): void
  /** Does it at once, and not again for what was asked for until now. */
  now(): void
  dispose(): void
}

/**
 * Work that is done after what asks for it, and never more often than `pause` says.
 * @param pause milliseconds from one time to the next, asked each time; 0: once for all that happens at one moment
 */
export function coalesce(work: () => void, pause: () => number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = () => {
    timer = undefined
    work()
  }
  return {
    soon: () => {
      timer ??= setTimeout(run, pause())
    },
    now: () => {
      clearTimeout(timer)
      run()
    },
    dispose: () => clearTimeout(timer),
  }
}
