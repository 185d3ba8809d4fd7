// Reads of a project never leave its folder and never fail.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectFiles } from '../../../src/platform/project-files.ts'

let base = ''
let game = ''
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tripo-project-'))
  game = join(base, 'game')
  await mkdir(join(game, 'src'), { recursive: true })
  await writeFile(join(base, 'secret.txt'), 'secret')
  await writeFile(join(game, 'package.json'), '{}')
})
afterEach(() => rm(base, { recursive: true }))

test('what lies in the folder is read', async () => {
  const files = projectFiles(game)
  expect(await files.read('package.json')).toBe('{}')
  expect((await files.list('')).toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'package.json', isFolder: false },
    { name: 'src', isFolder: true },
  ])
})
test('nothing else is', async () => {
  await symlink(join(base, 'secret.txt'), join(game, 'link.txt'))
  await symlink(base, join(game, 'up'))
  const files = projectFiles(game)
  for (const path of ['../secret.txt', 'src/../../secret.txt', 'link.txt', 'up/secret.txt', 'none', 'src', 'a\0b'])
    expect(await files.read(path)).toBeUndefined()
  expect(await files.list('up')).toEqual([])
  expect(await files.list('..')).toEqual([])
  expect(await files.list('package.json')).toEqual([])
})
test('a large file is nothing', async () => {
  await writeFile(join(game, 'package.json'), ' '.repeat(2000))
  expect(await projectFiles(game, 1000).read('package.json')).toBeUndefined()
})
test('a link to a folder above is no folder to go on in', async () => {
  await symlink(game, join(game, 'src', 'again'))
  expect(await projectFiles(game).list('src')).toEqual([{ name: 'again', isFolder: false }])
})
