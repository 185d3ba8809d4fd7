// Whole numbers: a text field with arrow keys, since browsers' number fields discard invalid input and change by accidental
// scrolling. Input that is not a whole number is passed on as typed, so that the form's check can say what is wrong with it.
import { element, setAttribute } from './dom.ts'
import type { InputHandle, InputOptions } from './input.ts'
import { parseWholeNumber, stepNumber } from './numbers.ts'
import { describeInput } from './text-input.ts'

export interface NumberInputOptions extends InputOptions<number | string | undefined> {
  minimum?: number
  maximum?: number
  /** What an arrow key adds; Shift makes it ten times as much. */
  step?: number
  placeholder?: string
  unit?: string
}

export function numberInput(options: NumberInputOptions): InputHandle<number | string | undefined> {
  const input = element('input', 'control-input control-number', { inputmode: 'numeric', autocomplete: 'off' })
  input.placeholder = options.placeholder ?? ''
  setAttribute(input, 'aria-label', options.label)
  setAttribute(input, 'data-testid', options.testId)
  const set = (value: number | string | undefined) => {
    const text = value === undefined ? '' : String(value)
    if (parseWholeNumber(input.value) !== value) input.value = text
  }
  input.addEventListener('input', () => options.onChange(parseWholeNumber(input.value)))
  input.addEventListener('blur', () => options.onBlur?.())
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const delta = (options.step ?? 1) * (event.shiftKey ? 10 : 1) * (event.key === 'ArrowUp' ? 1 : -1)
    const value = stepNumber(parseWholeNumber(input.value), delta, options.minimum, options.maximum)
    set(value)
    options.onChange(value)
  })
  const unit = options.unit ? element('span', 'control-unit', { 'aria-hidden': 'true' }, options.unit) : undefined
  const root = unit ? element('div', 'control-with-unit', {}, input, unit) : input
  return {
    root,
    get value() {
      return parseWholeNumber(input.value)
    },
    set value(value) {
      set(value)
    },
    get disabled() {
      return input.disabled
    },
    set disabled(disabled) {
      input.disabled = disabled
    },
    describe: (ids, isInvalid) => describeInput(input, ids, isInvalid),
    focus: () => input.focus(),
  }
}
