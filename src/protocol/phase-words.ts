// The phases of a job in words: the same in the panel, the tree and notifications. English source texts; callers pass their own
// translation.

import { literals, type Translate } from '../text/index.ts'
import { isChainStopped } from '../text/problem-codes.ts'
import { BUSY_PHASES, isGone, type JobPhase, type JobView, type WaitingFor } from './job.ts'

export type { Translate }

const WORDS: Readonly<Record<JobPhase, string>> = literals({
  preparing: 'Preparing',
  uploading: 'Uploading',
  waiting: 'Waiting',
  submitting: 'Sending',
  unconfirmed: 'Not confirmed',
  queued: 'In the queue',
  generating: 'Generating',
  downloading: 'Downloading',
  stopped: 'Stopped waiting',
  delivered: 'Ready',
  failed: 'Failed',
  dismissed: 'Removed',
})

/** The words for what a job waits for, and what they mean. */
const WAITS: Readonly<Record<WaitingFor, { words: string; meaning: string }>> = literals({
  place: {
    words: 'Waiting for a free place',
    meaning: 'The service works on a limited number of tasks at a time. This one starts as soon as a place is free.',
  },
  minute: {
    words: 'Waiting for the request limit',
    meaning: 'The service takes a limited number of requests a minute. This one is sent as soon as it may be.',
  },
  // To a person the same as the one before: it starts when there is room for it.
  turn: {
    words: 'Waiting for a free place',
    meaning: 'The service works on a limited number of tasks at a time; those of a batch are sent one after another.',
  },
  service: { words: 'Waiting for the service', meaning: 'The service is busy. The request is sent again by itself.' },
  network: {
    words: 'Waiting for the network',
    meaning: 'The service cannot be reached. The request is sent again by itself.',
  },
})

/** What a missing file means, and the way out. */
const GONE =
  'The file was deleted, or moved out of sight. Deliver Again fetches it from the service while it is kept there; that costs nothing.'

const ELSEWHERE = 'Another window of this workspace is at work on it; its result appears here too.'
const SEARCHING =
  'No answer came to the request. If the service has taken it, its task is found and goes on by itself; nothing is sent twice.'

const waitOf = ({ phase, waitingFor }: JobView) =>
  phase === 'waiting' && waitingFor !== undefined ? WAITS[waitingFor] : undefined

/** Whether something is under way. */
export const isBusy = (job: JobView): boolean => BUSY_PHASES.includes(job.phase)

/** A step whose predecessor has no result: nothing of it has failed. */
export const isNotBegun = (job: JobView): boolean => isChainStopped(job.problem)

/** A fraction as a whole percentage; not 100 before all is there. */
export const formatPercent = (fraction: number): string =>
  `${fraction >= 1 ? 100 : Math.min(99, Math.max(0, Math.floor(fraction * 100)))}%`

/** `Generating 63%`, `Place 3 in the queue`, `Waiting for a free place`, `Ready`. */
export function phaseWords(job: JobView, t: Translate): string {
  const wait = waitOf(job)
  if (wait) return t(wait.words)
  if (job.isElsewhere) return t('{0} in another window', t(WORDS[job.phase]))
  if (job.isSearching) return t('Looking for its task')
  if (job.phase === 'queued' && job.queuePlace !== undefined && job.queuePlace > 0) {
    return t('Place {0} in the queue', job.queuePlace)
  }
  if (job.waitsForStep) return t('Waiting for step {0}', job.group?.index ?? 1)
  if (isNotBegun(job)) return t('Not started')
  if (isGone(job)) return t('File missing')
  const words = t(WORDS[job.phase])
  return isBusy(job) && job.progress !== undefined && job.phase !== 'queued'
    ? `${words} ${formatPercent(job.progress)}`
    : words
}

/** What the words for a phase mean, where they do not say it all. */
export function phaseMeaning(job: JobView, t: Translate): string | undefined {
  if (isGone(job)) return t(GONE)
  if (job.isElsewhere) return t(ELSEWHERE)
  if (job.isSearching) return t(SEARCHING)
  const wait = waitOf(job)
  return wait && t(wait.meaning)
}
