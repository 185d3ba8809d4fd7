// The menu of the steps that can follow a chain: each with its price, and those that cannot with the reason, so that nobody
// searches for them.
import { MAX_STEPS } from '../../src/protocol/request.ts'
import { element, icon, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { movedIndex } from '../controls/roving.ts'
import { formatCredits, formatNumber } from './format.ts'
import { sayFinding, t } from './l10n.ts'
import type { NextStep } from './steps-model.ts'

export class StepsMenu {
  readonly #add: HTMLButtonElement
  readonly #menu: HTMLElement
  readonly #note = element('div', 'form-remark')
  #offered: readonly NextStep[] = []
  #drawn = ''

  readonly #choose: (next: NextStep) => void

  constructor(choose: (next: NextStep) => void) {
    this.#choose = choose

    this.#menu = element('div', 'steps-menu', { role: 'menu', id: uniqueId('menu') })
    this.#menu.setAttribute('aria-label', t('Steps that can follow'))
    this.#menu.hidden = true
    this.#menu.addEventListener('keydown', (event) => this.#key(event))
    this.#add = element(
      'button',
      'steps-add',
      {
        ...{ type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
        ...{ 'aria-controls': this.#menu.id, 'data-testid': 'add-step' },
      },
      icon('add'),
      t('Add Step'),
    )
    this.#add.addEventListener('click', () => this.#toggle(this.#menu.hidden === true))
  }

  /** Button, menu and note, in their order. */
  get parts(): readonly HTMLElement[] {
    return [this.#add, this.#menu, this.#note]
  }

  /** @param table what can follow and what cannot. @param count steps that there are already */
  show(table: readonly NextStep[], count: number): void {
    const isFull = count >= MAX_STEPS
    const offered = !isFull && table.some(({ reason }) => !reason) ? table : []
    const key = offered
      .map(({ capability, credits, reason }) => `${capability.id} ${credits} ${reason?.message}`)
      .join()
    this.#add.hidden = offered.length === 0
    this.#note.hidden = offered.length > 0
    setText(this.#note, isFull ? t('{0} steps are the most.', MAX_STEPS) : t('Nothing can follow this step.'))
    if (offered.length === 0) this.#menu.hidden = true
    if (key === this.#drawn) return
    this.#drawn = key
    this.#offered = offered
    this.#menu.replaceChildren(...offered.map((next) => this.#entry(next)))
  }

  open(): void {
    this.#toggle(true)
  }

  close(): void {
    this.#toggle(false)
  }

  /** Puts the focus on the button that opens it. */
  focus(): void {
    this.#add.focus()
  }

  #entry(next: NextStep): HTMLElement {
    const { capability, credits, reason } = next
    const small = reason ? sayFinding(reason) : capability.caution && t(capability.caution)
    const caution = small && element('span', 'steps-entry-caution', {}, small)
    const entry = element(
      'button',
      'steps-entry',
      { type: 'button', role: 'menuitem', tabindex: -1, title: t(capability.summary) },
      icon(capability.icon),
      element('span', 'steps-entry-title', {}, t(capability.title), ...(caution ? [caution] : [])),
      element('span', 'step-price', { 'aria-label': formatCredits(credits) }, formatNumber(credits)),
    )
    setAttribute(entry, 'data-testid', `add-${capability.id}`)
    // It can be reached and read, so that nobody looks for it in vain.
    if (reason) setAttribute(entry, 'aria-disabled', 'true')
    else entry.addEventListener('click', () => this.#choose(next))
    return entry
  }

  #entries = () => [...this.#menu.querySelectorAll('button')]

  #toggle(isOpen: boolean): void {
    this.#menu.hidden = !isOpen
    setAttribute(this.#add, 'aria-expanded', isOpen ? 'true' : 'false')
    if (!isOpen) return
    const [first] = this.#entries()
    this.#menu.scrollIntoView({ block: 'nearest' })
    first?.focus({ preventScroll: true })
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation()
      this.#toggle(false)
      this.#add.focus()
      return
    }
    const entries = this.#entries()
    const at = entries.findIndex((entry) => entry.matches(':focus'))
    const next = movedIndex(event.key, at, this.#offered.length, true)
    if (next === undefined) return
    event.preventDefault()
    entries[next]?.focus()
  }
}
