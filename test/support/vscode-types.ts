// The classes and numbers of the `vscode` module as far as our code uses them; they record nothing. See vscode.ts.
import { posix } from 'node:path'

/** An address as far as our code uses it: scheme, authority and path, percent-encoded when written out. */
export class Uri {
  private constructor(
    readonly scheme: string,
    readonly authority: string,
    readonly path: string,
  ) {}
  static parse(text: string, isStrict = false): Uri {
    const parts = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/]*))?(.*)$/i.exec(text)
    if (!parts && isStrict) throw new Error(`Scheme is missing: ${text}`)
    const [, scheme = 'file', authority = '', path = text] = parts ?? []
    return new Uri(scheme, authority, decodeURIComponent(path))
  }
  static file(path: string): Uri {
    return new Uri('file', '', path)
  }
  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, base.authority, posix.join(base.path, ...parts))
  }
  with({ path }: { path: string }): Uri {
    return new Uri(this.scheme, this.authority, path)
  }
  get fsPath(): string {
    return this.path
  }
  toString(): string {
    return `${this.scheme}://${this.authority}${this.path.split('/').map(encodeURIComponent).join('/')}`
  }
}

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 }
export class RelativePattern {
  constructor(
    readonly baseUri: Uri,
    readonly pattern: string,
  ) {}
}

export class CancellationError extends Error {}

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => void>()
  readonly event = (listener: (value: T) => void) => {
    this.#listeners.add(listener)
    return { dispose: () => this.#listeners.delete(listener) }
  }
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value)
  }
  dispose(): void {
    this.#listeners.clear()
  }
}

export class Range {
  constructor(
    readonly startLine: number,
    readonly startCharacter: number,
    readonly endLine: number,
    readonly endCharacter: number,
  ) {}
}
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 }
export class Diagnostic {
  code: unknown
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}
export class TabInputText {
  constructor(readonly uri: Uri) {}
}
export class TabInputCustom {
  constructor(readonly uri: Uri) {}
}

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState: number,
  ) {}
}
export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: unknown,
  ) {}
}
export class ThemeColor {
  constructor(readonly id: string) {}
}

export const ProgressLocation = { Notification: 15 }
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 }
export const StatusBarAlignment = { Left: 1, Right: 2 }
export const QuickPickItemKind = { Separator: -1, Default: 0 }
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 }
export const ViewColumn = { Active: -1 }
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 }
