// The main job in the real extension host, without the panel: text and images become files, asked for once and told truthfully.
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { estimate, imageToModel, PREFERRED_MODEL_VERSION, textToModel } from '../../src/tripo/catalogue/index.ts'
import { SETTINGS } from '../../src/vscode/names.ts'
import { setForWorkspace, useNothing, useService } from './account.ts'
import { assertModel, assets, clear, jsons, namesIn, provenanceOf } from './delivered.ts'
import { extension, simulator, workspaceFolder } from './extension.ts'
import { Person } from './person.ts'

const picture = (name: string) => vscode.Uri.joinPath(workspaceFolder(), 'props', name)
const priceOf = (capability: Parameters<typeof estimate>[0]) =>
  estimate(capability, { model_version: PREFERRED_MODEL_VERSION }).total

describe('generate', () => {
  let person: Person
  before(() => extension().activate())
  after(useNothing)
  beforeEach(async () => {
    await useService()
    clear()
    person = new Person()
  })
  afterEach(() => person.leaves())

  it('makes a file from text, with its price asked and its provenance beside it', async () => {
    person.picks(/A small red metal barrel/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'A small red metal barrel on a cart')
    const ready = await person.reads(/ is ready/)
    assert.deepEqual(ready.buttons, ['Open', 'Insert Code', 'Reveal in Explorer', 'Copy Path'])
    assert.match(ready.text, /public\/assets\/small-red-metal-barrel\.glb/)
    const asked = person.seen.find((shown) => shown.kind === 'list')
    assert.match(asked?.text ?? '', new RegExp(`costs ${priceOf(textToModel)} credits`))
    // Prompts do not ship with what `public` serves.
    assert.deepEqual(namesIn(), ['small-red-metal-barrel.glb'])
    assert.deepEqual(namesIn(jsons()), ['small-red-metal-barrel.tripo.json'])

    const file = join(assets(), 'small-red-metal-barrel.glb')
    await assertModel(file)
    const provenance = provenanceOf(file)
    assert.equal(provenance.capability, 'text_to_model')
    assert.equal(provenance.service, 'service')
    assert.equal(provenance.dialect, 'v3')
    assert.equal(provenance.parameters['prompt'], 'A small red metal barrel on a cart')
    assert.equal(provenance.credits, priceOf(textToModel))
    assert.ok(Object.keys(provenance.seeds).length > 0, 'it tells the seeds that the service drew')
    assert.doesNotMatch(
      readFileSync(join(jsons(), 'small-red-metal-barrel.tripo.json'), 'utf8'),
      new RegExp(simulator().key),
    )
  })

  it('never replaces a file: the second one of a name gets a number', async () => {
    mkdirSync(assets(), { recursive: true })
    writeFileSync(join(assets(), 'chest.glb'), 'mine')
    person.picks(/chest/, /Generate/).picks(/chest/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a chest')
    await person.reads(/chest-2\.glb is ready/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a chest')
    await person.reads(/chest-3\.glb is ready/)
    assert.equal(readFileSync(join(assets(), 'chest.glb'), 'utf8'), 'mine')
    assert.deepEqual(namesIn(), ['chest-2.glb', 'chest-3.glb', 'chest.glb'])
  })

  it('keeps letters of any script in the name', async () => {
    person.picks(/木椅/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', '木椅')
    await person.reads(/木椅\.glb is ready/)
    await assertModel(join(assets(), '木椅.glb'))
  })

  it('uses ASCII letters only for a game that needs them', async () => {
    await setForWorkspace(SETTINGS.asciiNames, true)
    try {
      person.picks(/Höckerstuhl/, /Generate/)
      await vscode.commands.executeCommand('tripo.generateFromText', 'Höckerstuhl aus Eiche')
      await person.reads(/ is ready/)
    } finally {
      await setForWorkspace(SETTINGS.asciiNames, undefined)
    }
    assert.equal(namesIn().length, 1)
    assert.match(namesIn()[0] ?? '', /^[a-z0-9-]+\.glb$/)
  })

  it('asks for a prompt in an input box that names the price and refuses what the service would refuse', async () => {
    person
      .types(/Generate a 3D model from text/, ' ')
      .types(/Generate a 3D model from text/, 'x'.repeat(1025))
      .types(/Generate a 3D model from text/, 'a gold coin')
    await vscode.commands.executeCommand('tripo.generateFromText')
    await person.reads(/gold-coin\.glb is ready/)
    const words = person.everything()
    assert.match(words, new RegExp(`This costs ${priceOf(textToModel)} credits`))
    assert.match(words, /1025 characters; at most 1024/)
    assert.match(words, /Describe what the model should show/)
  })

  it('sends nothing when the price is declined', async () => {
    person.escapes('list', /bridge/)
    assert.equal(await vscode.commands.executeCommand('tripo.generateFromText', 'a bridge'), undefined)
    assert.deepEqual(namesIn(), [])
  })

  it('makes a file from an image of the explorer', async () => {
    person.picks(/lantern\.png/, /Generate/)
    await vscode.commands.executeCommand('tripo.makeModel', picture('lantern.png'), [picture('lantern.png')])
    await person.reads(/lantern\.glb is ready/)
    const file = join(assets(), 'lantern.glb')
    await assertModel(file)
    const provenance = provenanceOf(file)
    assert.equal(provenance.capability, 'image_to_model')
    assert.equal(provenance.sources[0]?.name, 'lantern.png')
    assert.doesNotMatch(JSON.stringify(provenance), /file:\/\/|vscode-remote/, 'no path of this machine')
  })

  it('makes one model of each selected image after one question with the total', async () => {
    person.picks(/2 models from 2 images/, /Generate/)
    const both = [picture('mushroom.png'), picture('treasure-chest.jpg')]
    await vscode.commands.executeCommand('tripo.makeModel', both[0], both)
    await person.reads(/2 models are ready \(60 credits in all\)/)
    const lists = person.seen.filter((shown) => shown.kind === 'list')
    assert.equal(lists.length, 1)
    assert.match(lists[0]?.text ?? '', new RegExp(`costs ${2 * priceOf(imageToModel)} credits`))
    for (const name of ['mushroom', 'treasure-chest']) await assertModel(join(assets(), `${name}.glb`))
  })

  it('offers the images of the workspace to choose from', async () => {
    person.picks(/Choose an image/, /props\/mushroom\.png/).picks(/mushroom\.png/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromImage')
    await person.reads(/mushroom\.glb is ready/)
  })

  it('explains a file that is no image, whatever its name says, and sends nothing', async () => {
    const fake = picture('fake.png')
    copyFileSync(join(workspaceFolder().fsPath, 'README.md'), fake.fsPath)
    await vscode.commands.executeCommand('tripo.makeModel', fake, [fake])
    const said = await person.reads(/fake\.png: This is not a PNG, JPEG or WebP image/)
    assert.equal(said.severity, 'error')
    assert.match(said.text, /Choose another/)
    assert.deepEqual(namesIn(), [])
  })

  it('explains which characters of a prompt the service does not take', async () => {
    // Before the price is asked about: nobody agrees to what cannot be sent.
    await vscode.commands.executeCommand('tripo.generateFromText', 'a chair 🪑')
    const said = await person.reads(/emoji/)
    assert.match(said.text, /Remove “🪑”/)
    assert.deepEqual(namesIn(), [])
  })

  it('passes on why the service refuses a prompt, with a way out', async () => {
    person.picks(/gore/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a statue with gore')
    const said = await person.reads(/content policy/)
    assert.equal(said.severity, 'error')
    assert.match(said.text, /Change the prompt/)
    assert.deepEqual(namesIn(), [])
  })
})
