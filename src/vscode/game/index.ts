// Everything that models do in code: registered together, each part on its own.
import * as vscode from 'vscode'
import { mainFile } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import type { JobSource } from '../views/task-tree.ts'
import { ModelCompletions } from './completions.ts'
import { registerDropAndPaste, SELECTOR } from './drop-and-paste.ts'
import { ModelHovers } from './hover.ts'
import type { InsertServices } from './insert-code.ts'
import { MissingModels } from './missing.ts'
import { registerRenames } from './renames.ts'

/** Hovers, completions, problems, drops and renames of models in code. */
export function registerGame(jobs: JobSource, services: InsertServices): vscode.Disposable {
  const disposables = new DisposableStore()
  const { languages } = vscode
  const pictureOf = (uri: vscode.Uri) => {
    const job = jobs.list().find((one) => mainFile(one)?.uri === uri.toString())
    return job && jobs.thumbnail?.(job.id)
  }
  disposables.add(languages.registerHoverProvider(SELECTOR, new ModelHovers(pictureOf)))
  disposables.add(languages.registerCompletionItemProvider(SELECTOR, new ModelCompletions(), '/', "'", '"', '`', '.'))
  const missing = disposables.add(new MissingModels())
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix]
  disposables.add(languages.registerCodeActionsProvider(SELECTOR, missing, { providedCodeActionKinds }))
  disposables.add(registerDropAndPaste(services))
  disposables.add(registerRenames())
  return disposables
}
