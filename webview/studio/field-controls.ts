// Which control a parameter has: the registry of widgets. A parameter without one cannot be shown.
import type { Capability, Params } from '../../src/tripo/catalogue/index.ts'
import { animationsField } from './animations-field.ts'
import {
  segmentedField,
  selectField,
  suggestField,
  switchedField,
  switchField,
  versionField,
} from './choice-widgets.ts'
import { withValue } from './drafts.ts'
import type { FieldHandle, FieldSources, FormEdits, Maker } from './field-handle.ts'
import { editsField, fileField, filesField } from './file-widgets.ts'
import { type FormItem, isShown, type Widget } from './form-model.ts'
import { t } from './l10n.ts'
import { partsField } from './parts-field.ts'
import { numberField, numbersField, promptField, textField } from './text-widgets.ts'

const WIDGETS: Readonly<Record<Widget, Maker>> = {
  prompt: promptField,
  text: textField,
  task: textField,
  number: numberField,
  seed: numberField,
  numbers: numbersField,
  select: selectField,
  segmented: segmentedField,
  switched: switchedField,
  switch: switchField,
  suggest: suggestField,
  version: versionField,
  image: fileField,
  model: fileField,
  views: filesField,
  pictures: filesField,
  edits: editsField,
  names: partsField,
  animations: animationsField,
}

/** Makes the row of a field. `values()` gives the form's values at the time of a change. */
export function makeField(
  capability: Capability,
  item: FormItem,
  values: () => Params,
  edits: FormEdits,
  sources: FieldSources,
): FieldHandle {
  const { field, widget } = item
  const { name, ui } = field
  // A field with a switch is called what is switched.
  const own = item.covers.find((other) => other.name === ui.switchedBy?.field) ?? field
  const title = t(own.ui.title)
  const words = (value: string) => t(ui.values?.[value]?.title ?? value)
  return WIDGETS[widget]({
    ...{ capability, item, field, values, edits, ...sources },
    set: (value) => edits.change(withValue(values(), name, value === '' ? undefined : value)),
    common: { label: title, testId: `field-${name}`, onBlur: () => edits.left(name) },
    texts: { title, help: t(ui.help), note: ui.note ? t(ui.note) : undefined },
    choices: (field.schema.enum ?? []).map((value) => ({ value: String(value), title: words(String(value)) })),
    finish: (row, control, show, image) => ({
      item,
      row,
      image,
      show(view) {
        row.root.hidden = !isShown(field, view.params, view.context)
        if (!row.root.hidden) show(view)
      },
      showFinding: (finding) => row.showFinding(finding),
      focus: () => control.focus(),
    }),
  })
}
