// A dropdown: the toolkit's, with values and labels.
import { element, setAttribute, setText } from './dom.ts'
import type { InputHandle, InputOptions } from './input.ts'
import { describeInput } from './text-input.ts'
import { makeDropdown, makeOption } from './toolkit.ts'

export interface Choice {
  value: string
  title: string
  /** What it is for, under its title in the open list. */
  detail?: string
  /** A drawing of it, above its title. */
  picture?: Element | undefined
  /** What it stands under in a long list; those of one stand together. */
  group?: string
}

export interface DropdownHandle extends InputHandle<string> {
  /** Replaces the list; the value stays when it is still in it. */
  choices: readonly Choice[]
}

export function dropdown(options: InputOptions<string> & { choices: readonly Choice[] }): DropdownHandle {
  const root = makeDropdown()
  root.className = 'control-dropdown'
  setAttribute(root, 'aria-label', options.label)
  setAttribute(root, 'data-testid', options.testId)
  let choices: readonly Choice[] = []
  let value = options.choices[0]?.value ?? ''
  // Closed, it shows the title alone; the toolkit would show all that stands in the option.
  const shown = element('span', '', { slot: 'selected-value' })
  const optionsOf = () => [...root.children].filter((child) => child !== shown)

  const select = () => {
    const index = choices.findIndex((choice) => choice.value === value)
    // Before it is in the page the toolkit has no list yet; it reads the marked option when it connects.
    setText(shown, choices[index]?.title ?? '')
    for (const [at, option] of optionsOf().entries()) setAttribute(option, 'selected', at === index)
    if (root.isConnected && root.selectedIndex !== index) root.selectedIndex = index
  }
  const fill = (next: readonly Choice[]) => {
    const same =
      next.length === choices.length &&
      next.every(({ value, detail }, at) => value === choices[at]?.value && detail === choices[at]?.detail)
    choices = next
    if (same) return
    root.replaceChildren(
      shown,
      ...next.map((choice) => {
        const option = makeOption()
        setAttribute(option, 'value', choice.value)
        option.append(choice.title)
        if (choice.detail) option.append(' ', element('span', 'control-option-detail', {}, choice.detail))
        return option
      }),
    )
    select()
    // The toolkit takes up its new options in a later turn and then selects the first of them.
    queueMicrotask(select)
    requestAnimationFrame(select)
  }
  root.addEventListener('change', () => {
    const chosen = choices[root.selectedIndex]?.value
    if (chosen === undefined || chosen === value) return
    value = chosen
    options.onChange(chosen)
  })
  root.addEventListener('blur', () => options.onBlur?.())
  fill(options.choices)
  return {
    root,
    get value() {
      return value
    },
    set value(next) {
      value = next
      select()
    },
    get choices() {
      return choices
    },
    set choices(next) {
      fill(next)
    },
    get disabled() {
      return root.disabled
    },
    set disabled(disabled) {
      root.disabled = disabled
    },
    describe: (ids, isInvalid) => describeInput(root, ids, isInvalid),
    focus: () => root.focus(),
  }
}
