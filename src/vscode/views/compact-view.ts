// The compact panel in the activity bar: the host's end of a small page with prompt, style, price and Generate, for those who
// work without the big panel. It starts requests as the studio does, and knows nothing of jobs: the tree below it shows them.

import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { type Account, type ChainRequest, PANEL_COMMANDS, RpcServer } from '../../protocol/index.ts'
import { DisposableStore } from '../disposable-store.ts'
import { SETTINGS_SECTION, VIEWS } from '../names.ts'
import { type FormSaving, formSettings } from './form-settings.ts'
import { showPage } from './show-page.ts'

export interface CompactServices {
  extensionUri: vscode.Uri
  account: { readonly state: Account; readonly dialect: 'v2' | 'v3'; onDidChange: vscode.Event<Account> }
  /** Starts a request; gives the ids of its jobs, none when called off. */
  generate(request: ChainRequest): Promise<readonly string[]>
  saving(): Promise<FormSaving>
}

export class CompactView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #disposables = new DisposableStore()
  readonly #services: CompactServices
  #server: RpcServer | undefined

  constructor(services: CompactServices) {
    this.#services = services
    this.#disposables.add(vscode.window.registerWebviewViewProvider(VIEWS.compact, this))
    this.#disposables.add(
      services.account.onDidChange((account) => {
        this.#server?.notify('account', account)
        void this.#sendSettings()
      }),
    )
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#sendSettings()))
    this.#disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS_SECTION)) void this.#sendSettings()
      }),
    )
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view
    const root = vscode.Uri.joinPath(this.#services.extensionUri, 'dist', 'webview')
    webview.options = { enableScripts: true, localResourceRoots: [root] }
    const server = new RpcServer((message) => void webview.postMessage(message), this.#handlers(), problemOf)
    this.#server = server
    const page = { name: 'compact', title: vscode.l10n.t('Generate') } as const
    const own = new DisposableStore()
    own.add({ dispose: () => server.dispose() })
    own.add(webview.onDidReceiveMessage((message) => server.receive(message)))
    own.add(showPage(webview, root, page))
    view.onDidDispose(() => {
      own.dispose()
      if (this.#server === server) this.#server = undefined
    })
  }

  dispose(): void {
    this.#disposables.dispose()
    this.#server?.dispose()
  }

  #handlers(): ConstructorParameters<typeof RpcServer>[1] {
    const { account, generate } = this.#services
    return {
      ready: async () => ({ account: account.state, jobs: [], ...(await formSettings(this.#services)) }),
      generate: async (request) => ({ jobIds: [...(await generate(request))] }),
      run: async ({ command }) => {
        if (PANEL_COMMANDS.includes(command)) await vscode.commands.executeCommand(command)
        return {}
      },
    }
  }

  async #sendSettings(): Promise<void> {
    const server = this.#server
    if (server) server.notify('settings', await formSettings(this.#services))
  }
}
