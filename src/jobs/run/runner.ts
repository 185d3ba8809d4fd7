// A job from wherever its record stands to its end: submit, follow, download, place. What went wrong becomes a state
// that says whether credits may have been spent and what can still be done.

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

/** Times that a result is fetched whose files vanish before they are placed. */
const MOST_FETCHES = 3

/** Takes a job on from its record. Resolves when it is delivered; rejects with what is in the way. */
export async function run(job: Job, services: JobServices, context: SubmitContext, signal: AbortSignal): Promise<void> {
  // Its files are in their place: they are nobody's temporary ones any more.
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
      // Somebody cleared the downloaded files away, such as a window that slept and believed that they were its own.
      if (!isLostFile(error) || fetched === MOST_FETCHES) throw error
      await job.persist({ files: [] })
    }
  }
}

/**
 * Downloads the result of another workspace's job into the extension's storage, where it waits for that workspace: the
 * addresses of results live for minutes only. Afterwards the job is nobody's.
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

/** Lets another window have the job at once. */
export const leave = (job: Job): Promise<void> => job.persist({ window: undefined })

/** Places what was downloaded earlier; false when it is gone and must be fetched again. */
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

/** With another key the service would only say that it does not know the task. */
function checkAccount({ record }: Job, connection: JobConnection): void {
  const { service, account } = connection
  if (service !== record.service || (record.connection && record.connection.account !== account)) {
    throw otherAccount(record.service)
  }
}

/**
 * Writes down how a run ended that did not deliver. A job whose task is at the service keeps its state, so that the
 * next start goes on with it, unless the service says that there is nothing to come.
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
  // What the task has cost, whatever else is in the way now.
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
  // Nobody fetches it again, at each start perhaps, but a person who says so.
  await job.persist(isResultTooLarge(problem) ? { state: 'stopped', problem: told } : { problem: told })
}

/**
 * Ends a job whose request was not sent, once it is certain that nobody will send it any more; else its outcome is not
 * known.
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
