// A text field that finds entries of a long list and reports the one that is picked (the ARIA combobox pattern). It keeps no
// value of its own: picked entries are shown elsewhere. The list opens in the flow of the page, so that no scrolling column clips
// it.
import { element, setAttribute, uniqueId } from './dom.ts'
import type { Choice } from './dropdown.ts'
import { movedIndex } from './roving.ts'
import { describeInput } from './text-input.ts'

export interface PickerHandle {
  root: HTMLElement
  /** The entries that are offered. */
  choices: readonly Choice[]
  hidden: boolean
  describe(ids: readonly string[], isInvalid: boolean): void
  focus(): void
}

export interface PickerOptions {
  label: string
  placeholder: string
  /** Shown when nothing matches. */
  nothing: string
  onPick(value: string): void
  onBlur?(): void
  testId?: string
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

export function picker(options: PickerOptions): PickerHandle {
  const list = element('div', 'control-picker-list', { role: 'listbox', id: uniqueId('list') })
  setAttribute(list, 'aria-label', options.label)
  const input = element('input', 'control-input', {
    ...{ type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false' },
    ...{ 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' },
    ...{ 'aria-label': options.label, placeholder: options.placeholder, 'data-testid': options.testId },
  })
  const root = element('div', 'control-picker', {}, input, list)
  let choices: readonly Choice[] = []
  let shown: readonly Choice[] = []
  let active = -1

  const entries = () => [...list.querySelectorAll('[role=option]')]
  const groupOf = (title: string) => {
    const head = element('div', 'control-picker-group', { id: uniqueId('group'), role: 'presentation' }, title)
    const made = element('div', '', { role: 'group', 'aria-labelledby': head.id }, head)
    list.append(made)
    return made
  }
  const mark = (index: number) => {
    active = index
    for (const [at, option] of entries().entries()) {
      setAttribute(option, 'aria-selected', at === index ? 'true' : 'false')
      if (at === index) option.scrollIntoView({ block: 'nearest' })
    }
    setAttribute(input, 'aria-activedescendant', entries()[index]?.id)
  }
  const draw = () => {
    const words = fold(input.value).split(/\s+/u).filter(Boolean)
    shown = choices.filter(({ title, group = '' }) =>
      words.every((word) => fold(title).includes(word) || fold(group).includes(word)),
    )
    list.replaceChildren()
    let into: { group: string | undefined; root: HTMLElement } = { group: undefined, root: list }
    for (const choice of shown) {
      const { group } = choice
      if (group !== into.group) into = { group, root: group === undefined ? list : groupOf(group) }
      into.root.append(
        element('div', 'control-picker-option', { role: 'option', id: uniqueId('option') }, choice.title),
      )
    }
    if (shown.length === 0) list.append(element('div', 'control-picker-nothing', {}, options.nothing))
    mark(words.length > 0 && shown.length > 0 ? 0 : -1)
  }
  const toggle = (isOpen: boolean) => {
    if ((list.hidden === true) !== isOpen) return
    list.hidden = !isOpen
    setAttribute(input, 'aria-expanded', isOpen ? 'true' : 'false')
    if (!isOpen) {
      mark(-1)
      return
    }
    draw()
    // It may open below the edge of what scrolls; the field it belongs to stays in sight with it.
    root.scrollIntoView({ block: 'nearest' })
  }
  const pick = (choice: Choice | undefined) => {
    if (!choice) return
    input.value = ''
    options.onPick(choice.value)
    if (!list.hidden) draw()
  }

  list.hidden = true
  input.addEventListener('focus', () => toggle(true))
  input.addEventListener('click', () => toggle(true))
  input.addEventListener('input', () => {
    toggle(true)
    draw()
  })
  input.addEventListener('blur', () => {
    toggle(false)
    input.value = ''
    options.onBlur?.()
  })
  // The field keeps the focus, so that the list stays open while it is clicked.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const at = entries().findIndex((option) => event.target instanceof Node && option.contains(event.target))
    pick(shown[at])
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      toggle(false)
      event.stopPropagation()
      return
    }
    // Ctrl+Enter generates.
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      pick(shown[active])
      return
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    if (list.hidden) toggle(true)
    else mark(active < 0 ? 0 : (movedIndex(event.key, active, shown.length, true) ?? active))
  })
  return {
    root,
    get choices() {
      return choices
    },
    set choices(next) {
      const isSame =
        next.length === choices.length &&
        next.every(({ value, group }, at) => value === choices[at]?.value && group === choices[at]?.group)
      choices = next
      if (!isSame && !list.hidden) draw()
    },
    get hidden() {
      return root.hidden === true
    },
    set hidden(hidden) {
      root.hidden = hidden
    },
    describe: (ids, isInvalid) => describeInput(input, ids, isInvalid),
    focus: () => input.focus(),
  }
}
