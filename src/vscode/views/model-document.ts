// A model that is open in the model editor: the file as it was opened, and the changes since. Undo and redo are VS Code's; each
// sets a state, and every page that shows the model follows it. States are kept as long as VS Code may return to them, including
// those before another program wrote the file, so that no undo step is ever without effect.
import * as vscode from 'vscode'
import type { Operation } from '../../mesh/tools/operations.ts'

/** By which a file on disk is told from one that was written again. */
export interface FileStamp {
  readonly mtime: number
  readonly size: number
}

/** What a model is after a step: changes to a copy of the file as it was opened, or as another program wrote it. */
export interface ModelState {
  /** The copy; undefined as long as nothing has been changed. */
  base: vscode.Uri | undefined
  operations: readonly Operation[]
  /** What the step that led here is called. */
  readonly label: string
  /** The state that undo leads to. */
  readonly previous: ModelState | undefined
}

/** What is kept of an edited model for the next window. */
export interface KeptStates {
  /** Oldest first. */
  readonly kept: readonly ModelState[]
  /** In the order in which redo comes to them. */
  readonly undone: readonly ModelState[]
  readonly stamp: FileStamp | undefined
}

/** How a step is undone and redone. */
export interface Step {
  readonly label: string
  undo(): void
  redo(): void
}

export class ModelDocument implements vscode.CustomDocument {
  /** Whether the person has agreed to open a large file. */
  isAllowed = false
  /** Whether the person knows what saving leaves out. */
  knowsLosses = false
  /** A finding that the first page to open is to show, by its sentence. */
  finding: string | undefined
  /** While our own saving writes the file. */
  isSaving = false
  /** The copy of the file as it was opened, which a page may still show by the file's own address. */
  opened: vscode.Uri | undefined
  /** The file on disk when it was copied, or as it was saved last. */
  stamp: FileStamp | undefined
  #state: ModelState = { base: undefined, operations: [], label: '', previous: undefined }
  #saved = this.#state
  #isQuiet = false
  /** What a window that was closed had, oldest first; VS Code is told each as a step. */
  #kept: readonly ModelState[] = []
  /** What redo leads to, the next last. */
  #undone: ModelState[] = []
  readonly #changed = new vscode.EventEmitter<readonly Operation[]>()
  /** All changes since the file was opened, each time they become others. */
  readonly onDidChange = this.#changed.event

  readonly #asked = new vscode.EventEmitter<string>()
  /** A finding is to be shown, by its sentence. */
  readonly onDidAskFinding = this.#asked.event

  readonly #gone = new vscode.EventEmitter<void>()
  readonly onDidDispose = this.#gone.event

  constructor(readonly uri: vscode.Uri) {}

  /** Has a page show a finding of the check: one that is open, else the next. @param isOpen whether one has opened the model */
  showFinding(text: string, isOpen: boolean): void {
    if (isOpen) this.#asked.fire(text)
    else this.finding = text
  }

  get state(): ModelState {
    return this.#state
  }

  /** What the file has. */
  get saved(): ModelState {
    return this.#saved
  }

  get operations(): readonly Operation[] {
    return this.#state.operations
  }

  /** A copy of the file that `operations` are for; undefined as long as nothing has been changed. */
  get base(): vscode.Uri | undefined {
    return this.#state.base
  }

  /** The states that have been undone, in the order in which redo comes to them. */
  get undone(): readonly ModelState[] {
    return this.#undone.toReversed()
  }

  /** Whether there are changes that the file has not. */
  get isDirty(): boolean {
    return this.#state !== this.#saved
  }

  /** The file has been copied before its first change. */
  noteBase(base: vscode.Uri): void {
    this.#state.base ??= base
    this.opened = this.#state.base
  }

  /** The file has what a state says. */
  noteSaved(state: ModelState, stamp: FileStamp): void {
    this.#saved = state
    this.stamp = stamp
  }

  /** Adds changes to a state, which is that of now, as one step. */
  edit(operations: readonly Operation[], label = '', before = this.#state): Step {
    const after = { base: before.base, operations: [...before.operations, ...operations], label, previous: before }
    return this.#enter(after)
  }

  /** Another program's file, of which this is a copy, is what the model is now: a step, like any other. */
  recordDiskChange(base: vscode.Uri, stamp: FileStamp, label: string): Step {
    const before = this.#state
    const after = { base, operations: [], label, previous: before }
    this.noteSaved(after, stamp)
    this.knowsLosses = false
    return this.#enter(after)
  }

  /** Has the pages hear nothing of what happens in between: a step that is taken back to be made anew. */
  async quietly(work: () => Thenable<unknown>): Promise<void> {
    this.#isQuiet = true
    try {
      await work()
    } finally {
      this.#isQuiet = false
    }
  }

  /**
   * Takes up what was kept for a window that was closed.
   * @param saved what the file had
   * @param kept the states after it, oldest first, the last being that of now
   * @param undone those that redo leads to, the next first
   */
  restore(saved: ModelState, { kept, undone, stamp }: KeptStates): void {
    this.#saved = saved
    this.stamp = stamp
    this.#kept = kept
    this.#undone = undone.toReversed()
    this.#set(kept.at(-1) ?? saved)
  }

  /** The steps of a window that was closed, for VS Code's undo, once. */
  drainSteps(): Step[] {
    const steps = this.#kept.map((state) => this.#stepTo(state))
    this.#kept = []
    return steps
  }

  /**
   * Has VS Code's redo know the steps that were undone in a window that was closed. Its API takes steps that are done only,
   * so that each is told as one and then undone by its own command. Where that comes to nothing, the model is what VS Code
   * holds it for, with one more step to undo: nothing is lost.
   * @param notify adds a step to VS Code's undo
   * @param undo VS Code's undo of this model, once
   */
  async replayUndone(notify: (step: Step) => void, undo: () => Thenable<unknown>): Promise<void> {
    const last = this.#undone[0]
    if (!last) return
    const steps = this.undone.map((state) => this.#stepTo(state))
    this.#undone = []
    this.#state = last
    await this.quietly(async () => {
      for (const step of steps) notify(step)
      for (const _ of steps) {
        const before = this.#state
        await undo()
        if (this.#state === before) break
      }
    })
    // A page may have asked in the middle.
    this.#changed.fire(this.#state.operations)
  }

  /**
   * Goes back to what the file has.
   * @param disk a copy of the file, where another program has written it since: what was saved is forgotten then
   */
  revert(disk?: { base: vscode.Uri; stamp: FileStamp }): void {
    if (disk) {
      // VS Code comes back to this very state by its undo and redo, and takes it for the file's.
      this.#saved.base = disk.base
      this.#saved.operations = []
      this.stamp = disk.stamp
      this.knowsLosses = false
    }
    // VS Code's redo ends here.
    this.#undone = []
    this.#set(this.#saved)
  }

  #enter(after: ModelState): Step {
    this.#undone = []
    this.#set(after)
    return this.#stepTo(after)
  }

  #stepTo(after: ModelState): Step {
    return {
      label: after.label,
      undo: () => {
        this.#undone.push(after)
        this.#set(after.previous ?? this.#saved)
      },
      redo: () => {
        this.#undone.pop()
        this.#set(after)
      },
    }
  }

  #set(state: ModelState): void {
    this.#state = state
    if (!this.#isQuiet) this.#changed.fire(state.operations)
  }

  dispose(): void {
    this.#gone.fire()
    this.#gone.dispose()
    this.#changed.dispose()
    this.#asked.dispose()
  }
}
