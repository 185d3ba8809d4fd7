// The states of a job on disk and the allowed transitions. The journal is the only module that writes records and checks every
// write here, so that no mistake elsewhere can resend a request whose task is known.

/**
 * The states of a job on disk, each written before the step begins:
 * - `prepared`, `uploading`: nothing that costs credits was sent;
 * - `submitting`: the creation request may be on its way; found on start it becomes `unconfirmed`;
 * - `following`, `downloading`: the service has the task; both can be done again at no cost;
 * - `stopped`: the person stopped waiting; `delivered`, `failed`, `dismissed`: ended.
 */
export const JOB_STATES = [
  'prepared',
  'uploading',
  'submitting',
  'unconfirmed',
  'following',
  'downloading',
  'stopped',
  'delivered',
  'failed',
  'dismissed',
] as const
export type JobState = (typeof JOB_STATES)[number]

/** States in which nothing was sent yet that could cost credits. */
export const UNSENT: readonly JobState[] = ['prepared', 'uploading']
/** States in which the service has the task and its result is still to be fetched. */
export const UNDERWAY: readonly JobState[] = ['following', 'downloading']

/**
 * What may follow a state. No transition leads from a state that knows a task back to one that sends: a request is paid for once.
 * `failed` and `unconfirmed` lead to `prepared` at the person's wish, and only once the previous attempt is settled.
 */
const NEXT: Readonly<Record<JobState, readonly JobState[]>> = {
  prepared: ['uploading', 'submitting', 'following', 'failed', 'dismissed'],
  uploading: ['prepared', 'submitting', 'following', 'failed', 'dismissed'],
  submitting: ['prepared', 'uploading', 'unconfirmed', 'following', 'failed', 'dismissed'],
  unconfirmed: ['prepared', 'following', 'failed', 'dismissed'],
  following: ['downloading', 'delivered', 'stopped', 'failed', 'dismissed'],
  downloading: ['following', 'delivered', 'stopped', 'failed', 'dismissed'],
  stopped: ['following', 'dismissed'],
  delivered: ['following', 'dismissed'],
  failed: ['prepared', 'following', 'dismissed'],
  dismissed: ['following'],
}

/**
 * Whether a record may go from one state to another. That the service has the task is a fact which may reach a full or
 * locked disk only with the next one, so what follows `following` may follow wherever `following` may.
 */
export function canBecome(from: JobState, to: JobState): boolean {
  if (from === to || NEXT[from].includes(to)) return true
  return NEXT[from].includes('following') && NEXT.following.includes(to)
}
