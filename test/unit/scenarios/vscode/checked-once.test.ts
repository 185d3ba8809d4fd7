// A request is checked once at each boundary: by the host before it may spend, and by the client before it sends; the account is
// asked for once. Counted for each way in, over the real jobs and the real client; the simulator checks once, too, as the service does.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { createFileSink } from '../../../../src/platform/file-sink.ts'
import { nodeFiles } from '../../../../src/platform/files.ts'
import { openJournal } from '../../../../src/platform/journal-files.ts'
import { type SimulatorServer, startServer } from '../../../../src/simulator/server.ts'
import { type Capability, rigModel, textToModel } from '../../../../src/tripo/catalogue/index.ts'
import { TripoClient } from '../../../../src/tripo/client.ts'
import { fromList } from '../../../../src/vscode/commands/list.ts'
import { Generation } from '../../../../src/vscode/generate.ts'
import { Steps } from '../../../../src/vscode/steps.ts'
import { tinyBuilder } from '../../../bench/soak/tiny.ts'
import { JobWindow } from '../../../support/job-window.ts'
import { answers, disk, settings, shown, Uri, workspace } from '../../../support/vscode.ts'

let base = ''
let server: SimulatorServer
let client: TripoClient
let host: JobWindow
let generation: Generation
let steps: Steps
const restore: (() => void)[] = []
let asked = 0
/** Checks of a capability so far: each goes through its rules. */
const checks = new Map<string, number>()
/** Host, client and service. */
const BOUNDARIES = 3

function count(capability: Capability): void {
  const { rules } = capability
  Object.defineProperty(capability, 'rules', {
    configurable: true,
    get: () => {
      checks.set(capability.id, (checks.get(capability.id) ?? 0) + 1)
      return rules
    },
  })
  restore.push(() => void Object.defineProperty(capability, 'rules', { value: rules, writable: true }))
}

beforeEach(async () => {
  ;[shown.length, answers.length, asked] = [0, 0, 0]
  settings.clear()
  checks.clear()
  base = await mkdtemp(join(tmpdir(), 'tripo-checks-'))
  await mkdir(join(base, 'game'))
  workspace.workspaceFolders = [{ uri: Uri.file(join(base, 'game')), name: 'game', index: 0 }]
  server = await startServer({ build: tinyBuilder, timeScale: 3000, credits: 1000 })
  const service = { dialect: 'v3', region: 'custom', url: server.v3 } as const
  client = new TripoClient({
    ...{ apiKey: 'tsk_checks', base: service },
    resources: { fetch, files: createFileSink() },
  })
  const account = {
    connect: async () => ({ client, service: 'service', base: service, account: 'account' }) as const,
    state: { mode: 'service', balance: 1000 },
    dialect: 'v3',
    refreshSoon: () => {},
    setRunning: () => {},
    choose: async () => {
      asked += 1
      return true
    },
  } as const
  host = new JobWindow({
    ...{ store: openJournal(join(base, 'storage', 'jobs')), files: nodeFiles, account },
    storage: vscode.Uri.file(join(base, 'storage')),
    generator: { name: 'tripo-studio', version: '0.0.0' },
    log: { info: () => {}, warn: () => {} },
  })
  const memory = { get: () => undefined, update: async () => {}, keys: () => [] }
  generation = new Generation(account, host.submit, memory, { check: async () => {} })
  steps = new Steps({ account, jobs: host.api, runLocal: async () => {} })
  for (const capability of [textToModel, rigModel]) count(capability)
})
afterEach(async () => {
  for (const back of restore.splice(0)) back()
  await host.close()
  client.dispose()
  await server.close()
  workspace.workspaceFolders = []
  await rm(base, { recursive: true, force: true, maxRetries: 5 })
})

const chair = { capability: 'text_to_model', params: { prompt: 'a chair' } }
const rig = { capability: 'rig_model', params: {} }
const delivered = (ids: readonly string[]) =>
  expect.poll(() => ids.map((id) => host.api.get(id)?.phase), { timeout: 60_000 }).toEqual(ids.map(() => 'delivered'))

/** Each starts requests, and gives the ids of their jobs. */
const WAYS: Readonly<Record<string, { requests: number; start: () => Promise<readonly string[]> }>> = {
  'the form': { requests: 1, start: () => generation.start(chair) },
  'the form with a further step': { requests: 1, start: () => generation.start({ ...chair, steps: [rig] }) },
  'the form with several requests': {
    requests: 2,
    start: () => {
      answers.push((rows) => rows[0])
      return generation.confirmAll([chair, chair])
    },
  },
  'a list': {
    requests: 2,
    start: () => {
      const list = vscode.Uri.file(join(base, 'game', 'props.txt'))
      disk.set(list.toString(), new TextEncoder().encode('a chair\na table\n'))
      answers.push((rows) => rows[0])
      return fromList(generation, list, {})
    },
  },
  'the assets file': { requests: 2, start: () => generation.startAll([chair, chair]) },
}

it.each(Object.entries(WAYS))(
  '%s: by the host and by the client, and the account is asked for once',
  async (_, way) => {
    const ids = await way.start()
    await delivered(ids)
    expect(checks.get(textToModel.id)).toBe(way.requests * BOUNDARIES)
    expect(checks.get(rigModel.id) ?? 0).toBe((ids.length - way.requests) * BOUNDARIES)
    expect(asked).toBe(1)
  },
)

it('a step on a finished task: by the host and by the client', async () => {
  const [id = ''] = await generation.start(chair)
  await delivered([id])
  await delivered(await steps.continueWith(id, [rig]))
  expect(checks.get(rigModel.id)).toBe(BOUNDARIES)
})
