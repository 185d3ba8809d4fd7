// The controls of parameters that hold files, and of edits of drawn views.
import { type Params, VIEWS } from '../../src/tripo/catalogue/index.ts'
import { editsOf, withEdit } from './edits.ts'
import { asText, type FormView, type Maker } from './field-handle.ts'
import { fieldRow } from './field-row.ts'
import { kindOfField } from './file-kinds.ts'
import type { FormContext } from './form-model.ts'
import { ImageField } from './image-field.ts'
import { sayFinding } from './l10n.ts'
import type { Images } from './list-files.ts'
import { PicturesField } from './pictures-field.ts'
import { ViewEdits } from './view-edits.ts'
import { ViewsField } from './views-field.ts'

/** Before a form is shown for the first time. */
const NO_CONTEXT: FormContext = { dialect: 'v3', now: 0, defaultModelVersion: '' }

/** One file, or its address. */
export const fileField: Maker = ({ set, texts, finish, edits, images, field }) => {
  const { name } = field
  const control = new ImageField(name, images, {
    setImage: (image) => edits.setImage(name, image),
    setUrl: (url) => set(url === '' ? undefined : { url }),
  })
  const row = fieldRow({ ...texts, label: 'above', control })
  return finish(
    row,
    control,
    (view) => {
      const value = view.values[name]
      const url = typeof value === 'object' && value !== null && 'url' in value ? asText(value.url) : ''
      control.show(view.images[name], url, kindOfField(field, view.params))
    },
    control,
  )
}

/** Several files: four views in their places, or pictures one after the other. */
export const filesField: Maker = ({ texts, finish, edits, values, images, drawing, item, field }) => {
  let seen: Pick<FormView, 'values' | 'images' | 'context'> | undefined
  const none = { values: values(), images: {}, context: NO_CONTEXT }
  const host = {
    state: () => seen ?? none,
    set: (next: Params, list: Images) => edits.setList(next, list),
    drawing,
  }
  const control = item.widget === 'views' ? new ViewsField(field, images, host) : new PicturesField(field, images, host)
  const row = fieldRow({ ...texts, label: 'above', control })
  const show = (view: FormView) => {
    seen = view
    control.show()
  }
  const handle = finish(row, control, show, control.slots)
  if (!(control instanceof ViewsField)) return handle
  return { ...handle, showReason: (finding) => control.showReason(finding && sayFinding(finding)) }
}

/** Words for single views. */
export const editsField: Maker = ({ set, texts, finish, edits, values, field: { name } }) => {
  const control = new ViewEdits({
    change: (view, prompt) => {
      const next = withEdit(editsOf(values()[name]), view, prompt === '' ? undefined : prompt)
      set(next.length > 0 ? next : undefined)
    },
    left: () => edits.left(name),
  })
  const row = fieldRow({ ...texts, label: 'above', control })
  return finish(row, control, (view) => control.show(VIEWS, editsOf(view.values[name])))
}
