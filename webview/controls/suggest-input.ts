// A text whose usual values are in a list: one of them is chosen, or with "Other" a different one is typed.

import { element } from './dom.ts'
import { type Choice, dropdown } from './dropdown.ts'
import type { InputHandle, InputOptions } from './input.ts'
import { textInput } from './text-input.ts'

/** No value that a person could mean. */
const OTHER = '\u0000other'

export interface SuggestOptions extends InputOptions<string> {
  /** What choosing nothing is called. */
  none: string
  /** What typing another value is called; absent: only those of the list can be had. */
  other?: string
}

export interface SuggestHandle extends InputHandle<string> {
  choices: readonly Choice[]
}

export function suggestInput(options: SuggestOptions): SuggestHandle {
  const { none, other, onChange, onBlur, label, testId } = options
  const first = { value: '', title: none }
  let offered: readonly Choice[] = []
  let value = ''
  /** The person wants to type, even while the text is one of the list or empty. */
  let isTyping = false
  const list = dropdown({ label, testId, onBlur, choices: [first], onChange: (chosen) => choose(chosen) })
  const text = textInput({
    ...{ label, onBlur },
    testId: testId && `${testId}-other`,
    onChange: (typed) => {
      value = typed.trim()
      onChange(value)
    },
  })
  const root = element('div', 'control-suggest', {}, list.root, text.root)
  const isKnown = () => value === '' || offered.some((choice) => choice.value === value)
  const show = () => {
    const isOther = other !== undefined && (isTyping || !isKnown())
    // A value that is in no list and cannot be typed still says what it is.
    const unknown = isKnown() || other !== undefined ? [] : [{ value, title: value }]
    list.choices = [first, ...offered, ...unknown, ...(other === undefined ? [] : [{ value: OTHER, title: other }])]
    list.value = isOther ? OTHER : value
    text.root.hidden = !isOther
    text.value = value
  }
  const choose = (chosen: string) => {
    isTyping = chosen === OTHER
    if (isTyping) {
      show()
      text.focus()
      return
    }
    value = chosen
    onChange(value)
    show()
  }
  show()
  return {
    root,
    get value() {
      return value
    },
    set value(next) {
      if (next !== value) isTyping = false
      value = next
      show()
    },
    get choices() {
      return offered
    },
    set choices(next) {
      offered = next
      show()
    },
    get disabled() {
      return list.disabled
    },
    set disabled(disabled) {
      list.disabled = disabled
      text.disabled = disabled
    },
    describe: (ids, isInvalid) => {
      list.describe(ids, isInvalid)
      text.describe(ids, isInvalid)
    },
    focus: () => (text.root.hidden ? list.focus() : text.focus()),
  }
}
