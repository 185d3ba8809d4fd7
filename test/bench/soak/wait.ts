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
/** How many times its limit a wait may last while something changes. */
const CHANGING = 10

/** Rejects with what is still under way after `limit` milliseconds awake, or after `unchanged` in which nothing changed. */
async function wait(jobs: Jobs, limit: number, unchanged = limit): Promise<void> {
  let [left, leftUnchanged] = [limit, unchanged]
  let before = ''
  for (let last = Date.now(); ; ) {
    const busy = busyOf(jobs.list())
    if (busy.length === 0) return
    const now = Date.now()
    const passed = Math.min(Math.max(0, now - last), AWAKE)
    last = now
    const seen = JSON.stringify(busy)
    left -= passed
    leftUnchanged = seen === before ? leftUnchanged - passed : unchanged
    before = seen
    if (left <= 0 || leftUnchanged <= 0) throw new Error(`Still under way: ${JSON.stringify(busy.slice(0, 3))}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/**
 * Resolves when nothing is under way; rejects with what still is after `limit` milliseconds awake in which nothing changed: how
 * long everything takes together is a matter of the machine.
 */
export const allEnded = (jobs: Jobs, limit = 60_000): Promise<void> => wait(jobs, CHANGING * limit, limit)

/** Resolves when nothing is under way, or after `limit` milliseconds all the same. */
export const restAfter = (jobs: Jobs, limit: number): Promise<void> => wait(jobs, limit).catch(() => undefined)
