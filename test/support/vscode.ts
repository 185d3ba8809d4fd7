// A stand-in for the `vscode` module in unit tests: records every text that the workbench is given, and answers for the
// person. The real module exists inside VS Code only; test/host runs against it.
import { type Diagnostic, EventEmitter, Uri } from './vscode-types.ts'

export * from './vscode-types.ts'

/** A text that was handed to the workbench, and the place it was for. */
export interface Shown {
  place: string
  text: string
}

export const shown: Shown[] = []
const note = (place: string, ...texts: unknown[]) => {
  for (const text of texts) if (typeof text === 'string' && text !== '') shown.push({ place, text })
}

/** What the person does next, first question first; after the last one everything is closed. */
export const answers: ((offered: readonly unknown[]) => unknown)[] = []
const answer = async (offered: readonly unknown[]) => answers.shift()?.(offered)

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const message =
  (place: string) =>
  async (text: string, options: unknown, ...items: readonly unknown[]) => {
    note(place, text, field(options, 'detail'), ...items.map((item) => field(item, 'title')))
    return answer(items)
  }

class StatusBarItem {
  name = ''
  command = ''
  text = ''
  tooltip = ''
  accessibilityInformation: { label: string } | undefined
  show(): void {
    note('status bar', this.text, this.tooltip, this.accessibilityInformation?.label)
  }
  hide(): void {}
  dispose(): void {}
}

/** A button in the title of an input box. */
export interface BoxButton {
  tooltip: string
}

/** A box as VS Code makes it: what the person types is checked, Enter is refused by the extension alone. */
class InputBox {
  title?: string
  prompt?: string
  placeholder?: string
  value = ''
  password = false
  buttons: readonly BoxButton[] = []
  validationMessage: unknown
  readonly #changed = new EventEmitter<string>()
  readonly #pressed = new EventEmitter<BoxButton>()
  readonly #accepted = new EventEmitter<void>()
  readonly #hidden = new EventEmitter<void>()
  readonly onDidChangeValue = this.#changed.event
  readonly onDidTriggerButton = this.#pressed.event
  readonly onDidAccept = this.#accepted.event
  readonly onDidHide = this.#hidden.event
  show(): void {
    note('input box', this.title, this.prompt, this.placeholder, ...this.buttons.map(({ tooltip }) => tooltip))
    void this.#answer()
  }
  dispose(): void {}
  /** A person presses one of the buttons that are offered, or types a text and Enter, or leaves. */
  async #answer(): Promise<void> {
    const typed = await answer(this.buttons)
    const button = this.buttons.find((one) => one === typed)
    if (button) {
      this.#pressed.fire(button)
      return this.#answer()
    }
    if (typeof typed === 'string') {
      this.value = typed
      this.#changed.fire(typed)
      note('validation', this.validationMessage, field(this.validationMessage, 'message'))
      this.#accepted.fire()
    }
    this.#hidden.fire()
  }
}

async function showQuickPick(rows: unknown, options: unknown): Promise<unknown> {
  const found: unknown = await rows
  const offered: readonly unknown[] = Array.isArray(found) ? found : []
  note('list', field(options, 'title'), field(options, 'placeHolder'))
  for (const row of offered) note('list', field(row, 'label'), field(row, 'description'), field(row, 'detail'))
  return answer(offered)
}

/** Progress that was shown, and the person's button for ending it. */
export interface Progress {
  title: unknown
  isOver: boolean
  cancel(): void
}
export const progresses: Progress[] = []

async function withProgress<T>(options: unknown, work: (progress: unknown, token: unknown) => Promise<T>): Promise<T> {
  note('progress', field(options, 'title'))
  const report = (value: unknown) => note('progress', field(value, 'message'))
  const cancelled = new EventEmitter<void>()
  const shownNow: Progress = { title: field(options, 'title'), isOver: false, cancel: () => cancelled.fire() }
  progresses.push(shownNow)
  try {
    return await work({ report }, { isCancellationRequested: false, onCancellationRequested: cancelled.event })
  } finally {
    shownNow.isOver = true
  }
}

export const window = {
  showInformationMessage: message('notification'),
  showWarningMessage: message('notification'),
  showErrorMessage: message('notification'),
  setStatusBarMessage: (text: string) => {
    note('status bar', text)
    return { dispose() {} }
  },
  createInputBox: () => new InputBox(),
  showQuickPick,
  withProgress,
  showWorkspaceFolderPick: async (options: unknown) => note('list', field(options, 'placeHolder')),
  showOpenDialog: async (options: unknown) => {
    note('dialog', field(options, 'title'))
    return answer([])
  },
  registerWebviewPanelSerializer: () => ({ dispose() {} }),
  createWebviewPanel: () => {
    const panel = new Panel()
    panels.push(panel)
    return panel
  },
  createStatusBarItem: () => new StatusBarItem(),
  onDidChangeWindowState: () => ({ dispose() {} }),
  tabGroups: { activeTabGroup: { activeTab: undefined } },
}

/** A panel as far as the host sees it: what it is told, and what its page says. */
export class Panel {
  readonly posted: unknown[] = []
  readonly visibility = new EventEmitter<unknown>()
  readonly messages = new EventEmitter<unknown>()
  visible = true
  iconPath: unknown
  readonly webview = {
    options: {} as { localResourceRoots?: readonly Uri[] },
    html: '',
    cspSource: 'vscode-webview:',
    asWebviewUri: (uri: Uri) => Uri.parse(`https://panel.test${uri.path}`),
    postMessage: async (message: unknown) => {
      // A page that is hidden is not there to hear anything.
      if (this.visible) this.posted.push(message)
      return this.visible
    },
    onDidReceiveMessage: this.messages.event,
  }
  readonly onDidChangeViewState = this.visibility.event
  readonly onDidDispose = () => ({ dispose() {} })
  /** Hides or shows the panel: a page that was hidden starts anew. */
  turn(visible: boolean): void {
    if (this.visible === visible) return
    this.visible = visible
    this.visibility.fire({ webviewPanel: this })
  }
  reveal(): void {
    this.turn(true)
  }
  dispose(): void {}
}
export const panels: Panel[] = []

/** Translations by their English original; tests of another language fill it. */
export const translations = new Map<string, string>()
export const l10n = {
  bundle: undefined,
  t: (text: string, ...values: readonly (string | number)[]) =>
    (translations.get(text) ?? text).replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole)),
}
/** Texts that were copied, the last one last. */
export const copied: string[] = []
/** Addresses that were opened in the system's browser. */
export const opened: string[] = []
export const env = {
  language: 'en',
  remoteName: undefined as string | undefined,
  clipboard: {
    writeText: async (text: string) => void copied.push(text),
    readText: async () => copied.at(-1) ?? '',
  },
  openExternal: async (uri: Uri) => opened.push(String(uri)) > 0,
}
/** Commands that were run, with their first argument. */
export const executed: [name: string, argument: unknown][] = []
export const commands = {
  executeCommand: async (name: string, argument?: unknown) => void executed.push([name, argument]),
}

/** Settings of the workspace by their whole name. */
export const settings = new Map<string, unknown>()
/** Files by their address. */
export const disk = new Map<string, Uint8Array>()
/** What was deleted: the path, after `trash ` when it went there. */
export const deleted: string[] = []
/** What writes the extension's storage: on this disk. */
export const storeOnDisk = async (path: string, bytes: Uint8Array) => void disk.set(Uri.file(path).toString(), bytes)

const fileAt = (uri: Uri): Uint8Array => {
  const bytes = disk.get(uri.toString())
  if (!bytes) throw Object.assign(new Error(`${uri} does not exist`), { code: 'FileNotFound' })
  return bytes
}

/** What makes the documents of each scheme. */
export const documents = new Map<string, (uri: Uri) => string>()

export const workspace = {
  isTrusted: true,
  workspaceFolders: [] as { uri: Uri; name: string; index: number }[],
  getWorkspaceFolder: (uri: Uri) =>
    workspace.workspaceFolders.find((folder) => uri.toString().startsWith(`${folder.uri}/`)),
  asRelativePath: (uri: Uri) => uri.path.split('/').slice(-2).join('/'),
  getConfiguration: (section: string) => ({
    get: (name: string) => settings.get(`${section}.${name}`),
    inspect: (name: string) => ({ globalValue: settings.get(`${section}.${name}`) }),
    update: async (name: string, own: unknown) => void settings.set(`${section}.${name}`, own),
  }),
  findFiles: async () => [...disk.keys()].map((address) => Uri.parse(address)),
  fs: {
    stat: async (uri: Uri) => ({ size: fileAt(uri).length, type: 1, ctime: 0, mtime: 0 }),
    readFile: async (uri: Uri) => fileAt(uri),
    writeFile: async (uri: Uri, bytes: Uint8Array) => void disk.set(uri.toString(), bytes),
    /** Everything but what lies below `/no-trash/` can be thrown away. */
    delete: async (uri: Uri, { useTrash = false } = {}) => {
      fileAt(uri)
      if (useTrash && uri.path.startsWith('/no-trash/')) throw new Error('no trash')
      disk.delete(uri.toString())
      deleted.push(`${useTrash ? 'trash ' : ''}${uri.path}`)
    },
    createDirectory: async () => {},
    /** The files of a folder; folders are not listed. */
    readDirectory: async (uri: Uri) =>
      [...disk.keys()].flatMap((address): [string, number][] => {
        const rest = address.startsWith(`${uri}/`) ? decodeURIComponent(address.slice(`${uri}/`.length)) : ''
        return rest === '' || rest.includes('/') ? [] : [[rest, 1]]
      }),
    rename: async (from: Uri, to: Uri) => {
      disk.set(to.toString(), fileAt(from))
      disk.delete(from.toString())
    },
    copy: async (from: Uri, to: Uri) => void disk.set(to.toString(), fileAt(from)),
  },
  registerTextDocumentContentProvider: (scheme: string, provider: { provideTextDocumentContent(uri: Uri): string }) => {
    documents.set(scheme, (uri) => provider.provideTextDocumentContent(uri))
    return { dispose() {} }
  },
  onDidRenameFiles: (listener: (event: unknown) => void) => renames.event(listener),
  onDidDeleteFiles: (listener: (event: unknown) => void) => deletions.event(listener),
  createFileSystemWatcher: () => ({
    onDidCreate: (listener: (uri: Uri) => void) => created.event(listener),
    onDidChange: () => ({ dispose() {} }),
    onDidDelete: (listener: (uri: Uri) => void) => removed.event(listener),
    dispose() {},
  }),
  onDidChangeWorkspaceFolders: () => ({ dispose() {} }),
  onDidChangeConfiguration: () => ({ dispose() {} }),
}

/** What the Problems panel says, by the file's address. */
export const diagnostics = new Map<string, readonly Diagnostic[]>()
export const languages = {
  createDiagnosticCollection: () => ({
    set: (uri: Uri, found: readonly Diagnostic[]) => {
      diagnostics.set(uri.toString(), found)
      for (const { message } of found) note('problem', message)
    },
    dispose() {},
  }),
}

/** What the editor tells of files: renamed and deleted in it, created and removed behind its back. */
export const renames = new EventEmitter<unknown>()
export const deletions = new EventEmitter<unknown>()
export const created = new EventEmitter<Uri>()
export const removed = new EventEmitter<Uri>()

/** Forgets all that was shown, answered, set and written: each file of tests begins with an empty workbench. */
export function reset(): void {
  for (const list of [shown, answers, progresses, panels, copied, opened, executed, deleted]) list.length = 0
  for (const map of [translations, settings, disk, documents, diagnostics]) map.clear()
  for (const emitter of [renames, deletions, created, removed]) emitter.dispose()
  workspace.isTrusted = true
  workspace.workspaceFolders.length = 0
}
