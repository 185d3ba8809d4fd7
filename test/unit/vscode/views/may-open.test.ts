// What a person is asked before a large model is opened, and when.
import { expect, it } from 'vitest'
import * as vscode from 'vscode'
import { mayOpen } from '../../../../src/vscode/views/may-open.ts'
import { ModelDocument } from '../../../../src/vscode/views/model-document.ts'
import { answers, disk, settings, shown } from '../../../support/vscode.ts'

it.each([
  [0.01, 90_000, '0.086'],
  [1, 1_600_000, '1.5'],
  [10, 12_000_000, '11'],
])('above a limit of %d MB, a file of %d bytes is said to have %s MB', async (limit, bytes, megabytes) => {
  settings.set('tripo.viewer.askAbove', limit)
  const uri = vscode.Uri.file('/game/large.glb')
  disk.set(String(uri), new Uint8Array(bytes))
  answers.push(() => undefined)
  const document = new ModelDocument(uri)
  expect(await mayOpen(document, false)).toBe(false)
  expect(shown.map(({ text }) => text)).toContain(`large.glb has ${megabytes} MB. Open it?`)
  // Who is sure is not asked again.
  expect(await mayOpen(document, true)).toBe(true)
  expect(await mayOpen(document, false)).toBe(true)
})
