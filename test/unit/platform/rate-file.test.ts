// The record that windows share on disk: no change is lost, a dead window's lock and a damaged file do not stop anyone.
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSharedRecord } from '../../../src/platform/rate-file.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-budget-'))
  path = join(folder, 'budget', 'account.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const more = (record: unknown) => (typeof record === 'number' ? record + 1 : 1)
const stored = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))

describe('a shared record', () => {
  it('takes every change of several windows, and leaves nothing behind', async () => {
    const windows = [openSharedRecord(path), openSharedRecord(path), openSharedRecord(path)]
    await Promise.all(windows.flatMap((window) => Array.from({ length: 15 }, () => window.update(more))))
    expect(await stored()).toBe(45)
    expect(await readdir(join(folder, 'budget'))).toEqual(['account.json'])
  })

  it('takes over the lock of a window that is gone', async () => {
    const record = openSharedRecord(path)
    await record.update(more)
    await writeFile(`${path}.lock`, '')
    const before = new Date(Date.now() - 60_000)
    await utimes(`${path}.lock`, before, before)
    await record.update(more)
    expect(await stored()).toBe(2)
  })

  it('begins anew when the file is damaged', async () => {
    const record = openSharedRecord(path)
    await record.update(more)
    await writeFile(path, '{"requests": [')
    await record.update(more)
    expect(await stored()).toBe(1)
  })

  it('removes what has been of no use for a day, and nothing younger', async () => {
    const own = join(folder, 'budget')
    await openSharedRecord(path).update(more)
    const yesterday = new Date(Date.now() - 25 * 3_600_000)
    for (const name of ['old-key.json', 'account.json.half-written', 'other-window.json']) {
      await writeFile(join(own, name), '1')
      if (!name.startsWith('other')) await utimes(join(own, name), yesterday, yesterday)
    }
    await openSharedRecord(path).update(more)
    expect((await readdir(own)).sort()).toEqual(['account.json', 'other-window.json'])
    expect(await stored()).toBe(2)
  })

  it('goes on after a change that failed', async () => {
    const record = openSharedRecord(path)
    const mistake = new Error('mistake')
    const failed = record.update(() => {
      throw mistake
    })
    await expect(failed).rejects.toBe(mistake)
    await record.update(more)
    expect(await stored()).toBe(1)
  })
})
