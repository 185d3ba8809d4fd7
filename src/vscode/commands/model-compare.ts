// Compares models: two selected in the explorer, one with another that the person picks, or one with its last commit.
import * as vscode from 'vscode'
import { isModelPath } from '../../mesh/formats/names.ts'
import { COMMANDS } from '../names.ts'
import { notify } from '../ui.ts'
import type { ModelComparisons } from '../views/model-compare.ts'
import { shownPath } from '../workspace.ts'
import { modelInFront, pickModel } from './model-editor.ts'

export interface ModelCompareCommandServices {
  comparisons: Pick<ModelComparisons, 'show' | 'lastCommit'>
}

/** The commands of this file by name. */
export function modelCompareCommands({ comparisons }: ModelCompareCommandServices) {
  return {
    [COMMANDS.compareModels]: async (...args: unknown[]) => {
      const [first, all] = args
      const chosen = Array.isArray(all) ? all.filter((one) => one instanceof vscode.Uri && isModelPath(one.path)) : []
      const named = chosen.length > 1 ? chosen : first instanceof vscode.Uri ? [first] : []
      const one = named[0] ?? modelInFront() ?? (await pickModel(vscode.l10n.t('Compare Which Model?')))
      const other = one && (named[1] ?? (await pickModel(vscode.l10n.t('Compare It with Which Model?'))))
      if (one && other) comparisons.show({ uri: one, label: shownPath(one) }, { uri: other, label: shownPath(other) })
    },
    [COMMANDS.compareWithCommit]: async (...args: unknown[]) => {
      const [first] = args
      const { l10n } = vscode
      const one =
        first instanceof vscode.Uri ? first : (modelInFront() ?? (await pickModel(l10n.t('Compare Which Model?'))))
      if (!one) return
      const before = await comparisons.lastCommit(one)
      if (before) {
        comparisons.show(
          { uri: before, label: l10n.t('{0} in the last commit', shownPath(one)) },
          { uri: one, label: l10n.t('{0} now', shownPath(one)) },
        )
        return
      }
      // VS Code's git reads nothing before that.
      if (!vscode.workspace.isTrusted) {
        await notify('info', l10n.t('Commits are read once this workspace is trusted. Trust it, and compare again.'))
        return
      }
      await notify('info', l10n.t('{0} is in no commit yet, or in no git repository.', shownPath(one)))
    },
  }
}
