// The journal on disk: whole records only, ids that cannot leave the folder, damage kept aside.
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../../src/platform/journal-files.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-journal-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('writes, replaces, lists and removes; a folder that is not there is empty', async () => {
  const store = openJournal(join(folder, 'deep', 'jobs'))
  expect(await store.list()).toEqual([])
  expect(await store.read('a')).toBeUndefined()
  await store.write('a', { state: 'one' })
  await store.write('a', { state: 'two' })
  await store.write('b', {})
  expect((await store.list()).sort()).toEqual(['a', 'b'])
  expect(await store.read('a')).toEqual({ state: 'two' })
  await store.remove('a')
  await store.remove('a')
  expect(await readdir(join(folder, 'deep', 'jobs'))).toEqual(['b.json'])
})

test('ids that are no names are refused', async () => {
  const store = openJournal(folder)
  for (const id of ['..', '../x', 'a/b', '', 'a\\b', 'x'.repeat(65)]) {
    await expect(store.write(id, {})).rejects.toBeInstanceOf(RangeError)
  }
  await writeFile(join(folder, 'not a job.json'), '{}')
  expect(await store.list()).toEqual([])
})

test('a record cut at any byte throws, and can be kept aside', async () => {
  const store = openJournal(folder)
  const record = { state: 'following', taskId: '木' }
  const size = Buffer.byteLength(JSON.stringify(record))
  for (let bytes = 0; bytes < size; bytes++) {
    await store.write('a', record)
    await truncate(join(folder, 'a.json'), bytes)
    await expect(store.read('a')).rejects.toBeInstanceOf(SyntaxError)
  }
  await store.setAside('a')
  expect(await store.list()).toEqual([])
  expect((await readdir(folder))[0]).toMatch(/^a\.json\.damaged-/)
})

test.each([-1, 1])(
  'a mark and an unfinished file of a process that is gone are old, also by a clock that jumped (%s h)',
  async (hours) => {
    const store = openJournal(folder, 1000)
    expect(await store.claim('take-a')).toBe(true)
    expect(await store.claim('take-a', 1000)).toBe(false)
    const unfinished = '.a.00000000-0000-4000-8000-000000000000'
    await writeFile(join(folder, unfinished), '{')
    const time = new Date(Date.now() + hours * 3_600_000)
    for (const name of await readdir(folder)) await utimes(join(folder, name), time, time)
    expect(await store.claim('take-a', 1000)).toBe(true)
    await store.release('take-a')
    await store.list()
    expect(await readdir(folder)).toEqual([])
  },
)
