// The words and icons for a job's phases, used by the tree and the notifications.
import * as vscode from 'vscode'
import {
  isBusy,
  isGone,
  isNotBegun,
  type JobPhase,
  type JobView,
  phaseMeaning as meaningOf,
  phaseWords as wordsOf,
} from '../../protocol/index.ts'
import { findCapability } from '../../tripo/catalogue/index.ts'

export { isBusy, isGone, isNotBegun }

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

/** What a job is doing, in a few words: "Generating 63%". */
export const phaseWords = (job: JobView): string => wordsOf(job, vscode.l10n.t)

/** What these words mean, where they do not say it all. */
export const phaseMeaning = (job: JobView): string | undefined => meaningOf(job, vscode.l10n.t)

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

const goneIcon = () => new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'))

/** A job's icon: its phase's, but a step that has not begun is no failure. */
export const jobIcon = (job: JobView): vscode.ThemeIcon =>
  isNotBegun(job) ? new vscode.ThemeIcon('circle-outline') : isGone(job) ? goneIcon() : phaseIcon(job.phase)
