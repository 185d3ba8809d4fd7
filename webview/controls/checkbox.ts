// A switch: the toolkit's checkbox with its label beside it.
import { setAttribute } from './dom.ts'
import type { InputHandle, InputOptions } from './input.ts'
import { describeInput } from './text-input.ts'
import { makeCheckbox } from './toolkit.ts'

export function checkbox(options: InputOptions<boolean>): InputHandle<boolean> {
  const root = makeCheckbox()
  root.className = 'control-checkbox'
  root.textContent = options.label
  setAttribute(root, 'data-testid', options.testId)
  // The toolkit also reports what the program sets; only a person's change is news.
  let known = false
  root.addEventListener('change', () => {
    if (root.checked === known) return
    known = root.checked
    options.onChange(known)
  })
  return {
    root,
    get value() {
      return known
    },
    set value(value) {
      known = value
      root.checked = value
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
