// Limits of reading a file from anywhere: they grow with its size, stop loops by their clock, and speak in words.
import { describe, expect, it } from 'vitest'
import { ReaderBudget, readerContext, readerLimits } from '../../../src/mesh/budget.ts'

describe('limits of reading', () => {
  it('grow with the file, up to a ceiling', () => {
    const [none, some, huge] = [0, 1_000_000, 1e12].map(readerLimits)
    for (const kind of ['bytes', 'elements', 'milliseconds'] as const) {
      expect(some?.[kind]).toBeGreaterThan(none?.[kind] ?? 0)
      expect(huge?.[kind]).toBeGreaterThan(some?.[kind] ?? 0)
      expect(readerLimits(1e13)[kind]).toBe(huge?.[kind])
    }
  })
})

describe('a reader budget', () => {
  const limits = { bytes: 1000, elements: 10, milliseconds: 500, depth: 3 }

  it('lets through what fits, exactly', () => {
    const budget = new ReaderBudget(limits)
    budget.spend('bytes', 1000)
    for (let i = 0; i < 10; i++) budget.spend('elements', 1)
    budget.checkDepth(3)
    expect(() => budget.spend('elements', 1)).toThrow(/more than 10 points/)
    expect(() => budget.spend('bytes', 1)).toThrow(/unpacks/)
    expect(() => budget.checkDepth(4)).toThrow(/3 levels/)
  })

  it('refuses a count that is no number with words', () => {
    for (const count of [Number.NaN, -1, -Infinity])
      expect(() => new ReaderBudget(limits).spend('bytes', count)).toThrow(
        expect.objectContaining({ name: 'MeshError', code: 'model-broken' }),
      )
    expect(() => new ReaderBudget(limits).spend('bytes', Infinity)).toThrow(/unpacks/)
  })

  it('stops by its clock, in loops that spend too', () => {
    let time = 0
    const budget = new ReaderBudget({ ...limits, elements: 1e9 }, () => time)
    budget.checkTime()
    time = 501
    expect(() => budget.checkTime()).toThrow(/longer than/)
    expect(() => {
      for (let i = 0; i < 10_000; i++) budget.spend('elements', 1)
    }).toThrow(expect.objectContaining({ name: 'MeshError', code: 'model-too-large' }))
  })
})

describe('warnings of a reading', () => {
  it('are kept once each, and not without end', () => {
    const warnings: string[] = []
    const context = readerContext(10, warnings)
    for (let i = 0; i < 3; i++) context.warn('The picture a.png is missing.')
    expect(warnings).toEqual(['The picture a.png is missing.'])
    for (let i = 0; i < 1000; i++) context.warn(`The picture ${i}.png is missing.`)
    expect(warnings).toHaveLength(50)
  })
})
