// The view of tasks in the activity bar: the tree with its filter, its order (by day or as families), and a count on the icon
// while tasks run.
import * as vscode from 'vscode'
import { DisposableStore } from '../disposable-store.ts'
import { CONTEXT, VIEWS } from '../names.ts'
import { treeView, typeIn } from '../ui.ts'
import { isBusy } from './phases.ts'
import { type RowIcons, TASK_DRAGS, TaskTree, type TreeJobs } from './task-tree.ts'

const FAMILIES = 'tripo.tasks.families'

export class TaskView implements vscode.Disposable {
  readonly #disposables = new DisposableStore()
  readonly #tree: TaskTree
  readonly #view: ReturnType<typeof treeView>
  #filter = ''
  #running = 0

  readonly #jobs: TreeJobs
  readonly #memory: vscode.Memento

  /** @param memory where the order is kept */
  constructor(jobs: TreeJobs, icons: RowIcons, memory: vscode.Memento) {
    this.#jobs = jobs
    this.#memory = memory
    this.#tree = this.#disposables.add(new TaskTree(jobs, icons))
    this.#view = this.#disposables.add(treeView(VIEWS.tasks, this.#tree, TASK_DRAGS))
    this.#disposables.add(jobs.onDidChange(() => this.#count()))
    this.#count()
    void this.showFamilies(memory.get(FAMILIES) === true)
    void this.#setFilter('')
  }

  /** Asks for words that the tasks shown must have. */
  async filter(): Promise<void> {
    const { l10n } = vscode
    const typed = await typeIn({
      title: l10n.t('Filter Tasks'),
      prompt: l10n.t('Words of the prompt, the kind of task, or its state, such as “failed”. Empty: all.'),
      value: this.#filter,
    })
    if (typed !== undefined) await this.#setFilter(typed.trim())
  }

  clearFilter(): Promise<void> {
    return this.#setFilter('')
  }

  /** Shows parent and derived models as one tree, or all by state and day. */
  async showFamilies(isOn: boolean): Promise<void> {
    this.#tree.showFamilies(isOn)
    await vscode.commands.executeCommand('setContext', CONTEXT.families, isOn)
    await this.#memory.update(FAMILIES, isOn)
  }

  async #setFilter(words: string): Promise<void> {
    this.#filter = words
    this.#tree.filter(words)
    this.#view.say(words === '' ? undefined : vscode.l10n.t('Filter: {0}', words))
    await vscode.commands.executeCommand('setContext', CONTEXT.filtered, words !== '')
  }

  #count(): void {
    const running = this.#jobs.list().filter((job) => isBusy(job) && !job.waitsForStep).length
    if (running === this.#running) return
    this.#running = running
    const { l10n } = vscode
    this.#view.count(running, running === 1 ? l10n.t('1 task is running') : l10n.t('{0} tasks are running', running))
  }

  dispose(): void {
    this.#disposables.dispose()
  }
}
