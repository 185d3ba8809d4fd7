// How a failure is shown outside the panel: one notification with its sentence, its next step, and what can be done.
import * as vscode from 'vscode'
import { problemOf } from '../jobs/index.ts'
import type { Problem } from '../protocol/index.ts'
import { COMMANDS } from './names.ts'

/** Thrown when a person called something off: nothing to show. */
export class Cancelled extends Error {
  override readonly name = 'AbortError'
}

const KEY_CODES = new Set(['service.1002', 'service.http-401'])

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

/**
 * Shows a problem; resolves when the person has dealt with it. Never throws unless `way` does.
 * @param way what can be done about this one, beside what any of its kind offers
 */
export async function showProblem(
  problem: Problem,
  title?: string,
  way?: { title: string; run(): Promise<void> },
): Promise<void> {
  const { l10n } = vscode
  const copy = l10n.t('Copy Details')
  const setKey = l10n.t('Set API Key')
  const openPage = l10n.t('Open API Key Page')
  const actions = [copy]
  if (KEY_CODES.has(problem.code)) actions.unshift(setKey)
  if (problem.code === 'service.2010') actions.unshift(openPage)
  if (way) actions.unshift(way.title)
  const text = [title, problem.sentence, problem.nextStep].filter(Boolean).join(' ')
  const answer = await vscode.window.showErrorMessage(text, ...actions)
  if (way && answer === way.title) await way.run()
  if (answer === copy) await vscode.env.clipboard.writeText(problemReport(problem))
  if (answer === setKey) await vscode.commands.executeCommand(COMMANDS.setApiKey)
  if (answer === openPage) await vscode.commands.executeCommand(COMMANDS.openApiKeyPage)
}

/** Runs a command's body; a failure becomes a notification instead of VS Code's raw message. */
export async function guarded<T>(
  body: () => Promise<T>,
  log: { error(message: string): void },
): Promise<T | undefined> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof Cancelled) return undefined
    const problem = problemOf(error)
    log.error(`${problem.code}: ${problem.sentence}${problem.detail ? `\n${problem.detail}` : ''}`)
    void showProblem(problem)
    return undefined
  }
}
