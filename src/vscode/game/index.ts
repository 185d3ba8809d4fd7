// Everything that models do in code: registered together, each part on its own.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { mainFile } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { ModelCompletions } from './completions.ts'
import { registerDropAndPaste, SELECTOR } from './drop-and-paste.ts'
import { ModelHovers } from './hover.ts'
import type { InsertServices } from './insert-code.ts'
import { MissingModels } from './missing.ts'
import { finishedOf, type Locks } from './projects.ts'
import { registerRenames } from './renames.ts'

const fileAt = (path: string | undefined) => (path === undefined ? undefined : vscode.Uri.file(path))

/** Hovers, completions, problems, drops and renames of models in code. */
export function registerGame(jobs: Pick<JobsApi, 'list' | 'thumbnail'>, services: InsertServices): vscode.Disposable {
  const disposables = new DisposableStore()
  const { languages } = vscode
  const pictureOf = async (uri: vscode.Uri) => {
    const wanted = uri.toString()
    const all = jobs.list()
    const delivered = all.find((one) => mainFile(one)?.uri === wanted)
    if (delivered) return fileAt(jobs.thumbnail(delivered.id))
    const locks: Locks = new Map()
    for (const job of all) {
      const file = job.asset && mainFile(job)?.uri
      if (file === undefined) continue
      const finished = await finishedOf(vscode.Uri.parse(file), locks)
      if (finished.toString() === wanted) return fileAt(jobs.thumbnail(job.id))
    }
    return undefined
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
