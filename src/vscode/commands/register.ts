// Registers commands so that every failure becomes a notification with a next step.
import * as vscode from 'vscode'
import { DisposableStore } from '../disposable-store.ts'
import type { COMMANDS } from '../names.ts'
import { withProblemShown } from '../show-problem.ts'

/** A body for each command that the manifest declares: leaving one out does not compile. */
export type CommandBodies = Record<(typeof COMMANDS)[keyof typeof COMMANDS], (...args: unknown[]) => Promise<unknown>>

export function registerCommands(log: { error(message: string): void }, bodies: CommandBodies): vscode.Disposable {
  const disposables = new DisposableStore()
  for (const [name, body] of Object.entries(bodies)) {
    disposables.add(
      vscode.commands.registerCommand(name, (...args: unknown[]) => withProblemShown(() => body(...args), log)),
    )
  }
  return disposables
}
