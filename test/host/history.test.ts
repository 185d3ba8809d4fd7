// What was done, by the commands of the palette: delivered again also when it was taken out of the list, and its own tab.
// What that tab shows is tested in test/unit/webview/history.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { useNothing, useService } from './account.ts'
import { assertModel, assets, clear, jsons, namesIn } from './delivered.ts'
import { extension } from './extension.ts'
import { Person } from './person.ts'
import { until } from './until.ts'

describe('history', () => {
  let person: Person
  before(() => extension().activate())
  after(useNothing)
  beforeEach(async () => {
    await useService()
    clear()
    person = new Person()
  })
  afterEach(() => person.leaves())

  /** Makes a model; gives its job's id. */
  async function make(prompt: string): Promise<unknown> {
    person.picks(new RegExp(prompt), /Generate/)
    const id = await vscode.commands.executeCommand('tripo.generateFromText', prompt)
    await person.reads(/\.glb is ready/)
    return id
  }

  it('finds a model whose job was taken out of the list, and delivers it again at no cost', async () => {
    const id = await make('a tin bucket')
    await vscode.commands.executeCommand('tripo.task.dismiss', id)
    clear()
    await vscode.commands.executeCommand('tripo.task.deliverAgain', id)
    await person.reads(/tin-bucket\.glb is ready/)
    await assertModel(join(assets(), 'tin-bucket.glb'))
    assert.deepEqual([...namesIn(), ...namesIn(jsons())], ['tin-bucket.glb', 'tin-bucket.tripo.json'])
  })

  it('is a tab of its own, for history and usage', async () => {
    await vscode.commands.executeCommand('tripo.searchHistory')
    await vscode.commands.executeCommand('tripo.showUsage')
    const ours = () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'Tripo History')
    await until(() => ours().length === 1, 'the tab of the history')
    await vscode.window.tabGroups.close(ours())
  })
})
