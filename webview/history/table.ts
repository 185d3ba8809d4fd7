// The table of the history: sortable headings, rows with arrow key navigation, and the actions of each. All rows are one tab
// stop, so that a long table does not block the way to the rest of the page.

import { type JobAction, jobAction } from '../../src/protocol/actions.ts'
import type { HistoryEntry } from '../../src/protocol/history.ts'
import { creditsOf } from '../../src/protocol/usage.ts'
import { literals } from '../../src/text/index.ts'
import { element, icon, iconButton, setAttribute } from '../controls/index.ts'
import { formatNumber } from '../studio/format.ts'
import { language, t } from '../studio/l10n.ts'
import { COLUMNS, type Column, capabilityWords, fileWords, type Order, stateWords } from './history-model.ts'

export interface TableOptions {
  runAction(jobId: string, action: JobAction): void
  sort(order: Order): void
}

/** Rows that are drawn at once; more on request. */
const PAGE = 100

const TITLES: Readonly<Record<Column, string>> = literals({
  title: 'Model',
  capability: 'Capability',
  state: 'State',
  credits: 'Credits',
  time: 'Started',
})
/** Figures and times begin with the largest. */
const DESCENDS: readonly Column[] = ['credits', 'time']

/** What belongs to the list of tasks, or to a menu, is no icon on a row; the id has no other place here. */
const isOnRow = (action: JobAction) =>
  action === 'copyTaskId' || (action !== 'dismiss' && action !== 'copyDetails' && !jobAction(action).isInMenuOnly)

export class HistoryTable {
  readonly root: HTMLElement
  readonly #head = element('tr')
  readonly #body = element('tbody')
  readonly #more: HTMLButtonElement
  #shown = PAGE
  #entries: readonly HistoryEntry[] = []
  /** The row that is the tab stop. */
  #current: string | undefined

  readonly #options: TableOptions

  constructor(options: TableOptions) {
    this.#options = options

    const caption = element('caption', 'visually-hidden', {}, t('Everything that was made'))
    const table = element('table', 'history-table', {}, caption, element('thead', '', {}, this.#head), this.#body)
    this.#more = element('button', 'control-link', { type: 'button', 'data-testid': 'more' })
    this.#more.addEventListener('click', () => {
      this.#shown += PAGE
      this.#draw()
    })
    this.root = element('div', 'history-scroll', {}, table, this.#more)
    this.#body.addEventListener('keydown', (event) => this.#walk(event))
    this.#body.addEventListener('focusin', ({ target }) => {
      const row = target instanceof Element ? target.closest('tr') : null
      if (row?.dataset.job) this.#setCurrent(row.dataset.job)
    })
  }

  show(entries: readonly HistoryEntry[], order: Order): void {
    this.#entries = entries
    this.#showHead(order)
    this.#draw()
  }

  #showHead(order: Order): void {
    const heads = COLUMNS.map((column) => {
      const isSorted = order.column === column
      const picture = isSorted ? icon(order.isDescending ? 'chevron-down' : 'chevron-up') : undefined
      const attributes = { type: 'button', 'data-testid': `sort-${column}` }
      const button = element('button', 'history-sort', attributes, t(TITLES[column]), picture)
      button.addEventListener('click', () => {
        const isDescending = isSorted ? !order.isDescending : DESCENDS.includes(column)
        this.#options.sort({ column, isDescending })
        this.root.querySelector<HTMLElement>(`[data-testid=sort-${column}]`)?.focus()
      })
      const direction = order.isDescending ? 'descending' : 'ascending'
      const sort = { scope: 'col', 'aria-sort': isSorted ? direction : undefined }
      return element('th', `history-${column}`, sort, button)
    })
    const actions = element('th', 'history-actions', { scope: 'col' }, t('Actions'))
    this.#head.replaceChildren(...heads, actions)
  }

  #draw(): void {
    const focused = this.#body.contains(document.activeElement) ? document.activeElement : undefined
    const action = focused instanceof HTMLElement ? focused.dataset.action : undefined
    const some = this.#entries.slice(0, this.#shown)
    if (!some.some(({ job }) => job.id === this.#current)) this.#current = some[0]?.job.id
    this.#body.replaceChildren(...some.map((entry) => this.#row(entry)))
    const left = this.#entries.length - some.length
    this.#more.hidden = left <= 0
    this.#more.textContent = t('Show {0} more', Math.min(left, PAGE))
    // What is drawn anew while the focus is in it keeps the focus.
    if (focused) this.#focus(this.#current, action)
  }

  #row({ job, actions }: HistoryEntry): HTMLElement {
    const isCurrent = job.id === this.#current
    const file = fileWords(job)
    const started = new Date(job.startedAt)
    const words = started.toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' })
    const time = element('time', '', { datetime: started.toISOString() }, words)
    const known = creditsOf(job)
    const credits = job.service === 'sandbox' ? t('sandbox') : known === undefined ? t('unknown') : formatNumber(known)
    // Where the columns for it have no room; the cells themselves are what is read out where they have.
    const more = element('span', 'history-more', {}, `${capabilityWords(job.capability)} · ${words}`)
    const buttons = actions.filter(isOnRow).map((action) => this.#button(job.id, job.title, action, isCurrent))
    const name = element('span', 'history-name', { dir: 'auto' }, job.title)
    name.title = job.title
    const path = file ? element('span', 'history-file', {}, file) : undefined
    if (path) path.title = file
    const row = element(
      'tr',
      'history-row',
      { 'data-job': job.id, 'data-testid': 'history-row', 'data-state': job.phase, tabindex: isCurrent ? 0 : -1 },
      element('th', 'history-title', { scope: 'row' }, name, more, path),
      element('td', 'history-capability', {}, capabilityWords(job.capability)),
      element('td', 'history-state', {}, stateWords(job)),
      element(
        'td',
        'history-credits',
        { title: known === undefined ? t('Up to {0} credits', job.estimate) : undefined },
        credits,
      ),
      element('td', 'history-time', {}, time),
      element('td', 'history-actions', {}, element('div', 'history-buttons', {}, ...buttons)),
    )
    row.addEventListener('dblclick', () => actions.includes('open') && this.#options.runAction(job.id, 'open'))
    return row
  }

  #button(id: string, title: string, action: JobAction, isCurrent: boolean): HTMLElement {
    const { title: words, tooltip, icon: picture } = jobAction(action)
    const made = iconButton({
      icon: picture,
      label: t('{0}: {1}', t(words), title),
      tooltip: tooltip ? `${t(words)}: ${t(tooltip)}` : t(words),
      testId: `row-${action}`,
      onClick: () => this.#options.runAction(id, action),
    })
    made.dataset.action = action
    made.tabIndex = isCurrent ? 0 : -1
    return made
  }

  #setCurrent(id: string): void {
    if (id === this.#current) return
    this.#current = id
    for (const row of this.#body.rows) {
      const isCurrent = row.dataset.job === id
      for (const stop of [row, ...row.querySelectorAll('button')]) setAttribute(stop, 'tabindex', isCurrent ? 0 : -1)
    }
  }

  /** Up and down from row to row, Enter for the first thing that can be done. */
  #walk(event: KeyboardEvent): void {
    const { target } = event
    const row = target instanceof Element ? target.closest('tr') : null
    if (!row || !(target instanceof HTMLElement)) return
    const rows = [...this.#body.rows]
    const places: Readonly<Record<string, number>> = {
      ArrowDown: row.sectionRowIndex + 1,
      ArrowUp: row.sectionRowIndex - 1,
      Home: 0,
      End: rows.length - 1,
    }
    const place = places[event.key]
    if (place !== undefined) {
      event.preventDefault()
      const next = rows[Math.min(rows.length - 1, Math.max(0, place))]
      if (next?.dataset.job) this.#focus(next.dataset.job, target.dataset.action)
    } else if (event.key === 'Enter' && target === row) {
      row.querySelector('button')?.click()
    }
  }

  /** @param action the button of the row, where it has it; else the row itself */
  #focus(id: string | undefined, action: string | undefined): void {
    const row = [...this.#body.rows].find(({ dataset }) => dataset.job === id)
    const button = action ? row?.querySelector<HTMLElement>(`[data-action=${action}]`) : undefined
    const stop = button ?? row
    stop?.focus()
  }
}
