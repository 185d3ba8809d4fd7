// A bench for jobs: a stand-in for the service that counts what it creates, a store in memory, real files in a
// temporary folder, and a way to "kill" all of it at any step.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach } from 'vitest'
import type { AssetFiles } from '../../../src/assets/files.ts'
import type { JobServices, RecordStore } from '../../../src/jobs/index.ts'
import { Jobs } from '../../../src/jobs/jobs.ts'
import type { JobClient } from '../../../src/jobs/run/services.ts'
import { nodeFiles } from '../../../src/platform/files.ts'
import type { JobView } from '../../../src/protocol/index.ts'
import { taskFailed } from '../../../src/tripo/failures.ts'
import { systemClock } from '../../../src/tripo/resources.ts'
import { decodeTask, type Task } from '../../../src/tripo/task.ts'
import { revisionIn } from '../../bench/load/disk.ts'

/** Lets tests wait at a place: closed gates hold callers back until opened. */
export class Gate {
  #waiting: (() => void)[] = []
  arrived = 0
  #isOpen: boolean

  constructor(isOpen = true) {
    this.#isOpen = isOpen
  }
  close() {
    this.#isOpen = false
  }
  open() {
    this.#isOpen = true
    for (const go of this.#waiting.splice(0)) go()
  }
  async pass(signal?: AbortSignal): Promise<void> {
    this.arrived += 1
    if (this.#isOpen) return
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push(resolve)
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  }
}

type Step = 'upload' | 'create' | 'follow' | 'download'

/** The service: what it was sent, and what it should do wrong. */
export class FakeService {
  readonly created: { capability: string; params: Readonly<Record<string, unknown>>; id: string }[] = []
  readonly uploads: string[] = []
  readonly downloads: string[] = []
  readonly gates: Record<Step, Gate> = {
    upload: new Gate(),
    create: new Gate(),
    follow: new Gate(),
    download: new Gate(),
  }
  /** Errors to throw, each once, before the step has an effect. */
  readonly errors: Partial<Record<Step, unknown[]>> = {}
  /** Runs before each effect; a kill never returns. */
  step: () => Promise<void> = async () => {}
  outcome: Record<string, unknown> = { status: 'success' }
  /** Ends waiting inside `create` before the request leaves. */
  isCreationWaiting = false
  readonly pictures = true

  async #enter(step: Step, signal?: AbortSignal): Promise<void> {
    await this.gates[step].pass(signal)
    const error = this.errors[step]?.shift()
    if (error) throw error
  }

  task(id: string): Task {
    const output = { model_url: `https://cdn/${id}.glb`, rendered_image_url: `https://cdn/${id}.png` }
    const wire = {
      task_id: id,
      type: 'text_to_model',
      progress: 100,
      output,
      input: { model_seed: 11, texture_seed: 22, prompt: 'x' },
      credits_consumed: 20,
      created_at: '2026-11-01T10:00:00Z',
      completed_at: '2026-11-01T10:00:30Z',
      ...this.outcome,
    }
    const task = decodeTask(wire)
    if (!task) throw new Error('bad fake task')
    return task
  }

  /** Tasks that were made elsewhere. */
  readonly others = new Map<string, Task>()
  /** The account's usage rows; absent: the service has none. */
  rows: ((since: number) => readonly string[]) | undefined

  client: JobClient = {
    upload: async (bytes, name, { signal }) => {
      await this.#enter('upload', signal)
      await this.step()
      this.uploads.push(name)
      return { type: 'png', file_token: `token-of-${bytes.length}` }
    },
    create: async (capability, params, { signal, onWaiting, onCreated, beforeSend }) => {
      await beforeSend()
      if (this.isCreationWaiting) {
        onWaiting?.('place')
        await this.gates.create.pass(signal)
      } else await this.gates.create.pass()
      const error = this.errors.create?.shift()
      if (error) throw error
      await this.step()
      const id = `task-${this.created.length + 1}`
      this.created.push({ capability, params: structuredClone(params), id })
      await this.step()
      onCreated?.(`trace-of-${id}`)
      return id
    },
    read: async (taskId) => {
      const task = this.others.get(taskId) ?? this.task(taskId)
      return task
    },
    recent: async (since) => this.rows?.(since),
    follow: async (taskId, { signal, onProgress }) => {
      signal?.throwIfAborted()
      onProgress?.({ ...this.task(taskId), status: 'queued', queuingNum: 3, progress: 0 })
      onProgress?.({ ...this.task(taskId), status: 'running', progress: 63, runningLeftTime: 12 })
      await this.#enter('follow', signal)
      await this.step()
      const task = this.task(taskId)
      if (task.status !== 'success') throw taskFailed(task)
      return task
    },
    download: async (task, file, folder, { signal, onProgress }) => {
      const content = `${file.kind} of ${task.taskId}`
      const path = join(folder, `.part-${this.downloads.length}`)
      await this.step()
      await writeFile(path, content.slice(0, 3))
      onProgress?.(3, content.length)
      await this.#enter('download', signal)
      await this.step()
      await writeFile(path, content)
      this.downloads.push(file.kind)
      const sha256 = createHash('sha256').update(content).digest('hex')
      return { path, extension: file.kind === 'rendered_image' ? 'png' : 'glb', bytes: content.length, sha256 }
    },
  }
}

export class MemoryStore implements RecordStore {
  readonly records = new Map<string, unknown>()
  readonly aside: string[] = []
  reads = 0
  /** Every state that was written, in order. */
  readonly states: unknown[] = []
  fail: ((record: unknown) => unknown) | undefined
  step: () => Promise<void> = async () => {}

  list = async () => [...this.records.keys()]
  read = async (id: string) => {
    this.reads += 1
    return structuredClone(this.records.get(id))
  }
  readonly #notes = new Map<string, unknown>()
  write = async (id: string, record: unknown, revision?: number) => {
    await this.step()
    const error = this.fail?.(record)
    if (error) throw error
    if (revision !== undefined && revisionIn(this.records.get(id)) >= revision) return false
    this.records.set(id, structuredClone(record))
    if (typeof record === 'object' && record && 'state' in record) this.states.push(record.state)
    return true
  }
  createNote = async (id: string, name: string, value: unknown) => {
    await this.step()
    if (this.#notes.has(`${id}/${name}`)) return false
    this.#notes.set(`${id}/${name}`, structuredClone(value))
    return true
  }
  readNote = async (id: string, name: string) => this.#notes.get(`${id}/${name}`)
  remove = async (id: string) => {
    this.records.delete(id)
  }
  setAside = async (id: string) => {
    this.records.delete(id)
    this.aside.push(id)
  }
}

export class Bench {
  readonly service = new FakeService()
  readonly store = new MemoryStore()
  readonly trouble: string[] = []
  readonly images = new Map<string, Uint8Array>([['file:///props/lantern.png', new Uint8Array(100)]])
  account = 'account-1'
  connectError: unknown
  now = Date.parse('2026-11-01T09:59:00Z')
  files: AssetFiles = nodeFiles
  #count = 0
  readonly #opened: Jobs[] = []

  private constructor(readonly base: string) {}

  static async open(): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), 'tripo-jobs-')))
    await mkdir(bench.game)
    return bench
  }

  get game() {
    return join(this.base, 'game')
  }
  get folder() {
    return join(this.game, 'assets')
  }
  get target() {
    return { workspace: this.game, folder: this.folder, provenance: true }
  }

  jobs(more: Partial<JobServices> = {}): Jobs {
    const jobs = new Jobs({
      store: this.store,
      files: this.files,
      storage: { downloads: join(this.base, 'storage', 'downloads'), thumbnails: join(this.base, 'storage', 'thumbs') },
      connect: async (service) => {
        if (this.connectError) throw this.connectError
        return { client: this.service.client, service, dialect: 'v3', region: 'global', account: this.account }
      },
      readInput: async (upload) => {
        const bytes = this.images.get(upload)
        if (!bytes) throw Object.assign(new Error(`no ${upload}`), { code: 'ENOENT' })
        return { bytes, name: 'lantern.png' }
      },
      toUri: (path) => pathToFileURL(path).href,
      generator: { name: 'Tripo Studio', version: '0.1.0' },
      onTrouble: (problem) => this.trouble.push(problem.code),
      clock: { now: () => ++this.now, after: systemClock.after },
      newId: () => `job-${++this.#count}`,
      ...more,
    })
    this.#opened.push(jobs)
    return jobs
  }

  /** Sends a request by these jobs, to the game's folder unless it is told another. */
  submit(jobs: Jobs, request: Parameters<Jobs['submit']>[0] = chair, target = this.target) {
    return jobs.submit(request, { target, service: 'service' })
  }

  /** Sends a request whose task then runs, and of which nothing more is heard until the gate of following opens. */
  async submitHeld(jobs: Jobs): Promise<string> {
    this.service.gates.follow.close()
    const id = await this.submit(jobs)
    await phase(jobs, id, 'generating')
    return id
  }

  /** The same by a window that is closed while the task runs. */
  async leftRunning(): Promise<string> {
    const jobs = this.jobs()
    const id = await this.submitHeld(jobs)
    await jobs.dispose()
    return id
  }

  /** Names in a folder below the base; none when it is not there. */
  async names(...parts: string[]): Promise<string[]> {
    return (await readdir(join(this.base, ...parts)).catch(() => [])).sort()
  }

  /** Every file below the base whose name or folder is hidden, and every one waiting in storage. */
  async leftovers(): Promise<string[]> {
    const all = await readdir(this.base, { recursive: true })
    return all.filter((name) => /(^|\/)\.|downloads\/./.test(name))
  }

  text = (...parts: string[]) => readFile(join(this.base, ...parts), 'utf8')

  /** Lets nobody wait any longer, ends all jobs, and removes everything. */
  async close(): Promise<void> {
    for (const gate of Object.values(this.service.gates)) gate.open()
    await Promise.all(this.#opened.map((jobs) => jobs.dispose()))
    await rm(this.base, { recursive: true, force: true, maxRetries: 10 })
  }
}

/**
 * A bench for each test, closed after it with all jobs that were opened on it.
 * @param opened called with each, before the test
 */
export function useBench(opened: (bench: Bench) => Promise<void> | void): void {
  let bench: Bench | undefined
  beforeEach(async () => {
    bench = await Bench.open()
    await opened(bench)
  })
  afterEach(() => bench?.close())
}

export const chair = { capability: 'text_to_model', params: { prompt: 'a wooden dining chair with a curved back' } }
export const lantern = { capability: 'image_to_model', params: { file: { upload: 'file:///props/lantern.png' } } }

/** Looks at a job that does not look as it should: on a busy machine, the right end takes its time. */
const ROUNDS = 6000

/** Waits for a job to look so; a job that never does fails the test with how it looks. */
export async function until(jobs: Jobs, id: string, test: (job: JobView) => boolean): Promise<JobView> {
  for (let round = 0; round < ROUNDS; round++) {
    const job = jobs.get(id)
    if (job && test(job)) return job
    await new Promise((resolve) => setTimeout(resolve, round < 50 ? 1 : 10))
  }
  throw new Error(`The job stays ${JSON.stringify(jobs.get(id))}`)
}

export const phase = (jobs: Jobs, id: string, wanted: JobView['phase']) =>
  until(jobs, id, (job) => job.phase === wanted)
