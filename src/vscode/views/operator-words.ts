// The model editor's texts in the workbench: names of undo steps, the list of tools, and the progress of a running one.
import * as vscode from 'vscode'
import type { Operation } from '../../mesh/tools/operations.ts'
import { OPERATORS, operatorOf } from '../../mesh/tools/operators.ts'
import { Cancelled } from '../show-problem.ts'
import { pick, showProgress } from '../ui.ts'
import { said } from '../words.ts'

/** What VS Code's undo calls a step. */
export function labelOf(operations: readonly Operation[]): string {
  const { l10n } = vscode
  const labels = {
    transform: l10n.t('Transform'),
    rename: l10n.t('Rename'),
    delete: l10n.t('Delete'),
    duplicate: l10n.t('Duplicate'),
    material: l10n.t('Change Material'),
    run: l10n.t('Local Tool'),
  }
  const last = operations.at(-1)
  const operator = last?.kind === 'run' ? operatorOf(last.operator) : undefined
  return operator ? said(operator.title) : labels[last?.kind ?? 'transform']
}

/** Lets the person choose one of these tools. */
export async function pickOperator({ ids }: { ids: readonly string[] }): Promise<{ id?: string }> {
  const rows = OPERATORS.filter(({ id }) => ids.includes(id)).map(({ id, title, key }) => ({
    ...{ id, label: said(title) },
    ...(key ? { description: key } : {}),
  }))
  const title = vscode.l10n.t('Local Tools')
  const picked = await pick(rows, { title, placeHolder: vscode.l10n.t('Free, on this machine; options follow') })
  return picked ? { id: picked.id } : {}
}

/** Shows what runs, with a way out. @returns undefined when the person called it off. @throws what the work does */
export async function whileRunning<T>(
  operations: readonly Operation[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const abort = new AbortController()
  let result: T | undefined
  try {
    await showProgress(labelOf(operations), { cancellable: true }, async (_report, token) => {
      token.onCancellationRequested(() => abort.abort(new Cancelled()))
      result = await work(abort.signal)
    })
  } catch (error) {
    if (!abort.signal.aborted) throw error
    return undefined
  }
  return result
}
