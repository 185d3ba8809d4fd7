// Buttons: the accented one, plain ones with a label, and icon buttons whose label is also their tooltip.
import { element, icon, setAttribute } from './dom.ts'
import { makeButton } from './toolkit.ts'

export interface ButtonOptions {
  label: string
  onClick(): void
  /** The one accented button of a form is primary. */
  appearance?: 'primary' | 'secondary'
  tooltip?: string
  testId?: string
}

export interface ButtonHandle {
  root: HTMLElement
  label: string
  tooltip: string
  disabled: boolean
}

/** A button with words. */
export function button(options: ButtonOptions): ButtonHandle {
  const root = makeButton()
  root.className = 'control-button'
  root.appearance = options.appearance ?? 'secondary'
  root.textContent = options.label
  setAttribute(root, 'title', options.tooltip)
  setAttribute(root, 'data-testid', options.testId)
  root.addEventListener('click', () => {
    if (!root.disabled) options.onClick()
  })
  return {
    root,
    get label() {
      return root.textContent ?? ''
    },
    set label(label) {
      if (root.textContent !== label) root.textContent = label
    },
    get tooltip() {
      return root.title
    },
    set tooltip(tooltip) {
      setAttribute(root, 'title', tooltip || undefined)
    },
    get disabled() {
      return root.disabled
    },
    set disabled(disabled) {
      root.disabled = disabled
    },
  }
}

export interface IconButtonOptions {
  /** A codicon's name, or a drawing. */
  icon: string | Element
  label: string
  onClick(): void
  tooltip?: string
  testId?: string
}

/** A square button with a picture. Native: the toolkit's one puts its label where a tooltip cannot follow. */
export function iconButton(options: IconButtonOptions): HTMLButtonElement {
  const picture = typeof options.icon === 'string' ? icon(options.icon) : options.icon
  const attributes = { type: 'button', 'aria-label': options.label, title: options.tooltip ?? options.label }
  const root = element('button', 'control-icon-button', { ...attributes, 'data-testid': options.testId }, picture)
  root.addEventListener('click', () => options.onClick())
  return root
}

/** Words that act, inside a sentence or under a field. */
export function linkButton(label: string, onClick: () => void): HTMLButtonElement {
  const root = element('button', 'control-link', { type: 'button' }, label)
  root.addEventListener('click', onClick)
  return root
}
