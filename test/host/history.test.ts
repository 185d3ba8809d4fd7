// What was done, by the commands of the palette: found again and delivered again also when it was taken out of the list, and
// counted beside the service's own rows.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { useNothing, useService } from './account.ts'
import { assertModel, assets, clear, jsons, namesIn } from './delivered.ts'
import { extension, simulator } from './extension.ts'
import { Person } from './person.ts'

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

  /** The last list that was shown with this title. */
  const list = (title: RegExp) => person.seen.filter(({ kind, text }) => kind === 'list' && title.test(text)).at(-1)

  it('finds a model whose job was taken out of the list, and delivers it again at no cost', async () => {
    const id = await make('a tin bucket')
    await vscode.commands.executeCommand('tripo.task.dismiss', id)
    clear()
    person.picks(/Tripo history/, /a tin bucket/).picks(/a tin bucket/, /Deliver Again/)
    await vscode.commands.executeCommand('tripo.searchHistory')
    await person.reads(/tin-bucket\.glb is ready/)
    await assertModel(join(assets(), 'tin-bucket.glb'))
    assert.deepEqual([...namesIn(), ...namesIn(jsons())], ['tin-bucket.glb', 'tin-bucket.tripo.json'])
    assert.match(list(/Tripo history/)?.buttons[0] ?? '', /a tin bucket Text to model · 20 credits · .*task /)
    person.escapes('list', /Tripo usage/)
    await vscode.commands.executeCommand('tripo.showUsage')
    const rows = list(/Tripo usage/)?.buttons ?? []
    const theirs = rows.slice(rows.findIndex((row) => row.startsWith('From the service')))
    assert.match(theirs[0] ?? '', /^From the service: [\d,]+ credits this month$/)
    assert.ok(theirs.some((row) => /^Text to model [\d,]+ credits in [\d,]+ tasks? this month$/.test(row)))
  })

  it('counts by capability, this month and in all, also where the service has no rows', async () => {
    await useService(simulator().v2)
    await make('an iron key')
    person.escapes('list', /Tripo usage/)
    await vscode.commands.executeCommand('tripo.showUsage')
    const rows = list(/Tripo usage/)?.buttons ?? []
    assert.match(rows[0] ?? '', /^From this machine’s history: [\d,]+ credits this month$/)
    const own = rows.find((row) => row.startsWith('Text to model'))
    assert.match(own ?? '', /^Text to model ([\d,]+ credits in [\d,]+ tasks?) this month \1 in all$/)
    assert.deepEqual(rows.slice(-2), ['From the service', 'The service offers no usage list here'])
  })
})
