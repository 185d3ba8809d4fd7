// The one place that decides whether credits may be spent: every request that the service would charge passes here on its way to
// the jobs, wherever it comes from, and one that exceeds the person's limits needs another confirmation.
import * as vscode from 'vscode'
import type { Spending } from '../jobs/index.ts'
import { COMMANDS } from './names.ts'
import { spendingLimits } from './settings.ts'
import { ask } from './ui.ts'
import { formatCredits, together } from './words.ts'

/** What is known of the day; its numbers and the noting of requests belong to one turn. */
export type DayOfSpending = Pick<Spending, 'today' | 'inTurn'>

/** What a person is asked: the click is dear, the day is, or both. */
interface Excess {
  total: number
  /** The limit that one click exceeds; absent: it does not. */
  click?: number
  day?: { limit: number; spent: number; fitting: number }
}

const sumOf = (credits: readonly number[]) => credits.reduce((sum, each) => sum + each, 0)

/** How many of the first requests cost no more than what is left. */
function fittingIn(credits: readonly number[], left: number): number {
  let sum = 0
  const index = credits.findIndex((each) => {
    sum += each
    return sum > left
  })
  return index < 0 ? credits.length : index
}

/**
 * Has requests sent when that is within the limits, or the person says so once more.
 * @param service whose credits; the sandbox's are nobody's, have a day of their own, and are asked about in the same way
 * @param credits of each request of the click, a chain's as a whole
 * @param send notes and starts so many of the first of them
 * @returns undefined when the person said no: nothing was sent
 */
export async function withinLimits<T>(
  spending: DayOfSpending,
  service: 'sandbox' | 'service',
  credits: readonly number[],
  send: (count: number) => Promise<T>,
): Promise<T | undefined> {
  let count = credits.length
  // What the person has agreed to: this click's credits, and what the day may come to with them.
  let agreed = { click: 0, day: 0 }
  for (;;) {
    const { dailyLimit, confirmAbove } = spendingLimits()
    const mine = credits.slice(0, count)
    const total = sumOf(mine)
    if (total === 0 || (dailyLimit === 0 && confirmAbove === 0)) return send(count)
    const look = async (): Promise<{ sent: T } | { excess: Excess }> => {
      const spent = dailyLimit > 0 ? await spending.today(service) : 0
      const isDear = confirmAbove > 0 && total > confirmAbove && total > agreed.click
      const isDayFull = dailyLimit > 0 && spent + total > dailyLimit && spent + total > agreed.day
      if (!isDear && !isDayFull) return { sent: await send(count) }
      const day = { limit: dailyLimit, spent, fitting: fittingIn(mine, dailyLimit - spent) }
      return { excess: { total, ...(isDear ? { click: confirmAbove } : {}), ...(isDayFull ? { day } : {}) } }
    }
    const found = dailyLimit > 0 ? await spending.inTurn(look) : await look()
    if ('sent' in found) return found.sent
    const { excess } = found
    const answer = await question(excess, mine, service)
    if (answer === undefined) return undefined
    count = answer
    const accepted = sumOf(credits.slice(0, count))
    agreed = { click: accepted, day: (excess.day?.spent ?? 0) + accepted }
  }
}

/** Asks for the additional confirmation. @returns how many requests may be sent; undefined: none */
async function question(
  { total, click, day }: Excess,
  credits: readonly number[],
  service: 'sandbox' | 'service',
): Promise<number | undefined> {
  const { l10n } = vscode
  const cost = formatCredits(total)
  const spend = l10n.t('Spend {0}', cost)
  const change = l10n.t('Change Limits…')
  const fitting = day && day.fitting > 0 && day.fitting < credits.length ? day.fitting : undefined
  const some =
    fitting === undefined
      ? undefined
      : l10n.t('Send the First {0} ({1})', fitting, formatCredits(sumOf(credits.slice(0, fitting))))
  const text = day
    ? l10n.t('This exceeds your limit of {0} a day.', formatCredits(day.limit))
    : l10n.t('This costs {0}. Send it?', cost)
  const words = [
    day &&
      l10n.t('Today took {0}; with this it would be {1}.', formatCredits(day.spent), formatCredits(day.spent + total)),
    click !== undefined && l10n.t('It is more than the {0} above which you want to be asked.', formatCredits(click)),
    service === 'sandbox' && l10n.t('These are credits of the sandbox; no real ones are spent.'),
    l10n.t('Nothing was sent yet.'),
  ]
  const buttons = [spend, ...(some === undefined ? [] : [some]), change]
  const answer = await ask('warning', text, together(...words), ...buttons)
  if (answer === change) await vscode.commands.executeCommand(COMMANDS.openSettings, 'spending')
  if (answer === spend) return credits.length
  return answer !== undefined && answer === some ? fitting : undefined
}
