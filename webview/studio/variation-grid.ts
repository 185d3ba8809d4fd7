// The variations of one request side by side: a picture each, the model itself rotating under the pointer or the focus, and a
// button that keeps it. The page's only viewport is moved to the cell that is looked at.
import type { JobView } from '../../src/protocol/job.ts'
import { fieldsOf, findCapability } from '../../src/tripo/catalogue/index.ts'
import { button, element, icon, setAttribute, setText } from '../controls/index.ts'
import type { Job } from './job-store.ts'
import { t } from './l10n.ts'
import { isBusy, phaseWords, timeWords } from './phases.ts'

export interface VariationGridHost {
  /** Shows one by itself. */
  open(jobId: string): void
  keep(jobId: string): void
  /** Lends the viewport to an element, with a job's model turning in it; undefined takes it back. */
  look(job: JobView | undefined, into: HTMLElement): void
}

/** Which one it is, from 1. */
const placeOf = ({ variation }: JobView): number => (variation?.index ?? 0) + 1

/** What tells it from the others: its style, else its seed. */
function difference({ style, capability, params }: JobView): string {
  if (style) return style.name
  const known = findCapability(capability)
  const field = known && fieldsOf(known).find(({ ui }) => ui.isShapeSeed)
  const seed = field && params[field.name]
  return typeof seed === 'number' ? t('seed {0}', String(seed)) : ''
}

class Cell {
  readonly root = element('div', 'variation', { role: 'listitem', 'data-testid': 'variation' })
  readonly stage = element('div', 'variation-stage')
  readonly #open = element('button', 'variation-open', { type: 'button' })
  readonly #still = element('div', 'variation-still')
  readonly #phase = element('div', 'variation-phase')
  readonly #words = element('div', 'variation-words')
  readonly #keep
  #picture = ''
  #job: JobView | undefined

  constructor(host: VariationGridHost) {
    this.#keep = button({
      label: t('Keep'),
      testId: 'keep-variation',
      onClick: () => this.#job && host.keep(this.#job.id),
    })
    this.#open.append(this.#still, this.#phase)
    this.#open.addEventListener('click', () => this.#job && host.open(this.#job.id))
    const begin = () => {
      if (this.#job?.phase === 'delivered') host.look(this.#job, this.stage)
    }
    const end = () => {
      if (!this.root.matches(':hover') && !this.root.contains(document.activeElement)) host.look(undefined, this.stage)
    }
    this.root.addEventListener('pointerenter', begin)
    this.root.addEventListener('pointerleave', end)
    this.root.addEventListener('focusin', begin)
    this.root.addEventListener('focusout', () => setTimeout(end))
    const line = element('div', 'variation-line', {}, this.#words, this.#keep.root)
    this.root.append(element('div', 'variation-picture', {}, this.#open, this.stage), line)
  }

  show({ view, receivedAt }: Job, now: number): void {
    this.#job = view
    const place = t('Variation {0} of {1}', placeOf(view), view.variation?.of ?? 1)
    const words = [phaseWords(view), timeWords(view, now, receivedAt)].filter(Boolean).join(' · ')
    const isReady = view.phase === 'delivered'
    setText(this.#phase, isReady ? '' : words)
    setText(this.#words, [`${placeOf(view)}`, view.style?.name].filter(Boolean).join(' · '))
    setAttribute(this.#words, 'title', difference(view))
    setAttribute(this.#open, 'aria-label', `${place}: ${phaseWords(view)}`)
    setAttribute(this.#open, 'title', isReady ? t('Show {0} by itself', place) : words)
    setAttribute(this.#keep.root, 'aria-label', t('Keep variation {0}', placeOf(view)))
    this.#keep.root.hidden = !isReady
    this.root.classList.toggle('is-busy', isBusy(view))
    this.root.classList.toggle('is-failed', !isReady && !isBusy(view))
    const name = isBusy(view) ? (findCapability(view.capability)?.icon ?? 'symbol-misc') : isReady ? 'package' : 'error'
    const picture = view.thumbnailWebUri ?? name
    if (picture === this.#picture) return
    this.#picture = picture
    const image = view.thumbnailWebUri && element('img', '', { alt: '', src: view.thumbnailWebUri })
    this.#still.replaceChildren(image || icon(name))
  }
}

export class VariationGrid {
  readonly root: HTMLElement
  readonly #title = element('div', 'variations-title')
  readonly #list = element('div', 'variations-list', { role: 'list' })
  readonly #cells = new Map<string, Cell>()
  readonly #host: VariationGridHost

  constructor(host: VariationGridHost) {
    this.#host = host
    this.root = element('div', 'variations', { 'data-testid': 'variation-grid' }, this.#title, this.#list)
    this.root.hidden = true
  }

  show(set: readonly Job[], now: number): void {
    const ready = set.filter(({ view }) => view.phase === 'delivered').length
    const [first] = set
    setText(
      this.#title,
      ready === 0
        ? t('Variations of “{0}”', first?.view.title ?? '')
        : t('Variations of “{0}”: keep one, the others leave the list', first?.view.title ?? ''),
    )
    setAttribute(this.#list, 'data-count', String(set.length))
    const ids = new Set(set.map(({ view }) => view.id))
    for (const [id, cell] of this.#cells) {
      if (ids.has(id)) continue
      cell.root.remove()
      this.#cells.delete(id)
    }
    for (const [index, job] of set.entries()) {
      const cell = this.#cells.get(job.view.id) ?? new Cell(this.#host)
      this.#cells.set(job.view.id, cell)
      const there = this.#list.children[index]
      if (there !== cell.root) this.#list.insertBefore(cell.root, there ?? null)
      cell.show(job, now)
    }
  }
}
