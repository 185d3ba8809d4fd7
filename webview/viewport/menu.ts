// A drop-down of choices on the viewport's header: one button, one list, the ARIA menu-button pattern.
import { element, icon } from './dom.ts'

export interface Choice<Id extends string> {
  id: Id
  label: string
  key?: string
  /** Begins a group of its own: a line stands before it. */
  startsGroup?: boolean
  /** Not one of the choices but switched on and off by itself; set apart from them. */
  isToggle?: boolean
}

export class ChoiceMenu<Id extends string> {
  readonly root: HTMLElement
  readonly #button: HTMLButtonElement
  readonly #text: HTMLSpanElement
  readonly #list: HTMLElement
  readonly #items = new Map<Id, HTMLElement>()
  readonly #label: string
  readonly #choices: readonly Choice<Id>[]

  /** `pick` hears every choice, also of the one that is already chosen. */
  constructor(label: string, choices: readonly Choice<Id>[], pick: (id: Id) => void, signal: AbortSignal) {
    this.#label = label
    this.#choices = choices
    this.#text = element('span', 'tv-menu-text', {}, label)
    this.#button = element(
      'button',
      'tv-button tv-menu-button',
      { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', title: label },
      this.#text,
      icon('chevron-down'),
    )
    this.#list = element('div', 'tv-menu', { role: 'menu', 'aria-label': label })
    this.#list.hidden = true
    for (const choice of choices) {
      if (choice.isToggle || choice.startsGroup)
        this.#list.append(element('div', 'tv-menu-line', { role: 'separator' }))
      this.#list.append(this.#item(choice, pick, signal))
    }
    this.root = element('div', 'tv-menu-anchor', {}, this.#button, this.#list)
    this.#button.addEventListener('click', () => this.#toggle(this.#list.hidden === true), { signal })
    this.root.addEventListener('keydown', (event) => this.#key(event), { signal })
    this.root.addEventListener(
      'focusout',
      (event) => {
        if (!(event.relatedTarget instanceof Node && this.root.contains(event.relatedTarget))) this.#toggle(false)
      },
      { signal },
    )
  }

  /** Marks the current choice; with `text` the button shows it. `isOn` is the state of the toggle. */
  show(current: Id | undefined, text?: string, isOn = false): void {
    const chosen = this.#choices.find((choice) => choice.id === current)?.label
    this.#button.setAttribute('aria-label', chosen === undefined ? this.#label : `${this.#label}: ${chosen}`)
    for (const { id, isToggle } of this.#choices) {
      this.#items.get(id)?.setAttribute('aria-checked', String(isToggle ? isOn : id === current))
    }
    if (text !== undefined) this.#text.textContent = text
  }

  #item(choice: Choice<Id>, pick: (id: Id) => void, signal: AbortSignal): HTMLElement {
    const item = element(
      'div',
      'tv-menu-item',
      { role: choice.isToggle ? 'menuitemcheckbox' : 'menuitemradio', tabindex: '-1', 'aria-checked': 'false' },
      icon('check'),
      element('span', 'tv-menu-label', {}, choice.label),
      element('span', 'tv-menu-key', { 'aria-hidden': 'true' }, choice.key ?? ''),
    )
    item.dataset['id'] = choice.id
    item.addEventListener(
      'click',
      () => {
        this.#toggle(false)
        this.#button.focus()
        pick(choice.id)
      },
      { signal },
    )
    this.#items.set(choice.id, item)
    return item
  }

  #toggle(open: boolean): void {
    if (open === !this.#list.hidden) return
    this.#list.hidden = !open
    this.#button.setAttribute('aria-expanded', String(open))
    if (!open) return
    const items = [...this.#items.values()]
    const current = items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0]
    current?.focus()
  }

  #key(event: KeyboardEvent): void {
    const items = [...this.#items.values()]
    const at = items.findIndex((item) => item.matches(':focus'))
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }
    const next = moves[event.key]
    if (this.#list.hidden) {
      if (event.key !== 'ArrowDown') return
      this.#toggle(true)
    } else if (next !== undefined) {
      items[(next + items.length) % items.length]?.focus()
    } else if (event.key === 'Escape') {
      this.#toggle(false)
      this.#button.focus()
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (at < 0) return
      items[at]?.click()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
}
