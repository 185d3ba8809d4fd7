// The list of all keys over the picture, each with its action and current state. A row is also a button, for people who do not
// use the keyboard.
import { BINDINGS, KEY_GROUPS, shownKey } from './bindings.ts'
import type { Commands } from './commands.ts'
import { element, icon } from './dom.ts'
import type { Labels } from './labels.ts'
import type { PanelSwitch } from './panel-switch.ts'

export class KeyHelp {
  readonly root: HTMLElement
  readonly #labels: Labels
  readonly #body = element('div', 'tv-keys-body')
  readonly #close: HTMLButtonElement
  readonly #panels: PanelSwitch

  constructor(labels: Labels, panels: PanelSwitch, signal: AbortSignal) {
    this.#labels = labels
    this.#panels = panels
    const title = element('h2', 'tv-keys-title', {}, labels.help)
    this.#close = element(
      'button',
      'tv-button tv-icon',
      { type: 'button', 'aria-label': labels.close, title: labels.close },
      icon('close'),
    )
    const head = element('div', 'tv-keys-head', {}, title, element('span', 'tv-space'), this.#close)
    this.root = element('div', 'tv-keys', { role: 'dialog', 'aria-label': labels.help }, head, this.#body)
    this.root.hidden = true
    this.#close.addEventListener('click', () => panels.close(this), { signal })
    this.root.addEventListener('keydown', (event) => this.#key(event), { signal })
  }

  toggle(commands: Commands): void {
    if (!this.root.hidden) {
      this.#panels.close(this)
      return
    }
    this.#draw(commands)
    this.root.hidden = false
    this.#panels.opened(this)
    this.#close.focus()
  }

  hide(): void {
    this.root.hidden = true
  }

  #draw(commands: Commands): void {
    const rows = commands.list
    const groups = KEY_GROUPS.flatMap((group) => {
      const own = rows.filter(({ id }) => BINDINGS.find((row) => row.id === id)?.group === group)
      if (own.length === 0) return []
      const list = element('div', 'tv-keys-list', { role: 'group', 'aria-label': this.#labels[group] })
      for (const row of own) list.append(this.#row(row, commands))
      return [element('section', 'tv-keys-group', {}, element('h3', '', {}, this.#labels[group]), list)]
    })
    this.#body.replaceChildren(...groups)
  }

  #row({ id, action, keys }: Commands['list'][number], commands: Commands): HTMLElement {
    const binding = BINDINGS.find((row) => row.id === id)
    const label = binding ? this.#labels[binding.label] : id
    const state = action.state?.()
    const words = typeof state === 'string' ? state : state ? this.#labels.on : this.#labels.off
    const caps = keys.map((key) => element('kbd', '', {}, shownKey(key)))
    const row = element('button', 'tv-keys-row', { type: 'button', 'data-action': id })
    row.append(
      element('span', 'tv-keys-label', {}, label),
      element('span', 'tv-keys-state', state === true ? { 'data-on': '' } : {}, state === undefined ? '' : words),
      element('span', 'tv-keys-caps', {}, ...caps),
    )
    row.addEventListener('click', () => {
      if (id === 'help') return this.#panels.close(this)
      // What opens something over the picture, or begins something there, takes the place of the list.
      const isOver = binding?.group === 'groupChange' || ['shading', 'light', 'capture', 'outliner'].includes(id)
      if (isOver) this.#panels.close(this)
      action.run()
      if (!this.root.hidden) {
        this.#draw(commands)
        this.#body.querySelector<HTMLElement>(`[data-action="${id}"]`)?.focus()
      }
    })
    return row
  }

  #key(event: KeyboardEvent): void {
    const rows = [...this.#body.querySelectorAll('button')]
    const at = rows.findIndex((row) => row.matches(':focus'))
    if (event.key === 'Escape' || event.key === '?') this.#panels.close(this)
    else if (event.key === 'ArrowDown') rows[Math.min(rows.length - 1, at + 1)]?.focus()
    else if (event.key === 'ArrowUp') rows[Math.max(0, at - 1)]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
