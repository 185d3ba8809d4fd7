// The end of the form column: the one accented button with its price, and whose credits it spends.

import type { RequestParams } from '../../src/protocol/messages.ts'
import { REMEDY_TITLES, remedyFor } from '../../src/protocol/remedies.ts'
import type { Problem } from '../../src/protocol/request.ts'
import type { Account } from '../../src/protocol/studio.ts'
import { literals } from '../../src/text/index.ts'
import type { Price } from '../../src/tripo/catalogue/capability.ts'
import { button, element, icon, linkButton, setText } from '../controls/index.ts'
import { formatCredits, formatNumber } from './format.ts'
import { say, sayOf, t, together } from './l10n.ts'
import type { SendingWords } from './sending.ts'

type Command = RequestParams<'run'>['command']

export interface FooterOptions {
  generate(): void
  run(command: Command): void
}

/** Regions of the service, as people say them. */
const REGIONS: Readonly<Record<string, string>> = { global: literals('global'), china: literals('China') }

const isMac = () => /mac/i.test(navigator.platform)

export class Footer {
  readonly root: HTMLElement
  readonly #generate
  readonly #lines = element('div', 'price-lines')
  readonly #shortWords = element('span')
  readonly #short = element('div', 'field-finding', { 'aria-live': 'polite' }, icon('error'), this.#shortWords)
  readonly #account = element('div', 'account', { 'data-testid': 'account' })
  #accountKey = ''

  readonly #options: FooterOptions

  constructor(options: FooterOptions) {
    this.#options = options

    this.#generate = button({
      label: t('Generate'),
      appearance: 'primary',
      testId: 'generate',
      onClick: () => options.generate(),
    })
    this.#generate.root.classList.add('generate')
    const command = 'tripo.openBillingPage'
    const topUp = linkButton(t(REMEDY_TITLES[command]), () => options.run(command))
    topUp.dataset.testid = 'top-up'
    this.#short.append(topUp)
    this.root = element('div', 'footer', {}, this.#generate.root, this.#lines, this.#short, this.#account)
  }

  /**
   * @param price undefined while there is nothing to send: no step was chosen yet, which the button then offers
   * @param sending see Sending.words
   */
  show(price: Price | undefined, account: Account | undefined, sending: SendingWords | undefined, count = 1): void {
    const total = (price?.total ?? 0) * count
    const credits = formatCredits(total)
    const words = count > 1 ? t('Generate {0} · {1}', count, credits) : t('Generate · {0}', credits)
    this.#generate.label = sending?.label ?? (price ? words : t('Add Step'))
    // Not disabled: that would take the focus away from who pressed it with a key.
    this.#generate.root.classList.toggle('is-sending', sending !== undefined)
    const lines = (price?.lines ?? []).map((line) => `${say(line.phrase ?? line.label)} ${formatNumber(line.credits)}`)
    this.#generate.tooltip = price ? [...lines, t('{0} to generate', isMac() ? '⌘↩' : 'Ctrl+Enter')].join('\n') : ''
    this.#lines.hidden = lines.length < 2 && count < 2 && !sending?.detail
    const sum = lines.join(' + ')
    setText(this.#lines, sending?.detail ?? (count > 1 ? `${count} × (${sum})` : sum))
    const { balance } = account ?? {}
    const isShort = account?.mode === 'service' && balance !== undefined && balance < total
    this.#short.hidden = !isShort
    setText(this.#shortWords, isShort ? t('This needs {0}; {1} are left.', credits, formatNumber(balance)) : '')
    this.#showAccount(account, total)
  }

  #showAccount(account: Account | undefined, total: number): void {
    const key = JSON.stringify([account, total])
    if (key === this.#accountKey) return
    this.#accountKey = key
    this.#account.dataset.mode = account?.mode ?? 'unknown'
    this.#account.replaceChildren(...(account ? this.#accountParts(account, total) : []))
  }

  #accountParts(account: Account, total: number): Node[] {
    const link = (command: Command) => linkButton(t(REMEDY_TITLES[command]), () => this.#options.run(command))
    const setKey = () => link('tripo.setApiKey')
    if (account.mode === 'sandbox') {
      const badge = element('span', 'badge', {}, icon('beaker'), t('Sandbox'))
      return [badge, element('span', '', {}, t('no key, no real credits')), setKey()]
    }
    if (account.mode === 'none') {
      return [element('span', '', {}, t('No API key yet.')), setKey(), link('tripo.useSandbox')]
    }
    const { problem } = account
    if (problem) return this.#troubleParts(account, problem)
    const balance = account.balance === undefined ? t('Balance unknown') : formatCredits(account.balance)
    const left = (account.balance ?? 0) - total
    const after = total > 0 && left >= 0 ? t('{0} after this', formatNumber(Math.floor(left))) : undefined
    const held = account.frozen ? t('{0} held', formatNumber(account.frozen)) : undefined
    const { region, dialect = '' } = account
    const where = region === undefined ? undefined : (REGIONS[region] ?? literals('own server'))
    const figures = element(
      'span',
      'figures',
      {},
      [balance, after, held, where && t(where)].filter(Boolean).join(' · '),
    )
    // Which server and which version of the API: for those who look for it.
    figures.title = [region, dialect && t('API {0}', dialect)].filter(Boolean).join(' · ')
    return [figures]
  }

  /** A key that is refused, or a balance that cannot be read: said before anybody generates with it. */
  #troubleParts({ balance }: Account, problem: Problem): Node[] {
    const command = remedyFor(problem)
    const known = balance === undefined ? undefined : t('{0}, as last known.', formatCredits(balance))
    const { sentence, nextStep } = sayOf(problem)
    const words = element('span', '', {}, together(sentence, known))
    words.title = nextStep
    const finding = element('div', 'field-finding', { role: 'status' }, icon('warning'), words)
    const way = linkButton(t(REMEDY_TITLES[command ?? 'tripo.refreshBalance']), () =>
      this.#options.run(command ?? 'tripo.refreshBalance'),
    )
    return [finding, way]
  }
}
