// The words and icons for a job's phases, used by the tree and the notifications.
import * as vscode from 'vscode'
import { BUSY_PHASES, type JobPhase, type JobView } from '../../protocol/index.ts'

const percent = (job: JobView) => (job.progress === undefined ? '' : `${Math.round(job.progress * 100)}%`)

/** Seconds as a person says them: 45 s, 2 min 5 s. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return vscode.l10n.t('{0} s', whole)
  return vscode.l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60)
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

/** The first part of a tree item's context value; the manifest's `when` clauses match it. */
export function contextOf(job: JobView): string {
  if (isBusy(job)) return 'task-busy'
  if (job.phase !== 'failed') return `task-${job.phase}`
  if (job.problem?.code.startsWith('assets.')) return 'task-unplaced'
  return job.taskId ? 'task-failed-task' : 'task-failed'
}
