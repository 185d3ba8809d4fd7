// Selects the result of a finished task: the best model, or its pictures, or its answer.
import { noModel } from '../../tripo/failures.ts'
import { sleep } from '../../tripo/resources.ts'
import { type OutputFile, resultFiles, type Task } from '../../tripo/task.ts'
import type { Job } from '../job.ts'
import type { JobRecord } from '../store/record.ts'
import type { JobConnection } from './services.ts'

/** How often a finished task without a result is read again, and by how many milliseconds the pause grows each time. */
const READINGS = 3
const PAUSE = 250

export interface Result {
  task: Task
  files: readonly OutputFile[]
  facts: JobRecord['facts']
}

/**
 * The result of a task that has succeeded. If the service reports success shortly before it has the files, it is asked again.
 * Throws `task.no-output` when there is none.
 */
export async function resultOf(
  job: Job,
  { client }: JobConnection,
  finished: Task,
  signal: AbortSignal,
): Promise<Result> {
  let task = finished
  for (let count = 1; ; count++) {
    const files = resultFiles(task)
    const { riggable, rigType } = task.output
    const facts = riggable === undefined ? undefined : { riggable, rigType }
    if (files.length > 0 || facts) return { task, files, facts }
    if (count > READINGS) throw noModel(task, 'model')
    await sleep(job.clock, PAUSE * count, signal)
    task = await client.read(task.taskId, { signal })
  }
}
