// Comparing a model with its last commit, where there is none to be had.
import { expect, it } from 'vitest'
import * as vscode from 'vscode'
import { modelCompareCommands } from '../../../../src/vscode/commands/model-compare.ts'
import { COMMANDS } from '../../../../src/vscode/names.ts'
import { shown, workspace } from '../../../support/vscode.ts'

it.each([
  [true, 'is in no commit yet'],
  [false, 'once this workspace is trusted'],
])('says why there is no commit in a folder that is trusted: %s', async (isTrusted, words) => {
  workspace.isTrusted = isTrusted
  const comparisons = { show: () => undefined, lastCommit: async () => undefined }
  const commands = modelCompareCommands({ comparisons })
  await commands[COMMANDS.compareWithCommit](vscode.Uri.file('/game/chest.glb'))
  expect(shown.map(({ text }) => text).join()).toContain(words)
})
