// Downloads on a real disk: hidden temporary files, names that never replace, digests, sizes refused before reading.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile as read, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

describe('a file with a name', () => {
  const kept = async (name = 'model') => {
    const writer = await sink.open(folder, name)
    const { partial: found } = writer
    await writer.discard()
    return found && { ...found, head: new TextDecoder().decode(found.head) }
  }
  /** Leaves `safe`, marked, and more bytes that no mark speaks of. */
  const leave = async (safe: string, more = '', name = 'model') => {
    const writer = await sink.open(folder, name)
    await writer.write(bytes(safe))
    await writer.checkpoint?.(`note of ${safe}`)
    await writer.write(bytes(more))
    await writer.leave?.()
  }
  const names = async (ending: string) => (await readdir(folder)).filter((name) => name.endsWith(ending))

  it('begins with what an earlier run has marked, and goes on from there', async () => {
    await leave('hello ', 'wrong')
    const writer = await sink.open(folder, 'model')
    expect(writer.partial).toMatchObject({ bytes: 6, note: 'note of hello ' })
    await writer.write(bytes('world'))
    const file = await writer.close()
    expect(file).toMatchObject({ bytes: 11, sha256: createHash('sha256').update('hello world').digest('hex') })
    expect(await read(file.path, 'utf8')).toBe('hello world')
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('is still there when that run is cut off too, before it has written anything', async () => {
    await leave('hello')
    const writer = await sink.open(folder, 'model')
    await writer.leave?.()
    expect(await kept()).toMatchObject({ bytes: 5, head: 'hello' })
  })

  it('takes the longest of several, and leaves nothing else of its name', async () => {
    await leave('abc', '', 'other')
    const [first, second] = [await sink.open(folder, 'model'), await sink.open(folder, 'model')]
    for (const [writer, text] of [
      [first, 'short'],
      [second, 'much longer'],
    ] as const) {
      await writer.write(bytes(text))
      await writer.checkpoint?.('')
      await writer.leave?.()
    }
    expect(await kept()).toMatchObject({ head: 'much longer' })
    expect((await readdir(folder)).every((name) => name.includes('download-other.'))).toBe(true)
    expect(await kept('other')).toMatchObject({ head: 'abc' })
  })

  it.each<[string, (path: string) => Promise<void>]>([
    ['shorter than marked', (path) => truncate(path, 3)],
    ['not what was marked', (path) => writeFile(path, 'HELLO')],
    ['gone', (path) => rm(path)],
    ['without its mark', (path) => rm(`${path}.mark`)],
    ['with half a mark', (path) => truncate(`${path}.mark`, 20)],
    ['with another mark', (path) => writeFile(`${path}.mark`, '{"bytes":-1,"sha256":"","note":""}')],
  ])('that is %s is not trusted', async (_, damage) => {
    await leave('hello')
    const [mark = ''] = await names('.mark')
    await damage(join(folder, mark.slice(0, -'.mark'.length)))
    expect(await kept()).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  })

  it('does not suffer from a window that still writes to the old one', async () => {
    const old = await sink.open(folder, 'model')
    await old.write(bytes('hello '))
    await old.checkpoint?.('note')
    const writer = await sink.open(folder, 'model')
    await old.restart()
    await old.write(bytes('XXXXXXXXXXXXX'))
    await writer.write(bytes('world'))
    const { path } = await writer.close()
    await old.discard()
    expect(await read(path, 'utf8')).toBe('hello world')
  })
})
