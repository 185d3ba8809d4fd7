// The strip of tasks under the viewport, newest first: a listbox with arrow key navigation, in which Enter loads a task. Several
// are selected as in VS Code's lists: Ctrl and Shift with a click, Shift with an arrow, Ctrl+Space, Ctrl+A. Its clock ticks once
// a second, and only while a task is running and the page is visible.
import type { JobView } from '../../src/protocol/job.ts'
import { element, linkButton } from '../controls/index.ts'
import { movedIndex } from '../controls/roving.ts'
import type { Job } from './job-store.ts'
import { t } from './l10n.ts'
import { isBusy } from './phases.ts'
import { kindOf, Selection, type SelectionKind } from './selection.ts'
import { TaskCard } from './task-card.ts'
import { setListContext } from './task-context.ts'

export interface StripOptions {
  /** Goes to where a first model begins. */
  begin(): void
  /** Made current by click, arrow key or Enter; `load` when a finished one should also be shown. */
  select(jobId: string, load: boolean): void
  /** Which are selected has changed, and the current one has not. */
  changed(): void
  /** The strip's clock: once a second while something is busy. */
  ticked(now: number): void
}

export class TaskStrip {
  readonly root: HTMLElement
  readonly #list = element('div', 'strip-list', {
    ...{ role: 'listbox', 'aria-orientation': 'horizontal', 'aria-multiselectable': 'true' },
  })
  readonly #empty = element('div', 'strip-empty', {}, t('No tasks yet. What you generate appears here.'))
  readonly #cards = new Map<string, TaskCard>()
  #jobs: readonly Job[] = []
  #selected: string | undefined
  readonly #selection = new Selection()
  #clock: ReturnType<typeof setInterval> | undefined

  readonly #options: StripOptions

  constructor(options: StripOptions) {
    this.#options = options

    this.#empty.append(linkButton(t('Describe a Model'), () => options.begin()))
    this.#list.setAttribute('aria-label', t('Tasks'))
    this.root = element('section', 'strip', { 'aria-label': t('Tasks') }, this.#empty, this.#list)
    setListContext(this.root)
    this.#list.addEventListener('click', (event) => {
      const kind = kindOf(event)
      const isCount = event.target instanceof Element && event.target.closest('.task-count') !== null
      if (isCount && kind === 'only' && this.selectChain(this.#idAt(event.target))) return
      this.#pick(this.#idAt(event.target), kind, kind === 'only')
    })
    // A range is no selection of text.
    this.#list.addEventListener('mousedown', (event) => event.shiftKey && event.preventDefault())
    this.#list.addEventListener('keydown', (event) => this.#key(event))
    this.#list.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
    document.addEventListener('visibilitychange', () => this.#tick())
  }

  show(jobs: readonly Job[], selected: string | undefined): void {
    const isOther = selected !== this.#selected
    const isNewest = jobs[0]?.view.id !== this.#jobs[0]?.view.id
    this.#jobs = jobs
    this.#selected = selected
    this.#selection.follow(selected, this.#order)
    const ids = new Set(jobs.map((job) => job.view.id))
    for (const [id, card] of this.#cards) {
      if (ids.has(id)) continue
      card.root.remove()
      this.#cards.delete(id)
    }
    for (const [index, job] of jobs.entries()) {
      const card = this.#cards.get(job.view.id) ?? new TaskCard(job.view.id)
      this.#cards.set(job.view.id, card)
      const there = this.#list.children[index]
      if (there !== card.root) this.#list.insertBefore(card.root, there ?? null)
    }
    this.#empty.hidden = jobs.length > 0
    this.#list.hidden = jobs.length === 0
    if (isNewest) this.#list.scrollLeft = 0
    this.#draw()
    // A chain's result shows itself wherever it stands.
    const card = isOther && selected !== undefined ? this.#cards.get(selected) : undefined
    card?.root.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    this.#tick()
  }

  /** The selected jobs, in the order of the strip. */
  get selectedJobs(): readonly JobView[] {
    return this.#jobs.map(({ view }) => view).filter(({ id }) => this.#selection.has(id))
  }

  /** Selects all steps of the chain that a task belongs to; answers whether it belongs to one. */
  selectChain(id: string | undefined): boolean {
    const group = this.#jobs.find(({ view }) => view.id === id)?.view.group
    if (id === undefined || group?.kind !== 'chain') return false
    const steps = this.#jobs.filter(({ view }) => view.group?.id === group.id)
    this.#selection.selectAll(steps.map(({ view }) => view.id))
    if (id !== this.#selected) this.#options.select(id, false)
    this.#draw()
    this.#options.changed()
    this.#focus(id)
    return true
  }

  get #order(): readonly string[] {
    return this.#jobs.map(({ view }) => view.id)
  }

  #draw(): void {
    const now = Date.now()
    const all = this.selectedJobs
    const stop = this.#selected ?? this.#jobs[0]?.view.id
    for (const job of this.#jobs) {
      const card = this.#cards.get(job.view.id)
      const isSelected = this.#selection.has(job.view.id)
      card?.show(job, isSelected, now, isSelected ? all : undefined)
      const tabIndex = job.view.id === stop ? 0 : -1
      if (card && card.root.tabIndex !== tabIndex) card.root.tabIndex = tabIndex
    }
  }

  /** Starts or stops the clock. */
  #tick(): void {
    const runs = document.visibilityState === 'visible' && this.#jobs.some((job) => isBusy(job.view))
    if (!runs) {
      clearInterval(this.#clock)
      this.#clock = undefined
      return
    }
    if (this.#clock === undefined) this.#draw()
    this.#clock ??= setInterval(() => {
      this.#draw()
      this.#options.ticked(Date.now())
    }, 1000)
  }

  /** An ordinary wheel also walks the strip. */
  #wheel(event: WheelEvent): void {
    const list = this.#list
    if (event.deltaX !== 0 || event.ctrlKey || list.scrollWidth <= list.clientWidth) return
    event.preventDefault()
    list.scrollLeft += event.deltaY
  }

  #idAt(target: EventTarget | null): string | undefined {
    const card = target instanceof Element ? target.closest('.task') : undefined
    return card?.getAttribute('data-job') ?? undefined
  }

  #pick(id: string | undefined, kind: SelectionKind, load: boolean): void {
    if (id === undefined) return
    const before = this.#selected
    const current = this.#selection.select(id, kind, this.#order)
    if (current !== before || load) this.#options.select(current, load)
    else this.#options.changed()
    this.#draw()
    this.#focus(id)
  }

  #focus(id: string | undefined): void {
    const card = id === undefined ? undefined : this.#cards.get(id)
    if (!card) return
    for (const other of this.#cards.values()) other.root.tabIndex = other === card ? 0 : -1
    card.root.focus()
  }

  #key(event: KeyboardEvent): void {
    const id = this.#idAt(event.target)
    const index = this.#jobs.findIndex((job) => job.view.id === id)
    const isCtrl = event.ctrlKey || event.metaKey
    if (index < 0 || event.altKey) return
    if (isCtrl && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      this.#selection.selectAll(this.#order)
      this.#draw()
      this.#options.changed()
    } else if (event.key === ' ' || (event.key === 'Enter' && !isCtrl)) {
      event.preventDefault()
      const kind = event.key === ' ' ? kindOf(event) : 'only'
      this.#pick(id, kind, kind === 'only')
    } else if (event.key === 'Escape' && this.#selection.ids.length > 1) {
      event.preventDefault()
      this.#pick(id, 'only', false)
    } else this.#walk(event, index, isCtrl)
  }

  /** An arrow makes the next one current; with Shift it selects up to there, with Ctrl only the focus moves. */
  #walk(event: KeyboardEvent, index: number, isCtrl: boolean): void {
    const next = movedIndex(event.key, index, this.#jobs.length, false)
    if (next === undefined) return
    event.preventDefault()
    const id = this.#jobs[next]?.view.id
    if (isCtrl && !event.shiftKey) this.#focus(id)
    else this.#pick(id, event.shiftKey ? 'range' : 'only', false)
  }
}
