// The ways between the states of a job: what costs credits happens before a task is known, and never after.
import { describe, expect, it } from 'vitest'
import { canBecome, JOB_STATES, UNDERWAY, UNSENT } from '../../../src/jobs/states.ts'

const KNOWS_TASK = [...UNDERWAY, 'stopped', 'delivered'] as const
const SENDS = [...UNSENT, 'submitting', 'unconfirmed'] as const

describe('the states of a job', () => {
  it.each(KNOWS_TASK)('%s: never back to where requests are sent', (from) => {
    for (const to of SENDS) expect(canBecome(from, to), to).toBe(false)
  })

  it('only the person’s word sends a failed or unclear request anew, from the start', () => {
    for (const from of ['failed', 'unconfirmed'] as const) {
      expect(canBecome(from, 'prepared')).toBe(true)
      expect(canBecome(from, 'submitting')).toBe(false)
    }
    for (const to of SENDS) expect(canBecome('dismissed', to), to).toBe(false)
  })

  it('a known task may be told of wherever the job stands, and what follows it with it', () => {
    for (const from of JOB_STATES) {
      expect(canBecome(from, 'following'), from).toBe(true)
      expect(canBecome(from, 'delivered'), from).toBe(true)
    }
  })

  it('a state may be written again', () => {
    for (const state of JOB_STATES) expect(canBecome(state, state), state).toBe(true)
  })
})
