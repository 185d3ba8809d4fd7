// Going on with a model file: by the task that its JSON names while the file is what was delivered, else by importing it.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { nodeFiles } from '../../../src/platform/files.ts'
import type { JobView } from '../../../src/protocol/index.ts'
import { ContinueModel } from '../../../src/vscode/continue-model.ts'
import type { TargetFolder } from '../../../src/vscode/workspace.ts'
import { shown, Uri, workspace } from '../../support/vscode.ts'

const job = (id: string, taskId: string): JobView => ({
  ...{ id, taskId, capability: 'text_to_model', title: 'a chair', phase: 'delivered', startedAt: 1, estimate: 20 },
  ...{ service: 'sandbox', params: {}, files: [] },
})

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'continue-'))
  workspace.workspaceFolders = [{ uri: Uri.file(folder), name: 'w', index: 0 }]
})
afterEach(async () => {
  workspace.workspaceFolders = []
  await rm(folder, { recursive: true })
})

/** A model, with the JSON of a delivery of it. */
async function deliver(text = 'glTF chair', of = text) {
  const path = join(folder, 'chair.glb')
  const sha256 = createHash('sha256').update(of).digest('hex')
  await writeFile(path, text)
  const provenance = {
    ...{ schemaVersion: 1, generator: { name: 'a', version: '1' }, capability: 'text_to_model' },
    ...{
      parameters: { prompt: 'a chair' },
      seeds: {},
      taskId: 'task-1',
      dialect: 'v3',
      region: '',
      service: 'sandbox',
    },
    ...{
      credits: 20,
      times: { created: '2026-11-01T10:00:00.000Z' },
      sources: [{ parameter: 'prompt', prompt: 'a chair' }],
    },
    files: [{ kind: 'model', path: 'chair.glb', bytes: text.length, sha256 }],
  }
  await writeFile(join(folder, 'chair.tripo.json'), JSON.stringify(provenance))
  return vscode.Uri.file(path)
}

const target = ({ folder = '' }: TargetFolder) => ({ folder, provenance: true })

function open({ listed = [], imported, isGone = false }: { listed?: JobView[]; imported?: JobView; isGone?: boolean }) {
  const did: unknown[] = []
  const model = new ContinueModel({
    account: { state: { mode: 'sandbox' }, choose: async () => true },
    destinations: { service: 'sandbox', of: async (place) => ({ target: target(place), service: 'sandbox' }) },
    jobs: {
      list: () => listed,
      get: (id) => job(id, 'task-1'),
      history: {
        importOf: () => imported,
        recordFound: async (found, destination) => {
          if (isGone) throw new Error('gone')
          did.push(found, destination.target.folder)
          return 'noted'
        },
      },
    },
    files: nodeFiles,
    file: async (uri) => ({ upload: uri.toString(), name: 'chair.glb', bytes: 1, format: 'glb' }),
    continueFrom: ({ id }) => did.push(`continue ${id}`),
    showForm: (form) => did.push(form),
  })
  return { model, did }
}
const importForm = expect.objectContaining({
  requests: [expect.objectContaining({ capability: 'import_model', images: { file: expect.anything() } })],
  offerSteps: true,
})

describe('a model file', () => {
  it('that a listed task delivered continues that task', async () => {
    const { model, did } = open({ listed: [job('a', 'task-0'), job('b', 'task-1')] })
    await model.open(await deliver())
    expect(did).toEqual(['continue b'])
  })

  it('that came with its JSON from elsewhere is listed first, as it lies there', async () => {
    const { model, did } = open({})
    await model.open(await deliver())
    expect(did).toEqual([
      expect.objectContaining({
        ...{ taskId: 'task-1', title: 'a chair', credits: 20, createdAt: Date.parse('2026-11-01T10:00:00Z') },
        files: [expect.objectContaining({ path: join(folder, 'chair.glb'), extension: 'glb' })],
      }),
      expect.any(String),
      'continue noted',
    ])
  })

  it('whose task the service has no more is imported, and says why', async () => {
    const { model, did } = open({ isGone: true })
    await model.open(await deliver())
    expect(did).toEqual([importForm])
    expect(shown.some(({ text }) => text.includes('imported instead'))).toBe(true)
  })

  it('that was changed since is not what the task has: it is imported', async () => {
    const { model, did } = open({ listed: [job('b', 'task-1')] })
    await model.open(await deliver('glTF carved', 'glTF chair'))
    expect(did).toEqual([importForm])
  })

  it('that was imported before is not sent again', async () => {
    const { model, did } = open({ imported: { ...job('i', 'task-9'), capability: 'import_model' } })
    await model.open(await deliver('glTF own', 'other'))
    expect(did).toEqual(['continue i'])
  })
})
