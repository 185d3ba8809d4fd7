// 150 jobs at once (500 in `npm run bench -- load` and `npm run soak`) through real src/jobs, with the simulator's limits on, on a virtual clock: no refusal is ours,
// the time is near what cannot be beaten, nothing grows, and each result arrives once; also with two windows.
import { describe, expect, test } from 'vitest'
import { POOLS } from '../../../../src/tripo/catalogue/index.ts'
import { runLoad } from '../../../bench/load/run.ts'
import { findingsOf, HEADING, LOADS, lineOf, missesOf, type Row, SHORT_RATIO, shareOf } from '../../../bench/load.ts'
import { lastLine } from '../../../bench/soak/audit.ts'
import { tell } from '../../../support/figures.ts'

const rows: Row[] = []

describe('150 jobs at once', () => {
  test.each(LOADS.map((load) => shareOf(load, 0.3)))(
    '$name',
    async (load) => {
      const result = await runLoad(load, 5)
      const misses = missesOf(result, SHORT_RATIO)
      rows.push({ load, result, misses })
      expect(misses).toEqual([])
      expect(result.findings).toMatchObject({ accepted: 150, delivered: 150 })
      expect(result.waited).toBeGreaterThan(100)
      expect(result.record).toBeLessThan(10_000)
    },
    900_000,
  )

  test('with a client that knows no limit are refused, and the run says so', async () => {
    const limits = { requests: 1000, reads: 0, pools: { ...POOLS, generation: 1000 } }
    const result = await runLoad({ dialect: 'v3', name: 'careless', windows: 1, mix: { text_to_model: 80 }, limits }, 5)
    expect(result.refused).toBeGreaterThan(0)
    expect(missesOf(result).join()).toMatch(/were refused with 429.*requests in a minute/)
    expect(result.findings).toMatchObject({ lost: [], duplicated: [] })
  })

  test('in numbers', (context) => {
    tell(context, [HEADING, ...rows.map(lineOf), lastLine(findingsOf(rows))].join('\n'))
    expect(rows).toHaveLength(LOADS.length)
  })
})
