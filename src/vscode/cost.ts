// The cost of something in words: the credits, whose they are, and whether the balance suffices. Shown wherever credits are about
// to be spent.
import * as vscode from 'vscode'
import type { Account, JobView } from '../protocol/index.ts'
import type { Log } from './log.ts'
import { formatBalance, formatCredits, formatNumber } from './words.ts'

export interface CostWords {
  /** `20 credits`, or that they are the sandbox's. */
  cost: string
  /** The balance, and what is left of it; absent where it is not known or does not matter. */
  left?: string
  /** Whether the balance is known not to be enough. */
  isShort: boolean
}

/** @param service whose credits; absent: those of the account in use */
export function costWords(account: Account, credits: number, service: Account['mode'] = account.mode): CostWords {
  const { l10n } = vscode
  if (service === 'sandbox')
    return { cost: l10n.t('{0} of the sandbox, not real ones', formatCredits(credits)), isShort: false }
  const cost = formatCredits(credits)
  const balance = account.mode === 'service' ? account.balance : undefined
  if (balance === undefined) return { cost, isShort: false }
  const isShort = balance < credits
  const left = isShort
    ? l10n.t('The balance of {0} is not enough.', formatBalance(balance))
    : l10n.t(
        'The balance is {0}; {1} are left after this.',
        formatBalance(balance),
        formatNumber(Math.floor(balance - credits)),
      )
  return { cost, left, isShort }
}

/** Logs what a result has really cost, as a warning when it was announced as something else. */
export function logCost(
  { phase, title, taskId = '', capability, credits, estimate, service }: JobView,
  log: Pick<Log, 'info' | 'warn'>,
): void {
  if (phase !== 'delivered' || credits === undefined) return
  const what = `“${title}” (${capability}, task ${taskId}, ${service}) cost ${credits} credits`
  if (credits === estimate) log.info(`${what}, as estimated.`)
  else log.warn(`${what}; ${estimate} were estimated.`)
}
