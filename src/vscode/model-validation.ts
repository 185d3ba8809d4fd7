// Checks models each time their file is written, if the project wants it (`tripo.validate`), one at a time and silently: findings
// go to the Problems panel, failures to the log.
import * as vscode from 'vscode'
import { isModelPath, MODEL_ENDINGS } from '../mesh/formats/names.ts'
import { budgetOf } from '../mesh/tools/budgets.ts'
import type { ToolRequest } from '../mesh/tools/job.ts'
import { DisposableStore } from './disposable-store.ts'
import type { LocalTools } from './local-tools.ts'
import { budgetsSetting, validateSetting } from './settings.ts'
import type { ModelReports } from './views/model-reports.ts'

/** Milliseconds without a change after which a file counts as written. */
const SETTLED = 500

/** A check of a file against the limits that the project sets for its path. */
export const checkRequest = (uri: vscode.Uri): ToolRequest => ({
  tool: 'check',
  options: { budget: budgetOf(vscode.workspace.asRelativePath(uri, false), budgetsSetting(uri)) },
})

export interface ModelValidationServices {
  localTools: Pick<LocalTools, 'check'>
  reports: Pick<ModelReports, 'showFindings'>
}

export class ModelValidation implements vscode.Disposable {
  readonly #own = new DisposableStore()
  readonly #services: ModelValidationServices
  readonly #waiting = new Map<string, NodeJS.Timeout>()

  constructor(services: ModelValidationServices) {
    this.#services = services
    const endings = [...MODEL_ENDINGS, ...MODEL_ENDINGS.map((ending) => ending.toUpperCase())]
    const watcher = this.#own.add(vscode.workspace.createFileSystemWatcher(`**/*.{${endings.join(',')}}`))
    this.#own.add(watcher.onDidChange((uri) => this.#heard(uri)))
    this.#own.add(watcher.onDidCreate((uri) => this.#heard(uri)))
    this.#own.add(watcher.onDidDelete((uri) => services.reports.showFindings(uri, [], [])))
  }

  #heard(uri: vscode.Uri): void {
    if (!isModelPath(uri.path) || /\/(node_modules|\.[^/]*)\//.test(uri.path)) return
    if (validateSetting(uri) !== 'onSave') return
    const key = uri.toString()
    clearTimeout(this.#waiting.get(key))
    const check = async () => {
      this.#waiting.delete(key)
      const result = await this.#services.localTools.check(uri, checkRequest(uri))
      if (result) this.#services.reports.showFindings(uri, result.findings ?? [], result.warnings)
    }
    this.#waiting.set(
      key,
      setTimeout(() => void check(), SETTLED),
    )
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#own.dispose()
  }
}
