// The lock that processes share: one holder at a time, and a holder that is gone does not keep it.
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tryLock, unlock } from '../../../src/platform/lock-file.ts'

let folder: string
let lock: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-lock-'))
  lock = join(folder, 'a.lock')
})
afterEach(() => rm(folder, { recursive: true }))

const grow = async (seconds: number) => {
  const then = new Date(Date.now() - seconds * 1000)
  await utimes(lock, then, then)
}

describe('a lock file', () => {
  it('is given to one of many, and again once it is given back', async () => {
    const taken = await Promise.all(Array.from({ length: 8 }, () => tryLock(lock)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    await unlock(lock)
    await unlock(lock)
    expect(await tryLock(lock)).toBe(true)
  })

  it('is taken over only when it is too old and that was asked for, by one of many', async () => {
    await tryLock(lock)
    await grow(60)
    expect(await tryLock(lock)).toBe(false)
    expect(await tryLock(lock, { stale: 120_000 })).toBe(false)
    const taken = await Promise.all(Array.from({ length: 8 }, () => tryLock(lock, { stale: 30_000 })))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['a.lock'])
  })

  it('from the future is old, too', async () => {
    await tryLock(lock)
    await grow(-3600)
    expect(await tryLock(lock, { stale: 30_000 })).toBe(true)
  })

  it('that cannot be created says why', async () => {
    await expect(tryLock(join(folder, 'none', 'a.lock'))).rejects.toThrow('ENOENT')
  })
})
