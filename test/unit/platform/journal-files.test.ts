// The journal on disk: whole records only, ids that cannot leave the folder, damage kept aside.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
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

test('a revision is written once, by whoever comes first', async () => {
  const store = openJournal(folder)
  expect(await store.write('a', { state: 'one' }, 1)).toBe(true)
  const both = await Promise.all([store.write('a', { by: 'A' }, 2), store.write('a', { by: 'B' }, 2)])
  expect(both.sort()).toEqual([false, true])
  expect(await store.write('a', { state: 'late' }, 1)).toBe(false)
  expect(await store.list()).toEqual(['a'])
})

test('a process that slept writes into no gap: what was written since stays the newest', async () => {
  const store = openJournal(folder)
  for (let revision = 1; revision <= 6; revision++) await store.write('a', { revision }, revision)
  // The two newest are left.
  expect((await readdir(join(folder, 'a'))).sort()).toEqual(['5.json', '6.json'])
  for (const late of [1, 2, 4]) expect(await store.write('a', { late }, late)).toBe(false)
  expect(await store.read('a')).toEqual({ revision: 6 })
  expect((await readdir(join(folder, 'a'))).sort()).toEqual(['5.json', '6.json'])
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
})

test('where there are no hard links a revision is written once all the same', async () => {
  const store = openJournal(folder, undefined, () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' })))
  const both = await Promise.all([store.write('a', { by: 'A' }, 1), store.write('a', { by: 'B' }, 1)])
  expect(both.sort()).toEqual([false, true])
  expect(await store.createNote('a', 'attempt-1', {})).toBe(true)
  expect(await store.createNote('a', 'attempt-1', {})).toBe(false)
})

test('a plain record of an earlier version is read, and goes over into revisions', async () => {
  const store = openJournal(folder)
  await store.write('a', { state: 'old' })
  expect(await store.list()).toEqual(['a'])
  expect(await store.read('a')).toEqual({ state: 'old' })
  await store.write('a', { state: 'new' }, 1)
  expect(await store.read('a')).toEqual({ state: 'new' })
  expect(await readdir(folder)).toEqual(['a'])
})

test('a damaged revision is kept aside, and the one before counts', async () => {
  const store = openJournal(folder)
  await store.write('a', { state: 'one' }, 1)
  await store.write('a', { state: 'two', taskId: 'task-1' }, 2)
  await truncate(join(folder, 'a', '2.json'), 20)
  await expect(store.read('a')).rejects.toBeInstanceOf(SyntaxError)
  expect(await store.readDamaged('a')).toBe('{"state":"two","task')
  await store.setAside('a')
  expect(await store.read('a')).toEqual({ state: 'one' })
  const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('a.json.damaged-'))
  expect(await readFile(join(folder, aside), 'utf8')).toBe('{"state":"two","task')
})

test.runIf(process.platform !== 'win32')(
  'what is no file under a record’s name is damage, and nothing waits for it',
  async () => {
    const store = openJournal(folder)
    execFileSync('mkfifo', [join(folder, 'pipe.json')])
    await mkdir(join(folder, 'deep', '3.json'), { recursive: true })
    await writeFile(join(folder, 'large.json'), ' '.repeat(17 * 1024 * 1024))
    expect((await store.list()).sort()).toEqual(['deep', 'large', 'pipe'])
    for (const id of ['deep', 'large', 'pipe']) {
      await expect(store.read(id)).rejects.toBeInstanceOf(SyntaxError)
      expect(await store.readDamaged(id)).toBe('')
      await store.setAside(id)
      expect(await store.read(id)).toBeUndefined()
    }
  },
)

test('a note is written once and stays; one that cannot be read is there all the same', async () => {
  const store = openJournal(folder)
  expect(await store.readNote('a', 'attempt-1')).toBeUndefined()
  const both = await Promise.all([store.createNote('a', 'attempt-1', 1), store.createNote('a', 'attempt-1', 2)])
  expect(both.sort()).toEqual([false, true])
  expect([1, 2]).toContain(await store.readNote('a', 'attempt-1'))
  await writeFile(join(folder, 'a', 'attempt-2.json'), '{')
  expect(await store.readNote('a', 'attempt-2')).toBeNull()
  // Notes alone are no record.
  expect(await store.read('a')).toBeUndefined()
  for (const name of ['../x', '1', '', 'A B']) await expect(store.createNote('a', name, 1)).rejects.toThrow(RangeError)
})

test('what an earlier run was cut off in writing is swept at the next start', async () => {
  const store = openJournal(folder, 1000)
  await store.write('a', {}, 1)
  const names = ['.a.00000000-0000-4000-8000-000000000000', 'take-b.sending', 'hold-b.sending']
  for (const name of names) await writeFile(join(folder, name), '')
  const time = new Date(Date.now() - 3_600_000)
  for (const name of names) await utimes(join(folder, name), time, time)
  await store.list()
  expect(await readdir(folder)).toEqual(['a'])
})
