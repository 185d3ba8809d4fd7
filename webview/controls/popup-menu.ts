// A menu that opens under its button (the ARIA menu button pattern). One for a whole field: its entries are created when it
// opens. It is inside the field, so that it scrolls with it and no focus leaves the form.
import { element, icon, setAttribute } from './dom.ts'
import { movedIndex } from './roving.ts'

export interface MenuItem {
  label: string
  icon: string
  run(): void
  /** More about it, such as what it costs; beside the label. */
  detail?: string
  /** Why it cannot be chosen now; it stays in the list and says so. */
  reason?: string
}

export class PopupMenu {
  readonly root = element('div', 'control-menu', { role: 'menu' })
  #anchor: HTMLElement | undefined

  constructor() {
    this.root.hidden = true
    this.root.addEventListener('keydown', (event) => this.#key(event))
    this.root.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.root.contains(relatedTarget))) this.#close(false)
    })
  }

  /** Opens below a button, or closes when it is open there already. */
  toggle(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
    const isSame = this.#anchor === anchor && !this.root.hidden
    this.#close(isSame)
    if (isSame) return
    this.#anchor = anchor
    setExpanded(anchor, true)
    setAttribute(this.root, 'aria-label', label)
    this.root.replaceChildren(...items.map((item) => this.#item(item)))
    this.root.hidden = false
    this.#place(anchor)
    this.#items[0]?.focus()
    this.root.scrollIntoView({ block: 'nearest' })
  }

  get #items(): readonly HTMLElement[] {
    return [...this.root.querySelectorAll('button')]
  }

  #item({ label, icon: name, run, detail, reason }: MenuItem): HTMLElement {
    const made = element('button', 'control-menu-item', { type: 'button', role: 'menuitem', tabindex: -1 })
    made.append(icon(name), element('span', '', { dir: 'auto' }, label))
    setAttribute(made, 'aria-disabled', reason === undefined ? undefined : 'true')
    if (detail !== undefined) made.append(element('span', 'control-menu-detail', {}, detail))
    if (reason !== undefined) made.append(element('span', 'control-menu-reason', {}, reason))
    // One entry is marked, whether by keys or by the pointer.
    made.addEventListener('pointermove', () => made.focus({ preventScroll: true }))
    made.addEventListener('click', () => {
      if (reason !== undefined) return
      this.#close(true)
      run()
    })
    return made
  }

  /** Under its button, inside the field's width. */
  #place(anchor: HTMLElement): void {
    const box = this.root.offsetParent?.getBoundingClientRect()
    if (!box) return
    const at = anchor.getBoundingClientRect()
    const most = box.width - this.root.offsetWidth
    this.root.style.top = `${at.bottom - box.top + 2}px`
    this.root.style.left = `${Math.max(0, Math.min(most, at.left - box.left))}px`
  }

  #close(isFocusBack: boolean): void {
    const anchor = this.#anchor
    this.#anchor = undefined
    if (anchor) setExpanded(anchor, false)
    if (isFocusBack) anchor?.focus()
    this.root.hidden = true
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation()
      if (event.key === 'Escape') event.preventDefault()
      this.#close(true)
      return
    }
    const items = this.#items
    const at = items.findIndex((item) => item.matches(':focus'))
    const next = movedIndex(event.key, at, items.length, true)
    if (next === undefined) return
    event.preventDefault()
    items[next]?.focus()
  }
}

/** Rows of a tree say with that attribute whether their branch is open. */
function setExpanded(anchor: HTMLElement, isOpen: boolean): void {
  if (anchor.getAttribute('role') !== 'treeitem') setAttribute(anchor, 'aria-expanded', String(isOpen))
}
