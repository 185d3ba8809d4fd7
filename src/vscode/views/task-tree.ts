// The tree of tasks in the activity bar: what runs first, then what is finished, by day.
import * as vscode from 'vscode'
import type { JobView } from '../../protocol/index.ts'
import { COMMANDS } from '../names.ts'
import { contextOf, duration, isBusy, phaseIcon, phaseWords } from './phases.ts'

/** Where the tree gets its jobs from. */
export interface JobSource {
  list(): readonly JobView[]
  onDidChange(listener: (ids: readonly string[]) => void): vscode.Disposable
}

interface Day {
  kind: 'day'
  label: string
  jobs: readonly JobView[]
}
interface Entry {
  kind: 'job'
  job: JobView
}
export type Node = Day | Entry

/** Changes come many times a second while something runs; the tree is drawn at most this often. */
const REDRAW_MS = 250

/** The name of a job's day: today, yesterday, else its date. */
function dayOf(time: number, now = Date.now()): string {
  const midnight = (value: number) => new Date(value).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(now) - midnight(time)) / 86_400_000)
  if (days <= 0) return vscode.l10n.t('Today')
  if (days === 1) return vscode.l10n.t('Yesterday')
  return new Date(time).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' })
}

export class TaskTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>()
  readonly onDidChangeTreeData = this.changed.event
  private redraw: NodeJS.Timeout | undefined
  private readonly watch: vscode.Disposable

  constructor(private readonly jobs: JobSource) {
    this.watch = jobs.onDidChange(() => {
      this.redraw ??= setTimeout(() => {
        this.redraw = undefined
        this.changed.fire(undefined)
      }, REDRAW_MS)
    })
  }

  getChildren(node?: Node): Node[] {
    if (node?.kind === 'day') return node.jobs.map((job) => ({ kind: 'job', job }))
    if (node) return []
    const all = [...this.jobs.list()].sort((a, b) => b.startedAt - a.startedAt)
    const running: Node[] = all.filter(isBusy).map((job) => ({ kind: 'job', job }))
    const days = new Map<string, JobView[]>()
    for (const job of all.filter((candidate) => !isBusy(candidate))) {
      const day = dayOf(job.finishedAt ?? job.startedAt)
      days.set(day, [...(days.get(day) ?? []), job])
    }
    return [...running, ...[...days].map(([label, jobs]): Node => ({ kind: 'day', label, jobs }))]
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'day') {
      const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded)
      item.id = `day ${node.label}`
      item.contextValue = 'day'
      return item
    }
    return jobItem(node.job)
  }

  dispose(): void {
    clearTimeout(this.redraw)
    this.watch.dispose()
    this.changed.dispose()
  }
}

function jobItem(job: JobView): vscode.TreeItem {
  const item = new vscode.TreeItem(job.title, vscode.TreeItemCollapsibleState.None)
  const file = job.files[0]
  item.id = job.id
  item.contextValue = contextOf(job)
  item.iconPath = phaseIcon(job.phase)
  item.description = job.phase === 'delivered' && file ? file.path : phaseWords(job)
  item.tooltip = tooltip(job)
  item.accessibilityInformation = { label: `${job.title}, ${phaseWords(job)}` }
  if (job.phase === 'delivered') {
    item.command = { command: COMMANDS.taskOpen, title: vscode.l10n.t('Open'), arguments: [job.id] }
  }
  return item
}

function tooltip(job: JobView): vscode.MarkdownString {
  const { l10n } = vscode
  const text = new vscode.MarkdownString()
  const line = (words: string) => text.appendText(words).appendMarkdown('\n\n')
  line(job.title)
  line(phaseWords(job))
  if (isBusy(job) && job.secondsLeft !== undefined) line(l10n.t('About {0} left', duration(job.secondsLeft)))
  if (job.problem) line(`${job.problem.sentence} ${job.problem.nextStep}`)
  const credits = job.credits ?? job.estimate
  line(job.service === 'sandbox' ? l10n.t('Sandbox: no real credits ({0})', credits) : l10n.t('{0} credits', credits))
  if (job.taskId) line(l10n.t('Task {0}', job.taskId))
  return text
}
