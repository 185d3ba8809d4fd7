// Waiting for what has no event of its own.

/** Asks again and again until the answer is true; fails with what it waited for. */
export async function until(ask: () => boolean | Promise<boolean>, what: string, timeout = 20_000): Promise<void> {
  const end = Date.now() + timeout
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
