// The small pictures that are kept of models: one for each state of a file, and nothing that is no picture.
import { beforeEach, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { ModelPictures } from '../../../../src/vscode/views/model-pictures.ts'

const MODEL = vscode.Uri.file('/game/chest.glb')
const PICTURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]).buffer
const write = (size: number) => vscode.workspace.fs.writeFile(MODEL, new Uint8Array(size))

let pictures: ModelPictures
beforeEach(async () => {
  await write(10)
  // A folder of its own: the disk of these tests is that of all of them.
  pictures = new ModelPictures({
    storage: vscode.Uri.file(`/storage/${Math.random()}`),
    store: async (path, bytes) => vscode.workspace.fs.writeFile(vscode.Uri.file(path), bytes),
  })
})

it('has a picture of a file until the file changes, and asks for it once', async () => {
  expect(await pictures.of(MODEL)).toBeUndefined()
  const key = (await pictures.wanted(MODEL)) ?? ''
  await pictures.keep(key, PICTURE)
  const kept = await pictures.of(MODEL)
  expect(kept?.path).toContain(key)
  expect(await pictures.wanted(MODEL)).toBeUndefined()
  await write(11)
  expect(await pictures.of(MODEL)).toBeUndefined()
})

it.each([
  ['what it has not asked for', () => '../../elsewhere', PICTURE],
  ['what is no picture', (key: string) => key, new Uint8Array([1, 2, 3, 4]).buffer],
  ['what is too large', (key: string) => key, new Uint8Array(1e6).fill(0x89).buffer],
  ['what is no bytes', (key: string) => key, 'data'],
])('does not keep %s', async (_, nameOf, bytes) => {
  const key = (await pictures.wanted(MODEL)) ?? ''
  await pictures.keep(nameOf(key), bytes)
  expect(await pictures.of(MODEL)).toBeUndefined()
})

it('has none of a file that is gone', async () => {
  expect(await pictures.of(vscode.Uri.file('/game/gone.glb'))).toBeUndefined()
})
