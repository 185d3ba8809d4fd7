// What becomes of a record that is found on start, before anything runs.
import { cutOff, tooOld } from './problems.ts'
import { type JobRecord, UNSENT } from './record.ts'

/** A request that waited longer than this is not sent unasked any more. */
const FRESH = 24 * 3600 * 1000

/**
 * The change to a record before it may go on; undefined when it can go on as it is, or has ended. A creation that was
 * cut off is never sent again: its task may exist.
 */
export function recovered(record: JobRecord, now: number): Partial<JobRecord> | undefined {
  if (record.state === 'submitting') return { state: 'unconfirmed', problem: cutOff().problem }
  if (UNSENT.includes(record.state) && now - record.createdAt > FRESH)
    return { state: 'failed', problem: tooOld().problem }
  return undefined
}
