// The tree of tasks in the activity bar. A row that is drawn loses the press of a button that is under way on it: only what looks
// otherwise is drawn, and the whole tree only when a row comes, goes or moves. Tooltips, which tell when a task was checked last and so
// change with each check, are made when the pointer rests on a row.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { formatOf, type JobView, mainFile } from '../../protocol/index.ts'
import { isGone, phaseWords, titleOf } from './phases.ts'
import { byDay, byFamily, isSameLayout, jobsOf, type Node, withJobs } from './task-layout.ts'
import { itemOf, lookOf, tooltipOf } from './task-rows.ts'

export type { Node }

/** The small pictures of rows. */
export interface RowIcons {
  /** That of a job, where there is one yet. */
  of(id: string): vscode.Uri | undefined
  /** That of this job is there. */
  readonly onDidMake: vscode.Event<string>
}

export type TreeJobs = Pick<JobsApi, 'list' | 'onDidChange'>

/** Milliseconds: changes come many times a second while something runs; what has changed is drawn at most this often. */
const REDRAW_MS = 250

/**
 * Milliseconds that a tooltip which was read may be out of date. VS Code keeps it until the row is drawn again, which it is not at
 * once: the pointer is on the row, perhaps to press one of its buttons.
 */
export const TOOLTIP_MS = 5_000

export class TaskTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>()
  readonly onDidChangeTreeData = this.#changed.event
  #redraw: NodeJS.Timeout | undefined
  /** Jobs that have changed since the tree was drawn. */
  readonly #due = new Set<string>()
  /** The rows as they were handed out last; undefined while nobody has asked for them. */
  #rows: readonly Node[] | undefined
  /** What they looked like when they were drawn. */
  readonly #looks = new WeakMap<Node, string>()
  /** The tooltips that were read of rows since they were drawn. */
  readonly #tooltips = new WeakMap<Node, { text: string; until: number }>()
  readonly #expiries = new Set<NodeJS.Timeout>()
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
      ...(icons ? [icons.onDidMake((id) => this.#drawSoon([id]))] : []),
    ]
  }

  #drawSoon(ids: readonly string[]): void {
    for (const id of ids) this.#due.add(id)
    this.#redraw ??= setTimeout(() => {
      this.#redraw = undefined
      this.#drawDue()
    }, REDRAW_MS)
  }

  /** Draws the rows that look otherwise where all of them stay in their places, else the whole tree. */
  #drawDue(): void {
    const due = new Set(this.#due)
    this.#due.clear()
    if (!this.#rows) return
    const jobs = this.#jobs.list()
    if (!isSameLayout(this.#rows, this.#layout(jobs))) {
      this.#changed.fire(undefined)
      return
    }
    const rows = withJobs(this.#rows, new Map(jobs.map((job) => [job.id, job])))
    const changed = rows.filter((row) => jobsOf(row).some(({ id }) => due.has(id)) && this.#isOutOfDate(row))
    if (changed.length > 0) this.#changed.fire(changed)
  }

  #isOutOfDate(row: Node): boolean {
    if (lookOf(this.#itemOf(row)) !== this.#looks.get(row)) return true
    const tooltip = this.#tooltips.get(row)
    return tooltip !== undefined && tooltip.until <= Date.now() && tooltip.text !== tooltipOf(row)
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

  #layout(jobs: readonly JobView[]): readonly Node[] {
    const shown = jobs.filter((job) => this.#matches(job))
    return this.#isFamilies ? byFamily(shown) : byDay(shown)
  }

  getChildren(node?: Node): Node[] {
    if (node) return [...node.children]
    this.#rows = this.#layout(this.#jobs.list())
    return [...this.#rows]
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const item = this.#itemOf(node)
    this.#looks.set(node, lookOf(item))
    this.#tooltips.delete(node)
    return item
  }

  /** Asked for when the pointer rests on a row. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const text = tooltipOf(node)
    this.#tooltips.set(node, { text, until: Date.now() + TOOLTIP_MS })
    const expiry = setTimeout(() => {
      this.#expiries.delete(expiry)
      this.#drawSoon(jobsOf(node).map(({ id }) => id))
    }, TOOLTIP_MS)
    this.#expiries.add(expiry)
    return Object.assign(item, { tooltip: text })
  }

  #itemOf(node: Node): vscode.TreeItem {
    return itemOf(node, (id) => this.#icons?.of(id))
  }

  dispose(): void {
    clearTimeout(this.#redraw)
    for (const expiry of this.#expiries) clearTimeout(expiry)
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
    const files = nodes.flatMap(resultOf).flatMap((job) => (isGone(job) ? [] : (mainFile(job)?.uri ?? [])))
    if (files.length > 0) data.set(URI_LIST, new vscode.DataTransferItem([...new Set(files)].join('\r\n')))
  },
}

/** What a row stands for: of a chain, its last step that has a file. */
const resultOf = (node: Node): readonly JobView[] =>
  node.kind === 'chain' ? node.jobs.filter((job) => mainFile(job)).slice(-1) : jobsOf(node)

const fold = (text: string) => text.normalize('NFKC').toLowerCase()
