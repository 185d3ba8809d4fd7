// The model editor: any model file of the workspace in the viewport, read only. The page reads the file itself, by its
// address; the host says which file, follows it on disk, and remembers how the person likes to look at models.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { isModelPath } from '../../mesh/formats/names.ts'
import { type EditedModel, Look, RpcServer } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { askAboveSetting, keysSetting } from '../settings.ts'
import { ask } from '../ui.ts'
import { CameraMemory } from './camera-memory.ts'
import { saveCapture } from './save-capture.ts'
import { pageHtml } from './studio-html.ts'

/** Under this key of the global state lies how the person looks at models. */
const LOOK_KEY = 'tripo.modelEditor.look'
/** Milliseconds without a change after which a file counts as written. */
const SETTLED = 250
const MEBIBYTE = 1024 * 1024

const parentOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..')
const nameOf = (uri: vscode.Uri): string => uri.path.split('/').pop() ?? uri.path

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

export interface ModelEditorServices {
  extensionUri: vscode.Uri
  memory: vscode.Memento
}

interface ModelDocument extends vscode.CustomDocument {
  /** Whether the person has agreed to open a large file. */
  isAllowed: boolean
}

export class ModelEditors implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  readonly #services: ModelEditorServices
  readonly #cameras: CameraMemory

  constructor(services: ModelEditorServices) {
    this.#services = services
    this.#cameras = new CameraMemory(services.memory)
  }

  /** Registers it with the workbench. */
  register(): vscode.Disposable {
    const webviewOptions = { retainContextWhenHidden: false }
    return vscode.window.registerCustomEditorProvider(VIEWS.modelEditor, this, {
      webviewOptions,
      supportsMultipleEditorsPerDocument: true,
    })
  }

  openCustomDocument(uri: vscode.Uri): ModelDocument {
    return { uri, isAllowed: false, dispose: () => undefined }
  }

  resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, memory } = this.#services
    const { uri } = document
    const { webview } = panel
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    const own = new DisposableStore()
    // A file's own folder, and the workspace it belongs to: textures may lie in a folder beside it.
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri
    webview.options = { enableScripts: true, localResourceRoots: [root, parentOf(uri), ...(folder ? [folder] : [])] }
    const server = new RpcServer(
      (message) => void webview.postMessage(message),
      {
        openModel: async () => ((await mayOpen(document)) ? { model: await this.#model(uri, webview) } : {}),
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
      followFile(uri, async () => {
        const model = await this.#model(uri, webview).catch(() => undefined)
        server.tell('modelChanged', model ? { model } : {})
      }),
    )
    panel.onDidDispose(() => own.dispose())
    const page = { name: 'model', title: nameOf(uri), keys: keysSetting() } as const
    const strings = vscode.l10n.bundle ?? {}
    webview.html = pageHtml(webview, root, page, strings, vscode.Uri.joinPath, vscode.env.language)
  }

  async #model(uri: vscode.Uri, webview: vscode.Webview): Promise<EditedModel> {
    const { size, mtime } = await vscode.workspace.fs.stat(uri)
    const names = await modelsBeside(uri).catch(() => [nameOf(uri)])
    const look: unknown = this.#services.memory.get(LOOK_KEY)
    return {
      // The time makes it another address, which no cache knows. A version of git's names itself by its query.
      url: (uri.query === ''
        ? webview.asWebviewUri(uri).with({ query: `v=${mtime}` })
        : webview.asWebviewUri(uri)
      ).toString(),
      name: nameOf(uri),
      bytes: size,
      place: Math.max(1, names.indexOf(nameOf(uri)) + 1),
      of: Math.max(1, names.length),
      ...(Check(Look, look) ? { look } : {}),
      ...this.#cameras.of(uri),
    }
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
