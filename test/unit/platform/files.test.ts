// Node's files: what the placement relies on.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeFiles } from '../../../src/platform/files.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('link and create never replace', async () => {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  await nodeFiles.write(a, 'one')
  await nodeFiles.write(b, 'two')
  await expect(nodeFiles.link(a, b)).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(nodeFiles.create(b, 'three')).rejects.toMatchObject({ code: 'EEXIST' })
  expect(await nodeFiles.readText(b)).toBe('two')
})

test('a new file is never seen in part, and leaves nothing beside it', async () => {
  const text = 'x'.repeat(20_000_000)
  const path = join(folder, 'new')
  const written = nodeFiles.create(path, text)
  const sizes = new Set<number | undefined>()
  do sizes.add((await nodeFiles.identify(path))?.bytes)
  while ((await Promise.race([written.then(() => true), new Promise((turn) => setImmediate(turn, false))])) !== true)
  sizes.add((await nodeFiles.identify(path))?.bytes)
  sizes.delete(undefined)
  expect([...sizes]).toEqual([text.length])
  expect(await nodeFiles.names(folder)).toEqual(['new'])
})

test('two names of one file have one identity', async () => {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  await nodeFiles.write(a, 'one')
  await nodeFiles.link(a, b)
  expect(await nodeFiles.identify(a)).toEqual(await nodeFiles.identify(b))
  expect((await nodeFiles.identify(a))?.bytes).toBe(3)
  expect(await nodeFiles.identify(join(folder, 'c'))).toBeUndefined()
  expect(await nodeFiles.identify(join(a, 'below a file'))).toBeUndefined()
})

test('a copy is whole, also over a longer file', async () => {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  await nodeFiles.write(a, 'one')
  await nodeFiles.write(b, 'longer than one')
  await nodeFiles.copy(a, b)
  expect(await nodeFiles.readText(b)).toBe('one')
})

test('size and digest of a large file', async () => {
  await writeFile(join(folder, 'a'), Buffer.alloc(3 << 20, 'x'))
  expect(await nodeFiles.hash(join(folder, 'a'))).toEqual({
    bytes: 3 << 20,
    sha256: '3bea8a9a07c1e8dcaa4c1b816815c35a29b4fb585ba6ecc70ea44840a794cfb3',
  })
})

test('links are seen, also those that lead nowhere', async () => {
  await symlink('nowhere', join(folder, 'link'))
  expect(await nodeFiles.isLink(join(folder, 'link'))).toBe(true)
  expect(await nodeFiles.isLink(folder)).toBe(false)
  expect(await nodeFiles.kindOf(join(folder, 'link'))).toBe('file')
  expect(await nodeFiles.kindOf(folder)).toBe('folder')
  await expect(nodeFiles.realPath(join(folder, 'link'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('removing and creating what is already so is fine', async () => {
  await nodeFiles.remove(join(folder, 'never there'))
  await nodeFiles.createFolder(folder)
  await nodeFiles.flushFolder(join(folder, 'never there'))
})
