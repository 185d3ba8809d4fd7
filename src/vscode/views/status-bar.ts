// One status bar item with the balance, of the service or of the sandbox; hidden while there is neither.
import * as vscode from 'vscode'
import type { Account } from '../../protocol/index.ts'
import { COMMANDS } from '../names.ts'
import { formatBalance, formatNumber } from '../words.ts'

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
    const balance = account.balance === undefined ? l10n.t('Balance unknown') : formatBalance(account.balance)
    if (account.mode === 'sandbox') {
      const words = l10n.t('Tripo sandbox')
      this.item.text = `$(beaker) ${account.balance === undefined ? words : `${words} · ${balance}`}`
      this.item.tooltip = l10n.t('Tripo sandbox: no key, no real credits. Click for more.')
    } else {
      this.item.text = `$(symbol-method) ${balance}`
      this.item.tooltip = l10n.t(
        'Tripo API account: {0}, {1} held for running tasks (API {2}, {3}). Click for more.',
        balance,
        formatNumber(Math.floor(account.frozen ?? 0)),
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
