// What a person is asked and told about a result that is not brought home unasked, or that has no place to go: over the
// real jobs, the real client, the simulator and a real disk.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as vscode from 'vscode'
import { costOf, type RecordStore } from '../../../src/jobs/index.ts'
import { createFileSink } from '../../../src/platform/file-sink.ts'
import { nodeFiles } from '../../../src/platform/files.ts'
import { openJournal } from '../../../src/platform/journal-files.ts'
import type { JobAction } from '../../../src/protocol/index.ts'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import type { Fetch } from '../../../src/tripo/resources.ts'
import { Notifications } from '../../../src/vscode/views/notify.ts'
import { tinyBuilder } from '../../bench/soak/tiny.ts'
import { JobWindow } from '../../support/job-window.ts'
import { answers, settings, shown, Uri, workspace } from '../../support/vscode.ts'

let base = ''
let server: SimulatorServer
let client: TripoClient
let host: JobWindow
let notifications: Notifications
/** What the line does with a request for a file; absent: nothing. */
let onFile: ((answer: Response) => Response) | undefined
let isReadOnly = false
let fetched = 0

const KEY = 'tsk_host'
const service = () => ({ dialect: 'v3', region: 'custom', url: server.v3 }) as const
const game = () => join(base, 'game')
const place = () => ({ root: vscode.Uri.file(game()), isPicked: false, folder: 'assets' })

const overLine: Fetch = async (url, init) => {
  const answer = await fetch(url, init)
  if (!url.includes('/cdn/') || !url.includes('.glb')) return answer
  fetched += 1
  return onFile ? onFile(answer) : answer
}

/** A disk on which nothing can be written below the workspace. */
function refuse(path: string): void {
  if (isReadOnly && path.startsWith(game())) throw Object.assign(new Error(`EROFS: '${path}'`), { code: 'EROFS' })
}
const files = {
  ...nodeFiles,
  createFolder: async (path: string) => {
    refuse(path)
    return nodeFiles.createFolder(path)
  },
  copy: async (from: string, to: string) => {
    refuse(to)
    return nodeFiles.copy(from, to)
  },
}

function openHost(store: RecordStore): JobWindow {
  return new JobWindow({
    ...{ store, files, storage: vscode.Uri.file(join(base, 'storage')) },
    account: {
      connect: async () => ({ client, service: 'service', base: service(), account: 'account' }),
      state: { mode: 'service' },
      dialect: 'v3',
      refreshSoon: () => undefined,
      setRunning: () => undefined,
    },
    generator: { name: 'tripo-studio', version: '0.0.0' },
    log: { info: () => undefined, warn: () => undefined },
  })
}

beforeEach(async () => {
  ;[shown.length, answers.length, fetched] = [0, 0, 0]
  ;[onFile, isReadOnly] = [undefined, false]
  base = await mkdtemp(join(tmpdir(), 'tripo-host-'))
  await mkdir(game())
  workspace.workspaceFolders.push({ uri: Uri.file(game()), name: 'game', index: 0 })
  server = await startServer({ build: tinyBuilder, timeScale: 3000, credits: 1000 })
  client = new TripoClient({
    ...{ apiKey: KEY, base: service() },
    resources: { fetch: overLine, files: createFileSink() },
  })
  host = openHost(openJournal(join(base, 'storage', 'jobs')))
  const doing: Partial<Record<JobAction, (id: string) => Promise<void>>> = {
    fetch: (id) => host.dialogs.fetch(id),
    retryDelivery: (id) => host.dialogs.retryDelivery(id),
  }
  notifications = new Notifications({
    jobs: host.api,
    runAction: async (ids, action) => {
      for (const id of ids) await doing[action]?.(id)
    },
  })
})
afterEach(async () => {
  notifications.dispose()
  await host.close()
  client.dispose()
  await server.close()
  workspace.workspaceFolders.length = 0
  await rm(base, { recursive: true, force: true, maxRetries: 5 })
})

const start = async () => {
  const request = { capability: 'text_to_model', params: { prompt: 'a robot', model_seed: 7 } }
  return (await host.submit([request], place()))[0] ?? ''
}
const told = (place: string) => shown.filter((one) => one.place === place).map(({ text }) => text)
const problemOf = (id: string) => host.api.get(id)?.problem?.code

describe('a result that is larger than anybody expects', () => {
  const announced = (answer: Response) => {
    const headers = new Headers(answer.headers)
    headers.set('content-length', '600000000')
    return new Response(answer.body, { status: answer.status, headers })
  }
  beforeEach(() => {
    onFile = announced
  })

  it('is not fetched, and is fetched after a person has said so, in words about its size and price', async () => {
    const id = await start()
    await expect.poll(() => problemOf(id), { timeout: 60_000 }).toBe('download.too-large')
    expect(host.api.get(id)?.phase).toBe('stopped')
    expect(fetched).toBe(1)
    onFile = undefined
    answers.push(([yes]) => yes)
    await host.dialogs.fetch(id)
    await expect.poll(() => host.api.get(id)?.phase, { timeout: 60_000 }).toBe('delivered')
    expect(told('notification')).toContain('Fetching costs no credits, but may take long and fill the disk.')
    expect(told('notification')).toContain('Fetch Anyway')
    expect(told('notification').some((text) => /500 MB|larger/.test(text))).toBe(true)
    expect(await readdir(join(game(), 'assets'))).toContain('robot.glb')
  })

  it('stays where it is when the person says no', async () => {
    const id = await start()
    await expect.poll(() => problemOf(id), { timeout: 60_000 }).toBe('download.too-large')
    await host.dialogs.fetch(id)
    expect(host.api.get(id)?.phase).toBe('stopped')
    expect(fetched).toBe(1)
    expect(await readdir(game())).not.toContain('robot.glb')
  })
})

it('names new files with ASCII letters only where the setting says so', async () => {
  const make = async (prompt: string) => {
    const [id = ''] = await host.submit([{ capability: 'text_to_model', params: { prompt } }], place())
    await expect.poll(() => host.api.get(id)?.phase, { timeout: 60_000 }).toBe('delivered')
  }
  settings.set('tripo.naming.ascii', true)
  try {
    await make('Höckerstuhl aus Eichenholz')
  } finally {
    settings.delete('tripo.naming.ascii')
  }
  await make('Höckerstuhl aus Buche')
  const names = (await readdir(join(game(), 'assets')))
    .filter((name) => name.endsWith('.glb'))
    .map((name) => name.normalize('NFC'))
  expect(names.filter((name) => /^[\x20-\x7e]+$/.test(name))).toHaveLength(1)
  expect(names.some((name) => name.includes('höckerstuhl'))).toBe(true)
})

it('a workspace that cannot be written to is named as such, and the result is ready where the person says', async () => {
  isReadOnly = true
  await mkdir(join(base, 'elsewhere'))
  answers.push(
    (offered) => offered.find((item) => JSON.stringify(item).includes('Choose Another Folder')),
    () => [vscode.Uri.file(join(base, 'elsewhere'))],
  )
  const id = await start()
  await expect.poll(() => host.api.get(id)?.phase, { timeout: 60_000 }).toBe('delivered')
  await expect.poll(() => told('notification').some((text) => text.includes('is ready'))).toBe(true)
  const words = told('notification')
  expect(words[0]).toContain(`The folder “${join(game(), 'assets')}” cannot be written to.`)
  expect(words.find((text) => text.includes('is ready'))).toMatch(/robot\.glb is ready \(\d+ credits\)\.$/)
  expect(words.join(' ')).not.toContain('is gone')
  expect((await readdir(join(base, 'elsewhere'))).sort()).toEqual(['robot.glb', 'robot.tripo.json'])
  expect(await readdir(game())).toEqual([])
})

it('what is left of a chain costs what it costs today, not what was noted when it was asked for', async () => {
  server.simulator.setFaults([{ match: { capability: 'rig_model' }, action: { type: 'task', status: 'failed' } }])
  const rig = { capability: 'rig_model', params: {} }
  const request = { capability: 'text_to_model', params: { prompt: 'a robot' }, steps: [rig] }
  const [, id = ''] = await host.submit([request], place())
  await expect.poll(() => host.api.get(id)?.phase, { timeout: 60_000 }).toBe('failed')
  await host.close()
  const journal = openJournal(join(base, 'storage', 'jobs'))
  const read = async (name: string) => {
    const record = await journal.read(name)
    return typeof record === 'object' && record !== null ? { ...record, estimate: 1 } : record
  }
  host = openHost(new Proxy(journal, { get: (store, name) => (name === 'read' ? read : Reflect.get(store, name)) }))
  await host.recover()
  expect(host.api.get(id)?.estimate).toBe(1)
  expect(host.api.get(id)?.resumeCost).toBe(costOf([rig]))
  expect(host.api.list().find((job) => job.id === id)?.resumeCost).toBe(costOf([rig]))
})
