// What of a finished task is its result: the best model, else its pictures, else what it found out.
import { noModel } from '../../tripo/failures.ts'
import { sleep } from '../../tripo/resources.ts'
import { type OutputFile, resultFiles, type Task } from '../../tripo/task.ts'
import type { Job } from '../job.ts'
import type { JobRecord } from '../store/record.ts'
import type { JobConnection } from './services.ts'

/** Times that a finished task is read again when it names no result yet, with so many milliseconds more each time. */
const READINGS = 3
const PAUSE = 250

export interface Result {
  task: Task
  files: readonly OutputFile[]
  facts: JobRecord['facts']
}

/**
 * The result of a task that has succeeded. A service that says so a moment before it has the files is asked again.
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
