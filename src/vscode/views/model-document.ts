// A model that is open in the model editor: the file as it was opened, and what has been changed since. Undo and redo are
// VS Code's; each sets the list of changes, and every page that shows the model follows the list.
import * as vscode from 'vscode'
import type { Operation } from '../../mesh/tools/operations.ts'

/** By which a file on disk is told from one that was written again. */
export interface FileStamp {
  readonly mtime: number
  readonly size: number
}

export class ModelDocument implements vscode.CustomDocument {
  /** Whether the person has agreed to open a large file. */
  isAllowed = false
  /** Whether the person knows what saving leaves out. */
  knowsLosses = false
  /** While our own saving writes the file. */
  isSaving = false
  /** A copy of the file that `operations` are for; undefined as long as nothing has been changed. */
  base: vscode.Uri | undefined
  /** The file on disk when `base` was taken, or as it was saved last. */
  stamp: FileStamp | undefined
  #operations: readonly Operation[] = []
  #saved: readonly Operation[] = this.#operations
  #isQuiet = false
  /** Counts how often the file was taken as it is on disk: older undo steps mean nothing then. */
  #generation = 0
  readonly #changed = new vscode.EventEmitter<readonly Operation[]>()
  /** All changes since the file was opened, each time they become others. */
  readonly onDidChange = this.#changed.event

  readonly #gone = new vscode.EventEmitter<void>()
  readonly onDidDispose = this.#gone.event

  constructor(readonly uri: vscode.Uri) {}

  get operations(): readonly Operation[] {
    return this.#operations
  }

  /** Whether there are changes that the file has not. */
  get isDirty(): boolean {
    return this.#operations !== this.#saved
  }

  /** The file has what the list says. */
  noteSaved(operations: readonly Operation[], stamp: FileStamp): void {
    this.#saved = operations
    this.stamp = stamp
  }

  /** Adds changes to a list, which is that of now, as one step. @returns how to undo and redo it */
  edit(operations: readonly Operation[], before = this.#operations): { undo(): void; redo(): void } {
    const after = [...before, ...operations]
    const generation = this.#generation
    const to = (list: readonly Operation[]) => () => {
      if (generation === this.#generation) this.#set(list)
    }
    this.#set(after)
    return { undo: to(before), redo: to(after) }
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

  /** Takes up what was kept for a window that was closed. */
  restore(base: vscode.Uri, operations: readonly Operation[]): void {
    this.base = base
    this.#set(operations)
  }

  /** Forgets all changes: the file counts as it is. */
  reset(): void {
    this.#generation += 1
    this.base = undefined
    this.stamp = undefined
    this.#set([])
    this.#saved = this.#operations
  }

  #set(operations: readonly Operation[]): void {
    this.#operations = operations
    if (!this.#isQuiet) this.#changed.fire(operations)
  }

  dispose(): void {
    this.#gone.fire()
    this.#gone.dispose()
    this.#changed.dispose()
  }
}
