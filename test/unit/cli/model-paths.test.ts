// Which models the arguments of the command line name, and which folder holds them all.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commonFolder, modelPaths, shownPath } from '../../../src/cli/model-paths.ts'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tripo-paths-'))
  const files = ['a.glb', 'b[1].glb', 'm/x.glb', 'm/x.png', 'm/deep/y.fbx', 'm/.hidden/z.glb', 'node_modules/p/q.glb']
  for (const file of files) {
    await mkdir(join(cwd, file, '..'), { recursive: true })
    await writeFile(join(cwd, file), '')
  }
  await symlink(cwd, join(cwd, 'm/round'))
})
afterAll(() => rm(cwd, { recursive: true }))

const found = async (...patterns: string[]) => (await modelPaths(cwd, patterns)).map((path) => shownPath(cwd, path))

describe('the models of a command line', () => {
  it.each([
    ['*.glb', ['a.glb', 'b[1].glb']],
    ['./*.glb', ['a.glb', 'b[1].glb']],
    ['b[1].glb', ['b[1].glb']],
    ['m', ['m/deep/y.fbx', 'm/x.glb']],
    ['m/*', ['m/x.glb']],
    ['**/*.{glb,fbx}', ['a.glb', 'b[1].glb', 'm/deep/y.fbx', 'm/x.glb']],
    ['node_modules/**/*.glb', ['node_modules/p/q.glb']],
    ['m/x.png', ['m/x.png']],
  ])('%s', async (pattern, paths) => {
    expect(await found(pattern)).toEqual(paths)
  })

  it('are each there once, and may be absolute or above the folder', async () => {
    expect(await found('m/x.glb', 'm/*.glb', join(cwd, 'm/*.glb'))).toEqual(['m/x.glb'])
    expect((await modelPaths(join(cwd, 'm'), ['../*.glb'])).map((path) => shownPath(cwd, path))).toContain('a.glb')
  })

  it('have a folder that holds them all', () => {
    expect(commonFolder(['/g/a/x.glb', '/g/a/b/y.glb'])).toBe('/g/a')
    expect(commonFolder(['/g/a/x.glb'])).toBe('/g/a')
    expect(commonFolder(['/a/x.glb', '/ab/y.glb'])).toBe('/')
  })
})
