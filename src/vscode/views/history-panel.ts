// The editor tab with history and usage: all tasks, with their costs and actions. The page draws, filters and counts; the host
// reads the journal, asks the service, and runs actions.

import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { problemOf } from '../../jobs/index.ts'
import {
  type Account,
  type HistoryEntry,
  type HistoryPart,
  historyActionsFor,
  type JobAction,
  PANEL_COMMANDS,
  RpcServer,
  type ServiceLine,
  totalsBy,
} from '../../protocol/index.ts'
import { capabilityOfType } from '../../tripo/catalogue/index.ts'
import type { UsageRow } from '../../tripo/task.ts'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { showPage } from './show-page.ts'

export interface HistoryServices {
  extensionUri: vscode.Uri
  jobs: Pick<JobsApi, 'get' | 'onDidChange'> & { history: Pick<JobsApi['history'], 'search'> }
  account: {
    readonly state: Account
    onDidChange: vscode.Event<Account>
    /** This month's rows as the service has them; undefined where it has none. */
    serviceUsage(): Promise<readonly UsageRow[] | undefined>
  }
  runAction(jobId: string, action: JobAction): Promise<string | undefined>
}

/** Milliseconds between two readings of the journal while jobs are changing. */
const REST = 1000

/** The service's rows by capability, dearest first; a type that is not known here stands for itself. */
export function linesOf(rows: readonly UsageRow[]): ServiceLine[] {
  const nameOf = ({ type }: UsageRow) => capabilityOfType(type)?.id ?? type
  return totalsBy(rows, nameOf, ({ credits }) => credits).map(({ name, ...line }) => ({ capability: name, ...line }))
}

/** Opens the one tab of a window; it starts anew when it was closed. */
export class HistoryPanels implements vscode.Disposable {
  readonly #disposables = new DisposableStore()
  #open: { panel: vscode.WebviewPanel; server: RpcServer; own: DisposableStore } | undefined
  #view: HistoryPart = 'history'
  #resting: NodeJS.Timeout | undefined

  readonly #services: HistoryServices

  constructor(services: HistoryServices) {
    this.#services = services

    this.#disposables.add(services.jobs.onDidChange(() => this.#changed()))
    this.#disposables.add(services.account.onDidChange(() => this.#changed()))
    this.#disposables.add({ dispose: () => clearTimeout(this.#resting) })
  }

  /** Brings one of its two parts to the front. */
  show(view: HistoryPart): void {
    this.#view = view
    if (!this.#open) {
      this.#make()
      return
    }
    this.#open.panel.reveal()
    // A page that is not ready asks for its snapshot, which says the same.
    this.#open.server.notify('showHistory', { view })
  }

  dispose(): void {
    this.#disposables.dispose()
    this.#open?.panel.dispose()
  }

  #make(): void {
    const { extensionUri } = this.#services
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview')
    const title = vscode.l10n.t('Tripo History')
    const panel = vscode.window.createWebviewPanel(VIEWS.history, title, vscode.ViewColumn.Active)
    const { webview } = panel
    webview.options = { enableScripts: true, localResourceRoots: [root] }
    const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `panel-${theme}.svg`)
    panel.iconPath = { light: icon('light'), dark: icon('dark') }
    const server = new RpcServer((message) => void webview.postMessage(message), this.#handlers(), problemOf)
    const own = new DisposableStore()
    own.add({ dispose: () => server.dispose() })
    own.add(webview.onDidReceiveMessage((message) => server.receive(message)))
    this.#open = { panel, server, own }
    panel.onDidDispose(() => {
      own.dispose()
      if (this.#open?.panel === panel) this.#open = undefined
    })
    own.add(showPage(webview, root, { name: 'history', title }))
  }

  #handlers(): ConstructorParameters<typeof RpcServer>[1] {
    const { jobs, account, runAction } = this.#services
    return {
      history: async () => ({ view: this.#view, account: account.state, entries: await this.#entries() }),
      serviceUsage: async () => {
        const rows = await account.serviceUsage()
        return rows ? { lines: linesOf(rows) } : {}
      },
      runAction: async ({ jobId, action }) => {
        // Only what the table offers for it: the page may be older than the job.
        const job = jobs.get(jobId)
        const entry = job ? undefined : (await jobs.history.search()).find(({ id }) => id === jobId)
        const known = job ?? entry
        if (!known || !historyActionsFor(known, job).includes(action)) return {}
        const words = await runAction(jobId, action)
        return words === undefined ? {} : { words }
      },
      run: async ({ command }) => {
        if (PANEL_COMMANDS.includes(command)) await vscode.commands.executeCommand(command)
        return {}
      },
    }
  }

  async #entries(): Promise<HistoryEntry[]> {
    const { jobs } = this.#services
    return (await jobs.history.search()).map((job) => {
      const listed = jobs.get(job.id)
      return { job: listed ?? job, actions: [...historyActionsFor(listed ?? job, listed)] }
    })
  }

  /** Told at most once a second: a running job changes many times in one. */
  #changed(): void {
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined
      this.#open?.server.notify('historyChanged', {})
    }, REST)
  }
}
