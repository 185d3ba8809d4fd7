// What is dropped on the picture of the model editor by its address: only files of the workspace or beside the model are read.
import { beforeEach, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { droppedFiles } from '../../../../src/vscode/views/dropped-files.ts'
import { executed } from '../../../support/vscode.ts'

const MODEL = vscode.Uri.file('/elsewhere/models/chest.glb')
const { openDropped, compareDropped } = droppedFiles(
  MODEL,
  { asWebviewUri: (uri) => vscode.Uri.parse(`https://panel.test${uri.path}`) },
  [vscode.Uri.file('/game')],
)

beforeEach(() => {
  executed.length = 0
})

it('says where the page reads a file of the workspace or beside the model, and of no other', async () => {
  const urls = ['/game/sky.hdr', '/elsewhere/models/sky.hdr', '/elsewhere/sky.hdr']
  const answers = await Promise.all(urls.map((path) => openDropped({ uri: `file://${path}` })))
  expect(answers).toEqual([
    { url: 'https://panel.test/game/sky.hdr' },
    { url: 'https://panel.test/elsewhere/models/sky.hdr' },
    {},
  ])
})

it('compares with another model of these, and with nothing else', async () => {
  const shown = async (path: string) => (await compareDropped({ uri: `file://${path}` })).isShown
  expect(await shown('/game/old/chest.FBX')).toBe(true)
  expect(executed).toEqual([['tripo.compareModels', MODEL]])
  executed.length = 0
  for (const path of ['/secret/chest.glb', '/game/notes.txt', '/elsewhere/models/chest.glb'])
    expect([path, await shown(path)]).toEqual([path, false])
  expect(executed).toEqual([])
})
