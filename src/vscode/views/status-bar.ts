// One status bar item with the balance, of the service or of the sandbox; hidden while there is neither.
import * as vscode from 'vscode'
import type { Account } from '../../protocol/index.ts'
import { COMMANDS } from '../names.ts'
import { StatusItem } from '../ui.ts'
import { formatBalance, formatNumber } from '../words.ts'

export class StatusBar implements vscode.Disposable {
  private readonly item = new StatusItem('tripo.account', 'Tripo', COMMANDS.showMenu)

  show(account: Account): void {
    const { l10n } = vscode
    if (account.mode === 'none') {
      this.item.hide()
      return
    }
    const balance = account.balance === undefined ? l10n.t('Balance unknown') : formatBalance(account.balance)
    if (account.mode === 'sandbox') {
      const words = l10n.t('Tripo sandbox')
      this.item.show({
        icon: 'beaker',
        text: account.balance === undefined ? words : `${words} · ${balance}`,
        tooltip: l10n.t('Tripo sandbox: no key, no real credits. Click for more.'),
      })
      return
    }
    this.item.show({
      icon: 'symbol-method',
      text: balance,
      tooltip: l10n.t(
        'Tripo API account: {0}, {1} held for running tasks (API {2}, {3}). Click for more.',
        balance,
        formatNumber(Math.floor(account.frozen ?? 0)),
        account.dialect ?? '–',
        account.region ?? '–',
      ),
    })
  }

  dispose(): void {
    this.item.dispose()
  }
}
