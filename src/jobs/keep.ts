// Keeping one of several variations: until then each waits in the extension's storage, and the person's folder holds none.
import type { JobContext } from './context.ts'
import { notDelivered, stillBusy } from './problems.ts'

/**
 * Puts a finished variation where results go; it is like any other job from then on. Nothing is fetched or paid while its
 * files are there. The others that are ready leave the list. Rejects with a JobError for what is no finished variation.
 */
export async function keepVariation(context: JobContext, id: string): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) throw stillBusy()
  const { request, keptTarget: target, state, files, deliveredAt } = job.record
  if (state !== 'delivered' || target === undefined) throw notDelivered()
  await context.ready()
  await job.resume(context.window, {
    ...{ state: 'downloading', target, keptTarget: undefined, claimed: undefined, problem: undefined },
    // From now on it stands for itself.
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
