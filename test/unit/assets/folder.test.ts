// Where results may go: inside the workspace only, whatever the setting or the links in it say.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AssetsError } from '../../../src/assets/errors.ts'
import { assetsFolder, checkFolder } from '../../../src/assets/folder.ts'
import { nodeFiles } from '../../../src/platform/files.ts'

let base = ''
let game = ''
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tripo-folder-'))
  game = join(base, 'game')
  await mkdir(game)
})
afterEach(() => rm(base, { recursive: true }))

const reason = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('auto', () => {
  test('is assets without a public folder', async () => {
    expect(await assetsFolder(nodeFiles, game, 'auto')).toBe(join(game, 'assets'))
    expect(await assetsFolder(nodeFiles, game, ' ')).toBe(join(game, 'assets'))
  })
  test('is public/assets with one', async () => {
    await mkdir(join(game, 'public'))
    expect(await assetsFolder(nodeFiles, game, 'auto')).toBe(join(game, 'public', 'assets'))
  })
  test('does not take a file named public for one', async () => {
    await writeFile(join(game, 'public'), '')
    expect(await assetsFolder(nodeFiles, game, 'auto')).toBe(join(game, 'assets'))
  })
  test('does not follow a public that leads out', async () => {
    await mkdir(join(base, 'elsewhere'))
    await symlink(join(base, 'elsewhere'), join(game, 'public'))
    expect(await reason(assetsFolder(nodeFiles, game, 'auto'))).toBe('assets.outside')
  })
})

describe('a setting', () => {
  test.each([
    ['models', ['models']],
    ['art/models/', ['art', 'models']],
    ['./art//models', ['art', 'models']],
    ['art\\models', ['art', 'models']],
    ['art/../models', ['models']],
    ['.', []],
    ['木', ['木']],
  ])('%j is taken', async (setting, parts) => {
    expect(await assetsFolder(nodeFiles, game, setting)).toBe(join(game, ...parts))
  })
  test.each([
    ['..', 'assets.outside'],
    ['../game2', 'assets.outside'],
    ['art/../../x', 'assets.outside'],
    ['..\\x', 'assets.outside'],
    ['/etc', 'assets.absolute'],
    ['\\\\server\\share', 'assets.absolute'],
    ['C:\\models', 'assets.absolute'],
    ['c:models', 'assets.absolute'],
    ['file:///etc', 'assets.absolute'],
    ['~/models', 'assets.absolute'],
    ['a\u0000b', 'assets.characters'],
    ['assets/[Open the model](command:runCommands?x)', 'assets.characters'],
    ['a\nb', 'assets.characters'],
    ['models\u202Egpj', 'assets.characters'],
    ['what?', 'assets.characters'],
    ['a|b', 'assets.characters'],
    ['art/CON', 'assets.characters'],
    ['models.', 'assets.characters'],
    ['a'.repeat(401), 'assets.characters'],
  ])('%j is refused as %s', async (setting, expected) => {
    expect(await reason(assetsFolder(nodeFiles, game, setting))).toBe(expected)
  })
  test.each([
    ['../x', 'assets.request-outside', /^The folder “\.\.\/x” lies outside/],
    ['/etc', 'assets.request-absolute', /^The folder “\/etc” is not a path inside/],
    ['a|b', 'assets.request-characters', /^The folder “a\|b” has characters/],
  ])('%j of a form is refused there, not in the settings', async (folder, expected, words) => {
    const error = await assetsFolder(nodeFiles, game, folder, 'request').catch((thrown: unknown) => thrown)
    const problem = error instanceof AssetsError ? error.problem : undefined
    expect(problem?.code).toBe(expected)
    expect(problem?.sentence).toMatch(words)
    expect(problem?.nextStep).toMatch(/^In the form’s Folder field, enter /)
    expect(`${problem?.sentence}${problem?.nextStep}`).not.toContain('tripo.assetsFolder')
  })
  test('may go through a link that stays inside', async () => {
    await mkdir(join(game, 'real'))
    await symlink('real', join(game, 'alias'))
    expect(await assetsFolder(nodeFiles, game, 'alias/models')).toBe(join(game, 'alias', 'models'))
  })
  test('may not go through a link that leads out, at any depth', async () => {
    await mkdir(join(base, 'elsewhere'))
    await mkdir(join(game, 'a'))
    await symlink(join(base, 'elsewhere'), join(game, 'a', 'b'))
    expect(await reason(assetsFolder(nodeFiles, game, 'a/b'))).toBe('assets.outside')
    expect(await reason(assetsFolder(nodeFiles, game, 'a/b/c/d'))).toBe('assets.outside')
  })
  test('may not go through a link that leads nowhere yet', async () => {
    await symlink(join(base, 'later'), join(game, 'dangling'))
    expect(await reason(assetsFolder(nodeFiles, game, 'dangling/models'))).toBe('assets.outside')
  })
  test('must not name a file', async () => {
    await writeFile(join(game, 'models'), '')
    expect(await reason(assetsFolder(nodeFiles, game, 'models'))).toBe('assets.not-a-folder')
  })
})

test('folders that games have are taken', async () => {
  for (const setting of ['app/(game)/[level]', 'モデル/木', 'my models & more', 'a+b=c, d', '.cache/x'])
    expect(await reason(assetsFolder(nodeFiles, game, setting))).toBe('none')
})

describe('the check before writing', () => {
  test('takes what was chosen', async () => {
    await checkFolder(nodeFiles, game, await assetsFolder(nodeFiles, game, 'auto'))
  })
  test('notices a folder that became a link out, and a neighbour with the same beginning', async () => {
    await mkdir(join(base, 'game-2'))
    await symlink(join(base, 'game-2'), join(game, 'assets'))
    expect(await reason(checkFolder(nodeFiles, game, join(game, 'assets')))).toBe('assets.outside')
    expect(await reason(checkFolder(nodeFiles, game, join(base, 'game-2')))).toBe('assets.outside')
  })
  test('works in a workspace that is itself reached through a link', async () => {
    await symlink(game, join(base, 'alias'))
    await checkFolder(nodeFiles, join(base, 'alias'), join(base, 'alias', 'assets'))
  })
})
