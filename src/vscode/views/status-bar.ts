// One status bar item with the balance, of the service or of the sandbox; hidden while there is neither.
import * as vscode from 'vscode'
import type { Account } from '../../protocol/index.ts'
import { COMMANDS } from '../names.ts'

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem

  constructor() {
    this.item = vscode.window.createStatusBarItem('tripo.account', vscode.StatusBarAlignment.Right, 80)
    this.item.name = 'Tripo'
    this.item.command = COMMANDS.showMenu
  }

  show(account: Account): void {
    const { l10n } = vscode
    if (account.mode === 'none') {
      this.item.hide()
      return
    }
    const balance =
      account.balance === undefined ? '–' : Math.floor(account.balance).toLocaleString(vscode.env.language)
    if (account.mode === 'sandbox') {
      this.item.text = `$(beaker) ${l10n.t('Tripo sandbox')}`
      this.item.tooltip = l10n.t('Tripo sandbox: no key, no real credits. Click for more.')
    } else {
      this.item.text = `$(symbol-misc) ${l10n.t('{0} credits', balance)}`
      this.item.tooltip = l10n.t(
        'Tripo API wallet: {0} credits, {1} held for running tasks (API {2}, {3}). Click for more.',
        balance,
        Math.floor(account.frozen ?? 0),
        account.dialect ?? '–',
        account.region ?? '–',
      )
    }
    this.item.accessibilityInformation = { label: this.item.text.replace(/\$\([^)]*\)\s*/, '') }
    this.item.show()
  }

  dispose(): void {
    this.item.dispose()
  }
}
