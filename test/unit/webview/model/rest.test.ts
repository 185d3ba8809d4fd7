// When a page that nobody sees gives back what it holds.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PATIENCE, Rest } from '../../../../webview/model/rest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('stops drawing at once, sleeps after a minute, and wakes only when it has slept', () => {
  const heard: string[] = []
  const rest = new Rest({
    hide: (isHidden) => void heard.push(isHidden ? 'hidden' : 'seen'),
    sleep: () => void heard.push('sleep'),
    wake: () => void heard.push('wake'),
  })
  rest.seen(false)
  vi.advanceTimersByTime(PATIENCE - 1)
  rest.seen(true)
  vi.advanceTimersByTime(PATIENCE)
  expect(heard).toEqual(['hidden', 'seen'])
  rest.seen(false)
  vi.advanceTimersByTime(PATIENCE)
  expect(rest.isAsleep).toBe(true)
  rest.seen(false)
  vi.advanceTimersByTime(2 * PATIENCE)
  rest.seen(true)
  expect(heard.slice(2)).toEqual(['hidden', 'sleep', 'hidden', 'seen', 'wake'])
  expect(rest.isAsleep).toBe(false)
})
