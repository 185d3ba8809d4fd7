// 500 jobs at once, with the simulator's limits on, on a virtual clock: no refusal is ours, the time is near what cannot
// be beaten, nothing grows; also with two windows that share the budget.
import { describe, expect, it } from 'vitest'
import { type Load, runLoad } from '../../bench/load.ts'

const models = (count: number) => ({ capability: 'text_to_model', params: { prompt: 'a cup' }, count })
const images = (count: number) => ({ capability: 'text_to_image', params: { prompt: 'a cup' }, count })

const LOADS: readonly [string, Load][] = [
  ['v3, the pool is the limit', { dialect: 'v3', jobs: [models(500)], windows: 1, seed: 5 }],
  [
    'v3, the minute is the limit, two windows',
    { dialect: 'v3', jobs: [models(120), images(380)], windows: 2, seed: 6 },
  ],
  ['v2, two windows', { dialect: 'v2', jobs: [models(500)], windows: 2, seed: 7 }],
]

describe('500 jobs at once', () => {
  it.each(LOADS)(
    '%s',
    async (_, load) => {
      const result = await runLoad(load)
      expect(result).toMatchObject({ finished: 500, refused: 0 })
      expect(result.mostPerMinute).toBeLessThanOrEqual(50)
      expect(result.seconds).toBeGreaterThan(result.bound)
      expect(result.seconds).toBeLessThan(1.1 * result.bound)
      expect(result.waited).toBeGreaterThan(400)
      expect(result.record).toBeLessThan(10_000)
      expect(result.heap.late - result.heap.early).toBeLessThan(10 * 1024 * 1024)
      // Two windows have ten requests a minute each for reading while creation takes the rest; v2 tells no end.
      if (load.dialect === 'v3') expect(result.p95Delay).toBeLessThan(load.windows === 1 ? 1.5 : 15)
    },
    120_000,
  )
})
