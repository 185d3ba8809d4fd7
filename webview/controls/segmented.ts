// A segmented control: a few exclusive values side by side, a radio group to keyboard and screen reader.
import { element, setAttribute } from './dom.ts'
import type { Choice } from './dropdown.ts'
import type { InputHandle, InputOptions } from './input.ts'
import { movedIndex } from './roving.ts'
import { describeInput } from './text-input.ts'

export interface SegmentedHandle extends InputHandle<string> {
  /** Shows only these values, and the chosen one. */
  offer(values: readonly string[]): void
}

export function segmented(options: InputOptions<string> & { choices: readonly Choice[] }): SegmentedHandle {
  const { choices } = options
  const root = element('div', 'control-segmented', { role: 'radiogroup', 'aria-label': options.label })
  setAttribute(root, 'data-testid', options.testId)
  let value = choices[0]?.value ?? ''
  let isDisabled = false
  let offered: readonly string[] = choices.map((choice) => choice.value)
  const segments = choices.map((choice, index) => {
    const segment = element('button', 'control-segment', { type: 'button', role: 'radio', 'data-value': choice.value })
    segment.append(...(choice.picture ? [choice.picture] : []), choice.title)
    segment.addEventListener('click', () => choose(index))
    segment.addEventListener('keydown', (event) => {
      const shown = segments.filter((other) => !other.hidden)
      const next = movedIndex(event.key, shown.indexOf(segment), shown.length, true)
      const target = next === undefined ? undefined : shown[next]
      if (!target) return
      event.preventDefault()
      choose(segments.indexOf(target))
      target.focus()
    })
    return segment
  })
  root.append(...segments)

  const show = () => {
    for (const [index, segment] of segments.entries()) {
      const isChosen = choices[index]?.value === value
      setAttribute(segment, 'aria-checked', isChosen ? 'true' : 'false')
      segment.tabIndex = isChosen ? 0 : -1
      segment.disabled = isDisabled
      segment.hidden = !isChosen && !offered.includes(choices[index]?.value ?? '')
    }
    // In a narrow form two by two rather than three and one.
    root.classList.toggle('is-many', segments.filter((segment) => !segment.hidden).length === 4)
  }
  const choose = (index: number) => {
    const chosen = choices[index]?.value
    if (chosen === undefined || chosen === value) return
    value = chosen
    show()
    options.onChange(chosen)
  }
  show()
  return {
    root,
    offer(values) {
      offered = values
      show()
    },
    get value() {
      return value
    },
    set value(next) {
      value = next
      show()
    },
    get disabled() {
      return isDisabled
    },
    set disabled(disabled) {
      isDisabled = disabled
      show()
    },
    describe: (ids, isInvalid) => describeInput(root, ids, isInvalid),
    focus: () => segments.find((segment) => segment.tabIndex === 0)?.focus(),
  }
}
