// Lenses and problems in an open assets file: the state and price above each model, the total at the top, and errors at their
// positions. Viewing never spends.
import * as vscode from 'vscode'
import { LockError } from '../../assets-file/lock.ts'
import { isPaid, type PlanRow, totalOf } from '../../assets-file/plan.ts'
import type { ProjectPlan } from '../../assets-file/project.ts'
import { ASSETS_FILE } from '../../assets-file/schema.ts'
import { part } from '../../text/index.ts'
import type { AssetsFiles } from '../assets-file.ts'
import { DisposableStore } from '../disposable-store.ts'
import { FileProblems } from '../file-problems.ts'
import { COMMANDS } from '../names.ts'
import { formatCredits, said } from '../words.ts'
import { coalesce } from './coalesce.ts'

/** Milliseconds after the last key until the file is looked at. */
const PAUSE = 400

/** `oak-barrel · up to date`. */
export function stateWords({ model: { name }, state, credits }: PlanRow): string {
  const { l10n } = vscode
  switch (state) {
    case 'wrong':
      return l10n.t('{0} · cannot be built', name)
    case 'new':
    case 'resume':
      return l10n.t('{0} · {1} · Build', name, formatCredits(credits))
    case 'changed':
      return l10n.t('{0} · changed · {1} · Build', name, formatCredits(credits))
    case 'sample':
      return l10n.t('{0} · a sample of the sandbox · {1} · Build', name, formatCredits(credits))
    case 'underway':
      return l10n.t('{0} · on its way', name)
    case 'local':
      return l10n.t('{0} · free steps are left · Build', name)
    case 'fetch':
      return l10n.t('{0} · not here · Fetch (Free)', name)
    case 'edited':
      return l10n.t('{0} · changed by hand', name)
    case 'current':
      return l10n.t('{0} · up to date', name)
  }
}

export class AssetsLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #own = new DisposableStore()
  readonly #files: Pick<AssetsFiles, 'plan' | 'onDidChange'>
  readonly #problems = this.#own.add(new FileProblems('tripo-assets'))
  readonly #changed = this.#own.add(new vscode.EventEmitter<void>())
  readonly onDidChangeCodeLenses = this.#changed.event

  constructor(files: Pick<AssetsFiles, 'plan' | 'onDidChange'>) {
    this.#files = files
    const selector = { pattern: `**/${ASSETS_FILE}` }
    this.#own.add(vscode.languages.registerCodeLensProvider(selector, this))
    this.#own.add(files.onDidChange(() => this.#changed.fire()))
    const look = this.#own.add(
      coalesce(
        () => void this.#lookAtAll(),
        () => PAUSE,
      ),
    )
    const isOurs = (document: vscode.TextDocument) => document.uri.path.endsWith(`/${ASSETS_FILE}`)
    this.#own.add(vscode.workspace.onDidOpenTextDocument((document) => isOurs(document) && look.soon()))
    this.#own.add(vscode.workspace.onDidChangeTextDocument(({ document }) => isOurs(document) && look.soon()))
    this.#own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#problems.show(uri, [])))
    if (vscode.workspace.textDocuments.some(isOurs)) look.soon()
  }

  dispose(): void {
    this.#own.dispose()
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const plan = await this.#planOf(document)
    if (!plan) return []
    const lens = (offset: number, title: string, command: string, args: readonly unknown[]) => {
      const at = document.positionAt(offset)
      return new vscode.CodeLens(new vscode.Range(at, at), { title, command, arguments: [...args] })
    }
    const paid = plan.rows.filter(isPaid)
    const free = plan.rows.some(({ state }) => state === 'local' || state === 'fetch')
    const { l10n } = vscode
    const title =
      paid.length > 0
        ? l10n.t('Build Assets · {0}', formatCredits(totalOf(paid)))
        : free
          ? l10n.t('Build Assets · Free')
          : l10n.t('All models are up to date')
    const { uri } = document
    const top = plan.rows.length > 0 ? [lens(0, title, COMMANDS.buildAssets, [uri])] : []
    return [
      ...top,
      ...plan.rows.map((row) => lens(row.model.start, stateWords(row), COMMANDS.buildAssets, [uri, row.model.name])),
    ]
  }

  async #planOf(document: vscode.TextDocument): Promise<ProjectPlan | undefined> {
    try {
      return await this.#files.plan(document.uri)
    } catch (error) {
      if (error instanceof LockError) return undefined
      throw error
    }
  }

  async #lookAtAll(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) {
      if (!document.uri.path.endsWith(`/${ASSETS_FILE}`)) continue
      const plan = await this.#planOf(document)
      const missing = (plan?.rows ?? []).filter(({ missingImage }) => missingImage)
      const rangeOf = (start: number, end: number) =>
        new vscode.Range(document.positionAt(start), document.positionAt(end))
      this.#problems.show(document.uri, [
        ...(plan?.findings ?? []).map(({ code, severity, message, start, end }) => ({
          ...{ code, severity, text: said(part(message)), range: rangeOf(start, end) },
        })),
        ...missing.map(({ model, missingImage = '' }) => ({
          ...{ code: 'image', severity: 'error' as const, range: rangeOf(model.start, model.start + 1) },
          text: vscode.l10n.t('The picture “{0}” is not there.', missingImage),
        })),
      ])
    }
  }
}
