// Models are checked when they are written, if the setting says so, and forgotten when they are gone.
import { beforeEach, expect, it, vi } from 'vitest'
import * as vscode from 'vscode'
import { phrase } from '../../../src/text/index.ts'
import { ModelValidation } from '../../../src/vscode/model-validation.ts'
import { settings } from '../../support/vscode.ts'

type Listener = (uri: vscode.Uri) => unknown

/** The watcher's events, and what the Problems panel was given. */
function setUp() {
  const heard: Record<'change' | 'create' | 'delete', Listener[]> = { change: [], create: [], delete: [] }
  const on = (kind: keyof typeof heard) => (listener: Listener) => {
    heard[kind].push(listener)
    return { dispose() {} }
  }
  vi.spyOn(vscode.workspace, 'createFileSystemWatcher').mockReturnValue({
    ...{ onDidChange: on('change'), onDidCreate: on('create'), onDidDelete: on('delete'), dispose() {} },
    ...{ ignoreCreateEvents: false, ignoreChangeEvents: false, ignoreDeleteEvents: false },
  })
  const shown: [string, number][] = []
  const checked: string[] = []
  const findings = [{ code: 'mesh.holes', severity: 'info', message: phrase('a hole') }] as const
  const validation = new ModelValidation({
    localTools: {
      check: async (uri) => {
        checked.push(uri.path)
        return { files: [], losses: [], warnings: [], findings }
      },
    },
    reports: { showFindings: (uri, found) => void shown.push([uri.path, found.length]) },
  })
  const fire = (kind: keyof typeof heard, path: string) => {
    for (const listener of heard[kind]) listener(vscode.Uri.file(path))
  }
  return { fire, shown, checked, validation }
}

beforeEach(() => {
  settings.clear()
  vi.useFakeTimers()
})

it('checks a model once it is written, and forgets it when it is gone', async () => {
  settings.set('tripo.validate', 'onSave')
  const { fire, shown, checked } = setUp()
  fire('create', '/game/a.glb')
  fire('change', '/game/a.glb')
  fire('change', '/game/node_modules/b.glb')
  await vi.advanceTimersByTimeAsync(1000)
  expect(checked).toEqual(['/game/a.glb'])
  fire('delete', '/game/a.glb')
  expect(shown).toEqual([
    ['/game/a.glb', 1],
    ['/game/a.glb', 0],
  ])
})

it('checks nothing by itself otherwise', async () => {
  for (const when of ['off', 'onDemand']) {
    settings.set('tripo.validate', when)
    const { fire, checked } = setUp()
    fire('change', '/game/a.glb')
    await vi.advanceTimersByTimeAsync(1000)
    expect(checked).toEqual([])
  }
})
