// Errors of a job that come neither from the service nor from the disk: one factory each, with the next step.
import { phrase } from '../text/index.ts'
import type { Problem } from '../text/problem.ts'
import type { JobErrorCode } from '../text/problem-codes.ts'
import { ProblemError, problem } from '../text/problem-error.ts'

/** A failure of a job that is neither the service's nor the disk's. */
export class JobError extends ProblemError<JobErrorCode> {
  override readonly name = 'JobError'
}

const NOT_SENT = 'Generate again; nothing was sent or charged.'

export const unknownJob = () =>
  new JobError('jobs.unknown', 'This job is not in the list any more.', 'Choose another one.')

export const stillBusy = () =>
  new JobError('jobs.busy', 'This job is still under way.', 'Cancel it first, or wait until it is finished.')

export const elsewhere = () =>
  new JobError('jobs.elsewhere', 'Another window is working on this job.', 'Go to that window, or close it first.')

export const notFetchable = () =>
  new JobError('jobs.nothing-to-fetch', 'The service has no result for this job.', 'Generate again.')

export const chainStopped = (title: string) =>
  new JobError(
    'jobs.chain-stopped',
    phrase('The step before this one of “{0}” has no result.', title),
    'Resume from the step that failed; what is done stays. Nothing was sent or charged for this one.',
  )

/** A code of its own, since nothing was sent: the rest of a batch waits for the person. */
export const noCreditsLeft = () =>
  new JobError(
    'jobs.held',
    'This request was not sent: the credits ran out earlier in the batch.',
    'Top up the credits, then go on with the batch; what is done stays done.',
  )

export const nothingToResume = () =>
  new JobError('jobs.nothing-to-resume', 'Nothing here failed or was held.', 'Wait for the rest, or look at its jobs.')

export const notDelivered = () =>
  new JobError('jobs.not-delivered', 'This job has not been delivered yet.', 'Fetch its result first.')

export const notUnconfirmed = () =>
  new JobError(
    'jobs.not-open',
    'The outcome of this job is already known.',
    'Only an unconfirmed or failed job can do this.',
  )

export const alreadyKnown = (title: string) =>
  new JobError('jobs.known-task', phrase('This task is in the list already: “{0}”.', title), 'Choose another task id.')

export const otherTask = (type: string) =>
  new JobError(
    'jobs.other-task',
    phrase('This task is a {0}, not what the job asked for.', type),
    'Use “Add task by id” for it.',
  )

export const unknownTaskType = (type: string) =>
  new JobError(
    'jobs.task-type',
    phrase('The task is a {0}, which this version does not know.', type),
    'Update the extension.',
  )

export const unknownCapability = (id: string) =>
  new JobError(
    'jobs.capability',
    phrase('“{0}” is not something Tripo can do here.', id),
    'Update the extension or choose another.',
  )

/** The record could not be written, so nothing was sent: a result without a record could be lost. */
export const journalFailed = (cause: unknown) =>
  new JobError(
    'jobs.journal',
    'The request could not be noted on disk, so it was not sent.',
    'Make room on the disk of the extension’s storage, then generate again. Nothing was charged.',
    { cause, detail: cause instanceof Error ? cause.message : String(cause) },
  )

export const inputMissing = (name: string, cause: unknown) =>
  new JobError(
    'jobs.input-missing',
    phrase('The image “{0}” cannot be read.', name),
    phrase('Choose the image again. {0}', phrase(NOT_SENT)),
    {
      cause,
      detail: cause instanceof Error ? cause.message : String(cause),
    },
  )

/** Found on start: the picture is not the one that was asked for any more. */
export const inputChanged = (name: string) =>
  new JobError('jobs.input-changed', phrase('The image “{0}” changed before it was sent.', name), NOT_SENT)

/** Found on start: it waited so long that sending it unasked would surprise. */
export const tooOld = () =>
  new JobError('jobs.not-sent', 'The window was closed before this request was sent.', NOT_SENT)

/** Found on start: the answer to the creation request never reached the journal. */
export const cutOff = () =>
  new JobError(
    'jobs.unconfirmed',
    'The window was closed while the request was being sent; the task may be running and may have been charged.',
    'Look at the balance or the usage list before generating again.',
    { billed: 'unknown' },
  )

export const otherAccount = (service: 'sandbox' | 'service') =>
  new JobError(
    'jobs.other-account',
    'This task belongs to another account than the key that is set.',
    service === 'service' ? 'Set the API key it was made with, then fetch the result.' : 'Open the sandbox again.',
    { billed: 'yes' },
  )

/** Found on start: the record was damaged, and what could be read of it names the task. */
export const recordMended = (id: string) =>
  new JobError(
    'jobs.damaged',
    'The note of this job was damaged; its task is known, and its files may be in their place.',
    'Look for the files; if they are missing, choose “Deliver Again” in the history. It costs nothing.',
    { billed: 'yes', detail: `Job ${id}` },
  )

export const recordDamaged = (id: string, reason: string): Problem =>
  problem(
    'jobs.damaged',
    'The note of one job cannot be read; it was kept aside, and all others are fine.',
    'If a result is missing, look for its task in the usage list of the service.',
    { billed: 'unknown', detail: `Job ${id}: ${reason}` },
  )

export { toProblem as problemOf } from '../tripo/problem.ts'
