// The service's free check whether a model can be rigged, run before a rig is paid for. It creates no job: it costs nothing, and
// its result is only useful in the form that requested it.
import type { JobsApi } from '../jobs/index.ts'
import type { RequestResult } from '../protocol/index.ts'
import { checkRiggable } from '../tripo/catalogue/index.ts'
import { invalid, taskFailed } from '../tripo/failures.ts'
import type { AccountService } from './account.ts'

export interface RigCheckServices {
  account: Pick<AccountService, 'connect'>
  jobs: Pick<JobsApi, 'get'>
}

/** Seconds that the check may take; the service needs about three. */
const MOST_SECONDS = 60

/** Whether a job's model can be rigged, and as what. Rejects for a job without a finished task, and with what the service says. */
export async function checkRig({ account, jobs }: RigCheckServices, id: string): Promise<RequestResult<'checkRig'>> {
  const job = jobs.get(id)
  if (job?.taskId === undefined || job.phase !== 'delivered') {
    throw invalid('rig-check.none', 'Only a finished model can be checked.', 'Choose a finished task.')
  }
  const { client } = await account.connect(job.service)
  const check = await client.create(checkRiggable, { original_model_task_id: job.taskId })
  const task = await client.waitForTask(check, { timeout: MOST_SECONDS })
  if (task.status !== 'success') throw taskFailed(task)
  const { riggable = false, rigType } = task.output
  return rigType === undefined ? { riggable } : { riggable, rigType }
}
