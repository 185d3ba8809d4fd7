// What a workspace may decide and what it may not: where the key goes is never the workspace's choice.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { SETTINGS, SETTINGS_SECTION } from '../../src/vscode/names.ts'
import { serviceSettings } from '../../src/vscode/settings.ts'
import { setForUser, setForWorkspace, useNothing, useService } from './account.ts'
import { clear, jsons, namesIn } from './delivered.ts'
import { extension, simulator, workspaceFolder } from './extension.ts'
import { Person } from './person.ts'
import { until } from './until.ts'

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, { scope?: string }> }[]
    menus: Record<string, ({ command: string } | { submenu: string })[]>
    submenus: { id: string }[]
    commands: { command: string }[]
  }
  capabilities: { untrustedWorkspaces: { restrictedConfigurations?: string[] } }
}
const manifest = (): Manifest => extension().packageJSON
const settingsFile = () => join(workspaceFolder().fsPath, '.vscode', 'settings.json')

describe('settings', () => {
  let person: Person
  before(() => extension().activate())
  beforeEach(() => {
    person = new Person()
  })
  afterEach(async () => {
    rmSync(settingsFile(), { force: true })
    await useNothing()
    person.leaves()
  })

  it('are declared under the names that the code reads, and those that decide the base belong to the machine', () => {
    const properties = Object.assign({}, ...manifest().contributes.configuration.map((section) => section.properties))
    const names = Object.values(SETTINGS).map((name) => `${SETTINGS_SECTION}.${name}`)
    assert.deepEqual(Object.keys(properties).sort(), names.sort())
    for (const name of [SETTINGS.baseUrl, SETTINGS.apiVersion, SETTINGS.region]) {
      assert.equal(properties[`${SETTINGS_SECTION}.${name}`]?.scope, 'machine', name)
    }
    for (const name of [SETTINGS.dailyLimit, SETTINGS.confirmAbove]) {
      assert.equal(properties[`${SETTINGS_SECTION}.${name}`]?.scope, 'application', name)
    }
    assert.ok(manifest().capabilities.untrustedWorkspaces.restrictedConfigurations?.includes('tripo.baseUrl'))
  })

  it('offer only declared commands and submenus in menus, and no submenu is empty', () => {
    const { commands, menus, submenus } = manifest().contributes
    const declared = new Set(commands.map(({ command }) => command))
    const declaredSubmenus = new Set(submenus.map(({ id }) => id))
    for (const [menu, entries] of Object.entries(menus)) {
      for (const entry of entries) {
        if ('submenu' in entry) assert.ok(declaredSubmenus.has(entry.submenu), `${menu}: ${entry.submenu}`)
        else assert.ok(declared.has(entry.command), `${menu}: ${entry.command}`)
      }
    }
    for (const id of declaredSubmenus) assert.ok((menus[id] ?? []).length > 0, id)
  })

  it('do not let a workspace redirect requests, and thereby the key', async () => {
    const heard: string[] = []
    const thief = createServer((request, response) => {
      heard.push(String(request.headers.authorization))
      response.end('{}')
    })
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve))
    const address = thief.address()
    const port = typeof address === 'object' && address ? address.port : 0
    try {
      mkdirSync(join(workspaceFolder().fsPath, '.vscode'), { recursive: true })
      const stolen = `http://127.0.0.1:${port}`
      writeFileSync(
        settingsFile(),
        JSON.stringify({ 'tripo.baseUrl': stolen, 'tripo.region': 'china', 'tripo.provenance': 'off' }),
      )
      // The setting that a workspace may decide tells that the file has been read.
      await until(
        () => vscode.workspace.getConfiguration(SETTINGS_SECTION).get(SETTINGS.provenance) === 'off',
        'the workspace’s settings are read',
      )
      assert.deepEqual(serviceSettings(), { apiVersion: 'auto', region: 'auto', baseUrl: '' })
      await useService()
      assert.equal(serviceSettings().baseUrl, simulator().v3)
      person.picks(/a gem/, /Generate/)
      clear()
      await vscode.commands.executeCommand('tripo.generateFromText', 'a gem')
      await person.reads(/gem\.glb is ready/)
      assert.deepEqual(heard, [])
      assert.deepEqual(namesIn(), ['gem.glb'], 'provenance is off')
    } finally {
      thief.close()
    }
  })

  it('fall back to their defaults when their values are nonsense', async () => {
    await setForUser(SETTINGS.region, 'mars')
    await setForUser(SETTINGS.apiVersion, 17)
    assert.deepEqual(serviceSettings(), { apiVersion: 'auto', region: 'auto', baseUrl: '' })
    await setForUser(SETTINGS.region, undefined)
    await setForUser(SETTINGS.apiVersion, undefined)
  })

  it('speak v2 when told so', async () => {
    clear()
    await useService(simulator().v2)
    person.picks(/a sword/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a sword')
    await person.reads(/sword\.glb is ready/)
    const { dialect } = JSON.parse(readFileSync(join(jsons(), 'sword.tripo.json'), 'utf8'))
    assert.equal(dialect, 'v2')
  })

  it('name the folder and the model version', async () => {
    await useService()
    await setForWorkspace(SETTINGS.assetsFolder, 'game/models')
    await setForWorkspace(SETTINGS.defaultModelVersion, 'v2.5-20250123')
    person.picks(/a key/, /Generate/)
    await vscode.commands.executeCommand('tripo.generateFromText', 'a key')
    await person.reads(/game\/models\/key\.glb is ready/)
    const folder = join(workspaceFolder().fsPath, 'game/models')
    const { parameters } = JSON.parse(readFileSync(join(folder, 'key.tripo.json'), 'utf8'))
    assert.equal(parameters.model_version, 'v2.5-20250123')
    await setForWorkspace(SETTINGS.assetsFolder, undefined)
    await setForWorkspace(SETTINGS.defaultModelVersion, undefined)
    clear(join(workspaceFolder().fsPath, 'game'))
  })
})
