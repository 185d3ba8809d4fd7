// Folders that cannot take a result: nothing that was paid for is lost, and each case has its sentence and its next step.
// The tests often run as root, whom no permission stops, so the disk's refusals are Node's own errors, injected.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { SETTINGS } from '../../src/vscode/names.ts'
import { dangersIn } from '../support/hostile.ts'
import { setForWorkspace, useNothing, useService } from './account.ts'
import { assertModel, assets, clear, namesIn } from './delivered.ts'
import { extension, workspaceFolder } from './extension.ts'
import { Person } from './person.ts'

/** An icon of our own before an entry of a list. */
const OWN_ICON = /^\$\([a-z0-9-]+\) /

type DiskCall = 'mkdir' | 'open'

/** Makes one of Node's file functions fail for paths below a folder; returns what ends that. */
function breakDisk(call: DiskCall, folder: string, code: string): () => void {
  const original = Object.getOwnPropertyDescriptor(fs, call)
  const real = fs[call]
  const broken = async (...args: unknown[]) => {
    const path = args.find((arg) => typeof arg === 'string' && arg.startsWith(folder))
    if (path !== undefined) throw Object.assign(new Error(`${code}: ${call} '${path}'`), { code, syscall: call })
    return Reflect.apply(real, fs, args)
  }
  Object.defineProperty(fs, call, { ...original, value: broken })
  return () => {
    if (original) Object.defineProperty(fs, call, original)
  }
}

describe('trouble with the target', () => {
  let person: Person
  let elsewhere: string
  before(async () => {
    await extension().activate()
    await useService()
  })
  after(useNothing)
  beforeEach(() => {
    clear()
    elsewhere = mkdtempSync(join(tmpdir(), 'tripo-elsewhere-'))
    person = new Person()
  })
  afterEach(async () => {
    await setForWorkspace(SETTINGS.assetsFolder, undefined)
    rmSync(elsewhere, { recursive: true, force: true })
    person.leaves()
  })

  const generate = (prompt: string) => {
    person.picks(new RegExp(prompt), /Generate/)
    return vscode.commands.executeCommand('tripo.generateFromText', prompt)
  }

  for (const [call, code, words] of [
    ['mkdir', 'EROFS', /cannot be written to/],
    ['mkdir', 'EACCES', /cannot be written to/],
    ['open', 'ENOSPC', /is full/],
  ] as const) {
    it(`keeps a finished model safe when the folder answers ${code}, and puts it where the person says`, async () => {
      const mend = breakDisk(call, assets(), code)
      try {
        person.presses(words, 'Choose Another Folder…').choosesFolder(vscode.Uri.file(elsewhere))
        await generate('a shield')
        const said = await person.reads(words)
        assert.equal(said.severity, 'error')
        await person.reads(/shield\.glb is ready/)
      } finally {
        mend()
      }
      assert.deepEqual(namesIn(elsewhere), ['shield.glb', 'shield.tripo.json'])
      await assertModel(join(elsewhere, 'shield.glb'))
      assert.deepEqual(
        namesIn().filter((name) => !name.startsWith('.')),
        [],
      )
    })
  }

  it('keeps a finished model safe when the folder’s name belongs to a file by then', async () => {
    await setForWorkspace(SETTINGS.assetsFolder, 'models')
    const file = join(workspaceFolder().fsPath, 'models')
    try {
      person
        .presses(/is a file, not a folder|cannot be written|gone/, 'Choose Another Folder…')
        .choosesFolder(vscode.Uri.file(elsewhere))
      await generate('a potion')
      writeFileSync(file, 'not a folder')
      await person.reads(/potion\.glb is ready/)
      assert.deepEqual(namesIn(elsewhere), ['potion.glb', 'potion.tripo.json'])
    } finally {
      rmSync(file, { force: true })
    }
  })

  it('refuses a folder outside the workspace before anything is sent', async () => {
    for (const folder of ['../elsewhere', elsewhere]) {
      await setForWorkspace(SETTINGS.assetsFolder, folder)
      assert.equal(await generate('a lamp'), undefined, folder)
    }
    await person.reads(/lies outside the workspace/)
    await person.reads(/is not a path inside the workspace/)
    assert.deepEqual(namesIn(elsewhere), [])
  })

  it('refuses a folder whose name would be a link in a notification, and makes no link of its name', async () => {
    await setForWorkspace(SETTINGS.assetsFolder, 'assets/[Open the model](command:workbench.action.terminal.new)')
    assert.equal(await generate('a lamp'), undefined)
    const { text } = await person.reads(/has characters that no folder’s name needs/)
    assert.match(text, /Open the model/)
    assert.deepEqual(dangersIn(text), [])
  })

  it('makes no link of a prompt, from the question to the delivered model', async () => {
    person.picks(/a torch/, /Generate/)
    const prompt = 'a torch [Open it](command:workbench.action.terminal.new) [here](https://evil.test/x) $(verified)'
    await vscode.commands.executeCommand('tripo.generateFromText', prompt)
    await person.reads(/is ready/)
    const dangers = person.seen.flatMap(({ kind, text, buttons }) =>
      [text, ...buttons].flatMap((shown) =>
        dangersIn(shown.replace(OWN_ICON, '')).map((danger) => `${kind}: ${danger} in ${shown}`),
      ),
    )
    assert.deepEqual(dangers, [])
  })

  it('refuses a link that leads out of the workspace', async () => {
    const link = join(workspaceFolder().fsPath, 'linked')
    symlinkSync(elsewhere, link)
    try {
      await setForWorkspace(SETTINGS.assetsFolder, 'linked')
      assert.equal(await generate('a lamp'), undefined)
      await person.reads(/lies outside the workspace/)
      assert.deepEqual(namesIn(elsewhere), [])
    } finally {
      unlinkSync(link)
    }
  })

  it('makes a folder that was removed in the meantime again', async () => {
    await setForWorkspace(SETTINGS.assetsFolder, 'made/models')
    await generate('a coin')
    await person.reads(/made\/models\/coin\.glb is ready/)
    clear(join(workspaceFolder().fsPath, 'made'))
    await generate('a coin')
    await person.reads(/coin\.glb is ready/)
    await assertModel(join(workspaceFolder().fsPath, 'made/models/coin.glb'))
    clear(join(workspaceFolder().fsPath, 'made'))
  })
})
