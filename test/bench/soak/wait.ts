// Waiting for jobs to come to rest.
import type { Jobs } from '../../../src/jobs/index.ts'
import { BUSY_PHASES } from '../../../src/protocol/index.ts'

/** Resolves when nothing is under way; rejects after `limit` milliseconds with what still is. */
export async function allEnded(jobs: Jobs, limit = 60_000): Promise<void> {
  const busy = () => jobs.list().filter(({ phase }) => BUSY_PHASES.includes(phase))
  const end = Date.now() + limit
  while (busy().length > 0) {
    if (Date.now() > end) throw new Error(`Still under way: ${JSON.stringify(busy().slice(0, 3))}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Resolves when nothing is under way, or after `limit` milliseconds all the same. */
export const restAfter = (jobs: Jobs, limit: number): Promise<void> => allEnded(jobs, limit).catch(() => undefined)
