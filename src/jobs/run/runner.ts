// Runs a job from the state of its record to its end: submit, follow, download, place. A failure becomes a state that says
// whether credits may have been spent and what can still be done.

import { AssetsError } from '../../assets/index.ts'
import {
  isCutOff,
  isElsewhere,
  isHeld,
  isLostFile,
  isOfTask,
  isOver,
  isResultTooLarge,
} from '../../text/problem-codes.ts'
import { billedBy } from '../../tripo/errors.ts'
import { type Job, Stop, unlessStopped } from '../job.ts'
import { cutOff, otherAccount, problemOf } from '../problems.ts'
import { UNSENT } from '../states.ts'
import type { Journal } from '../store/journal.ts'
import type { JobRecord } from '../store/record.ts'
import { deliver, fetchFiles, follow, moveToStorage } from './deliver.ts'
import type { JobConnection, JobServices } from './services.ts'
import { removeUnfinished, removeUnfinishedAfterLoss } from './staging.ts'
import { type SubmitContext, submit } from './submit.ts'

/** How often a result is fetched again whose files vanish before they are placed. */
const MOST_FETCHES = 3

/** Continues a job from its record. Resolves when it is delivered; rejects with the reason when it cannot be. */
export async function run(job: Job, services: JobServices, context: SubmitContext, signal: AbortSignal): Promise<void> {
  // Its files are placed and no longer temporary.
  if (job.record.state === 'delivered') return
  if (job.record.files.length > 0 && (await deliverKept(job, services))) return
  const connection = await unlessStopped(services.connect(job.record.service), signal)
  if (UNSENT.includes(job.record.state)) await submit(job, connection, services, context, signal)
  const { taskId } = job.record
  if (taskId === undefined) return
  checkAccount(job, connection)
  for (let fetched = 1; ; fetched++) {
    const task = await follow(job, connection, taskId, signal)
    await fetchFiles(job, connection, services, task, signal)
    try {
      return await deliver(job, services)
    } catch (error) {
      // The downloaded files were removed, for example by a window that was suspended and took them for its own.
      if (!isLostFile(error) || fetched === MOST_FETCHES) throw error
      await job.persist({ files: [] })
    }
  }
}

/**
 * Downloads the result of another workspace's job into the extension's storage, where it waits for that workspace, since
 * the URLs of results are valid for minutes only. Afterwards no window runs the job.
 */
export async function runInBackground(job: Job, services: JobServices, signal: AbortSignal): Promise<void> {
  const { taskId, files } = job.record
  if (taskId !== undefined && files.length === 0) {
    const connection = await unlessStopped(services.connect(job.record.service), signal)
    checkAccount(job, connection)
    const task = await follow(job, connection, taskId, signal)
    await fetchFiles(job, connection, services, task, signal, { inBackground: true })
  }
  await leave(job)
}

/** Releases the job, so that another window can take it over at once. */
export const leave = (job: Job): Promise<void> => job.persist({ window: undefined })

/** Places files that were downloaded earlier; false when they are gone and must be fetched again. */
async function deliverKept(job: Job, services: JobServices): Promise<boolean> {
  try {
    await deliver(job, services)
    return true
  } catch (error) {
    if (!isLostFile(error)) throw error
    await job.persist({ files: [] })
    return false
  }
}

/** With another account's key the service would only report an unknown task. */
function checkAccount({ record }: Job, connection: JobConnection): void {
  const { service, account } = connection
  if (service !== record.service || (record.connection && record.connection.account !== account)) {
    throw otherAccount(record.service)
  }
}

/**
 * Records how a run ended that did not deliver. A job whose task exists at the service keeps its state, so that the next
 * start resumes it, unless the service reports that there will be no result.
 */
export async function settle(job: Job, services: JobServices, journal: Journal, error: unknown): Promise<void> {
  const lost = job.record
  try {
    if (isElsewhere(error)) throw error
    await writeEnd(job, services, journal, error)
  } catch (trouble) {
    if (!isElsewhere(trouble)) throw trouble
    await job.reread()
    await removeUnfinishedAfterLoss(lost, job.record, services)
  }
}

async function writeEnd(job: Job, services: JobServices, journal: Journal, error: unknown): Promise<void> {
  const { record } = job
  const hasTask = record.taskId !== undefined
  if (error instanceof Stop) {
    await settleStopped(job, services, journal, error, hasTask)
    return
  }
  const problem = problemOf(error)
  if (!hasTask && isHeld(problem)) {
    await job.persist({ state: 'prepared', problem })
    return
  }
  if (!hasTask) {
    const isUnclear = problem.billed !== 'no' && (record.state === 'submitting' || isCutOff(problem))
    if (isUnclear) await job.persist({ state: 'unconfirmed', problem })
    else await endUnsent(job, journal, { state: 'failed', problem: { ...problem, billed: 'no' } })
    return
  }
  // The task's cost is known even if something else failed.
  const billed = isOfTask(problem) ? problem.billed : billedBy(record.credits)
  const told = { ...problem, billed, taskId: problem.taskId ?? record.taskId }
  if (isOver(problem) && record.before) {
    const { files, deliveredAt } = record.before
    await job.persist({ state: 'delivered', files, deliveredAt, before: undefined, problem: told })
    return
  }
  if (isOver(problem)) {
    await job.persist({ state: 'failed', problem: told })
    return
  }
  if (error instanceof AssetsError) {
    if (isLostFile(error)) await job.persist({ files: [] })
    else await moveToStorage(job, services)
  }
  // It is not fetched again automatically, at each start perhaps, but only when a person asks.
  await job.persist(isResultTooLarge(problem) ? { state: 'stopped', problem: told } : { problem: told })
}

/**
 * Ends a job whose request was not sent, once it is certain that no window will send it; otherwise its outcome is
 * unknown.
 */
export async function endUnsent(job: Job, journal: Journal, end: Partial<JobRecord>): Promise<boolean> {
  const isCertain = await journal.attempts.close(job.record)
  await job.persist(isCertain ? end : { state: 'unconfirmed', problem: cutOff().problem })
  return isCertain
}

async function settleStopped(
  job: Job,
  services: JobServices,
  journal: Journal,
  stop: Stop,
  hasTask: boolean,
): Promise<void> {
  if (stop.why === 'cancel') {
    if (hasTask) await job.persist({ state: 'stopped' })
    else if (await endUnsent(job, journal, { state: 'dismissed' })) await removeUnfinished(job.record, services)
    return
  }
  // The creation was only waiting for its turn: nothing was created, and the next start may send it.
  if (!hasTask && job.record.state === 'submitting') await job.persist({ state: 'uploading' })
}
