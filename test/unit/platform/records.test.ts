// The store of the sandbox on a real disk, shared by windows: no half record, and no way out of its folder.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/platform/records.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tripo-records-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('a store on disk', () => {
  it('is empty before its directory exists', async () => {
    const { records, files } = openStore(join(directory, 'later'))
    expect(await records.list()).toEqual([])
    expect(await records.read('a')).toBeUndefined()
    expect(await files.read('a')).toBeUndefined()
    await records.remove('a')
    await files.remove('a')
  })

  it('keeps records and files for others that open it', async () => {
    const one = openStore(directory)
    await one.records.write('a', { n: 1 })
    await one.records.write('a', { n: 2 })
    await one.files.write('f0', new Uint8Array([1, 2, 3]))
    const two = openStore(directory)
    expect(await two.records.list()).toEqual(['a'])
    expect(await two.records.read('a')).toEqual({ n: 2 })
    expect(await two.files.read('f0')).toEqual(new Uint8Array([1, 2, 3]))
    await two.records.remove('a')
    await two.files.remove('f0')
    expect(await one.records.list()).toEqual([])
    expect(await one.files.read('f0')).toBeUndefined()
  })

  it('never shows half a record, and leaves no temporary files', async () => {
    const { records } = openStore(directory)
    const long = 'x'.repeat(200_000)
    const writes = Array.from({ length: 8 }, (_, n) => records.write('a', { n, long }))
    const reads = Array.from({ length: 20 }, () => records.read('a'))
    for (const record of await Promise.all(reads)) {
      if (record !== undefined) expect(record).toHaveProperty('long', long)
    }
    await Promise.all(writes)
    expect(await readdir(join(directory, 'records'))).toEqual(['a.json'])
  })

  it('takes a damaged record for none', async () => {
    const { records } = openStore(directory)
    await records.write('a', {})
    await writeFile(join(directory, 'records', 'a.json'), '{"n":')
    expect(await records.read('a')).toBeUndefined()
  })

  it('does not leave its directory', async () => {
    const { records, files } = openStore(join(directory, 'store'))
    await writeFile(join(directory, 'outside.json'), '{"secret":1}')
    expect(await records.read('../../outside')).toBeUndefined()
    expect(await files.read('../../outside.json')).toBeUndefined()
    await expect(records.write('../x', {})).rejects.toThrow(RangeError)
    await expect(files.write('a/b', new Uint8Array())).rejects.toThrow(RangeError)
    await records.remove('../../outside')
    await files.remove('../../outside.json')
    expect(await readdir(directory)).toContain('outside.json')
  })
})
