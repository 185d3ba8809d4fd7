// Jobs of workspaces that are not open anywhere: their results are brought into the extension's storage before the
// service's addresses expire, and are placed by the window that opens the workspace.

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

/** Milliseconds after which what failed, for want of a network or a key, is tried again. */
const RETRY_DELAY = 5 * 60_000

/** Whether there is something to download, now, for a job that belongs to another workspace. */
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

  /** A job that downloads a record's result; undefined when one does already. */
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

/** Whether a delivered job's picture is still to be had. */
export const isThumbnailDue = ({ state, thumbnailDue }: JobRecord) => state === 'delivered' && thumbnailDue === true

/** Fetches a picture that could not be had when its model was delivered; of several windows one does. Never throws. */
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
    // What an earlier attempt has left.
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
