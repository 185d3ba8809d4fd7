// Registers commands so that every failure becomes a notification with a next step.
import * as vscode from 'vscode'
import { Lifetime } from '../lifetime.ts'
import type { COMMANDS } from '../names.ts'
import { guarded } from '../show-problem.ts'

/** A body for each command that the manifest declares: leaving one out does not compile. */
export type CommandBodies = Record<(typeof COMMANDS)[keyof typeof COMMANDS], (...args: unknown[]) => Promise<unknown>>

export function registerCommands(log: { error(message: string): void }, bodies: CommandBodies): vscode.Disposable {
  const lifetime = new Lifetime()
  for (const [name, body] of Object.entries(bodies)) {
    lifetime.add(vscode.commands.registerCommand(name, (...args: unknown[]) => guarded(() => body(...args), log)))
  }
  return lifetime
}
