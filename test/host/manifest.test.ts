// The manifest against the running extension: what package.json declares is what activation registers, and nothing else.
import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { extension } from './extension.ts'

interface Manifest {
  contributes: { commands?: { command: string }[]; views?: Record<string, { id: string }[]> }
}

describe('manifest', () => {
  it('activates without an error', async () => {
    const it = extension()
    await it.activate()
    assert.equal(it.isActive, true)
  })

  it('registers every declared command and declares every registered one', async () => {
    const it = extension()
    await it.activate()
    const manifest: Manifest = it.packageJSON
    const declared = (manifest.contributes.commands ?? []).map((entry) => entry.command).sort()
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('tripo.'))
    // VS Code itself makes commands for each view (`tripo.tasks.focus`, ...).
    const views = Object.values(manifest.contributes.views ?? {}).flat()
    const own = registered.filter((id) => !views.some((view) => id.startsWith(`${view.id}.`))).sort()
    assert.deepEqual(own, declared)
    assert.ok(declared.length > 0, 'there is at least one command')
  })
})
