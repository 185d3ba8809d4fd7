// Which local files a request may send: those of the workspace and copies of our own, whatever a page or a list names.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { nodeFiles } from '../../../src/platform/files.ts'
import { FileAccess } from '../../../src/vscode/file-access.ts'
import { Uri, workspace } from '../../support/vscode.ts'

let base = ''
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tripo-reach-'))
  for (const folder of ['game/props', 'game2', 'storage/inputs', 'home'])
    await mkdir(join(base, folder), { recursive: true })
  const files = ['game/props/a.png', 'game2/a.png', 'storage/inputs/a.png', 'storage/journal.json', 'home/a.png']
  for (const file of files) await writeFile(join(base, file), 'x')
  await symlink(join(base, 'home'), join(base, 'game/link'))
  await symlink(join(base, 'game/props'), join(base, 'game/alias'))
  workspace.workspaceFolders = [{ uri: Uri.file(join(base, 'game')), name: 'game', index: 0 }]
})
afterEach(async () => {
  workspace.workspaceFolders = []
  await rm(base, { recursive: true })
})

const check = (path: string, list?: string) => {
  const fileAccess = new FileAccess(vscode.Uri.file(join(base, 'storage/inputs')), nodeFiles.realPath)
  const upload = path.includes(':') ? path : vscode.Uri.file(join(base, path)).toString()
  const request = { capability: 'image_to_model', params: { file: { upload } } }
  return fileAccess
    .check([request], list === undefined ? undefined : vscode.Uri.file(join(base, list)))
    .then(() => 'taken')
    .catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : error))
}

it.each([
  ['game/props/a.png', 'taken'],
  ['game/alias/a.png', 'taken'],
  ['storage/inputs/a.png', 'taken'],
  ['storage/journal.json', 'image.outside'],
  ['game/../home/a.png', 'image.outside'],
  ['game2/a.png', 'image.outside'],
  ['game/link/a.png', 'image.outside'],
  ['game/props/b.png', 'image.missing'],
  ['file:///etc/passwd', 'image.outside'],
  ['vscode-userdata:/User/settings.json', 'image.outside'],
])('%s is %s', async (path, expected) => expect(await check(path)).toBe(expected))

it.each(['game/../home/a.png', 'game/..%2Fhome/a.png', 'game/..%5Chome/a.png', 'game/props/../props/a.png'])(
  '%s climbs',
  async (path) => expect(await check(`file://${base}/${path}`)).toBe('image.outside'),
)

it('looks into further steps and lists of files', async () => {
  const fileAccess = new FileAccess(vscode.Uri.file(join(base, 'storage/inputs')), nodeFiles.realPath)
  const upload = 'file:///etc/passwd'
  const steps = [{ capability: 'texture_model', params: { texture_prompt: { image: { upload } } } }]
  for (const request of [
    { capability: 'text_to_model', params: {}, steps },
    { capability: 'multiview_to_model', params: { files: [{ url: 'https://x.test/a.png' }, { upload }] } },
  ]) {
    await expect(fileAccess.check([request])).rejects.toMatchObject({ code: 'image.outside' })
  }
})

it('takes what lies beside a list only where no workspace is open', async () => {
  expect(await check('home/a.png', 'home/list.csv')).toBe('image.outside')
  workspace.workspaceFolders = []
  expect(await check('home/a.png', 'home/list.csv')).toBe('taken')
  expect(await check('game2/a.png', 'home/list.csv')).toBe('image.outside')
})
