// What one click has started: a single job, a chain of steps, or a batch of either. Notifications speak of these as a
// whole: one progress, one end, and what all of it cost.
import * as vscode from 'vscode'
import type { JobView } from '../../protocol/index.ts'
import { formatCredits, formatNumber } from '../words.ts'
import { isBusy, phaseWords, stepWords } from './phases.ts'

export interface Errand {
  kind: 'single' | 'chain' | 'batch'
  /** In the order in which they were asked for; one at least. */
  jobs: readonly [JobView, ...JobView[]]
}

/** What jobs of one click have in common. */
export const errandKey = ({ id, batch, group }: JobView): string => batch ?? (group?.kind === 'chain' ? group.id : id)

/** A job with all others of its click. */
export function errandOf(job: JobView, all: readonly JobView[]): Errand {
  const key = errandKey(job)
  const others = all.filter((other) => errandKey(other) === key && other.id !== job.id)
  const order = (one: JobView) => one.group?.index ?? 0
  const [first = job, ...rest] = [job, ...others].sort((a, b) => a.startedAt - b.startedAt || order(a) - order(b))
  const kind = job.batch !== undefined ? 'batch' : job.group?.kind === 'chain' ? 'chain' : 'single'
  return { kind, jobs: [first, ...rest] }
}

/** The jobs whose results were asked for: of each chain the last step. */
export const resultsOf = ({ jobs }: Errand): readonly JobView[] =>
  jobs.filter(({ group }) => group?.kind !== 'chain' || group.index === group.of - 1)

const short = (title: string) => (title.length > 60 ? `${title.slice(0, 57)}…` : title)

/** `“a robot” · Low poly`, `“a robot” · 3 steps`, `12 models`. */
export function errandTitle(errand: Errand): string {
  const { l10n } = vscode
  const [first] = errand.jobs
  const quoted = l10n.t('“{0}”', short(first.title))
  if (errand.kind === 'batch') return l10n.t('{0} models', formatNumber(resultsOf(errand).length))
  if (errand.kind === 'chain') return `${quoted} · ${l10n.t('{0} steps', first.group?.of ?? errand.jobs.length)}`
  return [quoted, stepWords(first)].filter(Boolean).join(' · ')
}

/** What a failure is about: `“a robot” · Rig model · step 3 of 4:` */
export const jobTitle = (job: JobView): string =>
  vscode.l10n.t('{0}:', [vscode.l10n.t('“{0}”', short(job.title)), stepWords(job)].filter(Boolean).join(' · '))

/** How far it is: `Generating 63%`, `3 of 12 ready · Generating 63%`. */
export function errandProgress(errand: Errand): string {
  const { l10n } = vscode
  const current = errand.jobs.find((job) => isBusy(job) && !job.waitsForStep) ?? errand.jobs[0]
  const results = resultsOf(errand)
  const ready = results.filter(({ phase }) => phase === 'delivered').length
  const words = [errand.kind === 'chain' ? stepWords(current) : undefined, phaseWords(current)]
  const count = errand.kind === 'batch' ? l10n.t('{0} of {1} ready', ready, results.length) : undefined
  return [count, ...words].filter(Boolean).join(' · ')
}

/** Credits of all its jobs: what the service charged, else what was announced for a result that is here. */
const creditsOf = ({ jobs }: Errand) =>
  jobs.reduce((sum, job) => sum + (job.credits ?? (job.phase === 'delivered' ? job.estimate : 0)), 0)

const costOf = (errand: Errand) =>
  errand.jobs[0].service === 'sandbox' ? vscode.l10n.t('sandbox') : formatCredits(creditsOf(errand))

/** That all of it has ended, with what it cost as a whole. */
export function endWords(errand: Errand): string {
  const { l10n } = vscode
  const results = resultsOf(errand)
  const ready = results.filter(({ phase }) => phase === 'delivered')
  const cost = costOf(errand)
  if (errand.kind === 'batch') {
    const [all, done] = [formatNumber(results.length), formatNumber(ready.length)]
    return ready.length === results.length
      ? l10n.t('{0} models are ready ({1} in all).', all, cost)
      : l10n.t('{0} of {1} models are ready ({2} in all); the others are not.', done, all, cost)
  }
  const path = ready[0]?.files[0]?.path ?? errand.jobs[0].title
  return errand.kind === 'chain' && errand.jobs.length > 1
    ? l10n.t('{0} is ready after {1} steps ({2} in all).', path, errand.jobs.length, cost)
    : l10n.t('{0} is ready ({1}).', path, cost)
}
