// Text input: one line, or several lines that grow with the text. Native, so that counters, help and findings of the page can
// describe them (see toolkit.ts).
import { element, setAttribute } from './dom.ts'
import type { InputHandle, InputOptions } from './input.ts'

export interface TextInputOptions extends InputOptions<string> {
  placeholder?: string
  /** More than one: a text area of at least this many lines. */
  lines?: number
}

/** A text input. `onChange` comes with each keystroke; the text is never cut. */
export function textInput(options: TextInputOptions): InputHandle<string> {
  const lines = options.lines ?? 1
  const input = lines > 1 ? element('textarea', 'control-input', { rows: lines }) : element('input', 'control-input')
  if (input instanceof HTMLInputElement) input.type = 'text'
  input.spellcheck = lines > 1
  // Prompts are written in every script.
  input.dir = 'auto'
  input.placeholder = options.placeholder ?? ''
  setAttribute(input, 'aria-label', options.label)
  setAttribute(input, 'data-testid', options.testId)
  input.addEventListener('input', () => options.onChange(input.value))
  input.addEventListener('blur', () => options.onBlur?.())
  return {
    root: input,
    get value() {
      return input.value
    },
    set value(value) {
      // Writing the same text would move the caret to its end.
      if (input.value !== value) input.value = value
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

/** Ties descriptions and validity to an accessible element. */
export function describeInput(target: Element, ids: readonly string[], isInvalid: boolean): void {
  setAttribute(target, 'aria-describedby', ids.join(' ') || undefined)
  setAttribute(target, 'aria-invalid', isInvalid ? 'true' : undefined)
}
