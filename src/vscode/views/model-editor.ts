// The model editor: any model file of the workspace in the viewport; GLB files can be changed. The page reads the file itself,
// by its address; the host says which file, follows it on disk, keeps the list of changes, and remembers how the person
// likes to look at models.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { MeshError } from '../../mesh/errors.ts'
import { isModelPath } from '../../mesh/formats/names.ts'
import { type Operation, readOperations } from '../../mesh/tools/operations.ts'
import { type EditedModel, Look, RpcServer } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { askAboveSetting, keysSetting } from '../settings.ts'
import { ask, typeIn } from '../ui.ts'
import { nameOf } from '../uris.ts'
import { saidOf } from '../words.ts'
import { CameraMemory } from './camera-memory.ts'
import { ModelDocument } from './model-document.ts'
import { ModelSaving, type ModelSavingServices } from './model-saving.ts'
import { saveCapture } from './save-capture.ts'
import { pageHtml } from './studio-html.ts'

/** Under this key of the global state lies how the person looks at models. */
const LOOK_KEY = 'tripo.modelEditor.look'
/** Milliseconds without a change after which a file counts as written. */
const SETTLED = 250
const MEBIBYTE = 1024 * 1024

const parentOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..')
/** The models of a file's folder, by name. */
async function modelsBeside(uri: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(parentOf(uri))
  const names = entries.flatMap(([name, type]) => (type & vscode.FileType.File && isModelPath(name) ? [name] : []))
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/**
 * The neighbour of a file among names, going round at the ends.
 * @returns the name and its place, from 0; undefined when there is no other
 */
export function neighbourOf(names: readonly string[], name: string, step: -1 | 1): string | undefined {
  const at = names.indexOf(name)
  const next = names[(at + step + names.length) % names.length]
  return next === name ? undefined : next
}

export interface ModelEditorServices extends ModelSavingServices {
  extensionUri: vscode.Uri
  memory: vscode.Memento
}

/** Files that changes can be written into. */
const isEditable = (uri: vscode.Uri): boolean => uri.scheme === 'file' && /\.glb$/i.test(uri.path)

export class ModelEditors implements vscode.CustomEditorProvider<ModelDocument> {
  readonly #saving: ModelSaving
  readonly #changed = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<ModelDocument>>()
  readonly onDidChangeCustomDocument = this.#changed.event
  readonly #services: ModelEditorServices
  readonly #cameras: CameraMemory

  constructor(services: ModelEditorServices) {
    this.#services = services
    this.#cameras = new CameraMemory(services.memory)
    this.#saving = new ModelSaving(services)
  }

  /** Registers it with the workbench. */
  register(): vscode.Disposable {
    // The page gives back what it holds by itself, a minute after it is told that nobody sees it (webview/model/rest.ts).
    const webviewOptions = { retainContextWhenHidden: true }
    return vscode.window.registerCustomEditorProvider(VIEWS.modelEditor, this, {
      webviewOptions,
      supportsMultipleEditorsPerDocument: true,
    })
  }

  async openCustomDocument(uri: vscode.Uri, { backupId }: vscode.CustomDocumentOpenContext): Promise<ModelDocument> {
    const document = new ModelDocument(uri)
    if (backupId !== undefined) await this.#saving.restore(document, backupId)
    return document
  }

  saveCustomDocument(document: ModelDocument, cancel: vscode.CancellationToken): Promise<void> {
    return withProblemTold(() => this.#saving.save(document, cancel))
  }

  saveCustomDocumentAs(document: ModelDocument, target: vscode.Uri, cancel: vscode.CancellationToken): Promise<void> {
    return withProblemTold(() => this.#saving.saveAs(document, target, cancel))
  }

  async revertCustomDocument(document: ModelDocument): Promise<void> {
    document.reset()
  }

  backupCustomDocument(
    document: ModelDocument,
    { destination }: vscode.CustomDocumentBackupContext,
  ): Promise<vscode.CustomDocumentBackup> {
    return this.#saving.backUp(document, destination)
  }

  /** Adds a step to VS Code's undo, and to the list of changes. */
  async #edit(document: ModelDocument, value: unknown): Promise<void> {
    const operations = readOperations(value)
    if (!operations || operations.length === 0 || !isEditable(document.uri)) return
    await this.#saving.keepBase(document)
    const label = labelOf(operations)
    this.#changed.fire({ document, label, ...document.edit(operations) })
  }

  resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, memory } = this.#services
    const { uri } = document
    const { webview } = panel
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    const own = new DisposableStore()
    // A file's own folder, and the workspace it belongs to: textures may lie in a folder beside it.
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri
    webview.options = {
      enableScripts: true,
      localResourceRoots: [root, parentOf(uri), this.#saving.folder, ...(folder ? [folder] : [])],
    }
    const server = new RpcServer(
      (message) => void webview.postMessage(message),
      {
        openModel: async () => ((await mayOpen(document)) ? { model: await this.#model(document, webview) } : {}),
        editModel: async ({ operations }) => {
          await this.#edit(document, operations)
          return {}
        },
        askName: async ({ name }) => {
          const typed = await typeIn({ title: vscode.l10n.t('Rename'), value: name })
          return typed ? { name: typed } : {}
        },
        nextModel: async ({ step }) => {
          const next = neighbourOf(await modelsBeside(uri), nameOf(uri), step)
          if (next !== undefined) {
            // In the tab that shows what is only looked at, so that walking through a folder leaves one behind.
            const where = { viewColumn: panel.viewColumn ?? vscode.ViewColumn.Active, preview: true }
            const target = vscode.Uri.joinPath(parentOf(uri), next)
            await vscode.commands.executeCommand('vscode.openWith', target, VIEWS.modelEditor, where)
          }
          return {}
        },
        saveLook: async (look) => {
          await memory.update(LOOK_KEY, look)
          return {}
        },
        saveCapture: (capture) => saveCapture(uri, capture),
        saveCamera: async ({ camera }) => {
          await this.#cameras.keep(uri, camera)
          return {}
        },
      },
      problemOf,
    )
    own.add({ dispose: () => server.dispose() })
    own.add(webview.onDidReceiveMessage((message) => server.receive(message)))
    own.add(
      document.onDidChange((operations) => {
        // What is shown is the file as it was opened; without one, it is the file on disk.
        if (document.base) server.tell('modelEdited', { operations })
        else void this.#model(document, webview).then((model) => server.tell('modelChanged', { model }))
      }),
    )
    own.add(
      followFile(uri, async () => {
        // Our own saving, or another program's writing, which the next saving asks about.
        if (document.base) return
        const model = await this.#model(document, webview).catch(() => undefined)
        server.tell('modelChanged', model ? { model } : {})
      }),
    )
    own.add(panel.onDidChangeViewState(() => server.tell('pageSeen', { isSeen: panel.visible })))
    panel.onDidDispose(() => own.dispose())
    const page = { name: 'model', title: nameOf(uri), keys: keysSetting() } as const
    const strings = vscode.l10n.bundle ?? {}
    webview.html = pageHtml(webview, root, page, strings, vscode.Uri.joinPath, vscode.env.language)
  }

  async #model(document: ModelDocument, webview: vscode.Webview): Promise<EditedModel> {
    const { uri, base, operations } = document
    const { size, mtime } = await vscode.workspace.fs.stat(uri)
    const names = await modelsBeside(uri).catch(() => [nameOf(uri)])
    const look: unknown = this.#services.memory.get(LOOK_KEY)
    return {
      // The time makes it another address, which no cache knows. A version of git's names itself by its query.
      url: (uri.query === ''
        ? webview.asWebviewUri(base ?? uri).with({ query: `v=${mtime}` })
        : webview.asWebviewUri(uri)
      ).toString(),
      name: nameOf(uri),
      bytes: size,
      place: Math.max(1, names.indexOf(nameOf(uri)) + 1),
      of: Math.max(1, names.length),
      ...(Check(Look, look) ? { look } : {}),
      ...this.#cameras.of(uri),
      ...(isEditable(uri) && { isEditable: true, operations }),
    }
  }
}

/** What VS Code's undo calls a step. */
function labelOf(operations: readonly Operation[]): string {
  const { l10n } = vscode
  const labels = {
    transform: l10n.t('Transform'),
    rename: l10n.t('Rename'),
    delete: l10n.t('Delete'),
    duplicate: l10n.t('Duplicate'),
    material: l10n.t('Change Material'),
  }
  const [first] = operations
  return labels[first?.kind ?? 'transform']
}

/** What a failed saving says in the workbench's own message: words instead of a program's. */
async function withProblemTold(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof MeshError)) throw error
    const { sentence, nextStep } = saidOf(error)
    throw new Error(`${sentence} ${nextStep}`)
  }
}

/** Whether a file is small enough, or the person wants to wait for it. */
async function mayOpen(document: ModelDocument): Promise<boolean> {
  const { l10n } = vscode
  const limit = askAboveSetting(document.uri)
  const { size } = await vscode.workspace.fs.stat(document.uri)
  if (document.isAllowed || limit <= 0 || size <= limit * MEBIBYTE) return true
  const open = l10n.t('Open Anyway')
  const answer = await ask(
    'warning',
    l10n.t('{0} has {1} MB. Open it?', nameOf(document.uri), Math.round(size / MEBIBYTE)),
    l10n.t(
      'A model of this size can take a minute and much memory. The setting “tripo.viewer.askAbove” decides when this is asked.',
    ),
    open,
  )
  document.isAllowed = answer === open
  return document.isAllowed
}

/** Calls back when the file, or one that lies beside it and may belong to it, has been written, or is gone. */
export function followFile(uri: vscode.Uri, changed: () => Promise<void>): vscode.Disposable {
  const own = new DisposableStore()
  const hasCompanions = /\.(gltf|obj|fbx|usda|usdc|usd)$/i.test(uri.path)
  const pattern = new vscode.RelativePattern(parentOf(uri), hasCompanions ? '{*,*/*}' : '*')
  const watcher = own.add(vscode.workspace.createFileSystemWatcher(pattern))
  let timer: NodeJS.Timeout | undefined
  own.add({ dispose: () => clearTimeout(timer) })
  const heard = (file: vscode.Uri) => {
    // Another model beside it is none of its parts.
    if (file.toString() !== uri.toString() && (!hasCompanions || isModelPath(file.path))) return
    clearTimeout(timer)
    timer = setTimeout(() => void changed(), SETTLED)
  }
  own.add(watcher.onDidChange(heard))
  own.add(watcher.onDidCreate(heard))
  own.add(watcher.onDidDelete(heard))
  return own
}

/** Opens a model file in the editor. */
export const openInModelEditor = (uri: vscode.Uri, column?: vscode.ViewColumn): Thenable<unknown> =>
  vscode.commands.executeCommand('vscode.openWith', uri, VIEWS.modelEditor, column)
