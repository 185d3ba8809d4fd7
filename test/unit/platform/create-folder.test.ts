// Folders are created with all above them, and what a disk refuses is told in its own words.
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolder } from '../../../src/platform/create-folder.ts'

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
  // What Node says of a file system that is mounted for reading only.
  const refuse = async (path: unknown, options?: unknown): Promise<undefined> => {
    const code = options === undefined ? 'EROFS' : 'ENOENT'
    throw Object.assign(new Error(`${code}: ${path}`), { code })
  }
  await expect(createFolder(join(folder, 'a', 'b'), refuse)).rejects.toMatchObject({
    code: 'EROFS',
    message: `EROFS: ${join(folder, 'a')}`,
  })
})
