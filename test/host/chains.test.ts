// Chains in the real extension host, from a request with steps to the files: over a simulator of the tests' own, on which
// single steps can be made to fail. And what the real extension's commands make of a finished task.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { costOf } from '../../src/jobs/index.ts'
import { createFileSink, readFile } from '../../src/platform/file-sink.ts'
import { nodeFiles } from '../../src/platform/files.ts'
import { openJournal } from '../../src/platform/journal-files.ts'
import { openSharedRecord } from '../../src/platform/rate-file.ts'
import { openSocket } from '../../src/platform/sockets.ts'
import { putFile } from '../../src/platform/upload.ts'
import type { ChainRequest, JobView } from '../../src/protocol/index.ts'
import { createBuilder, type WorkerBuilder } from '../../src/sandbox/builder.ts'
import { type SimulatorServer, startServer } from '../../src/simulator/server.ts'
import { AccountService } from '../../src/vscode/account.ts'
import { Generation } from '../../src/vscode/generate.ts'
import { Log } from '../../src/vscode/log.ts'
import { KEY_VARIABLE } from '../../src/vscode/names.ts'
import { KeyStore } from '../../src/vscode/secrets.ts'
import { Steps } from '../../src/vscode/steps.ts'
import { JobWindow } from '../support/job-window.ts'
import { useNothing, useService } from './account.ts'
import { assertModel, assets, clear, jsons, namesIn, provenanceOf } from './delivered.ts'
import { extension } from './extension.ts'
import { Person } from './person.ts'
import { until } from './until.ts'

const lowPoly = { capability: 'smart_lowpoly', params: { face_limit: 900 } }
const convert = { capability: 'convert_model', params: { format: 'USDZ' } }
const robot: ChainRequest = {
  capability: 'text_to_model',
  params: { prompt: 'a robot', model_version: 'v3.1-20260211' },
  steps: [lowPoly, convert],
}

/** What VS Code keeps for an extension, in memory. */
function memento(): vscode.Memento {
  const values = new Map<string, unknown>()
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, other?: T) => {
      const known: unknown = values.get(key)
      return known === undefined ? other : Object(known)
    },
    update: async (key, value) => void values.set(key, value),
  }
}

/** The extension's parts, as activation joins them, for an account of its own. */
class Parts {
  readonly folder = mkdtempSync(join(tmpdir(), 'tripo-chains-'))
  readonly account: AccountService
  readonly host: JobWindow
  readonly generation: Generation
  readonly steps: Steps

  constructor(key: string, log: Log) {
    const secrets = {
      get: async () => undefined,
      store: async () => {},
      delete: async () => {},
      onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
    }
    const resources = { fetch, put: putFile, openSocket, files: createFileSink(), readFile, log }
    const sandbox = () => Promise.reject(new Error('no sandbox here'))
    const keys = new KeyStore(secrets, { [KEY_VARIABLE]: key })
    const budgetRecord = (name: string) => openSharedRecord(join(this.folder, 'budget', `${name}.json`))
    this.account = new AccountService({ keys, resources, sandbox, memory: memento(), budgetRecord, log })
    this.host = new JobWindow({
      store: openJournal(join(this.folder, 'jobs')),
      files: nodeFiles,
      storage: vscode.Uri.file(this.folder),
      account: this.account,
      generator: { name: 'tripo-studio', version: 'test' },
      log,
    })
    this.generation = new Generation(this.account, this.host.submit, memento(), { check: async () => {} })
    this.steps = new Steps({ account: this.account, jobs: this.host.api, runLocal: async () => undefined })
  }

  /** Waits for a state of a job. */
  async job(id: string | undefined, fits: (job: JobView) => boolean): Promise<JobView> {
    const look = () => this.host.api.list().find((job) => job.id === id && fits(job))
    await until(
      () => look() !== undefined,
      () => `the job's state, now ${JSON.stringify(this.host.api.list())}`,
    )
    const found = look()
    assert.ok(found)
    return found
  }

  delivered = (id: string | undefined) => this.job(id, ({ phase }) => phase === 'delivered')

  async end(): Promise<void> {
    await this.host.close()
    this.account.dispose()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

describe('chains', () => {
  let builder: WorkerBuilder
  let simulator: SimulatorServer
  let parts: Parts
  let person: Person
  let key = 0
  // Never disposed: it is the extension's own channel, by its name.
  let log: Log
  before(async () => {
    await extension().activate()
    log = new Log()
    builder = createBuilder(join(extension().extensionPath, 'dist', 'sandbox-worker.mjs'))
    simulator = await startServer({ build: builder.build, timeScale: 60, credits: 200 })
    await useService(simulator.v3)
  })
  after(async () => {
    await useNothing()
    await simulator.close()
    builder.dispose()
  })
  beforeEach(async () => {
    clear()
    simulator.simulator.setFaults([])
    person = new Person()
    parts = new Parts(`tsk_chains${++key}`, log)
    await parts.account.update()
    await parts.account.refresh()
  })
  afterEach(async () => {
    await parts.end()
    person.leaves()
  })

  it('go from text through low poly to another format, each step a file that tells its source', async () => {
    const ids = await parts.generation.start(robot)
    assert.equal(ids.length, 3)
    assert.equal(parts.host.api.get(ids[2] ?? '')?.waitsForStep, true)
    for (const id of ids) await parts.delivered(id)
    assert.deepEqual(namesIn(), ['robot-low-poly.glb', 'robot.glb', 'robot.usdz'])
    assert.deepEqual(namesIn(jsons()), ['robot-low-poly.tripo.json', 'robot.tripo.json', 'robot.usdz.tripo.json'])
    await assertModel(join(assets(), 'robot-low-poly.glb'))
    const [model, low] = [parts.host.api.get(ids[0] ?? ''), parts.host.api.get(ids[1] ?? '')]
    const made = provenanceOf(join(assets(), 'robot-low-poly.glb'))
    assert.deepEqual(made.sources, [{ parameter: 'original_model_task_id', taskId: model?.taskId }])
    assert.equal(made.credits, 30)
    assert.equal(parts.host.api.get(ids[2] ?? '')?.params.original_model_task_id, low?.taskId)
  })

  it('keep what is done when a step fails, and go on for what is left, after saying what that costs', async () => {
    simulator.simulator.setFaults([
      { match: { capability: 'smart_lowpoly', times: 1 }, action: { type: 'task', status: 'failed' } },
    ])
    const [model, low, converted] = await parts.generation.start(robot)
    const failed = await parts.job(low, ({ phase }) => phase === 'failed')
    await parts.delivered(model)
    const held = await parts.job(converted, ({ problem }) => problem !== undefined)
    assert.equal(held.problem?.code, 'jobs.chain-stopped')
    assert.equal(failed.resumeCost, costOf([lowPoly, convert]))
    assert.equal(held.resumeCost, undefined)
    assert.deepEqual([...namesIn(), ...namesIn(jsons())], ['robot.glb', 'robot.tripo.json'])

    person.presses(/Resume from “Low poly” for 35 credits\?.*1 of 3 steps are done/, 'Resume')
    await parts.steps.resume(low ?? '')
    await parts.delivered(converted)
    assert.match(person.everything(), /The balance is \d+ credits/)
    assert.equal(namesIn().filter((name) => /^robot.*\.(glb|usdz)$/.test(name)).length, 3)
    assert.equal(parts.host.api.get(low ?? '')?.resumeCost, undefined)
    // Paid once each: a failed step costs nothing.
    await parts.account.refresh()
    assert.equal(parts.account.state.balance, 200 - costOf([robot, lowPoly, convert]))
  })

  it('are checked as a whole before anything is sent', async () => {
    const steps = [
      { capability: 'rig_model', params: {} },
      { capability: 'convert_model', params: { format: 'OBJ' } },
    ]
    await assert.rejects(parts.generation.start({ ...robot, steps }), (error: Error) => {
      assert.match(error.message, /Step 3 \(Convert model\): OBJ cannot hold a skeleton/)
      return true
    })
    await assert.rejects(parts.generation.start({ ...robot, steps: [{ capability: 'sculpt', params: {} }] }))
    assert.deepEqual(parts.host.api.list(), [])
    assert.equal(parts.account.state.balance, 200)
  })

  it('that the balance does not cover are asked about first', async () => {
    const animate = { capability: 'retarget_animation', params: { animations: ['preset:biped:walk'] } }
    const detailed = { ...robot, params: { ...robot.params, texture_quality: 'extreme', geometry_quality: 'detailed' } }
    const steps = [
      lowPoly,
      { capability: 'mesh_segmentation', params: {} },
      { capability: 'mesh_completion', params: {} },
    ]
    const request = { ...detailed, steps: [...steps, { capability: 'rig_model', params: {} }, animate] }
    const cost = parts.generation.price([request])
    assert.ok(cost > 200, `${cost}`)
    person.escapes('list', new RegExp(`costs ${cost} credits`))
    assert.deepEqual(await parts.generation.start(request), [])
    assert.match(person.everything(), /The balance of 200 credits is not enough/)
    assert.deepEqual(parts.host.api.list(), [])
  })

  const walk = { capability: 'retarget_animation', params: { animations: ['preset:biped:walk'] } }

  it('go on from a finished task, as the form of the studio asks for it', async () => {
    const [id = ''] = await parts.generation.start({ ...robot, steps: [] })
    await parts.delivered(id)
    const ids = await parts.steps.continueWith(id, [{ capability: 'rig_model', params: {} }, walk])
    for (const step of ids) await parts.delivered(step)
    await assertModel(join(assets(), 'robot-rigged.glb'))
    assert.deepEqual(
      ids.map((step) => parts.host.api.get(step)?.group?.index),
      [0, 1],
    )
  })

  it('do not go on from a finished task with what it cannot become, and send nothing', async () => {
    const [id = ''] = await parts.generation.start({ ...robot, steps: [] })
    await parts.delivered(id)
    await assert.rejects(parts.steps.continueWith(id, [walk]), /rig/i)
    assert.equal(parts.host.api.list().length, 1)
  })
})
