// What is old and far down goes; everything else stays.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sweepOld } from '../../../src/platform/retention.ts'

const DAY = 86_400_000
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-retention-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(name: string, days: number) {
  await writeFile(join(folder, name), name)
  const at = new Date(Date.now() - days * DAY)
  await utimes(join(folder, name), at, at)
}
const names = async () => (await readdir(folder)).sort()
const nothing = async () => () => false

it('removes what is both old and not among the newest', async () => {
  await Promise.all([put('a', 1), put('b', 100), put('c', 200), put('d', 300)])
  // A folder goes with what is in it.
  await mkdir(join(folder, 'z'))
  await put('z/model.glb', 1)
  const old = new Date(Date.now() - 300 * DAY)
  await utimes(join(folder, 'z'), old, old)
  await sweepOld(folder, { age: 90 * DAY, count: 2 }, nothing)
  expect(await names()).toEqual(['a', 'b'])
})

it('keeps what is young, and what is named, and asks only when something would go', async () => {
  await Promise.all([put('a', 1), put('b', 2), put('c', 200), put('d', 300)])
  let asked = 0
  const kept = async () => {
    asked += 1
    return (name: string) => name === 'd'
  }
  await sweepOld(folder, { age: 400 * DAY, count: 1 }, kept)
  await sweepOld(folder, { age: 90 * DAY, count: 4 }, kept)
  expect(asked).toBe(0)
  await sweepOld(folder, { age: 90 * DAY, count: 1 }, kept)
  expect(await names()).toEqual(['a', 'b', 'd'])
})

it('removes nothing when it is not known what is to stay, and a folder that is not there is empty', async () => {
  await Promise.all([put('a', 100), put('b', 200)])
  const unknown = async () => {
    throw new Error('the journal cannot be read')
  }
  await expect(sweepOld(folder, { age: DAY, count: 1 }, unknown)).rejects.toThrow('journal')
  expect(await names()).toEqual(['a', 'b'])
  await sweepOld(join(folder, 'none'), { age: DAY, count: 0 }, unknown)
})
