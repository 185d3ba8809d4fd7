// When a page that nobody sees gives back what it holds.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SUSPEND_AFTER, Suspension } from '../../../../webview/model/suspend.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('stops drawing at once, sleeps after a minute, and wakes only when it has slept', () => {
  const heard: string[] = []
  const rest = new Suspension({
    hide: (isHidden) => void heard.push(isHidden ? 'hidden' : 'seen'),
    sleep: () => void heard.push('sleep'),
    wake: () => void heard.push('wake'),
  })
  rest.seen(false)
  vi.advanceTimersByTime(SUSPEND_AFTER - 1)
  rest.seen(true)
  vi.advanceTimersByTime(SUSPEND_AFTER)
  expect(heard).toEqual(['hidden', 'seen'])
  rest.seen(false)
  vi.advanceTimersByTime(SUSPEND_AFTER)
  expect(rest.isAsleep).toBe(true)
  rest.seen(false)
  vi.advanceTimersByTime(2 * SUSPEND_AFTER)
  rest.seen(true)
  expect(heard.slice(2)).toEqual(['hidden', 'sleep', 'hidden', 'seen', 'wake'])
  expect(rest.isAsleep).toBe(false)
})
