// What a job is doing, in words: the same in the panel, in the tree and in notifications. English source texts; who
// shows them passes its own translation.
import { BUSY_PHASES, type JobPhase, type JobView } from './job.ts'

/** Translates an English text; `{0}` and so on stand for the values. */
export type Translate = (text: string, ...values: (string | number)[]) => string

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

/** Whether something is under way. */
export const isBusy = (job: JobView): boolean => BUSY_PHASES.includes(job.phase)

/** A step whose predecessor has no result: nothing of it has failed. */
export const isNotBegun = (job: JobView): boolean => job.problem?.code === 'jobs.chain-stopped'

/** A fraction as a whole percentage; not 100 before all is there. */
export const formatPercent = (fraction: number): string =>
  `${fraction >= 1 ? 100 : Math.min(99, Math.max(0, Math.floor(fraction * 100)))}%`

/** `Generating 63%`, `Place 3 in the queue`, `Ready`. */
export function phaseWords(job: JobView, t: Translate): string {
  if (job.phase === 'queued' && job.queuePlace !== undefined && job.queuePlace > 0) {
    return t('Place {0} in the queue', job.queuePlace)
  }
  if (job.waitsForStep) return t('Waits for step {0}', job.group?.index ?? 1)
  if (isNotBegun(job)) return t('Not started')
  const words = t(WORDS[job.phase])
  return isBusy(job) && job.progress !== undefined && job.phase !== 'queued'
    ? `${words} ${formatPercent(job.progress)}`
    : words
}
