// The jobs that one click started: a single job, a chain of steps, or a batch of either. Notifications treat a submission
// as one thing: one progress bar, one message at the end, one total cost.
import * as vscode from 'vscode'
import type { JobView } from '../../protocol/index.ts'
import { formatCredits, formatNumber } from '../words.ts'
import { isBusy, phaseWords, stepWords } from './phases.ts'

export interface Submission {
  kind: 'single' | 'chain' | 'batch'
  /** In the order they were requested; at least one. */
  jobs: readonly [JobView, ...JobView[]]
}

/** The key that all jobs of one submission share. */
export const submissionKey = ({ id, batch, group }: JobView): string =>
  batch ?? (group?.kind === 'chain' ? group.id : id)

/** The submission that a job belongs to. */
export function submissionOf(job: JobView, all: readonly JobView[]): Submission {
  const key = submissionKey(job)
  const others = all.filter((other) => submissionKey(other) === key && other.id !== job.id)
  const order = (one: JobView) => one.group?.index ?? 0
  const [first = job, ...rest] = [job, ...others].sort((a, b) => a.startedAt - b.startedAt || order(a) - order(b))
  const kind = job.batch !== undefined ? 'batch' : job.group?.kind === 'chain' ? 'chain' : 'single'
  return { kind, jobs: [first, ...rest] }
}

/** The jobs whose results the person wants: the last step of each chain. */
export const resultsOf = ({ jobs }: Submission): readonly JobView[] =>
  jobs.filter(({ group }) => group?.kind !== 'chain' || group.index === group.of - 1)

const short = (title: string) => (title.length > 60 ? `${title.slice(0, 57)}…` : title)

/** `“a robot” · Low poly`, `“a robot” · 3 steps`, `12 models`. */
export function submissionTitle(submission: Submission): string {
  const { l10n } = vscode
  const [first] = submission.jobs
  const quoted = l10n.t('“{0}”', short(first.title))
  if (submission.kind === 'batch') return l10n.t('{0} models', formatNumber(resultsOf(submission).length))
  if (submission.kind === 'chain')
    return `${quoted} · ${l10n.t('{0} steps', first.group?.of ?? submission.jobs.length)}`
  return [quoted, stepWords(first)].filter(Boolean).join(' · ')
}

/** What a failure is about: `“a robot” · Rig model · step 3 of 4:` */
export const jobTitle = (job: JobView): string =>
  vscode.l10n.t('{0}:', [vscode.l10n.t('“{0}”', short(job.title)), stepWords(job)].filter(Boolean).join(' · '))

/** Its progress: `Generating 63%`, `3 of 12 ready · Generating 63%`. */
export function submissionProgress(submission: Submission): string {
  const { l10n } = vscode
  const current = submission.jobs.find((job) => isBusy(job) && !job.waitsForStep) ?? submission.jobs[0]
  const results = resultsOf(submission)
  const ready = results.filter(({ phase }) => phase === 'delivered').length
  const words = [submission.kind === 'chain' ? stepWords(current) : undefined, phaseWords(current)]
  const count = submission.kind === 'batch' ? l10n.t('{0} of {1} ready', ready, results.length) : undefined
  return [count, ...words].filter(Boolean).join(' · ')
}

/** Total credits of its jobs: what the service charged, or the estimate for a delivered result without a charge. */
const creditsOf = ({ jobs }: Submission) =>
  jobs.reduce((sum, job) => sum + (job.credits ?? (job.phase === 'delivered' ? job.estimate : 0)), 0)

const costOf = (submission: Submission) =>
  submission.jobs[0].service === 'sandbox' ? vscode.l10n.t('sandbox') : formatCredits(creditsOf(submission))

/** The message that everything has finished, with the total cost. */
export function endWords(submission: Submission): string {
  const { l10n } = vscode
  const results = resultsOf(submission)
  const ready = results.filter(({ phase }) => phase === 'delivered')
  const cost = costOf(submission)
  if (submission.kind === 'batch') {
    const [all, done] = [formatNumber(results.length), formatNumber(ready.length)]
    return ready.length === results.length
      ? l10n.t('{0} models are ready ({1} in all).', all, cost)
      : l10n.t('{0} of {1} models are ready ({2} in all); the others are not.', done, all, cost)
  }
  const path = ready[0]?.files[0]?.path ?? submission.jobs[0].title
  return submission.kind === 'chain' && submission.jobs.length > 1
    ? l10n.t('{0} is ready after {1} steps ({2} in all).', path, submission.jobs.length, cost)
    : l10n.t('{0} is ready ({1}).', path, cost)
}
