// The findings of the local tools: reports as read-only documents, findings in the Problems panel.
import * as vscode from 'vscode'
import type { CheckFinding } from '../../mesh/tools/finding.ts'
import type { ModelReport } from '../../mesh/tools/inspect-model.ts'
import { changeText, reportText, type Speaker } from '../../mesh/tools/report-text.ts'
import { DisposableStore } from '../disposable-store.ts'
import { FileProblems } from '../file-problems.ts'
import { COMMANDS } from '../names.ts'
import { nameOf } from '../uris.ts'
import { formatNumber, said } from '../words.ts'

/** Documents of this scheme are made here; their text is gone with the window. */
const SCHEME = 'tripo-report'
/** Reports that are kept for their tabs; the oldest go first. */
const MOST = 50

const SPEAKER: Speaker = { say: said, number: formatNumber }
export interface Change {
  readonly name: string
  readonly before: ModelReport
  readonly after: ModelReport
}

export class ModelReports implements vscode.Disposable {
  readonly #own = new DisposableStore()
  readonly #texts = new Map<string, string>()
  readonly #changed = this.#own.add(new vscode.EventEmitter<vscode.Uri>())
  readonly #problems = this.#own.add(new FileProblems('tripo'))

  /** Registers the documents with the workbench. */
  constructor() {
    const provider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri: vscode.Uri) => this.#texts.get(uri.path) ?? '',
    }
    this.#own.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider))
  }

  showReport(uri: vscode.Uri, report: ModelReport): Promise<void> {
    return this.#open(`${uri.path}.txt`, reportText(nameOf(uri), report, SPEAKER))
  }

  /** What a tool changed, model by model. */
  showChange(changes: readonly Change[], steps: readonly string[] = []): Promise<void> {
    const tables = changes.map(({ name, before, after }) => `${name}\n\n${changeText(before, after, SPEAKER)}\n`)
    return this.#showLines([...tables, ...steps])
  }

  /** What a tool did, line by line. */
  showText(lines: readonly string[]): Promise<void> {
    return this.#showLines(lines)
  }

  #showLines(lines: readonly string[]): Promise<void> {
    const text = lines.join('\n')
    return this.#open(`/${vscode.l10n.t('Before and After')}.txt`, text)
  }

  /** Replaces what the Problems panel says of a file. */
  showFindings(uri: vscode.Uri, findings: readonly CheckFinding[], warnings: readonly string[]): void {
    const noticed = warnings.map((text) => ({ code: 'read', severity: 'warning', text }) as const)
    // VS Code opens a file that is no text where a problem is clicked; its code opens the model, where it is.
    const leadTo = (text: string) =>
      vscode.Uri.parse(`command:${COMMANDS.showFinding}?${encodeURIComponent(JSON.stringify([uri.toString(), text]))}`)
    const found = findings.map(({ code, severity, message }) => {
      const text = said(message)
      return { code, severity, text, leadsTo: leadTo(text) }
    })
    this.#problems.show(uri, [...found, ...noticed])
  }

  dispose(): void {
    this.#own.dispose()
  }

  async #open(path: string, text: string): Promise<void> {
    this.#texts.delete(path)
    this.#texts.set(path, text)
    const [oldest] = this.#texts.keys()
    if (this.#texts.size > MOST && oldest !== undefined) this.#texts.delete(oldest)
    const uri = vscode.Uri.parse(`${SCHEME}:${encodeURI(path)}`)
    this.#changed.fire(uri)
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false })
  }
}
