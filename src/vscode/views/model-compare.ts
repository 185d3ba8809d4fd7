// Comparing two models in a tab of its own: two files of the workspace, or a file and how the last commit has it. The page reads
// both by their addresses; what git has is read through VS Code's git extension and laid where the page can reach it.
import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { type ComparedSide, RpcServer } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { keysSetting } from '../settings.ts'
import { nameOf } from '../uris.ts'
import { followFile } from './follow-file.ts'
import { pageHtml } from './studio-html.ts'

export interface ModelCompareServices {
  extensionUri: vscode.Uri
  /** Where copies of what git has are laid. */
  globalStorageUri: vscode.Uri
}

/** One of the two: a file, and what it is called. */
export interface Compared {
  uri: vscode.Uri
  label: string
}

const parentOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..')
/** Bytes that a text model may have to be looked through for what it names. */
const MOST_TEXT = 4_000_000

export class ModelComparisons {
  readonly #services: ModelCompareServices

  constructor(services: ModelCompareServices) {
    this.#services = services
  }

  /** Opens a tab with two models. */
  show(first: Compared, second: Compared): void {
    const { extensionUri } = this.#services
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    const names = [nameOf(first.uri), nameOf(second.uri)] as const
    const isOne = names[0] === names[1]
    const title = isOne ? vscode.l10n.t('Compare {0}', names[0]) : vscode.l10n.t('{0} and {1}', ...names)
    const panel = vscode.window.createWebviewPanel(VIEWS.compare, title, vscode.ViewColumn.Active)
    const { webview } = panel
    const files = [first.uri, second.uri]
    const folders = files.flatMap((uri) => vscode.workspace.getWorkspaceFolder(uri)?.uri ?? [])
    webview.options = { enableScripts: true, localResourceRoots: [root, ...files.map(parentOf), ...folders] }
    const sideOf = async ({ uri, label }: Compared): Promise<ComparedSide> => {
      const { mtime } = await vscode.workspace.fs.stat(uri)
      const url = webview.asWebviewUri(uri).with({ query: `v=${mtime}` })
      return { url: url.toString(), name: nameOf(uri), label }
    }
    const sides = async () => ({ sides: await Promise.all([sideOf(first), sideOf(second)]) })
    const server = new RpcServer((message) => void webview.postMessage(message), { openComparison: sides }, problemOf)
    const own = new DisposableStore()
    own.add({ dispose: () => server.dispose() })
    own.add(webview.onDidReceiveMessage((message) => server.receive(message)))
    for (const uri of files)
      own.add(
        followFile(uri, async () => {
          const now = await sides().catch(() => undefined)
          if (now) server.notify('comparisonChanged', now)
        }),
      )
    panel.onDidDispose(() => own.dispose())
    const strings = vscode.l10n.bundle ?? {}
    const page = { name: 'compare', title, keys: keysSetting() } as const
    webview.html = pageHtml(webview, root, page, strings, vscode.Uri.joinPath, vscode.env.language)
  }

  /**
   * A file as the last commit has it, laid in the extension's storage with what it names.
   * @returns undefined where the file is in no repository, or in no commit yet
   */
  async lastCommit(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    const toGit = await gitAddresses()
    if (!toGit) return undefined
    const read = async (file: vscode.Uri) => vscode.workspace.fs.readFile(toGit(file, 'HEAD'))
    const bytes = await read(uri).catch(() => undefined)
    if (!bytes || bytes.byteLength === 0) return undefined
    const key = await keyOf(uri, bytes)
    const folder = vscode.Uri.joinPath(this.#services.globalStorageUri, 'commits', key)
    const target = vscode.Uri.joinPath(folder, nameOf(uri))
    await vscode.workspace.fs.writeFile(target, bytes)
    for (const name of await namedBeside(uri, bytes)) {
      const beside = vscode.Uri.joinPath(parentOf(uri), name)
      const body = await read(beside).catch(() => undefined)
      if (body) await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), body)
    }
    return target
  }
}

/** A name of its own for each file and each content of it. */
async function keyOf(uri: vscode.Uri, bytes: Uint8Array): Promise<string> {
  const name = new TextEncoder().encode(uri.toString())
  const all = new Uint8Array(name.length + bytes.length)
  all.set(name)
  all.set(bytes, name.length)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all))
  return [...digest.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Names of files in a model's folder that its text names. Binary models name none. */
async function namedBeside(uri: vscode.Uri, bytes: Uint8Array): Promise<string[]> {
  if (!/\.(gltf|obj|usda)$/i.test(uri.path) || bytes.byteLength > MOST_TEXT) return []
  const text = new TextDecoder().decode(bytes)
  const entries = await vscode.workspace.fs.readDirectory(parentOf(uri))
  const files = entries.flatMap(([name, type]) => (type & vscode.FileType.File && name !== nameOf(uri) ? [name] : []))
  return files.filter((name) => text.includes(name) || text.includes(encodeURI(name)))
}

type ToGit = (uri: vscode.Uri, ref: string) => vscode.Uri

/** How VS Code's git extension addresses a file in a commit; undefined where there is no git. */
async function gitAddresses(): Promise<ToGit | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git')
  const exported: unknown = await extension?.activate()
  const api: unknown = call(exported, 'getAPI', 1)
  if (typeof api !== 'object' || api === null) return undefined
  return (uri, ref) => {
    const address = call(api, 'toGitUri', uri, ref)
    if (!(address instanceof vscode.Uri)) throw new Error('git has no address for the file')
    return address
  }
}

/** Calls a method of what another extension exports; undefined where it has none. */
function call(target: unknown, name: string, ...values: unknown[]): unknown {
  const method: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined
  return typeof method === 'function' ? Reflect.apply(method, target, values) : undefined
}
