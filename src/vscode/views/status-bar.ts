// One status bar item with the balance, of the service or of the sandbox; hidden while there is neither.
import * as vscode from 'vscode'
import type { Account } from '../../protocol/index.ts'
import { COMMANDS } from '../names.ts'
import { StatusItem } from '../ui.ts'
import { formatBalance, formatNumber, saidOf, together } from '../words.ts'

export class StatusBar implements vscode.Disposable {
  readonly #item = new StatusItem('tripo.account', 'Tripo', COMMANDS.showMenu)

  show(account: Account): void {
    const { l10n } = vscode
    if (account.mode === 'none') {
      this.#item.hide()
      return
    }
    const balance = account.balance === undefined ? l10n.t('Balance unknown') : formatBalance(account.balance)
    if (account.mode === 'sandbox') {
      const words = l10n.t('Tripo sandbox')
      this.#item.show({
        icon: 'beaker',
        text: account.balance === undefined ? words : `${words} · ${balance}`,
        tooltip: l10n.t('Tripo sandbox: no key, no real credits. Click for more.'),
      })
      return
    }
    const { problem, frozen = 0 } = account
    if (problem) {
      const { sentence, nextStep } = saidOf(problem)
      const words = [l10n.t('{0}, as last known.', balance), sentence, nextStep]
      if (account.balance === undefined) words.shift()
      this.#item.show({ icon: 'warning', text: balance, tooltip: together(...words) })
      return
    }
    const held = frozen > 0 ? l10n.t('{0} held for running tasks', formatNumber(Math.floor(frozen))) : undefined
    const whose = l10n.t('Tripo API account: {0}', [balance, held].filter(Boolean).join(', '))
    this.#item.show({ icon: 'symbol-method', text: balance, tooltip: l10n.t('{0}. Click for more.', whose) })
  }

  dispose(): void {
    this.#item.dispose()
  }
}
