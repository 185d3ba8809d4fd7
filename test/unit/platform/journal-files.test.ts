// The journal on disk: whole records only, ids that cannot leave the folder, damage kept aside.
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
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
