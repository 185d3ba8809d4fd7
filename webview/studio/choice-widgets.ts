// The controls of parameters with choices: a list, a row of segments, or a switch.
import { estimate, modelVersion } from '../../src/tripo/catalogue/index.ts'
import { type Choice, checkbox, dropdown, segmented, suggestInput } from '../controls/index.ts'
import { asText, type Maker } from './field-handle.ts'
import { fieldRow } from './field-row.ts'
import { fittingValues, NONE, switchedChoice, versionsFor, withSwitched } from './form-model.ts'
import { formatCredits } from './format.ts'
import { t } from './l10n.ts'
import { stylePicture } from './style-pictures.ts'

/** A text with values that are known. */
export const suggestField: Maker = ({ capability, set, common, texts, finish, field }) => {
  const { name, ui } = field
  const other = ui.onlySuggested ? undefined : t('Other…')
  const control = suggestInput({ ...common, onChange: set, none: t(ui.none ?? 'None'), other })
  const row = fieldRow({ ...texts, label: 'beside', control })
  const all = (ui.suggestions ?? []).map((value) => {
    const known = ui.values?.[value]
    return { value, title: known ? t(known.title) : value, detail: known?.help && t(known.help) }
  })
  return finish(row, control, (view) => {
    const fits = fittingValues(capability, field, view.params, view.context)
    control.choices = all.filter(({ value }) => fits.includes(value))
    control.value = asText(view.values[name])
    row.root.hidden = control.choices.length === 0 && control.value === ''
  })
}

/** The version of the generator, with its price. */
export const versionField: Maker = ({ capability, set, common, texts, finish, field: { name } }) => {
  const control = dropdown({ ...common, onChange: set, choices: [] })
  const row = fieldRow({ ...texts, label: 'beside', control })
  return finish(row, control, ({ params, context }) => {
    const current = asText(params[name])
    const offered = versionsFor(capability, context)
    const list: Choice[] = offered.map(({ id, title, sentence }) => {
      const price = estimate(capability, { ...params, model_version: id })
      return { value: id, title: t(title), detail: `${t(sentence)} ${formatCredits(price.total)}` }
    })
    if (!offered.some((version) => version.id === current)) {
      const known = modelVersion(current)
      list.push({ value: current, title: known ? t('{0} (not offered here)', t(known.title)) : current })
    }
    control.choices = list
    control.value = current
    const sentence = modelVersion(current)?.sentence
    row.showHint(sentence && t(sentence))
  })
}

/** A value, or none of them: a field and its switch in one row. */
export const switchedField: Maker = ({ capability, common, texts, choices, finish, edits, values, field }) => {
  const all = [{ value: NONE, title: t('None') }, ...choices]
  const change = (choice: string) => edits.change(withSwitched(field, values(), choice))
  const control = segmented({ ...common, onChange: change, choices: all })
  const row = fieldRow({ ...texts, label: 'beside', control })
  return finish(row, control, (view) => {
    control.offer([NONE, ...fittingValues(capability, field, view.params, view.context)])
    control.value = switchedChoice(field, view.values)
  })
}

/** One of few values, all of them seen. */
export const segmentedField: Maker = ({ capability, set, common, texts, choices, finish, field }) => {
  const { name, ui, serverDefault: byDefault } = field
  const change = (choice: string) => set(choice === byDefault ? undefined : choice)
  const { isDrawn } = ui
  const drawn = choices.map((one) => ({ ...one, picture: isDrawn ? stylePicture(one.value) : undefined }))
  const control = segmented({ ...common, onChange: change, choices: drawn })
  const row = fieldRow({ ...texts, label: isDrawn ? 'above' : 'beside', control })
  return finish(row, control, (view) => {
    control.offer(fittingValues(capability, field, view.params, view.context))
    control.value = asText(view.values[name] ?? byDefault)
  })
}

/** One of many values. */
export const selectField: Maker = ({ capability, set, common, texts, choices, finish, field }) => {
  const { name, ui, serverDefault: byDefault } = field
  const none = { value: '', title: t(ui.none ?? 'None') }
  const usual = byDefault ?? ui.start
  const withNone = usual === undefined ? [none, ...choices] : choices
  const change = (choice: string) => set(choice === byDefault ? undefined : choice)
  const control = dropdown({ ...common, onChange: change, choices: withNone })
  const row = fieldRow({ ...texts, label: 'beside', control })
  let offered = withNone.map(({ value }) => value).join()
  return finish(row, control, (view) => {
    const fits = fittingValues(capability, field, view.params, view.context)
    const list = withNone.filter(({ value }) => value === '' || fits.includes(value))
    const key = list.map(({ value }) => value).join()
    if (key !== offered) control.choices = list
    offered = key
    control.value = asText(view.values[name] ?? usual)
    // Nothing but nothing can be chosen beside the rest.
    row.root.hidden = key === '' && control.value === ''
  })
}

/** On or off. */
export const switchField: Maker = ({
  set,
  common,
  texts,
  choices,
  finish,
  field: { name, ui, serverDefault: byDefault },
}) => {
  const on = choices[0]?.value ?? true
  const off = choices.length > 0 ? undefined : false
  const initial = byDefault ?? off
  const change = (checked: boolean) => {
    const value = checked ? on : off
    set(value === initial ? undefined : value)
  }
  const control = checkbox({ ...common, onChange: change })
  const row = fieldRow({ ...texts, label: 'within', control })
  return finish(row, control, (view) => {
    const { needs } = ui
    const bare = needs !== undefined && view.params[needs.field] === false
    control.value = (view.values[name] ?? initial) === on
    control.disabled = bare && !control.value
    const changed = view.values[name] !== undefined && view.values[name] !== initial
    row.showHint(control.disabled && needs ? t(needs.note) : changed ? texts.help : undefined)
  })
}
