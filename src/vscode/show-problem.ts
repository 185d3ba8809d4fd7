// How a problem is shown outside the panel: one notification with its sentence, its next step, and its actions.
import * as vscode from 'vscode'
import { problemOf } from '../jobs/index.ts'
import { invitesAnotherTry, jobAction, type Problem, REMEDY_TITLES, remedyFor } from '../protocol/index.ts'
import { plain } from './plain.ts'
import { notify } from './ui.ts'
import { saidOf, together } from './words.ts'

/** Thrown when a person called something off: nothing to show. */
export class Cancelled extends Error {
  override readonly name = 'AbortError'
}

/** The text for a clipboard: everything a report needs. */
export const problemReport = (problem: Problem): string =>
  [
    problem.sentence,
    problem.nextStep,
    `Code: ${problem.code}`,
    problem.taskId && `Task: ${problem.taskId}`,
    problem.traceId && `Trace id: ${problem.traceId}`,
    problem.detail,
  ]
    .filter(Boolean)
    .join('\n')

/** A button that a notification about a problem offers before all others. */
export interface RecoveryAction {
  title: string
  run(): Promise<unknown>
}

/** UTF-16 units of each of a problem's three parts, which stand in one notification. */
const MOST_OF_PART = 180

/** Shows a problem; resolves when the person has dealt with it. Never throws. */
export async function showProblem(problem: Problem, title?: string, recoveryAction?: RecoveryAction): Promise<void> {
  const command = remedyFor(problem)
  const actions: RecoveryAction[] = [
    ...(recoveryAction ? [recoveryAction] : []),
    ...(command
      ? [{ title: vscode.l10n.t(REMEDY_TITLES[command]), run: async () => vscode.commands.executeCommand(command) }]
      : []),
    {
      title: vscode.l10n.t(jobAction('copyDetails').title),
      run: async () => vscode.env.clipboard.writeText(problemReport(problem)),
    },
  ]
  // Each by itself: a very long sentence must not take the place of the next step.
  const { sentence, nextStep } = saidOf(problem)
  const parts = [title, sentence, nextStep].filter((part) => part !== undefined)
  const text = parts.map((part) => plain(part, MOST_OF_PART)).filter(Boolean)
  const answer = await notify('error', together(...text), ...actions)
  await answer?.run()
}

/** Runs a command's body; a failure becomes a notification instead of VS Code's raw message. */
export async function withProblemShown<T>(
  body: () => Promise<T>,
  log: { error(message: string): void },
): Promise<T | undefined> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof Cancelled) return undefined
    const problem = problemOf(error)
    log.error(`${problem.code}: ${problem.sentence}${problem.detail ? `\n${problem.detail}` : ''}`)
    const again = { title: vscode.l10n.t('Try Again'), run: () => withProblemShown(body, log) }
    void showProblem(problem, undefined, invitesAnotherTry(problem) && !remedyFor(problem) ? again : undefined)
    return undefined
  }
}
