// What a job's phase is called, how far it is, and how long it took or will take: one place, for strip and announcer.
import { BUSY_PHASES, type JobAction, type JobPhase, type JobView } from '../../src/protocol/job.ts'
import { formatBytes, formatDuration, formatPercent } from './format.ts'
import { t } from './l10n.ts'

export const isBusy = (job: JobView): boolean => BUSY_PHASES.includes(job.phase)

const WORDS: Readonly<Record<JobPhase, string>> = {
  preparing: 'Preparing',
  uploading: 'Uploading',
  waiting: 'Waiting for a free slot',
  submitting: 'Sending',
  unconfirmed: 'Not confirmed',
  queued: 'In the queue',
  generating: 'Generating',
  downloading: 'Downloading',
  stopped: 'Stopped waiting',
  delivered: 'Ready',
  failed: 'Failed',
  dismissed: 'Removed',
}

/** `Generating 63%`, `Place 3 in the queue`, `Ready`. */
export function phaseWords(job: JobView): string {
  if (job.phase === 'queued' && job.queuePlace !== undefined && job.queuePlace > 0) {
    return t('Place {0} in the queue', job.queuePlace)
  }
  const words = t(WORDS[job.phase])
  return isBusy(job) && job.progress !== undefined && job.phase !== 'queued'
    ? `${words} ${formatPercent(job.progress)}`
    : words
}

/**
 * The line under the phase: elapsed and remaining time while busy, then the time it took and the file's size, or why it failed.
 * @param now and @param receivedAt milliseconds since the epoch; the second is when this state of the job arrived
 */
export function timeWords(job: JobView, now: number, receivedAt: number): string {
  if (isBusy(job)) {
    const elapsed = formatDuration((now - job.startedAt) / 1000)
    if (job.secondsLeft === undefined) return elapsed
    const left = Math.max(0, job.secondsLeft - (now - receivedAt) / 1000)
    return t('{0} · {1} left', elapsed, formatDuration(Math.ceil(left)))
  }
  if (job.phase === 'failed') return job.problem?.sentence ?? ''
  if (job.phase !== 'delivered') return ''
  const took = job.finishedAt === undefined ? undefined : formatDuration((job.finishedAt - job.startedAt) / 1000)
  const size = modelFile(job)?.bytes
  return [took, size === undefined ? undefined : formatBytes(size)].filter((part) => part !== undefined).join(' · ')
}

/** Output kinds that are models, best first. */
const MODEL_KINDS: readonly string[] = ['pbr_model', 'model', 'base_model']

/** The model to show among a job's files, if it has one. */
export const modelFile = (job: JobView) =>
  MODEL_KINDS.map((kind) => job.files.find((file) => file.kind === kind)).find((file) => file !== undefined)

/** What to tell a screen reader when a job goes from one state to another; undefined when it would only be noise. */
export function announcement(before: JobView | undefined, after: JobView): string | undefined {
  const quarter = (job: JobView) => Math.floor((job.progress ?? 0) * 4)
  if (before?.phase === after.phase && quarter(before) === quarter(after)) return undefined
  if (before === undefined && !isBusy(after)) return undefined
  const problem = after.phase === 'failed' && after.problem ? `. ${after.problem.sentence}` : ''
  return `${after.title}: ${phaseWords(after)}${problem}`
}

export interface ActionWords {
  title: string
  /** What happens, where the title alone may mislead. */
  tooltip?: string
  icon: string
}

/** What stopping means: said before it is done, since the credits are gone either way. */
export const STOP_SENTENCE = 'Stops waiting. The service goes on and the credits are spent; fetch the result later.'

export const ACTION_WORDS: Readonly<Record<JobAction, ActionWords>> = {
  cancel: { title: 'Cancel', tooltip: STOP_SENTENCE, icon: 'debug-stop' },
  fetch: {
    title: 'Fetch result',
    tooltip: 'Asks the service for the result of this task. Costs nothing.',
    icon: 'cloud-download',
  },
  open: { title: 'Open', icon: 'go-to-file' },
  reveal: { title: 'Reveal in Explorer', icon: 'folder-opened' },
  copyPath: { title: 'Copy path', icon: 'copy' },
  retryDelivery: {
    title: 'Choose another folder',
    tooltip: 'The model is here; only its place is missing.',
    icon: 'folder',
  },
  dismiss: { title: 'Remove from list', tooltip: 'Files on disk stay.', icon: 'close' },
  adopt: {
    title: 'Adopt a task by its id',
    tooltip: 'The task is running at the service: take it over instead of paying again.',
    icon: 'link',
  },
  submitAgain: {
    title: 'Submit again',
    tooltip: 'Sends the request once more. If the first one did arrive, it is paid twice.',
    icon: 'debug-restart',
  },
  checkNow: { title: 'Check now', tooltip: 'Asks the service for news at once.', icon: 'refresh' },
  copyDetails: { title: 'Copy details', tooltip: 'Codes and ids for a report; never the key.', icon: 'copy' },
}
