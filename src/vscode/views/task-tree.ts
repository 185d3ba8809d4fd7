// The tree of tasks in the activity bar: running ones first, then finished ones by day.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { actionWords, formatOf, type JobView, mainFile, taskCommand } from '../../protocol/index.ts'
import { treeItem } from '../ui.ts'
import { formatCredits, formatDuration, formatNumber, formatTime, saidOf, together } from '../words.ts'
import { type Family, familiesOf } from './families.ts'
import { isBusy, isGone, jobIcon, phaseIcon, phaseMeaning, phaseWords, stepWords, titleOf } from './phases.ts'

/** The small pictures of rows. */
export interface RowIcons {
  /** That of a job, where there is one yet. */
  of(id: string): vscode.Uri | undefined
  /** One more is there. */
  readonly onDidMake: vscode.Event<string>
}

export type TreeJobs = Pick<JobsApi, 'list' | 'onDidChange'>

interface Day {
  kind: 'day'
  label: string
  entries: readonly (Entry | Chain)[]
}
interface Entry {
  kind: 'job'
  job: JobView
}
/** A request with its further steps, in their order. */
interface Chain {
  kind: 'chain'
  id: string
  jobs: readonly JobView[]
}
/** A task with what was made of it. */
interface Kin {
  kind: 'family'
  family: Family
}
export type Node = Day | Entry | Chain | Kin

/** Milliseconds: changes come many times a second while something runs; what has changed is drawn at most this often. */
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
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>()
  readonly onDidChangeTreeData = this.#changed.event
  #redraw: NodeJS.Timeout | undefined
  /** Jobs that have changed since the tree was drawn. */
  readonly #due = new Set<string>()
  #isAllDue = false
  /** Rows of single jobs under way, as they were handed out last. */
  readonly #running = new Map<string, Entry>()
  #words: readonly string[] = []
  #isFamilies = false
  readonly #watches: readonly { dispose(): void }[]

  readonly #jobs: TreeJobs
  readonly #icons: RowIcons | undefined

  /** @param icons absent: rows have the icons of their states */
  constructor(jobs: TreeJobs, icons?: RowIcons) {
    this.#jobs = jobs
    this.#icons = icons
    this.#watches = [
      jobs.onDidChange((ids) => this.#drawSoon(ids)),
      ...(icons ? [icons.onDidMake(() => this.#drawSoon())] : []),
    ]
  }

  /** @param ids of jobs that have changed; absent: anything may look otherwise */
  #drawSoon(ids?: readonly string[]): void {
    for (const id of ids ?? []) this.#due.add(id)
    this.#isAllDue ||= ids === undefined
    this.#redraw ??= setTimeout(() => {
      this.#redraw = undefined
      this.#changed.fire(this.#drainDue())
    }, REDRAW_MS)
  }

  /** The rows that have changed where all of them stay in their places; undefined: the whole tree. */
  #drainDue(): Node[] | undefined {
    const ids = [...this.#due]
    const isAll = this.#isAllDue || this.#words.length > 0
    this.#due.clear()
    this.#isAllDue = false
    if (isAll) return undefined
    const jobs = new Map(this.#jobs.list().map((job) => [job.id, job]))
    const rows = ids.flatMap((id) => {
      const [row, job] = [this.#running.get(id), jobs.get(id)]
      if (!row || !job || !isBusy(job)) return []
      row.job = job
      return [row]
    })
    return rows.length === ids.length ? rows : undefined
  }

  /** Shows only tasks that have all of these words: in what they are called, what they do, or how they are. */
  filter(words: string): void {
    this.#words = fold(words).split(/\s+/u).filter(Boolean)
    this.#changed.fire(undefined)
  }

  /** Shows parent and derived models as one tree instead of days. */
  showFamilies(isOn: boolean): void {
    this.#isFamilies = isOn
    this.#changed.fire(undefined)
  }

  #matches(job: JobView): boolean {
    if (this.#words.length === 0) return true
    const text = fold([job.title, titleOf(job), phaseWords(job), formatOf(job)].join(' '))
    return this.#words.every((word) => text.includes(word))
  }

  getChildren(node?: Node): Node[] {
    if (node?.kind === 'family') return node.family.children.map((family) => ({ kind: 'family', family }))
    if (!node) this.#running.clear()
    if (!node && this.#isFamilies) return familiesOf(this.#shown).map((family) => ({ kind: 'family', family }))
    if (node?.kind === 'day') return [...node.entries]
    if (node?.kind === 'chain') return node.jobs.map((job) => ({ kind: 'job', job }))
    if (node) return []
    const all = entriesOf(this.#shown)
    const running = all.filter((entry) => jobsOf(entry).some(isBusy))
    for (const entry of running) if (entry.kind === 'job') this.#running.set(entry.job.id, entry)
    const days = new Map<string, (Entry | Chain)[]>()
    for (const entry of all.filter((candidate) => !running.includes(candidate))) {
      const day = dayOf(Math.max(...jobsOf(entry).map((job) => job.finishedAt ?? job.startedAt)))
      days.set(day, [...(days.get(day) ?? []), entry])
    }
    return [...running, ...[...days].map(([label, entries]): Node => ({ kind: 'day', label, entries }))]
  }

  get #shown(): readonly JobView[] {
    return this.#jobs.list().filter((job) => this.#matches(job))
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'family') {
      const { job, children } = node.family
      const { Expanded, None } = vscode.TreeItemCollapsibleState
      const item = jobItem(job, this.#pictureOf([job]))
      item.id = `family ${job.id}`
      item.collapsibleState = children.length > 0 ? Expanded : None
      return item
    }
    if (node.kind === 'day') {
      const { Expanded } = vscode.TreeItemCollapsibleState
      return treeItem({ id: `day ${node.label}`, label: node.label, state: Expanded, contextValue: 'day' })
    }
    return node.kind === 'chain'
      ? chainItem(node, this.#pictureOf(node.jobs))
      : jobItem(node.job, this.#pictureOf([node.job]))
  }

  /** The picture of the last of these that has one; what failed or is under way shows that instead. */
  #pictureOf(jobs: readonly JobView[]): vscode.Uri | undefined {
    if (jobs.some((job) => job.phase !== 'delivered' || isGone(job))) return undefined
    const pictures = jobs.map(({ id }) => this.#icons?.of(id))
    return pictures.findLast((picture) => picture !== undefined)
  }

  dispose(): void {
    clearTimeout(this.#redraw)
    for (const watch of this.#watches) watch.dispose()
    this.#changed.dispose()
  }
}

const URI_LIST = 'text/uri-list'

/** Rows are dragged as the files that they stand for: into code, which loads them then, or into an editor group. */
export const TASK_DRAGS: vscode.TreeDragAndDropController<Node> = {
  dragMimeTypes: [URI_LIST],
  dropMimeTypes: [],
  handleDrag: (nodes, data) => {
    const files = nodes.flatMap(jobsIn).flatMap((job) => (isGone(job) ? [] : (mainFile(job)?.uri ?? [])))
    if (files.length > 0) data.set(URI_LIST, new vscode.DataTransferItem([...new Set(files)].join('\r\n')))
  },
}

/** What a row stands for: of a chain, its last step that has a file. */
function jobsIn(node: Node): readonly JobView[] {
  switch (node.kind) {
    case 'job':
      return [node.job]
    case 'family':
      return [node.family.job]
    case 'chain':
      return node.jobs.filter((job) => mainFile(job)).slice(-1)
    case 'day':
      return []
  }
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

const jobsOf = (entry: Entry | Chain): readonly JobView[] => (entry.kind === 'job' ? [entry.job] : entry.jobs)

/** Jobs, newest first, with the steps of a chain together. */
function entriesOf(jobs: readonly JobView[]): (Entry | Chain)[] {
  const chains = new Map<string, JobView[]>()
  const entries: (Entry | Chain)[] = []
  for (const job of [...jobs].sort((a, b) => b.startedAt - a.startedAt)) {
    const { group } = job
    if (group?.kind !== 'chain') {
      entries.push({ kind: 'job', job })
      continue
    }
    const steps = chains.get(group.id)
    if (steps) steps.push(job)
    else {
      const own = [job]
      chains.set(group.id, own)
      entries.push({ kind: 'chain', id: group.id, jobs: own })
    }
  }
  for (const steps of chains.values()) steps.sort((a, b) => (a.group?.index ?? 0) - (b.group?.index ?? 0))
  return entries
}

function chainItem({ id, jobs }: Chain, picture: vscode.Uri | undefined): vscode.TreeItem {
  const { l10n } = vscode
  const title = jobs[0]?.title ?? ''
  const done = jobs.filter((job) => job.phase === 'delivered').length
  const isWhole = done === jobs.length
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState
  const words = isWhole ? l10n.t('{0} steps', done) : l10n.t('{0} of {1} steps done', done, jobs.length)
  return treeItem({
    id: `chain ${id}`,
    label: title,
    state: isWhole ? Collapsed : Expanded,
    contextValue: actionWords(jobs),
    iconPath: picture ?? phaseIcon(phaseOfChain(jobs)),
    description: words,
    tooltip: [title],
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
    tooltip: tooltip(job),
    spoken: [job.title, step, words].filter(Boolean).join(', '),
    command,
  })
}

function tooltip(job: JobView): string[] {
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
