// The usage part: what was spent according to this machine's history, in total, by capability, day and state, and according to
// the service's own count if it has one.
import type { ServiceLine } from '../../src/protocol/history.ts'
import type { Total } from '../../src/protocol/usage.ts'
import { element } from '../controls/index.ts'
import { formatCredits, formatNumber } from '../studio/format.ts'
import { t } from '../studio/l10n.ts'
import { capabilityWords, type Usage } from './history-model.ts'

/** What the service says: not asked yet, no list, or its lines. */
export type ServiceUsage = 'asking' | 'none' | readonly ServiceLine[]

const tasks = (count: number) => (count === 1 ? t('1 task') : t('{0} tasks', formatNumber(count)))

/** Days that are shown: further back it is the search's. */
const MOST_DAYS = 31

function card(name: string, { credits, count }: Total): HTMLElement {
  const figure = element('strong', 'usage-figure', {}, formatCredits(credits))
  return element('div', 'usage-card', {}, element('span', 'usage-name', {}, name), figure, tasks(count))
}

function table(caption: string, first: string, totals: readonly Total[]): HTMLElement {
  const most = Math.max(1, ...totals.map(({ credits }) => credits))
  const rows = totals.map(({ name, count, credits }) => {
    const bar = element('meter', 'usage-bar', {
      min: 0,
      max: most,
      value: credits,
      'aria-label': t('Share of {0}', name),
    })
    return element(
      'tr',
      '',
      {},
      element('th', 'usage-cell', { scope: 'row' }, name),
      element('td', 'usage-cell usage-number', {}, formatNumber(count)),
      element('td', 'usage-cell usage-number', {}, formatNumber(credits)),
      element('td', 'usage-cell usage-share', {}, bar),
    )
  })
  const head = (words: string, own = '') => element('th', `usage-cell ${own}`, { scope: 'col' }, words)
  const heads = [head(first), head(t('Tasks'), 'usage-number'), head(t('Credits'), 'usage-number'), head(t('Share'))]
  const title = element('caption', '', {}, caption)
  return element(
    'table',
    'usage-table',
    {},
    title,
    element('thead', '', {}, element('tr', '', {}, ...heads)),
    element('tbody', '', {}, ...rows),
  )
}

const note = (words: string) => element('p', 'history-note', {}, words)

function serviceParts(service: ServiceUsage): Node {
  const title = t('As the service counts, this month')
  if (service === 'asking') return note(t('Asking the service for its own count…'))
  if (service === 'none') return note(t('The service offers no count of its own here. Its website has one.'))
  if (service.length === 0) return note(t('The service has counted nothing this month.'))
  const totals = service.map(({ capability, ...rest }) => ({ ...rest, name: capabilityWords(capability) }))
  return table(title, t('Capability'), totals)
}

/** @param service of the API account; undefined in the sandbox, which nobody else counts */
export function usageParts(usage: Usage, service: ServiceUsage | undefined): Node[] {
  const cards = element('div', 'usage-cards', {}, card(t('This month'), usage.month), card(t('In all'), usage.all))
  return [
    cards,
    element(
      'div',
      'usage-tables',
      {},
      table(t('By capability'), t('Capability'), usage.byCapability),
      table(t('By day'), t('Day'), usage.byDay.slice(0, MOST_DAYS)),
      table(t('By state'), t('State'), usage.byState),
      service === undefined ? undefined : serviceParts(service),
    ),
  ]
}
