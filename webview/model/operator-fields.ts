// The rows of a tool's options: a label and its control, for the panel over the picture and for steps of a form.
import { calledOf } from '../../src/mesh/tools/called.ts'
import { MOST_LETTERS, type OperatorField, type OperatorValue } from '../../src/mesh/tools/operators.ts'
import { element, setText, uniqueId } from '../controls/index.ts'
import { say } from '../studio/l10n.ts'
import { limitNumber } from './limited-number.ts'

export interface ClipChoice {
  readonly name: string
  readonly seconds: number
}

export interface OperatorRow {
  readonly field: OperatorField
  /** The value that stands there. */
  value(): OperatorValue
  set(value: OperatorValue): void
  clips(): readonly ClipChoice[]
}

/** @returns undefined for what is set by what began the tool */
export function operatorRow(row: OperatorRow): HTMLElement | undefined {
  const { field } = row
  if (field.kind === 'given') return undefined
  const id = uniqueId('operator')
  const note = element('p', 'operator-limits', { role: 'status', hidden: true })
  const tell = (words: string) => {
    note.hidden = words === ''
    setText(note, words)
  }
  const unit = field.unit ? element('span', 'operator-unit', {}, field.unit) : undefined
  const label = element('label', '', { for: id }, say(field.label))
  const line = element('div', 'operator-row', {}, label, control(row, id, tell), unit)
  return element('div', 'operator-option', {}, line, note)
}

/** @param tell says what is wrong with what was typed; nothing where it is taken */
function control({ field, value, set, clips }: OperatorRow, id: string, tell: (words: string) => void): HTMLElement {
  const { kind, minimum = 0, maximum = Number.MAX_SAFE_INTEGER, isWhole = false } = field
  if (kind === 'flag') {
    const box = element('input', '', { id, type: 'checkbox', checked: value() === true })
    box.addEventListener('change', () => set(box.checked))
    return box
  }
  if (kind === 'number') {
    const step = isWhole ? 1 : 'any'
    const input = element('input', 'operator-number', { id, type: 'number', step, min: minimum, max: maximum })
    input.value = String(value())
    limitNumber(input, { minimum, maximum, isWhole, value: () => Number(value()), set, tell })
    return input
  }
  if (kind === 'text') {
    const input = element('input', 'operator-text', {
      id,
      type: 'text',
      value: String(value()),
      maxlength: MOST_LETTERS,
    })
    input.addEventListener('change', () => set(input.value))
    return input
  }
  const select = element('select', 'tv-select', { id })
  const choices =
    kind === 'clip'
      ? clips().map((clip, i) => ({ value: String(i), label: say(calledOf('clip', clip.name, i)) }))
      : (field.choices ?? []).map((choice) => ({ value: choice.value, label: say(choice.label) }))
  for (const choice of choices)
    select.append(
      element('option', '', { value: choice.value, selected: choice.value === String(value()) }, choice.label),
    )
  select.addEventListener('change', () => set(kind === 'clip' ? Number(select.value) : select.value))
  return select
}
