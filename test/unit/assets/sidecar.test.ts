// Where the JSON of a delivery goes and is found: beside its model, or in `.tripo` at the root, below the same folders.
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { derivedSidecar } from '../../../src/assets/derive.ts'
import { findFile } from '../../../src/assets/find.ts'
import { type Provenance, place, readProvenance, writeProvenance } from '../../../src/assets/index.ts'
import {
  moveSidecar,
  moveSidecarOf,
  relativePath,
  resolvePath,
  sidecarFolder,
  sidecarPaths,
} from '../../../src/assets/sidecar.ts'
import { hashFile, nodeFiles } from '../../../src/platform/files.ts'

let game = ''
beforeEach(async () => {
  game = await mkdtemp(join(tmpdir(), 'tripo-sidecar-'))
})
afterEach(() => rm(game, { recursive: true, force: true }))

const origin: Omit<Provenance, 'schemaVersion' | 'files'> = {
  generator: { name: 'Tripo Studio', version: '0' },
  ...{ capability: 'text_to_model', parameters: {}, seeds: {}, taskId: 't1', dialect: 'v3', region: 'global' },
  ...{ service: 'service', times: { created: '' }, sources: [] },
}
const json = (name: string) => join(game, '.tripo', 'public', 'assets', name)
const models = () => join(game, 'public', 'assets')

/** Puts a finished model into `public/assets`, its JSON into `.tripo`. */
async function deliver(owner: string, taskId = 't1', isMirrored = true) {
  const waiting = join(game, `waiting-${owner}.glb`)
  await writeFile(waiting, `the model of ${taskId}`)
  const folder = isMirrored ? sidecarFolder(nodeFiles, 'auto', game, models()) : undefined
  return place(nodeFiles, {
    ...{ folder: models(), workspace: game, name: 'chair', jobId: taskId, owner, reserve: async () => {} },
    files: [{ kind: 'model', path: waiting, extension: 'glb', ...(await hashFile(waiting)) }],
    sidecar: {
      folder,
      text: (_, files) =>
        writeProvenance({ ...origin, taskId }, files, ({ path }) => relativePath(nodeFiles, folder ?? models(), path)),
      filesOf: (text) => {
        const found = readProvenance(text)
        return found?.taskId === taskId ? found.files : undefined
      },
    },
  })
}

describe('of what was made of a delivered file', () => {
  const derived = () => ({
    ...{
      source: join(models(), 'chair.glb'),
      target: join(game, 'public/models/seat.glb'),
      bytes: 5,
      sha256: 'a'.repeat(64),
    },
    ...{ localSteps: [{ tool: 'simplify', options: { ratio: 0.5 } }], place: 'auto' as const, workspace: game },
  })

  it('names the task, the steps on this machine and the file', async () => {
    await deliver('one')
    const found = await derivedSidecar(nodeFiles, derived())
    expect(found?.path).toBe('.tripo/public/models/seat.tripo.json')
    const { taskId, localSteps, files, delivery } = readProvenance(found?.text ?? '') ?? {}
    expect({ taskId, localSteps, files }).toEqual({
      taskId: 't1',
      localSteps: [{ tool: 'simplify', options: { ratio: 0.5 } }],
      files: [{ kind: 'model', path: '../../../public/models/seat.glb', bytes: 5, sha256: 'a'.repeat(64) }],
    })
    // It is never taken for the delivery, when that is looked for.
    expect(delivery).toBeDefined()
  })

  it('replaces an older one, and nothing else of that name', async () => {
    await deliver('one')
    const { path = '', text = '' } = (await derivedSidecar(nodeFiles, derived())) ?? {}
    await mkdir(join(game, path, '..'), { recursive: true })
    await writeFile(join(game, path), text)
    expect(await derivedSidecar(nodeFiles, derived())).toEqual({ path, text })
    await writeFile(join(game, path), 'notes of a person')
    expect(await derivedSidecar(nodeFiles, derived())).toBeUndefined()
  })

  it('is not made where nothing is known of the source', async () => {
    expect(await derivedSidecar(nodeFiles, derived())).toBeUndefined()
  })
})

test.each([
  ['auto', 'public/assets', '.tripo/public/assets'],
  ['auto', 'packages/game/static', '.tripo/packages/game/static'],
  ['auto', 'assets', undefined],
  ['beside', 'public/assets', undefined],
  ['.tripo', 'assets', '.tripo/assets'],
  ['.tripo', '', '.tripo'],
] as const)('with %s the JSONs of %j go to %s', (setting, folder, expected) => {
  const found = sidecarFolder(nodeFiles, setting, game, join(game, folder))
  expect(found).toBe(expected && join(game, expected))
  expect(sidecarFolder(nodeFiles, setting, undefined, join(game, folder))).toBeUndefined()
})

test('a path is told from one folder to another and back', () => {
  expect(relativePath(nodeFiles, join(game, '.tripo', 'public'), join(game, 'public', 'a.glb'))).toBe(
    '../../public/a.glb',
  )
  expect(relativePath(nodeFiles, game, join(game, 'a.glb'))).toBe('a.glb')
  expect(resolvePath(nodeFiles, join(game, '.tripo', 'public'), '../../public/a.glb')).toBe(
    join(game, 'public', 'a.glb'),
  )
  expect(resolvePath(nodeFiles, '/a', '../../../x')).toBeUndefined()
})

describe('a delivery with its JSON in .tripo', () => {
  it('leaves nothing but the model in the served folder, and happens once', async () => {
    const first = await deliver('a')
    const again = await deliver('b')
    expect(again).toEqual(first)
    expect(await readdir(models())).toEqual(['chair.glb'])
    expect(await readdir(json(''))).toEqual(['chair.tripo.json'])
    const told = readProvenance(await readFile(json('chair.tripo.json'), 'utf8'))
    expect(told?.files[0]?.path).toBe('../../../public/assets/chair.glb')
  })

  it('in two windows at once happens once, and two tasks get two names', async () => {
    await Promise.all([deliver('a'), deliver('b'), deliver('c', 't2')])
    expect((await readdir(models())).sort()).toEqual(['chair-2.glb', 'chair.glb'])
    expect((await readdir(json(''))).sort()).toEqual(['chair-2.tripo.json', 'chair.tripo.json'])
  })

  it('finds the JSON of an earlier version beside its model', async () => {
    const first = await deliver('a', 't1', false)
    expect((await readdir(models())).sort()).toEqual(['chair.glb', 'chair.tripo.json'])
    expect(await deliver('b')).toEqual(first)
    await deliver('c', 't2')
    expect((await readdir(models())).sort()).toEqual(['chair-2.glb', 'chair.glb', 'chair.tripo.json'])
  })

  it('does not follow a link out of the workspace', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'tripo-outside-'))
    await symlink(outside, join(game, '.tripo'))
    await expect(deliver('a')).rejects.toMatchObject({ code: 'assets.outside' })
    expect(await readdir(outside)).toEqual([])
    await rm(outside, { recursive: true })
  })

  it('follows a file that was edited and moved by it, within the workspace only', async () => {
    await deliver('a')
    const wanted = { path: join(models(), 'chair.glb'), ...(await hashFile(join(models(), 'chair.glb'))) }
    await mkdir(join(game, 'models'))
    await writeFile(join(game, 'models', 'chair.glb'), 'painted over')
    await rm(wanted.path)
    const search = {
      ...{ wanted, folders: [join(game, '.tripo')], root: game },
      origin: { taskId: 't1', kind: 'model' },
    }
    const tell = async (path: string) => {
      const text = await readFile(json('chair.tripo.json'), 'utf8')
      await writeFile(json('chair.tripo.json'), text.replace(/"path": "[^"]*"/, `"path": "${path}"`))
    }
    await tell('../../../models/chair.glb')
    expect(await findFile(nodeFiles, search)).toBe(join(game, 'models', 'chair.glb'))
    expect(await findFile(nodeFiles, { ...search, root: join(game, 'public') })).toBeUndefined()
    await tell('../../../../../../../../../../../../etc/passwd.glb')
    expect(await findFile(nodeFiles, search)).toBeUndefined()
  })

  it('stays where it is when another file has its new name', async () => {
    await deliver('a')
    await writeFile(json('stool.tripo.json'), 'mine')
    const [from, to] = [join(models(), 'chair.glb'), join(models(), 'stool.glb')]
    await moveSidecar(nodeFiles, { taskId: 't1' }, [from], new Map([[from, to]]), game)
    expect(await readFile(json('stool.tripo.json'), 'utf8')).toBe('mine')
    const told = readProvenance(await readFile(json('chair.tripo.json'), 'utf8'))
    expect(told?.files[0]?.path).toBe('../../../public/assets/stool.glb')
    expect((await readdir(json(''))).sort()).toEqual(['chair.tripo.json', 'stool.tripo.json'])
  })
})

test('the JSON of a model that no job has moves with it, and no other’s does', async () => {
  await deliver('a')
  const [from, to] = [join(models(), 'chair.glb'), join(game, 'public', 'seats', 'stool.glb')]
  expect(await moveSidecarOf(nodeFiles, join(models(), 'table.glb'), to, game)).toBe(false)
  expect(await moveSidecarOf(nodeFiles, from, to, game)).toBe(true)
  const moved = await readFile(join(game, '.tripo', 'public', 'seats', 'stool.tripo.json'), 'utf8')
  expect(readProvenance(moved)?.files[0]?.path).toBe('../../../public/seats/stool.glb')
  expect(await readdir(json(''))).toEqual([])
})

test('a file’s JSON is looked for in both places, under old names too', () => {
  const found = sidecarPaths(nodeFiles, [join(models(), 'robot.usdz')], game)
  expect(found).toEqual([
    join(models(), 'robot.usdz.tripo.json'),
    join(models(), 'robot.tripo.json'),
    json('robot.usdz.tripo.json'),
    json('robot.tripo.json'),
  ])
})
