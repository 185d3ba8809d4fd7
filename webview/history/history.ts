// The page of history and usage: its data, search and sort order, and which of its parts is shown.

import type { JobAction } from '../../src/protocol/actions.ts'
import type { HistoryEntry, HistoryPart } from '../../src/protocol/history.ts'
import type { Account } from '../../src/protocol/studio.ts'
import { literals } from '../../src/text/index.ts'
import { button, dropdown, element, setText, tabs, textInput } from '../controls/index.ts'
import { type Host, problemOf } from '../studio/host.ts'
import { sayOf, t, together } from '../studio/l10n.ts'
import { type Order, searched, sorted, usageOf, type Whose } from './history-model.ts'
import { HistoryTable } from './table.ts'
import { type ServiceUsage, usageParts } from './usage.ts'

const WHOSE: readonly { value: Whose; title: string }[] = [
  { value: 'all', title: literals('All') },
  { value: 'service', title: literals('API account') },
  { value: 'sandbox', title: literals('Sandbox') },
]

/** Where a part stands. The sums have nothing to act on, and are scrolled by keys all the same. */
const panelFor = (id: string) => element('div', 'history-panel', id === 'usage' ? { tabindex: 0 } : {})

export class HistoryPage {
  readonly #table
  readonly #tabs
  readonly #search
  readonly #whose
  readonly #count = element('p', 'history-count', { 'aria-live': 'polite', 'data-testid': 'count' })
  readonly #said = element('p', 'history-said', { role: 'status', 'data-testid': 'said' })
  readonly #empty = element('div', 'history-empty', { 'data-testid': 'empty' })
  readonly #usage = element('div', 'usage', { 'data-testid': 'usage' })
  readonly #main = element('main', 'history')
  #entries: readonly HistoryEntry[] | undefined
  #account: Account | undefined
  #service: ServiceUsage | undefined
  #order: Order = { column: 'time', isDescending: true }
  #filter: Whose = 'all'

  readonly #host: Host

  constructor(app: HTMLElement, host: Host) {
    this.#host = host

    this.#table = new HistoryTable({
      runAction: (jobId, action) => void this.#runAction(jobId, action),
      sort: (order) => {
        this.#order = order
        this.#show()
      },
    })
    this.#search = textInput({
      label: t('Search'),
      placeholder: t('Search by prompt, file, capability, state, day or task id'),
      testId: 'search',
      onChange: () => this.#show(),
    })
    this.#whose = dropdown({
      label: t('Whose tasks'),
      choices: WHOSE.map(({ value, title }) => ({ value, title: t(title) })),
      testId: 'whose',
      onChange: (value) => {
        this.#filter = WHOSE.find((one) => one.value === value)?.value ?? 'all'
        this.#show()
      },
    })
    const parts = [
      { id: 'history', title: t('History'), tooltip: t('Everything that was made'), content: this.#table.root },
      { id: 'usage', title: t('Usage'), tooltip: t('What it cost'), content: this.#usage },
    ].map((part) => ({ ...part, panel: panelFor(part.id) }))
    this.#tabs = tabs(t('What to show'), parts, () => this.#show(), t('More Tabs'))
    const tools = element('div', 'history-tools', { role: 'search' }, this.#search.root, this.#whose.root)
    const title = element('h1', 'visually-hidden', {}, t('Tripo history and usage'))
    const panels = parts.map(({ panel }) => panel)
    this.#main.append(title, this.#tabs.root, tools, this.#count, this.#empty, ...panels, this.#said)
    app.replaceChildren(this.#main)
    setText(this.#count, t('Reading the history…'))
  }

  async start(): Promise<void> {
    const { rpc } = this.#host
    rpc.on('historyChanged', () => void this.#read())
    rpc.on('showHistory', ({ view }) => this.#showPart(view))
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      this.#search.focus()
    })
    await this.#read(true)
  }

  #showPart(view: HistoryPart): void {
    this.#tabs.selected = view
    this.#show()
    if (view === 'history') this.#search.focus()
  }

  /** Reads everything anew; a failure keeps what is shown and says what to do. */
  async #read(isFirst = false): Promise<void> {
    try {
      const { view, account, entries } = await this.#host.rpc.ask('history', {})
      this.#account = account
      this.#entries = entries
      if (isFirst) this.#showPart(view)
      else this.#show()
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      const again = button({ label: t('Try Again'), testId: 'read-again', onClick: () => void this.#read(isFirst) })
      this.#explain(together(sentence, nextStep), again.root)
      setText(this.#count, '')
    }
  }

  #show(): void {
    if (!this.#entries) return
    const found = searched(this.#entries, this.#search.value, this.#filter)
    const isUsage = this.#tabs.selected === 'usage'
    this.#main.dataset.part = isUsage ? 'usage' : 'history'
    setText(this.#count, this.#countWords(found.length, this.#entries.length))
    this.#table.show(sorted(found, this.#order), this.#order)
    this.#table.root.hidden = found.length === 0
    this.#usage.hidden = found.length === 0
    if (this.#entries.length === 0) this.#explainNothing()
    else if (found.length === 0) this.#explain(t('Nothing fits the search.'), this.#clearButton())
    else this.#empty.replaceChildren()
    if (isUsage) this.#showUsage(found)
  }

  #showUsage(found: readonly HistoryEntry[]): void {
    const isService = this.#account?.mode === 'service' && this.#filter !== 'sandbox'
    if (isService && this.#service === undefined) void this.#askService()
    // The sandbox's credits are no real ones: they count only where they are all that is asked for.
    const counted = this.#filter === 'all' ? found.filter(({ job }) => job.service === 'service') : found
    const isSample = this.#filter === 'sandbox'
    const words = isSample ? t('The sandbox’s credits are samples; nothing is paid there.') : t('Without the sandbox.')
    const note = element('p', 'history-note', {}, words)
    this.#usage.replaceChildren(
      note,
      ...usageParts(usageOf(counted, Date.now()), isService ? this.#service : undefined),
    )
  }

  async #askService(): Promise<void> {
    this.#service = 'asking'
    const answer = await this.#host.rpc.ask('serviceUsage', {}).catch(() => ({ lines: undefined }))
    this.#service = answer.lines ?? 'none'
    this.#show()
  }

  #countWords(found: number, all: number): string {
    if (all === 0) return ''
    return found === all ? t('{0} tasks', all) : t('{0} of {1} tasks', found, all)
  }

  #explain(words: string, ...ways: HTMLElement[]): void {
    this.#empty.replaceChildren(element('p', '', {}, words), ...ways)
  }

  #explainNothing(): void {
    const isNone = this.#account?.mode === 'none'
    const words = t('Nothing has been generated yet. Everything you generate is listed here, with its cost.')
    const sandbox = button({
      label: t('Use Sandbox'),
      onClick: () => void this.#host.rpc.ask('run', { command: 'tripo.useSandbox' }).catch(() => undefined),
    })
    const studio = button({
      label: t('Open Studio'),
      appearance: 'primary',
      testId: 'open-studio',
      onClick: () => void this.#host.rpc.ask('run', { command: 'tripo.openStudio' }).catch(() => undefined),
    })
    this.#explain(words, studio.root, ...(isNone ? [sandbox.root] : []))
  }

  #clearButton(): HTMLElement {
    const clear = button({
      label: t('Show All'),
      testId: 'show-all',
      onClick: () => {
        this.#search.value = ''
        this.#whose.value = 'all'
        this.#filter = 'all'
        this.#show()
        this.#search.focus()
      },
    })
    return clear.root
  }

  async #runAction(jobId: string, action: JobAction): Promise<void> {
    try {
      const { words } = await this.#host.rpc.ask('runAction', { jobId, action })
      setText(this.#said, words ?? '')
    } catch (error) {
      const { sentence, nextStep } = sayOf(problemOf(error))
      setText(this.#said, together(sentence, nextStep))
    }
  }
}
