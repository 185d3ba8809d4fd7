// Retention of the command line's state: what is old goes, what is unfinished or in use stays.
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stateFolder, sweepState } from '../../../src/cli/state.ts'
import type { JobView } from '../../../src/protocol/index.ts'

const DAY = 86_400_000
let state = ''
let folder = ''
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'tripo-state-'))
  folder = stateFolder({ XDG_STATE_HOME: state }, '/game')
})
afterEach(() => rm(state, { recursive: true }))

const aged = async (path: string, days: number) => {
  const then = new Date(Date.now() - days * DAY)
  await utimes(path, then, then)
}
/** @param days age of each */
async function records(names: readonly string[], days: number) {
  const make = async (name: string) => {
    await mkdir(join(folder, 'jobs', name), { recursive: true })
    await aged(join(folder, 'jobs', name), days)
  }
  await Promise.all(names.map(make))
}
const view = (id: string, phase: JobView['phase']) => ({ id, phase })
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `new${i}`)

it('removes records that are old and not among the newest, but none of an unfinished job', async () => {
  await records(numbered(2000), 1)
  await records(['done', 'waiting', 'unknown', 'younger'], 401)
  await aged(join(folder, 'jobs', 'younger'), 399)
  await sweepState(folder, async () => [
    view('done', 'delivered'),
    view('waiting', 'generating'),
    view('younger', 'delivered'),
  ])
  const left = await readdir(join(folder, 'jobs'))
  expect(left.filter((name) => !name.startsWith('new')).sort()).toEqual(['unknown', 'waiting', 'younger'])
  expect(left).toHaveLength(2003)
})

it('removes pictures and the folders of projects that are no longer built, whichever is old', async () => {
  const parent = join(folder, '..')
  await mkdir(join(folder, 'thumbnails'), { recursive: true })
  for (const [name, days] of [['old.webp', 91], ...numbered(500).map((id) => [`${id}.webp`, 1] as const)] as const) {
    await writeFile(join(folder, 'thumbnails', name), '')
    await aged(join(folder, 'thumbnails', name), days)
  }
  for (const name of ['gone', ...numbered(20)]) await mkdir(join(parent, name))
  await aged(join(parent, 'gone'), 401)
  await aged(folder, 500)
  await sweepState(folder, async () => [view('old', 'delivered')])
  expect(await readdir(join(folder, 'thumbnails'))).not.toContain('old.webp')
  const left = await readdir(parent)
  expect(left).not.toContain('gone')
  expect(left).toContain(basename(folder))
})
