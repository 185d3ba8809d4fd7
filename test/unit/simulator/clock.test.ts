// The clock that a test moves on while the service runs: what is due fires, what is not yet keeps its time.
import { expect, test } from 'vitest'
import { createAdvanceableClock, createVirtualClock } from '../../../src/simulator/clock.ts'

function startClock() {
  const base = createVirtualClock()
  const fired: string[] = []
  return { base, clock: createAdvanceableClock(base), fired, note: (name: string) => () => fired.push(name) }
}

test('moving on fires what is due then, and shortens what is not', async () => {
  const { base, clock, fired, note } = startClock()
  const start = clock.now()
  clock.setTimer(note('soon'), 100)
  clock.setTimer(note('late'), 1000)
  clock.advance(600)
  expect(clock.now() - start).toBe(600)
  await base.advance(0)
  expect(fired).toEqual(['soon'])
  await base.advance(399)
  expect(fired).toEqual(['soon'])
  await base.advance(1)
  expect(fired).toEqual(['soon', 'late'])
})

test('it goes with the clock below, and fires each timer once', async () => {
  const { base, clock, fired, note } = startClock()
  clock.setTimer(note('once'), 50)
  await base.advance(50)
  clock.advance(1000)
  await base.advance(1000)
  expect(fired).toEqual(['once'])
})

test('a timer that was called off does not come back', async () => {
  const { base, clock, fired, note } = startClock()
  const cancel = clock.setTimer(note('never'), 50)
  clock.advance(10)
  cancel()
  clock.advance(1000)
  await base.advance(1000)
  expect(fired).toEqual([])
})
