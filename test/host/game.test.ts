// Models in code, by what VS Code asks of an extension: completion, hover, problems with their fixes, drops and pastes, and
// renames. What a person sees of it is in test/e2e/game.test.ts.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { DroppedModels } from '../../src/vscode/game/drop-and-paste.ts'
import { movingModel } from '../../workbench/moving-model.mjs'
import { extension, workspaceFolder } from './extension.ts'
import { Person } from './person.ts'
import { until } from './until.ts'

const root = () => workspaceFolder().fsPath
const SOURCE = 'src/in-code.ts'
const HEAD = `import { Scene } from 'three'\n\nexport const scene = new Scene()\n`

const textOf = (path: string) => readFileSync(join(root(), path), 'utf8')
const write = (path: string, text: string | Uint8Array) => {
  mkdirSync(join(root(), path, '..'), { recursive: true })
  writeFileSync(join(root(), path), text)
}

/** Opens code in which `|` is the cursor. */
async function open(code: string) {
  const offset = code.indexOf('|')
  const uri = vscode.Uri.joinPath(workspaceFolder(), SOURCE)
  const document = await vscode.workspace.openTextDocument(uri)
  const edit = new vscode.WorkspaceEdit()
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length))
  edit.replace(uri, whole, code.replace('|', ''))
  assert.ok(await vscode.workspace.applyEdit(edit))
  const editor = await vscode.window.showTextDocument(document)
  const position = document.positionAt(Math.max(0, offset))
  editor.selection = new vscode.Selection(position, position)
  return { uri, document, position }
}

async function completions(code: string): Promise<string[]> {
  const { uri, position } = await open(code)
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    position,
  )
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
}

const offered = async (code: string, path = 'public/models/crate.glb', type = 'text/uri-list') => {
  const { document, position } = await open(code)
  const models = new DroppedModels({
    decoders: workspaceFolder(),
    memory: { keys: () => [], get: () => true, update: async () => {} },
  })
  const data = new vscode.DataTransfer()
  const model = vscode.Uri.joinPath(workspaceFolder(), path)
  data.set(type, new vscode.DataTransferItem(`${model}\r\n`))
  try {
    return { document, offers: await models.offersFor(document, position, data) }
  } finally {
    models.dispose()
  }
}

/** What stands over the crate's path, as markdown. */
async function wordsOverCrate(): Promise<string> {
  const { uri, position } = await open(`${HEAD}const url = '/models/cr|ate.glb'\n`)
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position)
  return hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value))).join('\n')
}

describe('models in code', () => {
  before(async () => {
    await extension().activate()
    write('public/models/crate.glb', movingModel())
    write(SOURCE, HEAD)
  })
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    for (const path of [SOURCE, 'public/models', '.tripo/public/models', '.tripo/models', 'tripo.assets.lock.json'])
      rmSync(join(root(), path), { recursive: true, force: true })
  })

  it('completes paths of models and names of clips', async () => {
    assert.ok((await completions(`${HEAD}const url = '/|'\n`)).includes('/models/crate.glb'))
    const clips = await completions(
      `${HEAD}const url = '/models/crate.glb'\nconst clip = AnimationClip.findByName([], '|')\n`,
    )
    assert.ok(clips.includes('swing'), clips.join())
  })

  it('says over a path what the model is', async () => {
    const words = await wordsOverCrate()
    assert.match(words, /12 triangles/)
    assert.match(words, /2 × 2 × 2 m/)
    assert.match(words, /Clips: swing/)
    assert.doesNotMatch(words, /!\[\]/)
  })

  it('shows the thumbnail beside a model over its path', async () => {
    write('public/models/crate.png', new Uint8Array([137, 80, 78, 71]))
    const words = await wordsOverCrate()
    assert.match(words, /!\[\]\(file:\/\/.*\/public\/models\/crate\.png\|height=120\)/)
  })

  it('says that a path leads nowhere, and offers the nearest name and a model', async () => {
    const { uri } = await open(`${HEAD}const url = '/models/crates.glb|'\n`)
    const problems = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Tripo')
    await until(() => problems().length === 1, 'the problem')
    const [problem] = problems()
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem?.range,
    )
    const titles = actions.map(({ title }) => title)
    assert.ok(titles.includes('Change to /models/crate.glb'), titles.join())
    assert.ok(
      titles.some((title) => title.startsWith('Generate “crates” with Tripo (')),
      titles.join(),
    )
  })

  it('offers code for a dropped model first, and between quotes its address', async () => {
    const { offers } = await offered(`${HEAD}|\n`)
    assert.deepEqual(
      offers.map(({ title }) => title),
      ['Insert code that loads the model', 'Insert the model’s address'],
    )
    assert.equal(offers[1]?.insertText, '/models/crate.glb')
    const inQuotes = await offered(`${HEAD}const url = '|'\n`)
    assert.equal(inQuotes.offers[0]?.insertText, '/models/crate.glb')
    const [first] = (await offered(`${HEAD}const url = '/models/ol|d.glb'\n`)).offers
    assert.equal(first?.insertText, '')
    assert.ok(first?.additionalEdit && (await vscode.workspace.applyEdit(first.additionalEdit)))
    assert.match(inQuotes.document.getText(), /const url = '\/models\/crate\.glb'\n/)
  })

  it('offers what an assets file made of a model that is dragged from the list of tasks', async () => {
    const [path, sha256] = ['.tripo/models/crate.glb', '0'.repeat(64)]
    write(path, movingModel())
    const made = { asked: sha256, service: 'service', tasks: [], source: { path, bytes: 1, sha256 }, local: sha256 }
    const models = { crate: { made: { ...made, file: { path: 'public/models/crate.glb', bytes: 1, sha256 } } } }
    write('tripo.assets.lock.json', JSON.stringify({ lockVersion: 1, models }))
    const { offers } = await offered(`${HEAD}|\n`, path, 'application/x-tripo-model')
    assert.equal(offers[1]?.insertText, '/models/crate.glb')
  })

  it('changes code, and moves the provenance, when a model is renamed', async () => {
    const { document } = await open(`${HEAD}export const url = '/models/crate.glb|'\n`)
    await document.save()
    const provenance = {
      ...{ schemaVersion: 1, generator: { name: 'Tripo Studio', version: '0' }, capability: 'text_to_model' },
      ...{ parameters: {}, seeds: {}, taskId: 'of-a-teammate', dialect: 'v3', region: 'global', service: 'service' },
      ...{ times: { created: '' }, sources: [] },
      files: [{ kind: 'model', path: '../../../public/models/crate.glb', bytes: 1, sha256: '0'.repeat(64) }],
    }
    write('.tripo/public/models/crate.tripo.json', JSON.stringify(provenance))
    const at = (name: string) => vscode.Uri.joinPath(workspaceFolder(), 'public/models', name)
    const edit = new vscode.WorkspaceEdit()
    edit.renameFile(at('crate.glb'), at('wooden-crate.glb'))
    assert.ok(await vscode.workspace.applyEdit(edit))
    await until(() => document.getText().includes(`url = '/models/wooden-crate.glb'`), 'the path in code')
    const moved = '.tripo/public/models/wooden-crate.tripo.json'
    await until(() => existsSync(join(root(), moved)), 'the provenance')
    assert.match(textOf(moved), /public\/models\/wooden-crate\.glb/)
  })

  it('tells once of inserted code what a running game does with a changed model', async () => {
    const person = new Person()
    try {
      await open(`${HEAD}|\n`)
      const model = vscode.Uri.joinPath(workspaceFolder(), 'public/models/wooden-crate.glb')
      person.picks(/Insert Code for/, /Load Once/)
      await vscode.commands.executeCommand('tripo.insertCode', model)
      const told = await person.reads(/a small plugin for Vite/)
      assert.deepEqual(told.buttons, ['Copy Plugin'])
    } finally {
      person.leaves()
    }
  })
})
