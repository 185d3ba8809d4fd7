// Failures of a job that are neither the service's nor the disk's: one factory each, with the next step.
import { AssetsError } from '../assets/index.ts'
import type { Problem } from '../protocol/index.ts'
import { english, phrase, problemTexts, type Words } from '../text/index.ts'
import { toProblem } from '../tripo/problem.ts'

export class JobError extends Error {
  override readonly name = 'JobError'
  readonly problem: Problem
  constructor(
    /** Last part of the code after `jobs.`. */
    readonly reason: string,
    sentence: Words,
    nextStep: Words,
    options: { billed?: Problem['billed']; cause?: unknown; detail?: string } = {},
  ) {
    super(english(sentence), options.cause === undefined ? undefined : { cause: options.cause })
    const { billed = 'no', detail } = options
    this.problem = {
      code: `jobs.${reason}`,
      ...problemTexts(sentence, nextStep),
      billed,
      ...(detail ? { detail } : {}),
    }
  }
}

const NOT_SENT = 'Generate again; nothing was sent or charged.'

export const unknownJob = () => new JobError('unknown', 'This job is not in the list any more.', 'Choose another one.')

export const stillBusy = () =>
  new JobError('busy', 'This job is still under way.', 'Cancel it first, or wait until it is finished.')

export const elsewhere = () =>
  new JobError('elsewhere', 'Another window is working on this job.', 'Go to that window, or close it first.')

export const isElsewhere = (error: unknown): boolean => error instanceof JobError && error.reason === 'elsewhere'

export const notFetchable = () =>
  new JobError('nothing-to-fetch', 'The service has no result for this job.', 'Generate again.')

export const chainStopped = (title: string) =>
  new JobError(
    'chain-stopped',
    phrase('The step before this one of “{0}” has no result.', title),
    'Resume from the step that failed; what is done stays. Nothing was sent or charged for this one.',
  )

/** A code of its own, since nothing was sent: the rest of a batch waits for the person. */
export const noCreditsLeft = () =>
  new JobError(
    'held',
    'This request was not sent: the credits ran out earlier in the batch.',
    'Top up the credits, then go on with the batch; what is done stays done.',
  )

export const nothingToResume = () =>
  new JobError('nothing-to-resume', 'Nothing here failed or was held.', 'Wait for the rest, or look at its jobs.')

export const notDelivered = () =>
  new JobError('not-delivered', 'This job has not been delivered yet.', 'Fetch its result first.')

export const notUnconfirmed = () =>
  new JobError('not-open', 'It is known what became of this job.', 'Only an unconfirmed or failed job can do this.')

export const alreadyKnown = (title: string) =>
  new JobError('known-task', phrase('This task is in the list already: “{0}”.', title), 'Choose another task id.')

export const isKnown = (error: unknown): boolean => error instanceof JobError && error.reason === 'known-task'

export const otherTask = (type: string) =>
  new JobError(
    'other-task',
    phrase('This task is a {0}, not what the job asked for.', type),
    'Use “Add task by id” for it.',
  )

export const unknownTaskType = (type: string) =>
  new JobError(
    'task-type',
    phrase('The task is a {0}, which this version does not know.', type),
    'Update the extension.',
  )

export const unknownCapability = (id: string) =>
  new JobError(
    'capability',
    phrase('“{0}” is not something Tripo can do here.', id),
    'Update the extension or choose another.',
  )

/** The record could not be written, so nothing was sent: a result without a record could be lost. */
export const journalFailed = (cause: unknown) =>
  new JobError(
    'journal',
    'The request could not be noted on disk, so it was not sent.',
    'Make room on the disk of the extension’s storage, then generate again. Nothing was charged.',
    { cause, detail: cause instanceof Error ? cause.message : String(cause) },
  )

export const inputMissing = (name: string, cause: unknown) =>
  new JobError(
    'input-missing',
    phrase('The image “{0}” cannot be read.', name),
    phrase('Choose the image again. {0}', phrase(NOT_SENT)),
    {
      cause,
      detail: cause instanceof Error ? cause.message : String(cause),
    },
  )

/** Found on start: the picture is not the one that was asked for any more. */
export const inputChanged = (name: string) =>
  new JobError('input-changed', phrase('The image “{0}” changed before it was sent.', name), NOT_SENT)

/** Found on start: it waited so long that sending it unasked would surprise. */
export const tooOld = () => new JobError('not-sent', 'The window was closed before this request was sent.', NOT_SENT)

/** Found on start: the answer to the creation request never reached the journal. */
export const cutOff = () =>
  new JobError(
    'unconfirmed',
    'The window was closed while the request was being sent; the task may be running and may have been charged.',
    'Look at the balance or the usage list before generating again.',
    { billed: 'unknown' },
  )

export const otherAccount = (service: 'sandbox' | 'service') =>
  new JobError(
    'other-account',
    'This task belongs to another account than the key that is set.',
    service === 'service' ? 'Set the API key it was made with, then fetch the result.' : 'Open the sandbox again.',
    { billed: 'yes' },
  )

/** Found on start: the record was damaged, and what could be read of it names the task. */
export const recordMended = (id: string) =>
  new JobError(
    'damaged',
    'The note of this job was damaged; its task is known, and its files may be in their place.',
    'Look for the files; if they are missing, choose “Deliver Again” in the history. It costs nothing.',
    { billed: 'yes', detail: `Job ${id}` },
  )

export const recordDamaged = (id: string, reason: string): Problem => ({
  code: 'jobs.damaged',
  sentence: 'The note of one job cannot be read; it was kept aside, and all others are fine.',
  nextStep: 'If a result is missing, look for its task in the usage list of the service.',
  billed: 'unknown',
  detail: `Job ${id}: ${reason}`,
})

/** Any thrown thing as what a person is shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof JobError || error instanceof AssetsError) return error.problem
  return toProblem(error)
}
