// Keeping one of several variations. Until then each is in the extension's storage, and none in the results folder.
import type { JobContext } from './context.ts'
import { notDelivered, stillBusy } from './problems.ts'

/**
 * Places a finished variation in the results folder; from then on it is like any other job. Nothing is fetched or paid for as
 * long as its files exist. The other finished variations are removed from the list. Rejects with a JobError if the job is not a
 * finished variation.
 */
export async function keepVariation(context: JobContext, id: string): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) throw stillBusy()
  const { request, keptTarget: target, state, files, deliveredAt } = job.record
  if (state !== 'delivered' || target === undefined) throw notDelivered()
  await context.ready()
  await job.resume(context.window, {
    ...{ state: 'downloading', target, keptTarget: undefined, claimed: undefined, problem: undefined },
    // From now on it is independent of its group.
    ...{ request: { ...request, variation: undefined }, group: undefined },
    before: { files, deliveredAt },
  })
  context.start(job)
  for (const other of context.all()) {
    const { request: asked, state: its } = other.record
    const isOther = asked.variation !== undefined && asked.variation.set === request.variation?.set
    if (isOther && its === 'delivered' && !other.isRunning) await other.persist({ state: 'dismissed' })
  }
}
