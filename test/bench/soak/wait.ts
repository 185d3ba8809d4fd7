// Waiting for jobs to come to rest.
import type { Jobs } from '../../../src/jobs/jobs.ts'
import { BUSY_PHASES, type JobView } from '../../../src/protocol/index.ts'

/** Jobs that will go on by themselves: a step of a chain waits for the person when the one before does. */
function busyOf(jobs: readonly JobView[]): JobView[] {
  const busy = jobs.filter(({ phase }) => BUSY_PHASES.includes(phase))
  const held = new Set(jobs.filter(({ phase }) => phase === 'unconfirmed').map(({ group }) => group?.id))
  return busy.filter(({ phase, group }) => !(phase === 'waiting' && group && held.has(group.id)))
}

/** The most milliseconds that count of one look: a process that was stopped, or not given a turn, has not waited. */
const AWAKE = 100

/** Resolves when nothing is under way; rejects after `limit` milliseconds awake with what still is. */
export async function allEnded(jobs: Jobs, limit = 60_000): Promise<void> {
  let left = limit
  for (let last = Date.now(); ; ) {
    const busy = busyOf(jobs.list())
    if (busy.length === 0) return
    const now = Date.now()
    left -= Math.min(Math.max(0, now - last), AWAKE)
    last = now
    if (left <= 0) throw new Error(`Still under way: ${JSON.stringify(busy.slice(0, 3))}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Resolves when nothing is under way, or after `limit` milliseconds all the same. */
export const restAfter = (jobs: Jobs, limit: number): Promise<void> => allEnded(jobs, limit).catch(() => undefined)
