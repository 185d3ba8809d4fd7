// What a person does with delivered files: renamed, moved, deleted, by the editor and behind its back. The list follows,
// or says that a file is gone and how to have it again.
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Jobs } from '../../../src/jobs/jobs.ts'
import { nodeFiles } from '../../../src/platform/files.ts'
import { isGone, type JobAction } from '../../../src/protocol/index.ts'
import { FollowedFiles, lookingFirst } from '../../../src/vscode/followed-files.ts'
import { answers, created, deletions, disk, removed, renames, shown, Uri } from '../../support/vscode.ts'
import { Bench, chair, phase } from '../jobs/bench.ts'

let bench: Bench
let jobs: Jobs
let results: FollowedFiles
let changed: string[] = []
let id = ''

beforeEach(async () => {
  bench = await Bench.open()
  jobs = bench.jobs({ isMissing: (path) => results.isMissing(path) })
  results = new FollowedFiles({ jobs, files: nodeFiles, log: { warn: (message) => expect.fail(message) } })
  ;[changed, shown.length, answers.length] = [[], 0, 0]
  disk.clear()
  id = await jobs.submit(chair, { target: bench.target, service: 'service' })
  await phase(jobs, id, 'delivered')
  jobs.onDidChange((ids) => changed.push(...ids))
})
afterEach(async () => {
  results.dispose()
  await jobs.dispose()
  await bench.close()
})

const at = (...parts: string[]) => join(bench.folder, ...parts)
const view = () => jobs.get(id)
const path = () => view()?.files[0]?.path
const file = () => at('wooden-dining-chair.glb')
const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 90_000 }).toBe(true)

it('a file that the editor renames is followed, and one in a folder that it renames', async () => {
  await rename(file(), at('stool.glb'))
  renames.fire({ files: [{ oldUri: Uri.file(file()), newUri: Uri.file(at('stool.glb')) }] })
  await until(() => path() === 'assets/stool.glb')
  await rename(bench.folder, join(bench.game, 'models'))
  renames.fire({ files: [{ oldUri: Uri.file(bench.folder), newUri: Uri.file(join(bench.game, 'models')) }] })
  await until(() => path() === 'models/stool.glb')
})

it('its JSON moves with it, beside it, and names it', async () => {
  await mkdir(at('props'))
  await rename(file(), at('props', 'stool.glb'))
  renames.fire({ files: [{ oldUri: Uri.file(file()), newUri: Uri.file(at('props', 'stool.glb')) }] })
  await until(() => path() === 'assets/props/stool.glb')
  await expect.poll(() => bench.names('game', 'assets', 'props')).toEqual(['stool.glb', 'stool.tripo.json'])
  await expect.poll(() => bench.names('game', 'assets')).toEqual(['props'])
  expect(JSON.parse(await bench.text('game', 'assets', 'props', 'stool.tripo.json')).files[0].path).toBe('stool.glb')
})

it('its JSON moves with it below .tripo, and finds a file that was edited and moved', async () => {
  const folder = join(bench.game, 'public', 'assets')
  const target = { ...bench.target, folder, provenanceFolder: join(bench.game, '.tripo', 'public', 'assets') }
  id = await jobs.submit({ ...chair, name: 'seat' }, { target, service: 'service' })
  await phase(jobs, id, 'delivered')
  expect(await bench.names('game', 'public', 'assets')).toEqual(['seat.glb'])
  const now = join(bench.game, 'public', 'props', 'stool.glb')
  await mkdir(join(bench.game, 'public', 'props'))
  await rename(join(folder, 'seat.glb'), now)
  renames.fire({ files: [{ oldUri: Uri.file(join(folder, 'seat.glb')), newUri: Uri.file(now) }] })
  await until(() => path() === 'public/props/stool.glb')
  await expect.poll(() => bench.names('game', '.tripo', 'public', 'props')).toEqual(['stool.tripo.json'])
  await expect.poll(() => bench.names('game', '.tripo', 'public', 'assets')).toEqual([])
  const told = JSON.parse(await bench.text('game', '.tripo', 'public', 'props', 'stool.tripo.json'))
  expect(told.files[0].path).toBe('../../../public/props/stool.glb')
  expect(await bench.names('game', 'public', 'props')).toEqual(['stool.glb'])
})

it('a file that is moved behind the editor’s back is found by its bytes', async () => {
  await mkdir(at('props'))
  await rename(file(), at('props', 'seat.glb'))
  removed.fire(Uri.file(file()))
  await until(() => path() === 'assets/props/seat.glb')
})

it('a file that is deleted is said to be gone, until it is back', async () => {
  await rename(file(), join(bench.base, 'away.glb'))
  deletions.fire({ files: [Uri.file(file())] })
  await until(() => changed.includes(id))
  expect(view()).toMatchObject({ phase: 'delivered', files: [{ isMissing: true }] })
  await rename(join(bench.base, 'away.glb'), file())
  created.fire(Uri.file(file()))
  await until(() => changed.length > 1)
  expect(view()?.files[0]?.isMissing).toBeUndefined()
})

it('is looked for before it is opened, revealed or its path copied', async () => {
  const acted: JobAction[] = []
  const runAction = lookingFirst(jobs, results, async (_, action) => void acted.push(action))
  await runAction(id, 'copyPath')
  expect(acted).toEqual(['copyPath'])
  await rename(file(), at('stool.glb'))
  await runAction(id, 'reveal')
  expect(path()).toBe('assets/stool.glb')
  await rm(at('stool.glb'))
  answers.push(([again]) => again)
  await runAction(id, 'reveal')
  const job = view()
  expect(job && isGone(job)).toBe(true)
  expect(shown[0]?.text).toMatch(/assets\/stool\.glb was deleted/)
  expect(acted).toEqual(['copyPath', 'reveal', 'deliverAgain'])
})

it('is there again once it was delivered again', async () => {
  await rm(file())
  await results.look()
  await jobs.history.deliverAgain(id)
  await phase(jobs, id, 'delivered')
  await results.look()
  expect(view()?.files.some(({ isMissing }) => isMissing)).toBe(false)
  expect(path()).toBe('assets/wooden-dining-chair.glb')
  expect(await bench.names('game', 'assets')).toEqual(['wooden-dining-chair.glb', 'wooden-dining-chair.tripo.json'])
  expect(bench.service.created).toHaveLength(1)
})

it('whose JSON below `.tripo` was deleted is ready all the same, follows its file, and has a JSON again when it is delivered again', async () => {
  const folder = join(bench.game, 'public', 'assets')
  const jsons = join(bench.game, '.tripo', 'public', 'assets')
  const target = { ...bench.target, folder, provenanceFolder: jsons }
  id = await jobs.submit(chair, { target, service: 'service' })
  await phase(jobs, id, 'delivered')
  const json = join(jsons, 'wooden-dining-chair.tripo.json')
  await rm(json)
  await results.look()
  const job = view()
  expect(job && isGone(job)).toBe(false)
  expect(job?.phase).toBe('delivered')
  const [from, to] = ['wooden-dining-chair.glb', 'stool.glb'].map((name) => join(folder, name))
  await rename(from ?? '', to ?? '')
  renames.fire({ files: [{ oldUri: Uri.file(from ?? ''), newUri: Uri.file(to ?? '') }] })
  await until(() => path() === 'public/assets/stool.glb')
  expect(await readdir(jsons)).toEqual([])
  await rm(to ?? '')
  await results.look()
  expect(view()?.files[0]?.isMissing).toBe(true)
  await jobs.history.deliverAgain(id)
  await phase(jobs, id, 'delivered')
  await results.look()
  expect(view()?.files[0]?.isMissing).toBeUndefined()
  expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual(['stool.glb'])
  expect(await readdir(jsons)).toEqual(['stool.tripo.json'])
})
