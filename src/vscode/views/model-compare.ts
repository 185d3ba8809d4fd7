// Compares two models in a separate tab: two files of the workspace, or a file and its last commit. The page reads both by their
// URIs; Git's version is read through VS Code's git extension and copied to where the page can read it.
import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { type ComparedSide, RpcServer } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { viewportHabits } from '../settings.ts'
import { nameOf } from '../uris.ts'
import { type CommittedServices, copyCommitted } from './committed-files.ts'
import { parentOf } from './folder-walk.ts'
import { followFile } from './follow-file.ts'
import { pageAddress } from './page-address.ts'
import { showPage } from './show-page.ts'

export interface ModelCompareServices extends CommittedServices {
  extensionUri: vscode.Uri
}

/** One of the two: a file, and what it is called. */
export interface Compared {
  uri: vscode.Uri
  label: string
}

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
      return { url: pageAddress(webview, uri, mtime), name: nameOf(uri), label }
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
    const page = { name: 'compare', title, habits: viewportHabits() } as const
    own.add(showPage(webview, root, page))
  }

  /**
   * A file as the last commit has it, copied in the extension's storage with what it names.
   * @returns undefined where the file is in no repository, or in no commit yet
   */
  lastCommit(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    return copyCommitted(this.#services, uri, 'HEAD')
  }
}
