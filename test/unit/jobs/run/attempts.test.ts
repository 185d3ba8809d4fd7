// Attempts of a paid request: one window has each, the next comes only after a certain no, and an end is an end.
import { beforeEach, expect, test } from 'vitest'
import { Attempts } from '../../../../src/jobs/run/attempts.ts'
import { systemClock } from '../../../../src/tripo/resources.ts'
import { MemoryJournal } from '../../../bench/load/disk.ts'

let attempts: Attempts
const job = { id: 'a', attempt: undefined, taskId: undefined, pastTasks: undefined, resendAfter: undefined }
beforeEach(() => {
  attempts = new Attempts(new MemoryJournal(systemClock))
})

test('of two windows one claims an attempt, and what became of it decides about the next', async () => {
  expect(await attempts.next(job)).toEqual({ kind: 'send', attempt: 1 })
  const claims = await Promise.all([attempts.claim('a', 1, 'window-1', 0), attempts.claim('a', 1, 'window-2', 0)])
  expect(claims.sort()).toEqual([false, true])
  expect(await attempts.next(job)).toEqual({ kind: 'open', attempt: 1 })
  await attempts.settle('a', 1, { kind: 'refused' })
  expect(await attempts.next({ ...job, attempt: 1 })).toEqual({ kind: 'send', attempt: 2 })
  await attempts.claim('a', 2, 'window-1', 0)
  await attempts.settle('a', 2, { kind: 'accepted', taskId: 'task-1' })
  expect(await attempts.next({ ...job, attempt: 2 })).toEqual({ kind: 'accepted', taskId: 'task-1' })
  expect(await attempts.next({ ...job, attempt: 2, pastTasks: ['task-1'] })).toEqual({ kind: 'send', attempt: 3 })
})

test('an attempt of unknown outcome is followed by another only when the person says so', async () => {
  await attempts.claim('a', 1, 'window-1', 0)
  expect(await attempts.last(job)).toBe(1)
  const told = { ...job, resendAfter: 1 }
  expect(await attempts.next(told)).toEqual({ kind: 'send', attempt: 2 })
  await attempts.claim('a', 2, 'window-2', 0)
  expect(await attempts.next(told)).toEqual({ kind: 'open', attempt: 2 })
})

test('what is closed is claimed by nobody, and what is claimed cannot be closed', async () => {
  expect(await attempts.close(job)).toBe(true)
  expect(await attempts.claim('a', 1, 'a window that slept', 0)).toBe(false)
  // Going on with it, as a person may, is an attempt of its own.
  expect(await attempts.next(job)).toEqual({ kind: 'send', attempt: 2 })
  const other = { ...job, id: 'b' }
  await attempts.claim('b', 1, 'window-1', 0)
  expect(await attempts.close(other)).toBe(false)
})

test('what cannot be read is not taken for unsent', async () => {
  const store = new MemoryJournal(systemClock)
  const readNote = async () => {
    throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
  }
  const createNote = store.createNote.bind(store)
  expect(await new Attempts({ createNote, readNote }).close(job)).toBe(false)
})

test('what another window claims while the disk fails is not taken for unsent', async () => {
  const store = new MemoryJournal(systemClock)
  const failing = async () => {
    await attempts.claim('a', 1, 'window-1', 0)
    throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
  }
  attempts = new Attempts(store)
  const other = new Attempts({ createNote: failing, readNote: store.readNote.bind(store) })
  expect(await other.close(job)).toBe(false)
  const full = async () => {
    throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
  }
  expect(
    await new Attempts({ createNote: full, readNote: store.readNote.bind(store) }).close({ ...job, id: 'b' }),
  ).toBe(true)
})
