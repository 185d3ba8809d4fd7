// The corpus run says that a reader hangs when it had its time and gave no answer, and not because others had the machine.
import { spawn } from 'node:child_process'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { waiting, watched } from '../../../bench/corpus/limits.ts'

const never = new Promise<string>(() => undefined)
const allowance = { milliseconds: 1000, bytes: 10 }
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What comes of work that is answered after so many milliseconds, and when. @param share of the time that it waits for a processor */
async function outcome(answered: number, share: number, used = 0) {
  const began = Date.now()
  const work = new Promise<string>((done) => void setTimeout(() => done('opened'), answered))
  const said = watched(Number.isFinite(answered) ? work : never, allowance, {
    memory: () => used,
    waited: () => (Date.now() - began) * share,
  }).then(({ kind }) => ({ kind, after: Date.now() - began }))
  await vi.advanceTimersByTimeAsync(60_000)
  return said
}

it('an answer in time is given', async () => {
  expect(await outcome(900, 0)).toEqual({ kind: 'answer', after: 900 })
})

it('no answer in its time is a hang', async () => {
  expect(await outcome(1100, 0)).toEqual({ kind: 'hung', after: 1000 })
})

it('the time for which it waited for a processor is not counted', async () => {
  expect(await outcome(3900, 0.75)).toEqual({ kind: 'answer', after: 3900 })
  const { kind, after } = await outcome(4100, 0.75)
  expect(kind).toBe('hung')
  expect(after).toBeGreaterThanOrEqual(4000)
})

it('nothing takes more than ten times its time', async () => {
  expect(await outcome(Number.POSITIVE_INFINITY, 1)).toEqual({ kind: 'hung', after: 10_000 })
})

it('what takes too much memory is too large', async () => {
  expect(await outcome(900, 0, 11)).toMatchObject({ kind: 'too large' })
})

it.runIf(process.platform === 'linux')('the wait of a process that has to share a processor is measured', async () => {
  vi.useRealTimers()
  const loop = ['-e', 'for (;;);']
  // All on one processor: each has it a third of the time.
  const all = [0, 1, 2].map(() => spawn('taskset', ['-c', '0', process.execPath, ...loop], { stdio: 'ignore' }))
  try {
    const waited = waiting([all[0]?.pid ?? 0])
    await expect.poll(waited).toBeGreaterThan(200)
  } finally {
    for (const process of all) process.kill('SIGKILL')
  }
  expect(waiting([0])()).toBe(0)
})
