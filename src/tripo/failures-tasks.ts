// The errors of tasks, one factory each; re-exported by failures.ts. What they say about money is derived from the task's
// credits, and is "not known" if the task does not state them.
import { figure, type Phrase, phrase } from '../text/index.ts'
import { type Billed, billedBy, TripoFileError, TripoTaskError, TripoTimeoutError } from './errors.ts'
import { redact } from './redact.ts'
import { SERVICE_CODES } from './service-codes.ts'
import { isFinal, type Task } from './task.ts'

const RUNNING = 'The task goes on at the service; check it again later with Check now or by its id.'

const TASK_ENDS: Readonly<Record<string, string>> = {
  failed: 'The service could not finish the task.',
  banned: 'The service stopped the task: its content policy does not allow the input.',
  expired: 'The task waited too long at the service and was dropped.',
  cancelled: 'The task was cancelled at the service.',
}

/** What to do after a task that ended without success, by whether it was charged. */
const GENERATE_AGAIN: Readonly<Record<Billed, string>> = {
  no: 'Generate again; this task cost nothing.',
  yes: 'Read the service’s message in the details before generating again, which is charged again.',
  unknown: 'Look at the balance before generating again: the service does not say whether this task was charged.',
}

/** A result was asked for, and the task is not there yet. What it will cost is said at its end. */
const notFinished = (task: Task) =>
  new TripoTaskError(
    {
      code: `task.${task.status}`,
      sentence: 'The task has not finished yet.',
      nextStep: RUNNING,
      retryable: true,
      billed: task.consumedCredit ? 'yes' : 'unknown',
      taskId: task.taskId,
    },
    task,
  )

/** Codes whose words are about a request that was refused, not about a task that ran. */
const OF_REQUESTS: ReadonlySet<number> = new Set([1002, 1007, 2000])

/** A task without success: one that ended so, or one that has not ended, which must not be made a second time. */
export function taskFailed(task: Task) {
  if (!isFinal(task)) return notFinished(task)
  const code = task.errorCode ?? 0
  // An expired task's code also means "too complex"; its status says it better.
  const known = task.status === 'expired' || OF_REQUESTS.has(code) ? undefined : SERVICE_CODES[code]
  const billed = billedBy(task.consumedCredit)
  return new TripoTaskError(
    {
      code: `task.${task.status}`,
      sentence: known?.sentence ?? TASK_ENDS[task.status] ?? 'The task did not succeed.',
      nextStep: known?.nextStep ?? GENERATE_AGAIN[billed],
      billed,
      serviceCode: task.errorCode,
      serviceMessage: task.errorMsg ? redact(task.errorMsg) : undefined,
      taskId: task.taskId,
    },
    task,
  )
}

export const waitedTooLong = (taskId: string, seconds: number) =>
  new TripoTimeoutError({
    code: 'wait.timeout',
    sentence: phrase('The task was not finished after {0} seconds.', Math.round(seconds)),
    nextStep: RUNNING,
    retryable: true,
    billed: 'unknown',
    taskId,
  })

export const unknownStatus = (taskId: string, status: string) =>
  new TripoTimeoutError({
    code: 'wait.unknown-status',
    sentence: phrase('The service reports a status that is not known here: “{0}”.', redact(status).slice(0, 40)),
    nextStep: RUNNING,
    retryable: true,
    billed: 'unknown',
    taskId,
  })

/** What became of a task without a result, by what it cost. */
const NO_OUTPUT = {
  yes: (credits: number, what: Phrase) =>
    credits === 1
      ? phrase('The task succeeded and cost 1 credit, but the service names no {0} to download.', what)
      : phrase(
          'The task succeeded and cost {0} credits, but the service names no {1} to download.',
          figure(credits),
          what,
        ),
  no: (_: number, what: Phrase) =>
    phrase('The task succeeded at no cost, but the service names no {0} to download.', what),
  unknown: (_: number, what: Phrase) => phrase('The task succeeded, but the service names no {0} to download.', what),
} as const

/** A task that succeeded, and names nothing to download: what it made may still appear. */
export function noModel({ taskId, consumedCredit }: Task, what: 'model' | 'picture') {
  const billed = billedBy(consumedCredit)
  return new TripoFileError({
    code: 'task.no-output',
    sentence: NO_OUTPUT[billed](consumedCredit ?? 0, phrase(what)),
    nextStep: 'Fetch the result again in a minute; that costs nothing. If it stays, send the details to Tripo support.',
    retryable: true,
    billed,
    taskId,
  })
}
