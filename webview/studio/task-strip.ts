// The strip of tasks under the viewport, newest first: a listbox that arrow keys walk and Enter loads from. Its clock
// ticks once a second, and only while something is busy and the page is seen.
import { element } from '../controls/index.ts'
import { movedIndex } from '../controls/roving.ts'
import type { Job } from './job-store.ts'
import { t } from './l10n.ts'
import { isBusy } from './phases.ts'
import { TaskCard } from './task-card.ts'
import { setListContext } from './task-context.ts'

export interface StripOptions {
  /** Selected by click, arrow key or Enter; `load` when a finished one should also be shown. */
  select(jobId: string, load: boolean): void
  /** The strip's clock: once a second while something is busy. */
  ticked(now: number): void
}

export class TaskStrip {
  readonly root: HTMLElement
  readonly #list = element('div', 'strip-list', { role: 'listbox', 'aria-orientation': 'horizontal' })
  readonly #empty = element('div', 'strip-empty', {}, t('No tasks yet. What you generate appears here.'))
  readonly #cards = new Map<string, TaskCard>()
  #jobs: readonly Job[] = []
  #selected: string | undefined
  #clock: ReturnType<typeof setInterval> | undefined

  constructor(private readonly options: StripOptions) {
    this.#list.setAttribute('aria-label', t('Tasks'))
    this.root = element('section', 'strip', { 'aria-label': t('Tasks') }, this.#empty, this.#list)
    setListContext(this.root)
    this.#list.addEventListener('click', (event) => this.#pick(this.#idAt(event.target), true))
    this.#list.addEventListener('keydown', (event) => this.#key(event))
    this.#list.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
    document.addEventListener('visibilitychange', () => this.#tick())
  }

  show(jobs: readonly Job[], selected: string | undefined): void {
    const isOther = selected !== this.#selected
    const isNewest = jobs[0]?.view.id !== this.#jobs[0]?.view.id
    this.#jobs = jobs
    this.#selected = selected
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

  #draw(): void {
    const now = Date.now()
    const stop = this.#selected ?? this.#jobs[0]?.view.id
    for (const job of this.#jobs) {
      const card = this.#cards.get(job.view.id)
      card?.show(job, job.view.id === this.#selected, now)
      if (card) card.root.tabIndex = job.view.id === stop ? 0 : -1
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
      this.options.ticked(Date.now())
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

  #pick(id: string | undefined, load: boolean): void {
    if (id === undefined) return
    this.options.select(id, load)
    this.#cards.get(id)?.root.focus()
  }

  #key(event: KeyboardEvent): void {
    const id = this.#idAt(event.target)
    const index = this.#jobs.findIndex((job) => job.view.id === id)
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      this.#pick(id, true)
      return
    }
    const next = movedIndex(event.key, index, this.#jobs.length, false)
    if (next === undefined) return
    event.preventDefault()
    this.#pick(this.#jobs[next]?.view.id, false)
  }
}
