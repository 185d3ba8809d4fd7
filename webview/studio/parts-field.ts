// Which parts of a model a step works on: a checklist of the parts of the displayed model, each framed in the viewport while the
// pointer or the focus is on its name. For a model that does not exist yet nothing is asked: its parts are unknown.
import { checkbox, element, type InputHandle, linkButton, setAttribute, setText } from '../controls/index.ts'
import { type Maker, namesOf } from './field-handle.ts'
import { fieldRow } from './field-row.ts'
import { t } from './l10n.ts'

/** The parts of what a step works on; nothing where that is not on the stage. */
export const partsField: Maker = ({ item, values, edits, set: put, texts, step }) => {
  const { name, ui } = item.field
  const parts = () => step?.parts()
  const chosen = () => namesOf(values()[name])
  const set = (next: readonly string[]) => put(next.length > 0 ? [...next] : undefined)
  const list = element('div', 'parts-list', { role: 'group' })
  setAttribute(list, 'aria-label', t(ui.title))
  const words = element('span', 'parts-count', { 'aria-live': 'polite' })
  const all = linkButton(t('All Parts'), () => {
    set([])
    boxes.values().next().value?.focus()
  })
  const root = element(
    'div',
    'parts',
    { 'data-testid': `field-${name}` },
    list,
    element('div', 'parts-foot', {}, words, all),
  )
  const boxes = new Map<string, InputHandle<boolean>>()
  const box = (part: string) => {
    const made = checkbox({
      label: part,
      onChange: (isOn) => set(isOn ? [...chosen(), part] : chosen().filter((other) => other !== part)),
      onBlur: () => edits.left(name),
    })
    const look = () => parts()?.highlight(part)
    const leave = () => parts()?.highlight(undefined)
    made.root.addEventListener('pointerenter', look)
    made.root.addEventListener('pointerleave', leave)
    made.root.addEventListener('focusin', look)
    made.root.addEventListener('focusout', leave)
    boxes.set(part, made)
    return made.root
  }
  const focus = () => boxes.values().next().value?.focus()
  const describe = (ids: readonly string[]) => setAttribute(list, 'aria-describedby', ids.join(' ') || undefined)
  const row = fieldRow({ ...texts, label: 'above', control: { root, describe, focus } })
  let drawn = ''
  return {
    item,
    row,
    show() {
      const own = chosen()
      const known = parts()?.names() ?? []
      const names = [...known, ...own.filter((part) => !known.includes(part))]
      // Of one part there is nothing to choose.
      row.root.hidden = names.length < 2 && own.length === 0
      const key = names.join('\n')
      if (key !== drawn) {
        drawn = key
        boxes.clear()
        list.replaceChildren(...names.map(box))
      }
      for (const [part, made] of boxes) made.value = own.includes(part)
      all.hidden = own.length === 0
      setText(
        words,
        own.length === 0 ? t('All {0} parts', names.length) : t('{0} of {1} parts', own.length, names.length),
      )
    },
    showFinding: (finding) => row.showFinding(finding),
    focus,
  }
}
