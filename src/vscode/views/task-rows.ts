// The rows of the task tree as VS Code draws them: what each says of its jobs, and by which commands.
import * as vscode from 'vscode'
import { actionWords, formatOf, type JobView, taskCommand } from '../../protocol/index.ts'
import { tooltipText, treeItem } from '../ui.ts'
import { formatCredits, formatDuration, formatNumber, formatTime, saidOf, together } from '../words.ts'
import { isBusy, isGone, jobIcon, phaseIcon, phaseMeaning, phaseWords, stepWords, titleOf } from './phases.ts'
import { type Chain, idOf, jobsOf, type Node } from './task-layout.ts'

/** A row as it is drawn. @param pictureOf a job's small picture, where there is one */
export function itemOf(node: Node, pictureOf: (id: string) => vscode.Uri | undefined): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState
  const id = idOf(node)
  switch (node.kind) {
    case 'day':
      return treeItem({ id, label: node.label, state: Expanded, contextValue: 'day' })
    case 'chain':
      return chainItem(node, lastPicture(node.jobs, pictureOf))
    case 'job':
    case 'family': {
      const item = jobItem(node.job, lastPicture(jobsOf(node), pictureOf))
      return Object.assign(item, { id, collapsibleState: node.children.length > 0 ? Expanded : None })
    }
  }
}

/** What a row tells when the pointer rests on it. */
export function tooltipOf(node: Node): string {
  switch (node.kind) {
    case 'day':
      return tooltipText([node.label])
    case 'chain':
      return tooltipText([titleOfChain(node)])
    case 'job':
    case 'family':
      return tooltipText(tooltipLines(node.job))
  }
}

/** Two rows that look alike have the same. */
export const lookOf = (item: vscode.TreeItem): string => JSON.stringify(item)

/** The picture of the last of these that has one; what failed or is under way shows that instead. */
function lastPicture(
  jobs: readonly JobView[],
  pictureOf: (id: string) => vscode.Uri | undefined,
): vscode.Uri | undefined {
  if (jobs.some((job) => job.phase !== 'delivered' || isGone(job))) return undefined
  const pictures = jobs.map(({ id }) => pictureOf(id))
  return pictures.findLast((picture) => picture !== undefined)
}

const titleOfChain = ({ jobs }: Chain): string => jobs[0]?.title ?? ''

function chainItem(chain: Chain, picture: vscode.Uri | undefined): vscode.TreeItem {
  const { l10n } = vscode
  const { jobs } = chain
  const title = titleOfChain(chain)
  const done = jobs.filter((job) => job.phase === 'delivered').length
  const isWhole = done === jobs.length
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState
  const words = isWhole ? l10n.t('{0} steps', done) : l10n.t('{0} of {1} steps done', done, jobs.length)
  return treeItem({
    id: idOf(chain),
    label: title,
    state: isWhole ? Collapsed : Expanded,
    contextValue: actionWords(jobs),
    iconPath: picture ?? phaseIcon(phaseOfChain(jobs)),
    description: words,
    spoken: `${title}, ${words}`,
  })
}

/** What stands for the whole: what failed or is under way before what is done. */
function phaseOfChain(jobs: readonly JobView[]): JobView['phase'] {
  const failed = jobs.find((job) => job.phase === 'failed' || job.phase === 'unconfirmed' || job.phase === 'stopped')
  const busy = jobs.find((job) => isBusy(job) && !job.waitsForStep)
  return (failed ?? busy ?? jobs.find(isBusy))?.phase ?? 'delivered'
}

function jobItem(job: JobView, picture: vscode.Uri | undefined): vscode.TreeItem {
  const step = stepWords(job)
  // Below its chain a step is named by what it does: the chain says for what.
  const isInChain = job.group?.kind === 'chain'
  const label = isInChain ? titleOf(job) : job.title
  const isDelivered = job.phase === 'delivered' && !isGone(job)
  const news = isDelivered ? formatTime(job.finishedAt ?? job.startedAt) : phaseWords(job)
  const description = [news, formatOf(job), isInChain ? undefined : step].filter(Boolean).join(' · ')
  const words = isDelivered ? [phaseWords(job), formatOf(job), news].filter(Boolean).join(', ') : news
  // Whatever became of it: what failed or is gone says so in the studio, with its ways out.
  const command = { command: taskCommand('open'), title: vscode.l10n.t('Open'), arguments: [job.id] }
  return treeItem({
    id: job.id,
    label,
    contextValue: actionWords([job]),
    iconPath: picture ?? jobIcon(job),
    description,
    spoken: [job.title, step, words].filter(Boolean).join(', '),
    command,
  })
}

function tooltipLines(job: JobView): string[] {
  const { l10n } = vscode
  const lines = [job.title]
  const line = (words: string) => lines.push(words)
  const step = stepWords(job)
  if (step) line(step)
  line(phaseWords(job))
  const meaning = phaseMeaning(job)
  if (meaning) line(meaning)
  for (const file of job.files) line(file.path)
  if (isBusy(job) && job.secondsLeft !== undefined) line(l10n.t('About {0} left', formatDuration(job.secondsLeft)))
  if (isBusy(job) && job.lastCheckedAt !== undefined) {
    line(l10n.t('Last checked {0}', formatTime(job.lastCheckedAt, 'medium')))
  }
  if (job.problem) {
    const { sentence, nextStep } = saidOf(job.problem)
    line(together(sentence, nextStep))
  }
  if (job.resumeCost !== undefined) line(l10n.t('Resuming from here costs {0}', formatCredits(job.resumeCost)))
  const cost = formatCredits(job.credits ?? job.estimate)
  const isOther = job.credits !== undefined && job.credits !== job.estimate
  const words = isOther ? l10n.t('{0}; {1} were estimated', cost, formatNumber(job.estimate)) : cost
  line(job.service === 'sandbox' ? l10n.t('Sandbox: no real credits') : words)
  if (job.taskId) line(l10n.t('Task {0}', job.taskId))
  return lines
}
