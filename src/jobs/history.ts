// The history: all jobs of all workspaces, from the journal. They can be searched and delivered again, even if their files are
// gone.
import { fileName, isThere } from '../assets/index.ts'
import type { JobView } from '../protocol/index.ts'
import { findCapability, importModel } from '../tripo/catalogue/index.ts'
import { type FoundResult, recordFound } from './adopt.ts'
import { type Destination, type JobContext, newRecord, persistNew } from './context.ts'
import { notDelivered, stillBusy } from './problems.ts'
import type { JobRecord, Target } from './store/record.ts'
import { viewOf } from './view.ts'

export interface HistoryQuery {
  /** Words that must all occur: in ids, prompt, title, capability, file names. */
  text?: string
  /** Catalogue id. */
  capability?: string
  service?: 'sandbox' | 'service'
  /** Milliseconds since the epoch, both included. */
  from?: number
  to?: number
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

/** The text that a search looks at. */
function textOf(record: JobRecord): string {
  const { request, files, before } = record
  const texts = Object.values(request.params).filter((value) => typeof value === 'string')
  const names = [...files, ...(before?.files ?? [])].map(({ path }) => path)
  const capability = findCapability(request.capability)?.title ?? ''
  const words = [record.id, record.taskId ?? '', record.title, record.name, request.capability, capability]
  return fold([...words, ...texts, ...names].join('\n'))
}

/** Whether no window is working on a task's result, so that it can be delivered again. */
const isAtRest = ({ state }: JobRecord) => state === 'delivered' || state === 'dismissed'

export class History {
  readonly #context: JobContext

  constructor(context: JobContext) {
    this.#context = context
  }

  /** Matching jobs of all workspaces, newest first; dismissed ones too if they had a task. */
  async search({ text = '', capability, service, from = 0, to = Infinity }: HistoryQuery = {}): Promise<JobView[]> {
    const words = fold(text).split(/\s+/u).filter(Boolean)
    const records = await this.#records()
    const fitting = records.filter((record) => {
      if (record.createdAt < from || record.createdAt > to) return false
      if (capability !== undefined && record.request.capability !== capability) return false
      if (service !== undefined && record.service !== service) return false
      const haystack = words.length > 0 ? textOf(record) : ''
      return words.every((word) => haystack.includes(word))
    })
    const live = new Map(this.#context.all().map((job) => [job.record.id, job]))
    return fitting
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((record) => live.get(record.id)?.view ?? viewOf(record, undefined, this.#context.services))
  }

  /** A finished import of a file with the same content in this window's list, which saves importing it again. */
  importOf(sha256: string, service: JobRecord['service']): JobView | undefined {
    const imports = this.#context.all().filter(({ record }) => {
      const { request, state, inputs } = record
      if (request.capability !== importModel.id || state !== 'delivered' || record.service !== service) return false
      return inputs.some((input) => input.sha256 === sha256)
    })
    return imports.sort((a, b) => b.record.createdAt - a.record.createdAt)[0]?.view
  }

  /** Lists a result found on disk that no job knows. @returns the new job's id */
  recordFound(found: FoundResult, destination: Destination): Promise<string> {
    return recordFound(this.#context, found, destination)
  }

  /**
   * Fetches a delivered result again, under a free name, as long as the service has it. If the service no longer has it,
   * the job stays delivered and reports that. A job that is not in this window's list (dismissed, or of another
   * workspace) is copied into a new job here.
   */
  async deliverAgain(id: string, target?: Target): Promise<void> {
    const listed = this.#context.all().find((job) => job.record.id === id)
    if (!listed || listed.record.state === 'dismissed') return this.#copy(id, target)
    const job = await this.#context.findEnded(id)
    if (job.isRunning) throw stillBusy()
    const { record } = job
    if (record.state !== 'delivered' || record.taskId === undefined) throw notDelivered()
    await this.#context.ready()
    await job.resume(this.#context.window, {
      ...{ state: 'following', files: [], problem: undefined, ...(await this.#asDelivered(record, target)) },
      ...(target ? { target } : {}),
      before: { files: record.files, deliveredAt: record.deliveredAt },
    })
    this.#context.start(job)
  }

  /**
   * The identity of a repeated delivery. If the file is gone it is the same delivery, with the same name and JSON;
   * otherwise it is a new delivery beside the existing files.
   */
  async #asDelivered(
    { target: { folder }, delivery, claimed, files: [main] }: JobRecord,
    target: Target | undefined,
  ): Promise<Pick<JobRecord, 'claimed' | 'delivery'>> {
    const { files } = this.#context.services
    const isElsewhere = target !== undefined && target.folder !== folder
    if (!main || isElsewhere || (await isThere(files, main.path))) {
      return { claimed: undefined, delivery: crypto.randomUUID() }
    }
    const name = main.path.slice(main.path.lastIndexOf(files.separator) + 1)
    const ending = fileName('', main, 0)
    return { claimed: name.endsWith(ending) ? name.slice(0, -ending.length) : claimed, delivery }
  }

  async #copy(id: string, target?: Target): Promise<void> {
    const context = this.#context
    const old = (await this.#records()).find((record) => record.id === id)
    if (!old || old.taskId === undefined || !isAtRest(old)) throw notDelivered()
    const { request, service, taskId, title, name, base, inputs, connection, submittedAt, credits } = old
    const again = await this.#asDelivered(old, target)
    const kept = { taskId, title, name, base, inputs, connection, submittedAt, credits, ...again }
    const destination = { target: target ?? old.target, service }
    context.start(await persistNew(context, newRecord(context, request, destination, { ...kept, state: 'following' })))
  }

  /** Ids of the jobs that were removed from the list. */
  async dismissed(): Promise<string[]> {
    return (await this.#all()).filter(({ state }) => state === 'dismissed').map(({ id }) => id)
  }

  async #records(): Promise<JobRecord[]> {
    return (await this.#all()).filter(({ state, taskId }) => state !== 'dismissed' || taskId !== undefined)
  }

  async #all(): Promise<JobRecord[]> {
    const { records } = await this.#context.journal.load()
    const own = new Map(this.#context.all().map((job) => [job.record.id, job.record]))
    return records.map((record) => own.get(record.id) ?? record)
  }
}
