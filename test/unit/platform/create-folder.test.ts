// Folders are created with all above them, and what a disk refuses is told in its own words.
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolder, removeEmpty } from '../../../src/platform/create-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('what is created is told by its uppermost folder, and what is there is no failure', async () => {
  expect(await createFolder(join(folder, 'a', 'b'))).toBe(join(folder, 'a'))
  expect((await stat(join(folder, 'a', 'b'))).isDirectory()).toBe(true)
  expect(await createFolder(join(folder, 'a', 'b'))).toBeUndefined()
})

test('a folder that cannot be made on a disk that only reads is no folder that is gone', async () => {
  // What a file system says that is mounted for reading only.
  const refuse = async (path: string): Promise<undefined> => {
    const code = path === join(folder, 'a') ? 'EROFS' : 'ENOENT'
    throw Object.assign(new Error(`${code}: ${path}`), { code })
  }
  await expect(createFolder(join(folder, 'a', 'b'), refuse)).rejects.toMatchObject({
    code: 'EROFS',
    message: `EROFS: ${join(folder, 'a')}`,
  })
})

test('a folder that takes none, as /proc does, ends in words', async () => {
  const refuse = async (path: string): Promise<undefined> => {
    throw Object.assign(new Error(path), { code: path === folder ? 'EEXIST' : 'ENOENT' })
  }
  await expect(createFolder(join(folder, 'a', 'b'), refuse)).rejects.toMatchObject({
    code: 'ENOENT',
    message: join(folder, 'a'),
  })
})

test('where a file stands no folder is made, in it or in its place', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(createFolder(file)).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(createFolder(join(file, 'a', 'b'))).rejects.toMatchObject({
    code: process.platform === 'win32' ? 'EEXIST' : 'ENOTDIR',
  })
})

test('several programs at once make one folder, each of them once', async () => {
  const path = join(folder, 'a', 'b', 'c')
  const made = await Promise.all(Array.from({ length: 8 }, () => createFolder(path)))
  expect((await stat(path)).isDirectory()).toBe(true)
  expect(made).toContain(join(folder, 'a'))
})

test('what was made on the way is taken back where the last cannot be made, and what has something in it stays', async () => {
  const path = join(folder, 'a', 'b')
  const refuse = async (one: string) => {
    if (one === path && (await stat(join(folder, 'a')).catch(() => undefined)))
      throw Object.assign(new Error(one), { code: 'EACCES' })
    await mkdir(one)
  }
  await expect(createFolder(path, refuse)).rejects.toMatchObject({ code: 'EACCES' })
  expect(await readdir(folder)).toEqual([])
  const first = await createFolder(path)
  await writeFile(join(folder, 'a', 'mine'), '')
  await removeEmpty(path, first)
  expect(await readdir(folder, { recursive: true })).toEqual(['a', join('a', 'mine')])
})
