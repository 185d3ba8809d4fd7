// What a person is asked before a job is taken over or sent once more.
import * as vscode from 'vscode'
import type { GenerateRequest, JobView, Problem } from '../protocol/index.ts'
import { estimate, findCapability } from '../tripo/catalogue/index.ts'
import { ask, typeIn } from './ui.ts'
import { saidOf } from './words.ts'

/**
 * Asks whether a request that failed, or whose answer was lost, is sent once more, and says what that may cost.
 * @param request what would be sent
 * @param moved what of it differs from what was sent before, in words
 */
export async function maySubmitAgain(
  job: JobView,
  request: GenerateRequest,
  moved: readonly string[],
): Promise<boolean> {
  const { l10n } = vscode
  const submit = l10n.t('Try Again')
  const capability = findCapability(request.capability)
  const paid =
    job.problem?.billed === 'no'
      ? l10n.t('The first try cost nothing.')
      : l10n.t(
          'The first request may have arrived: then it is paid twice. Look for the task at the service first, and adopt it by its id.',
        )
  const credits = capability ? estimate(capability, request.params).total : job.estimate
  const question = l10n.t('Send the request again for {0} credits?', credits)
  return (await ask('warning', question, [...moved, paid].join(' '), submit)) === submit
}

/** Asks whether a result above the limit is what the person expects. */
export async function mayFetchLarge(problem: Problem): Promise<boolean> {
  const { l10n } = vscode
  const yes = l10n.t('Fetch Anyway')
  const more = l10n.t('Fetching costs no credits, but may take long and fill the disk.')
  return (await ask('warning', saidOf(problem).sentence, more, yes)) === yes
}

/** Asks for a task's id; undefined when called off. */
export async function askTaskId(): Promise<string | undefined> {
  const { l10n } = vscode
  const typed = await typeIn({
    title: l10n.t('Task id'),
    prompt: l10n.t('As the service shows it. Taking a task over costs nothing.'),
    placeHolder: '1a2b3c4d-…',
    validate: (text) =>
      text === '' || /^[A-Za-z0-9_-]{1,128}$/.test(text.trim())
        ? undefined
        : l10n.t('A task id has letters, digits and hyphens only.'),
  })
  return typed?.trim() || undefined
}
