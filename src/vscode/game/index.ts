// Registers all features for models in code; each works independently.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import type { ModelPictures } from '../views/model-pictures.ts'
import { ModelCompletions } from './completions.ts'
import { registerDropAndPaste, SELECTOR } from './drop-and-paste.ts'
import { ModelHovers } from './hover.ts'
import type { InsertServices } from './insert-code.ts'
import { MissingModels } from './missing.ts'
import { pictureOf } from './picture-of.ts'
import { registerRenames } from './renames.ts'

/** Hovers, completions, problems, drops and renames of models in code. */
export function registerGame(
  jobs: Pick<JobsApi, 'list' | 'thumbnail'>,
  services: InsertServices,
  pictures: Pick<ModelPictures, 'of'>,
): vscode.Disposable {
  const disposables = new DisposableStore()
  const { languages } = vscode
  disposables.add(languages.registerHoverProvider(SELECTOR, new ModelHovers((uri) => pictureOf(jobs, uri, pictures))))
  disposables.add(languages.registerCompletionItemProvider(SELECTOR, new ModelCompletions(), '/', "'", '"', '`', '.'))
  const missing = disposables.add(new MissingModels())
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix]
  disposables.add(languages.registerCodeActionsProvider(SELECTOR, missing, { providedCodeActionKinds }))
  disposables.add(registerDropAndPaste(services))
  disposables.add(registerRenames())
  return disposables
}
