// Background downloads for workspaces that no window has open: their results are downloaded into the extension's storage before
// the service's URLs expire; the window that opens the workspace places them.

import { isUnknownTask } from '../../text/problem-codes.ts'
import { Job } from '../job.ts'
import { problemOf } from '../problems.ts'
import { UNDERWAY } from '../states.ts'
import type { Journal } from '../store/journal.ts'
import type { JobRecord } from '../store/record.ts'
import { fetchThumbnail } from './deliver.ts'
import { leave, runInBackground, settle } from './runner.ts'
import type { JobServices } from './services.ts'
import { removeUnfinished } from './staging.ts'

/** Milliseconds after which a download that failed without network or key is retried. */
const RETRY_DELAY = 5 * 60_000

/** Whether a job of another workspace has something to download now. */
export const canDownload = ({ state, taskId, files, problem, updatedAt }: JobRecord, now: number) =>
  (!problem || Math.abs(now - updatedAt) >= RETRY_DELAY) &&
  UNDERWAY.includes(state) &&
  taskId !== undefined &&
  files.length === 0

export class BackgroundDownloads {
  readonly #jobs = new Map<string, Job>()

  readonly #journal: Journal
  readonly #services: JobServices

  constructor(journal: Journal, services: JobServices) {
    this.#journal = journal
    this.#services = services
  }

  has(job: Job): boolean {
    return this.#jobs.get(job.record.id) === job
  }

  /** Starts a job that downloads a record's result; undefined when one is running already. */
  add(record: JobRecord): Job | undefined {
    if (this.#jobs.has(record.id)) return undefined
    const job = new Job(record, this.#journal, this.#services, () => undefined)
    this.#jobs.set(record.id, job)
    return job
  }

  start(job: Job): void {
    const isStarted = job.start(
      (signal) => runInBackground(job, this.#services, signal),
      async (error) => {
        await settle(job, this.#services, this.#journal, error)
        await leave(job)
      },
    )
    const forget = () => void this.#jobs.delete(job.record.id)
    if (isStarted) void job.ended.then(forget)
    else forget()
  }

  /** Stops a download, as the job's workspace is open now; resolves when its record is free. */
  async release(id: string): Promise<void> {
    const job = this.#jobs.get(id)
    job?.stop('dispose')
    await job?.ended
    this.#jobs.delete(id)
  }

  /** Stops everything; resolves when all records are left. */
  async end(): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((id) => this.release(id)))
  }
}

/** Whether a delivered job's picture can still be fetched. */
export const isThumbnailDue = ({ state, thumbnailDue }: JobRecord) => state === 'delivered' && thumbnailDue === true

/** Fetches a picture that was not available when its model was delivered; only one of several windows does. Never throws. */
export async function downloadThumbnail(
  job: Job,
  journal: Journal,
  services: JobServices,
  signal: AbortSignal,
): Promise<void> {
  const download = async () => {
    await job.reread()
    const { record } = job
    if (signal.aborted || job.isRunning || !isThumbnailDue(record) || record.taskId === undefined) return
    // Left over from an earlier attempt.
    await removeUnfinished({ ...record, files: [] }, services)
    const connection = await services.connect(record.service)
    if (record.connection && record.connection.account !== connection.account) return
    try {
      const task = await connection.client.read(record.taskId, { signal })
      await fetchThumbnail(job, connection, services, task, signal)
    } finally {
      if (job.record.state === 'delivered') await removeUnfinished({ ...job.record, files: [] }, services)
    }
  }
  try {
    await journal.alone(job.record.id, download)
  } catch (error) {
    if (signal.aborted) return
    const problem = problemOf(error)
    job.report(problem)
    // The service has forgotten the task: there will be no picture.
    if (isUnknownTask(problem)) await job.persist({ thumbnailDue: undefined }).catch(() => undefined)
  }
}
