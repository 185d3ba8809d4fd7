// A person's actions on a job that is stopped, or should be: cancel it, fetch or place its result, remove it from the list.
import type { JobContext } from './context.ts'
import type { Job } from './job.ts'
import { cutOff, notFetchable, stillBusy } from './problems.ts'
import { endUnsent } from './run/runner.ts'
import { removeUnfinished } from './run/staging.ts'
import { UNSENT } from './states.ts'
import type { Target } from './store/record.ts'

/** See `JobsApi.cancel`. */
export async function cancel(context: JobContext, job: Job): Promise<'cancelled' | 'stopped' | 'ended'> {
  const { id } = job.record
  if (!job.isRunning) await context.findEnded(id)
  if (!job.isRunning && UNSENT.includes(job.record.state)) {
    await dismiss(context, id)
    return 'cancelled'
  }
  job.stop('cancel')
  await job.ended
  if (job.record.state === 'dismissed') return 'cancelled'
  return job.record.state === 'stopped' ? 'stopped' : 'ended'
}

/** See `JobsApi.fetch`. */
export async function fetchResult(context: JobContext, id: string, anySize?: true): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) return
  if (job.record.taskId === undefined || job.record.state === 'delivered') throw notFetchable()
  const state = job.record.files.length > 0 ? 'downloading' : 'following'
  await job.resumeAnyway(context.window, { state, problem: undefined, ...(anySize && { anySize }) })
  context.start(job)
}

/** See `JobsApi.retryDelivery`. */
export async function retryDelivery(context: JobContext, id: string, target?: Target): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) throw stillBusy()
  if (target) await job.persist({ target, claimed: undefined })
  await fetchResult(context, id)
}

/** See `JobsApi.dismiss`. */
export async function dismiss(context: JobContext, id: string): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) throw stillBusy()
  const { record } = job
  if (!UNSENT.includes(record.state)) await job.persist({ state: 'dismissed' })
  else if (!(await endUnsent(job, context.journal, { state: 'dismissed' }))) throw cutOff()
  if (record.state !== 'delivered') await removeUnfinished(record, context.services)
}

/** See `JobsApi.relocate`. */
export async function relocate(context: JobContext, id: string, moved: ReadonlyMap<string, string>): Promise<void> {
  const job = await context.findEnded(id)
  const { state, files } = job.record
  if (job.isRunning || state !== 'delivered' || !files.some(({ path }) => moved.has(path))) return
  const now = files.map((file) => ({ ...file, path: moved.get(file.path) ?? file.path }))
  await job.resumeAnyway(context.window, { files: now })
}
