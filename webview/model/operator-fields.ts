// The rows of a tool's options: a label and its control, for the panel over the picture and for steps of a form.
import { calledOf } from '../../src/mesh/tools/called.ts'
import type { OperatorField, OperatorValue } from '../../src/mesh/tools/operators.ts'
import { element, uniqueId } from '../controls/index.ts'
import { say } from '../studio/l10n.ts'

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
  const unit = field.unit ? element('span', 'operator-unit', {}, field.unit) : undefined
  return element('div', 'operator-row', {}, element('label', '', { for: id }, say(field.label)), control(row, id), unit)
}

function control({ field, value, set, clips }: OperatorRow, id: string): HTMLElement {
  const { kind, minimum, maximum } = field
  if (kind === 'flag') {
    const box = element('input', '', { id, type: 'checkbox', checked: value() === true })
    box.addEventListener('change', () => set(box.checked))
    return box
  }
  if (kind === 'number') {
    const input = element('input', 'operator-number', { id, type: 'number', step: 'any', min: minimum, max: maximum })
    input.value = String(value())
    input.addEventListener('change', () => {
      const typed = input.valueAsNumber
      if (Number.isFinite(typed)) set(Math.min(maximum ?? typed, Math.max(minimum ?? typed, typed)))
      input.value = String(value())
    })
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
