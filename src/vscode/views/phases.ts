// The words and icons for a job's phases, used by the tree and the notifications.
import * as vscode from 'vscode'
import { BUSY_PHASES, type JobPhase, type JobView, nextSteps } from '../../protocol/index.ts'
import { findCapability } from '../../tripo/catalogue/index.ts'

const percent = (job: JobView) => (job.progress === undefined ? '' : `${Math.round(job.progress * 100)}%`)

/** Seconds as a person says them: 45 s, 2 min 5 s. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return vscode.l10n.t('{0} s', whole)
  return vscode.l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60)
}

/** What a step is held back by when the one before has no result. */
export const NOT_BEGUN = 'jobs.chain-stopped'

/** What a job does, by its capability. */
export const titleOf = ({ capability: id }: JobView): string => vscode.l10n.t(findCapability(id)?.title ?? id)

/** What is done to an earlier result, with its place in a chain: "Low poly · step 2 of 4"; nothing for a first model. */
export function stepWords(job: JobView): string | undefined {
  const { l10n } = vscode
  const { capability, group } = job
  const title = findCapability(capability)?.source ? titleOf(job) : undefined
  if (group?.kind !== 'chain') return title
  return [title, l10n.t('step {0} of {1}', group.index + 1, group.of)].filter(Boolean).join(' · ')
}

export const isBusy = (job: JobView) => BUSY_PHASES.includes(job.phase)

/** What a job is doing, in a few words: "Generating 63%". */
export function phaseWords(job: JobView): string {
  const { l10n } = vscode
  switch (job.phase) {
    case 'preparing':
    case 'submitting':
      return l10n.t('Starting')
    case 'uploading':
      return l10n.t('Uploading {0}', percent(job)).trim()
    case 'waiting':
      if (job.waitsForStep) return l10n.t('Waits for step {0}', job.group?.index ?? 1)
      return l10n.t('Waiting for a free place')
    case 'unconfirmed':
      return l10n.t('Sent, but no answer came')
    case 'queued':
      return job.queuePlace ? l10n.t('Place {0} in the queue', job.queuePlace) : l10n.t('In the queue')
    case 'generating':
      return l10n.t('Generating {0}', percent(job)).trim()
    case 'downloading':
      return l10n.t('Downloading {0}', percent(job)).trim()
    case 'stopped':
      return l10n.t('Stopped waiting')
    case 'delivered':
      return l10n.t('Finished')
    case 'failed':
      if (job.problem?.code === NOT_BEGUN) return l10n.t('Not started')
      return l10n.t('Failed')
    case 'dismissed':
      return l10n.t('Removed')
  }
}

const ICONS: Record<JobPhase, [icon: string, color?: string]> = {
  preparing: ['loading~spin'],
  uploading: ['loading~spin'],
  waiting: ['clock'],
  submitting: ['loading~spin'],
  unconfirmed: ['question', 'problemsWarningIcon.foreground'],
  queued: ['clock'],
  generating: ['loading~spin'],
  downloading: ['loading~spin'],
  stopped: ['debug-stop'],
  delivered: ['pass', 'testing.iconPassed'],
  failed: ['error', 'problemsErrorIcon.foreground'],
  dismissed: ['close'],
}

export function phaseIcon(phase: JobPhase): vscode.ThemeIcon {
  const [icon, color] = ICONS[phase]
  return new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined)
}

/** A job's icon: its phase's, but a step that has not begun is no failure. */
export const jobIcon = (job: JobView): vscode.ThemeIcon =>
  job.problem?.code === NOT_BEGUN ? new vscode.ThemeIcon('circle-outline') : phaseIcon(job.phase)

/** The first part of a tree item's context value; the manifest's `when` clauses match it. */
export function contextOf(job: JobView): string {
  if (isBusy(job)) return 'task-busy'
  if (job.phase === 'delivered') return nextSteps(job).length > 0 ? 'task-delivered-next' : 'task-delivered'
  if (job.phase !== 'failed') return `task-${job.phase}`
  if (job.problem?.code.startsWith('assets.')) return 'task-unplaced'
  const failed = job.taskId ? 'task-failed-task' : 'task-failed'
  return job.resumeCost === undefined ? failed : `${failed}-resume`
}
