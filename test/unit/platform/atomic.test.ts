// Files written whole or not at all, and never over something that must stay.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFile, linkNew, replaceFile, storeFile, takeFreeName } from '../../../src/platform/atomic.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-atomic-'))
})
afterEach(() => rm(folder, { recursive: true }))

const text = (name: string) => readFile(join(folder, name), 'utf8')

it('a file of our storage is written into folders that are not there yet', async () => {
  const path = join(folder, 'inputs', 'deep', 'a.bin')
  await storeFile(path, Uint8Array.of(1, 2))
  await storeFile(path, Uint8Array.of(3))
  expect([...(await readFile(path))]).toEqual([3])
  expect(await readdir(join(folder, 'inputs', 'deep'))).toEqual(['a.bin'])
})

describe('replaceFile', () => {
  it('shows the old content or the new, and leaves nothing behind', async () => {
    const path = join(folder, 'a.txt')
    const contents = Array.from({ length: 6 }, (_, n) => String(n).repeat(300_000))
    await replaceFile(path, contents[0] ?? '')
    const reads = Array.from({ length: 10 }, () => text('a.txt'))
    await Promise.all(contents.map((content) => replaceFile(path, content, { flush: true })))
    for (const content of await Promise.all(reads)) expect(contents).toContain(content)
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('leaves the target as it was when the content cannot be written', async () => {
    const path = join(folder, 'a.txt')
    await replaceFile(path, 'old')
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
    const failing = replaceFile(path, async (temporary) => {
      await writeFile(temporary, 'half')
      throw full
    })
    await expect(failing).rejects.toBe(full)
    expect(await text('a.txt')).toBe('old')
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('takes a name of any length that the disk takes', async () => {
    const name = 'x'.repeat(255)
    await replaceFile(join(folder, name), 'long')
    expect(await text(name)).toBe('long')
  })
})

describe('a new name', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

  it('is given once', async () => {
    expect(await createFile(join(folder, 'a'), 'first')).toBe(true)
    expect(await createFile(join(folder, 'a'), 'second')).toBe(false)
    await createFile(join(folder, 'b'), 'other')
    expect(await linkNew(join(folder, 'b'), join(folder, 'a'))).toBe(false)
    expect(await linkNew(join(folder, 'b'), join(folder, 'c'))).toBe(true)
    expect([await text('a'), await text('b'), await text('c')]).toEqual(['first', 'other', 'other'])
  })

  it.each(['EPERM', 'ENOTSUP', 'EISDIR', 'EMLINK'])('is a copy where a link fails with %s', async (code) => {
    await createFile(join(folder, 'a'), 'text')
    expect(await linkNew(join(folder, 'a'), join(folder, 'b'), failing(code))).toBe(true)
    expect(await text('b')).toBe('text')
    expect(await linkNew(join(folder, 'a'), join(folder, 'b'), failing(code))).toBe(false)
  })

  it('is no copy where the disk is full', async () => {
    await createFile(join(folder, 'a'), 'text')
    await expect(linkNew(join(folder, 'a'), join(folder, 'b'), failing('ENOSPC'))).rejects.toThrow('ENOSPC')
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('counts on from those that are taken', async () => {
    await writeFile(join(folder, 'chair.glb'), '')
    await writeFile(join(folder, 'chair-2.glb'), '')
    const take = (path: string) => createFile(path, 'new')
    expect(await takeFreeName(folder, 'chair.glb', take)).toBe(join(folder, 'chair-3.glb'))
    await mkdir(join(folder, 'v1.2'))
    expect(await takeFreeName(folder, 'v1.2', take, '')).toBe(join(folder, 'v1.2-2'))
  })
})
