// A model that is open in the model editor: the file as it was opened, and what has been changed since. Undo and redo are
// VS Code's; each sets the list of changes, and every page that shows the model follows the list.
import * as vscode from 'vscode'
import type { Operation } from '../../mesh/tools/operations.ts'

export class ModelDocument implements vscode.CustomDocument {
  /** Whether the person has agreed to open a large file. */
  isAllowed = false
  /** A copy of the file that `operations` are for; undefined as long as nothing has been changed. */
  base: vscode.Uri | undefined
  #operations: readonly Operation[] = []
  /** Counts how often the file was taken as it is on disk: older undo steps mean nothing then. */
  #generation = 0
  readonly #changed = new vscode.EventEmitter<readonly Operation[]>()
  /** All changes since the file was opened, each time they become others. */
  readonly onDidChange = this.#changed.event

  constructor(readonly uri: vscode.Uri) {}

  get operations(): readonly Operation[] {
    return this.#operations
  }

  /** Adds changes as one step. @returns how to undo and redo it */
  edit(operations: readonly Operation[]): { undo(): void; redo(): void } {
    const before = this.#operations
    const after = [...before, ...operations]
    const generation = this.#generation
    const to = (list: readonly Operation[]) => () => {
      if (generation === this.#generation) this.#set(list)
    }
    this.#set(after)
    return { undo: to(before), redo: to(after) }
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
    this.#set([])
  }

  #set(operations: readonly Operation[]): void {
    this.#operations = operations
    this.#changed.fire(operations)
  }

  dispose(): void {
    this.#changed.dispose()
  }
}
