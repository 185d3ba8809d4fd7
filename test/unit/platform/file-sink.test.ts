// Downloads on a real disk: hidden temporary files, names that never replace, digests, sizes refused before reading.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile as read, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileSink, readFile } from '../../../src/platform/file-sink.ts'
import type { FileSink } from '../../../src/tripo/resources.ts'

const sink: FileSink = createFileSink()
const bytes = (text: string) => new TextEncoder().encode(text)
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-sink-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function temporary(text: string): Promise<string> {
  const writer = await sink.open(folder)
  await writer.write(bytes(text))
  return (await writer.close()).path
}

it('writes in pieces and knows length and digest', async () => {
  const writer = await sink.open(folder)
  await writer.write(bytes('hello '))
  await writer.write(bytes('world'))
  const file = await writer.close()
  expect(file).toMatchObject({ bytes: 11, sha256: createHash('sha256').update('hello world').digest('hex') })
  expect(await read(file.path, 'utf8')).toBe('hello world')
  expect((await readdir(folder)).every((name) => name.startsWith('.'))).toBe(true)
})

it('begins again from nothing', async () => {
  const writer = await sink.open(folder)
  await writer.write(bytes('a long false start'))
  await writer.restart()
  await writer.write(bytes('right'))
  const file = await writer.close()
  expect(await read(file.path, 'utf8')).toBe('right')
  expect(file).toMatchObject({ bytes: 5, sha256: createHash('sha256').update('right').digest('hex') })
})

it('discards without a trace, also twice', async () => {
  const writer = await sink.open(folder)
  await writer.write(bytes('x'))
  await writer.discard()
  await writer.discard()
  expect(await readdir(folder)).toEqual([])
})

it('names a file without replacing another, and keeps it in the folder', async () => {
  await writeFile(join(folder, 'chair.glb'), 'mine')
  expect(await sink.publish(await temporary('new'), folder, 'chair.glb')).toBe(join(folder, 'chair-2.glb'))
  expect(await sink.publish(await temporary('newer'), folder, 'chair.glb')).toBe(join(folder, 'chair-3.glb'))
  expect(await sink.publish(await temporary('out'), folder, '../../out.glb')).toBe(join(folder, 'out.glb'))
  expect((await readdir(folder)).sort()).toEqual(['chair-2.glb', 'chair-3.glb', 'chair.glb', 'out.glb'])
  expect(await read(join(folder, 'chair.glb'), 'utf8')).toBe('mine')
})

it('two at once get two names', async () => {
  const files = await Promise.all(['a', 'b', 'c'].map(temporary))
  const names = await Promise.all(files.map((file) => sink.publish(file, folder, 'cup.glb')))
  expect(new Set(names).size).toBe(3)
})

it('a missing folder and a large file carry the system’s code', async () => {
  await expect(sink.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  await writeFile(join(folder, 'big'), 'x'.repeat(100))
  await expect(readFile(join(folder, 'big'), 99)).rejects.toMatchObject({ code: 'EFBIG' })
  expect((await readFile(join(folder, 'big'), 100)).length).toBe(100)
})
