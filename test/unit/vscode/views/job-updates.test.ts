// News of jobs for the page: once a frame, at once before what is about them, and never after the end.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { JobUpdates } from '../../../../src/vscode/views/job-updates.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function news() {
  const told: (readonly string[])[] = []
  return { told, news: new JobUpdates((ids) => told.push(ids)) }
}

it('tells once of all that changed within a frame', () => {
  const { told, news: jobs } = news()
  jobs.add(['a', 'b'])
  jobs.add(['b', 'c'])
  expect(told).toEqual([])
  vi.runAllTimers()
  expect(told).toEqual([['a', 'b', 'c']])
})

it('tells at once when something else is about to be told, and not a second time', () => {
  const { told, news: jobs } = news()
  jobs.add(['a'])
  jobs.flush()
  expect(told).toEqual([['a']])
  jobs.flush()
  vi.runAllTimers()
  expect(told).toEqual([['a']])
})

it('tells nothing more once it is disposed', () => {
  const { told, news: jobs } = news()
  jobs.add(['a'])
  jobs.dispose()
  vi.runAllTimers()
  expect(told).toEqual([])
})
