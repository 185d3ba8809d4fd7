// Waiting for what has no event of its own.

/** Milliseconds, for a machine that is busy with other things. */
const PATIENCE = 120_000

/** Asks again and again until the answer is true; fails with what it waited for, as it is then. */
export async function until(
  ask: () => boolean | Promise<boolean>,
  what: string | (() => string),
  timeout = PATIENCE,
): Promise<void> {
  const end = Date.now() + timeout
  while (!(await ask())) {
    if (Date.now() > end)
      throw new Error(`Waited ${timeout / 1000} s in vain: ${typeof what === 'string' ? what : what()}.`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
