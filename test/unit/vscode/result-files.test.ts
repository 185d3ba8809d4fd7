// The paths that are copied for the code of a game.
import { beforeEach, describe, expect, it } from 'vitest'
import type { JobView } from '../../../src/protocol/index.ts'
import { copyPaths } from '../../../src/vscode/result-files.ts'
import { copied, disk, Uri, workspace } from '../../support/vscode.ts'

const job = (path: string): JobView => ({
  ...{ id: path, capability: 'text_to_model', title: 'a chair', params: {}, service: 'service', phase: 'delivered' },
  ...{ startedAt: 1, estimate: 20, taskId: 't' },
  files: [{ kind: 'model', path, uri: String(Uri.file(`/game/${path}`)), bytes: 1 }],
})

beforeEach(() => {
  disk.clear()
  copied.length = 0
  workspace.workspaceFolders = [{ uri: Uri.file('/game'), name: 'game', index: 0 }]
})

describe('a copied path', () => {
  it('is the one by which the game loads it, a line for each, and is said', async () => {
    expect(await copyPaths([job('public/assets/chair.glb')], 'game')).toBe('Copied /assets/chair.glb')
    expect(await copyPaths([job('public/a.glb'), job('static/b.glb')], 'game')).toBe('Copied 2 paths')
    expect(copied).toEqual(['/assets/chair.glb', '/a.glb\n/b.glb'])
  })

  it('is the whole one on this machine where that is asked for', async () => {
    await copyPaths([job('public/assets/chair.glb')], 'disk')
    expect(copied).toEqual(['/game/public/assets/chair.glb'])
  })

  it('below src/assets is what Angular serves, in a project of Angular only', async () => {
    await copyPaths([job('apps/shop/src/assets/models/chair.glb')], 'game')
    disk.set(String(Uri.file('/game/apps/shop/angular.json')), new Uint8Array())
    await copyPaths([job('apps/shop/src/assets/models/chair.glb')], 'game')
    expect(copied).toEqual(['apps/shop/src/assets/models/chair.glb', 'assets/models/chair.glb'])
  })
})
