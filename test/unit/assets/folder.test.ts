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
    (error: unknown) => (error instanceof Error && 'reason' in error ? error.reason : error),
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
    expect(await reason(assetsFolder(nodeFiles, game, 'auto'))).toBe('outside')
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
    ['..', 'outside'],
    ['../game2', 'outside'],
    ['art/../../x', 'outside'],
    ['..\\x', 'outside'],
    ['/etc', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['C:\\models', 'absolute'],
    ['c:models', 'absolute'],
    ['file:///etc', 'absolute'],
    ['~/models', 'absolute'],
    ['a\u0000b', 'characters'],
    ['assets/[Open the model](command:runCommands?x)', 'characters'],
    ['a\nb', 'characters'],
    ['models\u202Egpj', 'characters'],
    ['what?', 'characters'],
    ['a|b', 'characters'],
    ['a'.repeat(401), 'characters'],
  ])('%j is refused as %s', async (setting, expected) => {
    expect(await reason(assetsFolder(nodeFiles, game, setting))).toBe(expected)
  })
  test.each([
    ['../x', 'request-outside', /^The folder “\.\.\/x” lies outside/],
    ['/etc', 'request-absolute', /^The folder “\/etc” is not a path inside/],
    ['a|b', 'request-characters', /^The folder “a\|b” has characters/],
  ])('%j of a form is refused there, not in the settings', async (folder, expected, words) => {
    const error = await assetsFolder(nodeFiles, game, folder, 'request').catch((thrown: unknown) => thrown)
    const problem = error instanceof AssetsError ? error.problem : undefined
    expect(problem?.code).toBe(`assets.${expected}`)
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
    expect(await reason(assetsFolder(nodeFiles, game, 'a/b'))).toBe('outside')
    expect(await reason(assetsFolder(nodeFiles, game, 'a/b/c/d'))).toBe('outside')
  })
  test('may not go through a link that leads nowhere yet', async () => {
    await symlink(join(base, 'later'), join(game, 'dangling'))
    expect(await reason(assetsFolder(nodeFiles, game, 'dangling/models'))).toBe('outside')
  })
  test('must not name a file', async () => {
    await writeFile(join(game, 'models'), '')
    expect(await reason(assetsFolder(nodeFiles, game, 'models'))).toBe('not-a-folder')
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
    expect(await reason(checkFolder(nodeFiles, game, join(game, 'assets')))).toBe('outside')
    expect(await reason(checkFolder(nodeFiles, game, join(base, 'game-2')))).toBe('outside')
  })
  test('works in a workspace that is itself reached through a link', async () => {
    await symlink(game, join(base, 'alias'))
    await checkFolder(nodeFiles, join(base, 'alias'), join(base, 'alias', 'assets'))
  })
})
