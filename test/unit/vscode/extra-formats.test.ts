// Formats kept beside each delivered GLB: which results, which formats, and never over a file.
import { beforeEach, expect, test } from 'vitest'
import * as vscode from 'vscode'
import type { JobView } from '../../../src/protocol/index.ts'
import { keepFormats } from '../../../src/vscode/extra-formats.ts'
import type { ToolOutcome } from '../../../src/vscode/local-tools.ts'
import { answers, disk, executed, settings, shown, workspace } from '../../support/vscode.ts'

const job = (more: Partial<JobView> = {}): JobView => ({
  ...{ id: 'j', capability: 'text_to_model', title: 'chair', phase: 'delivered', startedAt: 1, service: 'sandbox' },
  ...{ estimate: 1, params: {}, taskId: 't' },
  files: [{ kind: 'model', path: 'assets/chair.glb', uri: 'file:///w/assets/chair.glb', bytes: 1 }],
  ...more,
})

beforeEach(() => {
  for (const list of [answers, executed, shown]) list.length = 0
  settings.clear()
  disk.clear()
  workspace.workspaceFolders = [{ uri: vscode.Uri.file('/w'), name: 'w', index: 0 }]
})

/** The formats that were made of a result, once all is done. */
async function made(result: JobView, results: readonly ToolOutcome[] = []): Promise<unknown[]> {
  const formats: unknown[] = []
  let tell: (done: JobView) => void = () => undefined
  keepFormats({
    jobs: {
      onDidFinish: (listener) => {
        tell = listener
        return { dispose() {} }
      },
    },
    tools: {
      run: async (models, _, request) => {
        for (const uri of models) formats.push(request(uri))
        return { results, replaced: [] }
      },
    },
    log: { error: (message) => formats.push(message) },
  })
  tell(result)
  await new Promise((done) => setImmediate(done))
  return formats
}

test('makes each format of the setting once, except where its file is there', async () => {
  settings.set('tripo.formats', ['usdz', 'fbx', 'usdz'])
  disk.set('file:///w/assets/chair.fbx', new Uint8Array())
  expect(await made(job())).toEqual([{ tool: 'convert', options: { format: 'usdz' }, name: 'chair' }])
})

test('takes the model through the local steps of the project, and through none where one is not possible', async () => {
  settings.set('tripo.localSteps', [{ tool: 'reduce', values: { percent: 20 } }, { tool: 'collider' }])
  const steps = [
    { tool: 'reduce', options: { percent: 20 } },
    { tool: 'collider', options: {} },
  ]
  expect(await made(job())).toEqual([{ tool: 'steps', options: { steps }, name: 'chair-local' }])
  settings.set('tripo.localSteps', [{ tool: 'reduce' }, { tool: 'melt' }])
  expect(await made(job())).toEqual([])
})

test('makes nothing by default, of what is on the way, of other formats, and of what lies elsewhere', async () => {
  expect(await made(job())).toEqual([])
  settings.set('tripo.formats', ['usdz'])
  const file = (path: string) => [{ kind: 'model', path, uri: `file://${path}`, bytes: 1 }]
  expect(await made(job({ group: { id: 'c', kind: 'chain', index: 0, of: 2 } }))).toEqual([])
  expect(await made(job({ files: file('/w/assets/chair.fbx') }))).toEqual([])
  expect(await made(job({ files: file('/elsewhere/chair.glb') }))).toEqual([])
  expect(await made(job({ phase: 'failed' }))).toEqual([])
})

test('takes the model through what was asked for with it, after the steps of the project', async () => {
  settings.set('tripo.localSteps', [{ tool: 'reduce', values: { percent: 20 } }])
  const local = [{ tool: 'collider', values: { shape: 'box' } }]
  const steps = [
    { tool: 'reduce', options: { percent: 20 } },
    { tool: 'collider', options: { shape: 'box' } },
  ]
  expect(await made(job({ local }))).toEqual([{ tool: 'steps', options: { steps }, name: 'chair-local' }])
  settings.clear()
  expect(await made(job({ local: [{ tool: 'melt', values: {} }] }))).toEqual([])
  // The results on the way to the last one are not what was asked for.
  const group = { id: 'g', kind: 'chain', index: 0, of: 2 } as const
  expect(await made(job({ local, group }))).toEqual([])
})

test('says where the result of steps is that were asked for, and opens it; those of the project are silent', async () => {
  const target = vscode.Uri.file('/w/assets/chair-local.glb')
  const uri = vscode.Uri.file('/w/assets/chair.glb')
  const result = { files: [], losses: [], warnings: [] }
  const said = () => shown.map(({ text }) => text)
  settings.set('tripo.localSteps', [{ tool: 'collider' }])
  await made(job(), [{ uri, target, result }])
  expect(said()).toEqual([])
  const local = [{ tool: 'collider', options: { shape: 'box' } }]
  answers.push((buttons) => buttons[0])
  await made(job({ local }), [{ uri, target, result }])
  expect(said()[0]).toBe('chair-local.glb is written.')
  expect(executed.at(-1)).toEqual(['vscode.openWith', target])
  await made(job({ local }), [{ uri, result }])
  expect(said()).toContain('chair.glb: Nothing was found that needs a change.')
  // Delivered again.
  shown.length = 0
  disk.set('file:///w/assets/chair-local.glb', new Uint8Array())
  expect(await made(job({ local }), [{ uri, target, result }])).toEqual([])
  expect(said()).toEqual([])
})
