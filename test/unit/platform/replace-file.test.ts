// A person's file is replaced where it is, as it is, and comes back.
import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createReplacer } from '../../../src/platform/replace-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-replace-'))
})
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const text = (name: string) => readFile(at(name), 'utf8')
const NEW = new TextEncoder().encode('new')
const replacer = () => createReplacer(at('kept'))

it('replaces what a link leads to, and puts it back', async () => {
  await writeFile(at('shared.glb'), 'old')
  await symlink('shared.glb', at('hero.glb'))
  const { replace, restore } = replacer()
  const backup = await replace(at('hero.glb'), NEW)
  expect([(await lstat(at('hero.glb'))).isSymbolicLink(), await text('shared.glb')]).toEqual([true, 'new'])
  const other = await restore(at('hero.glb'), backup)
  expect([(await lstat(at('hero.glb'))).isSymbolicLink(), await text('shared.glb')]).toEqual([true, 'old'])
  expect(await readFile(other ?? '', 'utf8')).toBe('new')
})

it('keeps the permissions, and leaves a file alone that may not be written', async () => {
  await writeFile(at('hero.glb'), 'old')
  await chmod(at('hero.glb'), 0o640)
  const { replace } = replacer()
  await replace(at('hero.glb'), NEW)
  expect((await stat(at('hero.glb'))).mode & 0o777).toBe(0o640)
  await chmod(at('hero.glb'), 0o444)
  await expect(replace(at('hero.glb'), new Uint8Array([1]))).rejects.toMatchObject({ code: 'EACCES' })
  expect([await text('hero.glb'), (await readdir(folder)).sort()]).toEqual(['new', ['hero.glb', 'kept']])
})

it('replaces a file whose name is as long as a disk allows', async () => {
  const name = `${'n'.repeat(251)}.glb`
  await writeFile(at(name), 'old')
  const { replace, restore } = replacer()
  await restore(at(name), await replace(at(name), NEW))
  expect(await text(name)).toBe('old')
})

it('puts a file back that is gone', async () => {
  await writeFile(at('hero.glb'), 'old')
  const { replace, restore } = replacer()
  const backup = await replace(at('hero.glb'), NEW)
  await rm(at('hero.glb'))
  await restore(at('hero.glb'), backup)
  expect(await text('hero.glb')).toBe('old')
})
