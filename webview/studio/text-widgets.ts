// The controls of typed parameters: words and numbers.
import { MAX_SEED } from '../../src/tripo/catalogue/index.ts'
import { element, numberInput, seedInput, setText, textInput } from '../controls/index.ts'
import { parseDecimal, parseNumbers } from '../controls/numbers.ts'
import { asText, type Maker } from './field-handle.ts'
import { fieldRow } from './field-row.ts'
import { t } from './l10n.ts'

/** The longest text that has a single line. */
const SINGLE_LINE = 160

/** A prompt, with the number of its characters. */
export const promptField: Maker = ({ set, common, texts, finish, field }) => {
  const { name, ui } = field
  const limit = field.schema.maxLength ?? 0
  const counter = element('span', 'field-counter')
  const placeholder = ui.example && t(ui.example)
  const control = textInput({ ...common, onChange: set, lines: 4, placeholder })
  const row = fieldRow({ ...texts, label: 'above', aside: counter, control })
  return finish(row, control, (view) => {
    control.value = asText(view.values[name])
    const length = [...control.value].length
    setText(counter, `${length}/${limit}`)
    counter.classList.toggle('is-over', length > limit)
  })
}

/** A short text, or a number with a fraction. */
export const textField: Maker = ({ set, common, texts, finish, field }) => {
  const { name, serverDefault: byDefault } = field
  const lines = (field.schema.maxLength ?? 0) > SINGLE_LINE ? 2 : 1
  const isNumber = field.schema.type === 'number'
  const change = (text: string) => set(isNumber ? parseDecimal(text) : text)
  const placeholder = isNumber && byDefault !== undefined ? String(byDefault) : undefined
  const control = textInput({ ...common, onChange: change, lines, placeholder })
  const row = fieldRow({ ...texts, label: 'beside', control })
  return finish(row, control, (view) => {
    const value = view.values[name]
    if (!isNumber) control.value = asText(value)
    // "0." on the way to "0.5" stays as it is typed.
    else if (parseDecimal(control.value) !== value) control.value = value === undefined ? '' : String(value)
  })
}

/** A whole number, or a seed that can be drawn. */
export const numberField: Maker = ({ set, common, texts, finish, item, field }) => {
  const { name, ui } = field
  const { title } = texts
  const { minimum, maximum } = field.schema
  const unit = ui.unit ? t(ui.unit) : undefined
  const control =
    item.widget === 'seed'
      ? seedInput({
          ...common,
          onChange: set,
          minimum,
          maximum: maximum ?? MAX_SEED,
          placeholder: t('Random'),
          diceLabel: t('Draw a new {0}', title.toLowerCase()),
        })
      : numberInput({ ...common, onChange: set, minimum, maximum, unit, step: 100, placeholder: t('Automatic') })
  const row = fieldRow({ ...texts, label: 'beside', control })
  return finish(row, control, (view) => {
    const value = view.values[name]
    control.value = typeof value === 'number' || typeof value === 'string' ? value : undefined
  })
}

/** Numbers in a row. */
export const numbersField: Maker = ({ set, common, texts, finish, field: { name } }) => {
  const change = (text: string) => set(parseNumbers(text))
  const control = textInput({ ...common, onChange: change, lines: 2, placeholder: t('Automatic') })
  const row = fieldRow({ ...texts, label: 'beside', control })
  return finish(row, control, (view) => {
    const value = view.values[name]
    const isSame = JSON.stringify(parseNumbers(control.value)) === JSON.stringify(value ?? '')
    if (!isSame) control.value = Array.isArray(value) ? value.join(' ') : asText(value)
  })
}
