// Windows that sleep longer than their lease, in short: at a sample of the steps of each kind of request. Every step, and
// with real processes, is `npm run soak`.
import { expect, test } from 'vitest'
import { ALL_KINDS, type Kind } from '../../../bench/soak/kinds.ts'
import { sleepEverywhere } from '../../../bench/soak/sleep.ts'

/** Of a prompt every so manieth step is tried; of the other kinds, which share most of them, fewer, and of batches the fewest. */
const EVERY: Partial<Record<Kind, number>> = {
  ...{ 'text, v3': 5, 'text and conversion, v3': 16 },
  ...{ 'batch, v3': 37, 'batch, v2': 41 },
}
const ELSE = 18
/** Few side by side: as many as there are go through without a sleep before the last step is known. */
const AT_ONCE = 4

test.each(ALL_KINDS)(
  '%s: asleep at a step while another window takes over, it is paid once and delivered once',
  async (kind) => {
    const nights = await sleepEverywhere({ kinds: [kind], every: EVERY[kind] ?? ELSE, from: 2, atOnce: AT_ONCE })
    const slept = nights.filter(({ at }) => at !== undefined)
    expect(slept.filter(({ wrong }) => wrong.length > 0)).toEqual([])
    expect(slept.length).toBeGreaterThan(3)
  },
  600_000,
)
