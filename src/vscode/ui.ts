// The only place that hands text to the workbench: notifications, questions, lists, input boxes, progress, tree items and
// the status bar. Everything passes through `plain`, so that no text from outside becomes a link, a command or an icon
// (a test forbids these functions of VS Code everywhere else). Icons are named beside the text, never inside it.
import * as vscode from 'vscode'
import { isolated } from '../text/index.ts'
import { MOST, plain } from './plain.ts'

export type Severity = 'info' | 'warning' | 'error'

/** A button of a notification; what it carries comes back when it is pressed. */
export interface Button {
  title: string
}

/** What the person is asked at the moment, outermost first: what else is under way waits for it. */
const open: { readonly text: string }[] = []
const questions = new vscode.EventEmitter<string | undefined>()

/** Told with the question that is in front, plain; undefined when the last one was answered. */
export const onQuestion = questions.event

async function whileAsked<T>(text: string | undefined, answer: Thenable<T>): Promise<T> {
  const question = { text: label(text ?? '') }
  const notify = () => questions.fire(open.at(-1)?.text)
  open.push(question)
  notify()
  try {
    return await answer
  } finally {
    open.splice(open.indexOf(question), 1)
    notify()
  }
}

const label = (text: string) => plain(text, MOST.label)
const optional = (text: string | undefined) => (text === undefined ? undefined : plain(text))
/** An icon's name as VS Code knows it; anything else is no icon. */
const iconText = (name: string | undefined) => (name && /^[a-z0-9-]+(~spin)?$/.test(name) ? `$(${name}) ` : '')

/** VS Code's functions are looked up with each call: a test may stand in for the person in front of them. */
async function message<B extends Button>(
  severity: Severity,
  text: string,
  options: vscode.MessageOptions | undefined,
  buttons: readonly B[],
): Promise<B | undefined> {
  const { window } = vscode
  const items = buttons.map((button) => ({ title: label(button.title), button }))
  const rest = [options ?? {}, plain(text)] as const
  const answer =
    severity === 'info'
      ? window.showInformationMessage(rest[1], rest[0], ...items)
      : severity === 'warning'
        ? window.showWarningMessage(rest[1], rest[0], ...items)
        : window.showErrorMessage(rest[1], rest[0], ...items)
  return (await answer)?.button
}

/** A notification; resolves with the button that was pressed, undefined when it is closed. */
export const notify = <B extends Button>(severity: Severity, text: string, ...buttons: B[]): Promise<B | undefined> =>
  message(severity, text, undefined, buttons)

/** A question that must be answered before anything else; resolves with a button's title, undefined when called off. */
export async function ask(
  severity: Severity,
  text: string,
  detail: string,
  ...buttons: string[]
): Promise<string | undefined> {
  const items = buttons.map((title) => ({ title }))
  return (await whileAsked(text, message(severity, text, { modal: true, detail: plain(detail) }, items)))?.title
}

/** Milliseconds that a brief word stays in the status bar. */
const BRIEF_MS = 5000

/** Says in the status bar that something small was done. */
export function showBriefly(text: string): void {
  vscode.window.setStatusBarMessage(plain(text, MOST.label), BRIEF_MS)
}

/** A line of a list. */
export interface Row {
  /** The name of one of VS Code's icons, before the label. */
  icon?: string
  iconPath?: vscode.ThemeIcon
  label: string
  description?: string
  detail?: string
  kind?: vscode.QuickPickItemKind
  /** Ticked from the start, where several can be picked. */
  picked?: boolean
}

export type PickOptions = Pick<
  vscode.QuickPickOptions,
  'title' | 'placeHolder' | 'matchOnDescription' | 'matchOnDetail' | 'ignoreFocusOut'
>

const shownRow = <R extends Row>(row: R) => ({
  label: `${iconText(row.icon)}${label(row.label)}`,
  description: optional(row.description),
  detail: optional(row.detail),
  iconPath: row.iconPath,
  kind: row.kind,
  picked: row.picked,
  row,
})
const shownRows = async <R extends Row>(rows: readonly R[] | Thenable<readonly R[]>) => (await rows).map(shownRow)
const pickOptions = (options: PickOptions) => ({
  ...options,
  title: options.title && label(options.title),
  placeHolder: optional(options.placeHolder),
})

/** A list to pick one line of; undefined when called off. */
export async function pick<R extends Row>(
  rows: readonly R[] | Thenable<readonly R[]>,
  options: PickOptions,
): Promise<R | undefined> {
  return (await whileAsked(options.title, vscode.window.showQuickPick(shownRows(rows), pickOptions(options))))?.row
}

/** A list to pick several lines of; undefined when called off. */
export async function pickMany<R extends Row>(
  rows: readonly R[],
  options: PickOptions,
): Promise<readonly R[] | undefined> {
  const shown = vscode.window.showQuickPick(shownRows(rows), { ...pickOptions(options), canPickMany: true })
  const picked = await whileAsked(options.title, shown)
  return picked?.map(({ row }) => row)
}

export interface InputOptions {
  title: string
  prompt?: string
  placeHolder?: string
  value?: string
  password?: boolean
  /** What is wrong with a text; a warning does not keep it from being sent. */
  validate?(text: string): string | { warning: string } | undefined
  /** A button in the box's title, for what helps to fill it in; the box stays open. */
  help?: { icon: string; title: string; run(): Promise<unknown> }
}

/** A box to type one text into; undefined when called off. It stays open when the focus goes elsewhere. */
export function typeIn({ validate, help, value = '', password = false, ...words }: InputOptions) {
  const box = vscode.window.createInputBox()
  const verdict = () => {
    const found = validate?.(box.value)
    if (found === undefined) return undefined
    const severities = vscode.InputBoxValidationSeverity
    return typeof found === 'string'
      ? { message: plain(found), severity: severities.Error }
      : { message: plain(found.warning), severity: severities.Warning }
  }
  Object.assign(box, { value, password, ignoreFocusOut: true })
  box.title = label(words.title)
  box.prompt = optional(words.prompt)
  box.placeholder = optional(words.placeHolder)
  if (help) box.buttons = [{ iconPath: new vscode.ThemeIcon(help.icon), tooltip: label(help.title) }]
  const typed = new Promise<string | undefined>((resolve) => {
    box.onDidChangeValue(() => {
      box.validationMessage = verdict()
    })
    box.onDidTriggerButton(() => void help?.run())
    box.onDidAccept(() => {
      box.validationMessage = verdict()
      if (verdict()?.severity !== vscode.InputBoxValidationSeverity.Error) resolve(box.value)
    })
    // After Enter, too: what was settled first stays.
    box.onDidHide(() => resolve(undefined))
    box.show()
  })
  return whileAsked(words.title, typed).finally(() => box.dispose())
}

/** Tells of progress: words, and percentage points that were added. */
export type Report = (words: string, increment?: number) => void

/** A notification that stays while work is under way. */
export async function showProgress<T>(
  title: string,
  { cancellable }: { cancellable: boolean },
  work: (report: Report, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: label(title), cancellable }
  return vscode.window.withProgress(options, (progress, token) =>
    work((words, increment) => progress.report({ message: plain(words), increment }), token),
  )
}

export interface TreeRow extends Pick<vscode.TreeItem, 'id' | 'contextValue' | 'iconPath' | 'command'> {
  label: string
  state?: vscode.TreeItemCollapsibleState
  description?: string
  /** What a screen reader says instead of the label. */
  spoken?: string
}

/** A row without a tooltip, which VS Code asks for when the pointer rests on it. */
export function treeItem({ label: words, state, description, spoken, ...rest }: TreeRow): vscode.TreeItem {
  const item = new vscode.TreeItem(isolated(label(words)), state ?? vscode.TreeItemCollapsibleState.None)
  return Object.assign(item, rest, {
    description: description === undefined ? undefined : label(description),
    accessibilityInformation: spoken === undefined ? undefined : { label: plain(spoken) },
  })
}

/** What a row's tooltip says, line by line: as plain text, since markdown would make links of addresses. */
export const tooltipText = (lines: readonly string[]): string => lines.map((line) => isolated(plain(line))).join('\n')

/** A tree in the side bar, with a line above its rows and a number on its icon; its rows may be dragged elsewhere. */
export function treeView<Node>(
  id: string,
  tree: vscode.TreeDataProvider<Node>,
  dragAndDropController?: vscode.TreeDragAndDropController<Node>,
) {
  const view = vscode.window.createTreeView(id, {
    treeDataProvider: tree,
    showCollapseAll: false,
    canSelectMany: true,
    ...(dragAndDropController && { dragAndDropController }),
  })
  return {
    /** Says something above the rows; undefined takes it away. */
    say: (words: string | undefined) => {
      view.message = words === undefined ? undefined : plain(words)
    },
    /** Puts a number on the icon; 0 takes it away. */
    count: (value: number, tooltip: string) => {
      view.badge = value === 0 ? undefined : { value, tooltip: plain(tooltip) }
    },
    dispose: () => view.dispose(),
  }
}

export interface StatusWords {
  icon: string
  text: string
  tooltip: string
}

/** The extension's item of the status bar; hidden until it is shown. */
export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem

  constructor(id: string, name: string, command: string) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Right, 80)
    this.#item.name = name
    this.#item.command = command
  }

  show({ icon, text, tooltip }: StatusWords): void {
    const words = label(text)
    this.#item.text = `${iconText(icon)}${words}`
    this.#item.tooltip = plain(tooltip)
    this.#item.accessibilityInformation = { label: words }
    this.#item.show()
  }

  hide(): void {
    this.#item.hide()
  }

  dispose(): void {
    this.#item.dispose()
  }
}

/** Asks for one of the workspace's folders. */
export const pickWorkspaceFolder = async (placeHolder: string): Promise<vscode.WorkspaceFolder | undefined> =>
  whileAsked(placeHolder, vscode.window.showWorkspaceFolderPick({ placeHolder: plain(placeHolder) }))

/** Asks for a file or a folder on disk. */
export async function pickOnDisk(options: vscode.OpenDialogOptions): Promise<vscode.Uri | undefined> {
  const title = options.title && label(options.title)
  const shown = vscode.window.showOpenDialog({ ...options, title, canSelectMany: false })
  return (await whileAsked(options.title, shown))?.[0]
}

/** Asks where to put a file that is made. */
export const placeOnDisk = (options: Pick<vscode.SaveDialogOptions, 'defaultUri' | 'filters'>) =>
  whileAsked('', vscode.window.showSaveDialog(options))

/** Told each time that the person comes back to this window. */
export const onFocus = (listener: () => void): vscode.Disposable =>
  vscode.window.onDidChangeWindowState(({ focused }) => focused && listener())
