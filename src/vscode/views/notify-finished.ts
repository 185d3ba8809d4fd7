// Reports finished models of an assets file: all together, and by name those that failed or exceed their budgets.
import * as vscode from 'vscode'
import type { Finished } from '../../assets-file/project.ts'
import { notify } from '../ui.ts'
import { said, together } from '../words.ts'

/**
 * One notification for all that has happened at once.
 * @param replace finished files that somebody has changed, after a yes
 */
export async function notifyFinished(
  finished: readonly Finished[],
  replace: (names: readonly string[]) => Promise<void>,
): Promise<void> {
  const { l10n } = vscode
  const good = finished.filter(({ path }) => path !== undefined)
  const problems = finished.flatMap(({ problem }) => (problem ? [said(problem)] : []))
  const broken = finished.flatMap(({ name, broken }) =>
    broken.map(({ message }) => l10n.t('{0}: {1}', name, said(message))),
  )
  const [only] = good
  const built =
    good.length === 0
      ? []
      : [
          good.length === 1 && only
            ? l10n.t('{0} is built.', only.path ?? '')
            : l10n.t('{0} models are built.', good.length),
        ]
  const severity = problems.length > 0 ? 'error' : broken.length > 0 ? 'warning' : 'info'
  const edited = finished.flatMap(({ name, isEdited }) => (isEdited ? [name] : []))
  const button = { title: l10n.t('Replace') }
  const text = together(...built, ...problems, ...broken)
  if ((await notify(severity, text, ...(edited.length > 0 ? [button] : []))) === button) await replace(edited)
}
