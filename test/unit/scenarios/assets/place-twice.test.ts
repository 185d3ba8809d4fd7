// Two windows that place the same delivery, each asleep at any of its steps while the other goes on: one copy, whole,
// with its JSON, and nothing that was published is ever taken away.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AssetFiles } from '../../../../src/assets/files.ts'
import { type Incoming, type Placement, place } from '../../../../src/assets/index.ts'
import { nodeFiles } from '../../../../src/platform/files.ts'
import { Sleeper, stepping } from '../../../bench/soak/stepping.ts'

const CONTENTS = { model: 'the model', base_model: 'its base' }
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

async function download(folder: string, owner: string): Promise<Incoming[]> {
  return Promise.all(
    Object.entries(CONTENTS).map(async ([kind, content]) => {
      const path = join(folder, `.tripo-1.${owner}`, kind)
      await mkdir(join(folder, `.tripo-1.${owner}`), { recursive: true })
      await writeFile(path, content)
      return { kind, path, extension: 'glb', bytes: content.length, sha256: sha256Of(content) }
    }),
  )
}

interface Way {
  /** Both work on the first one's downloads, or each has its own. */
  shares: boolean
  /** The JSON beside the model, in a folder of its own as below `.tripo`, or none. */
  json: 'beside' | 'apart' | 'none'
  hasLinks: boolean
  /** A window whose job was taken over is not let announce a name; else the disk of the journal is full. */
  hasJournal: boolean
}

const noLinks: AssetFiles = {
  ...nodeFiles,
  link: async () => {
    throw Object.assign(new Error('no links'), { code: 'EPERM' })
  },
}

/** Places twice, asleep at these steps; the one that fell asleep first wakes up first. False when neither slept. */
async function placeTwice({ shares, json, hasLinks, hasJournal }: Way, atFirst: number, atSecond: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tripo-twice-'))
  try {
    await writeFile(join(folder, 'chair.glb'), 'mine')
    const downloads = await download(folder, 'a')
    let reserved: string | undefined
    let isTakenOver = false
    const wishOf = (owner: string, files: readonly Incoming[]): Placement => ({
      ...{ folder, name: 'chair', jobId: '1', owner, files, reserved },
      reserve: async (name) => {
        if (!hasJournal) return
        if (isTakenOver && owner === 'a') throw new Error('elsewhere')
        reserved = name
      },
      sidecar:
        json === 'none'
          ? undefined
          : {
              ...(json === 'apart' ? { folder: apart } : {}),
              text: (_, placed) =>
                JSON.stringify({ task: 1, files: placed.map(({ name, path, ...file }) => ({ ...file, path: name })) }),
              filesOf: (text) => (text.startsWith('{"task":1,') ? JSON.parse(text).files : undefined),
            },
    })
    const apart = join(folder, '.tripo', 'public')
    const disk = hasLinks ? nodeFiles : noLinks
    const begin = async (at: number, wish: () => Promise<Placement>) => {
      const sleeper = new Sleeper(at)
      const work = wish().then((own) => place(stepping(disk, sleeper), own).then(String, String))
      const sleeps = await Promise.race([sleeper.asleep.then(() => true), work.then(() => false)])
      return { sleeper, work, sleeps }
    }
    const first = await begin(atFirst, async () => wishOf('a', downloads))
    isTakenOver = true
    const second = await begin(atSecond, async () => wishOf('b', shares ? downloads : await download(folder, 'b')))
    const isThere = (await readdir(folder)).includes('chair-2.glb')
    first.sleeper.wake()
    await first.work
    if (isThere) expect(await readFile(join(folder, 'chair-2.glb'), 'utf8')).not.toBe('')
    second.sleeper.wake()
    await second.work
    const told = `asleep at ${first.sleeper.taken[atFirst - 1]} and ${second.sleeper.taken[atSecond - 1]}`
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
    const jsons = ['chair-2.tripo.json']
    const beside = json === 'beside' ? jsons : []
    expect(names, told).toEqual(['chair-2.base-model.glb', 'chair-2.glb', ...beside, 'chair.glb'])
    if (json === 'apart')
      expect(
        (await readdir(apart)).filter((name) => !name.startsWith('.')),
        told,
      ).toEqual(jsons)
    expect(await readFile(join(folder, 'chair-2.glb'), 'utf8'), told).toBe(CONTENTS.model)
    expect(await readFile(join(folder, 'chair-2.base-model.glb'), 'utf8'), told).toBe(CONTENTS.base_model)
    expect(await readFile(join(folder, 'chair.glb'), 'utf8'), told).toBe('mine')
    return { first: first.sleeps, second: second.sleeps }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const USUAL = { shares: true, json: 'beside' as const, hasLinks: true, hasJournal: true }
const WAYS: Way[] = [
  USUAL,
  { ...USUAL, shares: false },
  { ...USUAL, hasJournal: false },
  { ...USUAL, hasJournal: false, shares: false },
  { ...USUAL, json: 'apart' as const },
  { ...USUAL, json: 'apart' as const, shares: false, hasLinks: false },
  { ...USUAL, json: 'none' as const },
  { ...USUAL, json: 'none' as const, shares: false },
  { ...USUAL, hasLinks: false },
  { ...USUAL, hasLinks: false, shares: false },
]

/** Of each window's steps every so manieth is tried, those before and after a change in turn. */
const STRIDE = 5
/** Pairs of steps that are tried side by side. */
const AT_ONCE = 8

test.each(WAYS)(
  'one copy, whole: %o',
  async (way) => {
    let count = 0
    for (let first = 1, isOver = false; !isOver; first += STRIDE) {
      for (let second = 1, isDone = false; !isDone; second += STRIDE * AT_ONCE) {
        const pairs = Array.from({ length: AT_ONCE }, (_, index) => placeTwice(way, first, second + STRIDE * index))
        const slept = await Promise.all(pairs)
        count += slept.filter((pair) => pair.first && pair.second).length
        isDone = slept.some((pair) => !pair.second)
        isOver = slept.every((pair) => !pair.first)
      }
    }
    expect(count).toBeGreaterThan(8)
  },
  600_000,
)
