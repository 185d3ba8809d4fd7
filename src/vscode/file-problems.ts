// Problems of files in the Problems panel. Their text comes from outside and is made plain here, as in ui.ts: it cannot become a
// link or a command.
import * as vscode from 'vscode'
import { plain } from './plain.ts'
import type { Severity } from './ui.ts'

/** A finding about a file as a whole, for the Problems panel. */
export interface FileProblem {
  code: string
  severity: Severity
  text: string
  /** Absent: the file as a whole. */
  range?: vscode.Range
  /** What its code leads to, as a link. */
  leadsTo?: vscode.Uri
}

/** What the Problems panel says of files. */
export class FileProblems implements vscode.Disposable {
  readonly #collection: vscode.DiagnosticCollection

  constructor(name: string) {
    this.#collection = vscode.languages.createDiagnosticCollection(name)
  }

  /** Replaces what is said of a file; nothing takes it away. */
  show(uri: vscode.Uri, problems: readonly FileProblem[]): void {
    const { DiagnosticSeverity: kinds } = vscode
    const severities = { error: kinds.Error, warning: kinds.Warning, info: kinds.Information }
    const start = new vscode.Range(0, 0, 0, 0)
    const shown = problems.map(({ code, severity, text, range, leadsTo }) => {
      const diagnostic = new vscode.Diagnostic(range ?? start, plain(text), severities[severity])
      const own = plain(code)
      return Object.assign(diagnostic, { source: 'Tripo', code: leadsTo ? { value: own, target: leadsTo } : own })
    })
    this.#collection.set(uri, shown)
  }

  dispose(): void {
    this.#collection.dispose()
  }
}
