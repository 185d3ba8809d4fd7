// From a row of the form model to its control: which one, how it reads a form's values, and what a change does to them.
import type { ImageChoice } from '../../src/protocol/studio.ts'
import {
  type Capability,
  estimate,
  type Finding,
  MAX_SEED,
  modelVersion,
  type Params,
  stylizeModel,
  VIEWS,
} from '../../src/tripo/catalogue/index.ts'
import {
  type Choice,
  checkbox,
  dropdown,
  element,
  numberInput,
  seedInput,
  segmented,
  setText,
  suggestInput,
  textInput,
} from '../controls/index.ts'
import { parseDecimal, parseNumbers } from '../controls/numbers.ts'
import { withValue } from './drafts.ts'
import type { Drawing } from './drawing.ts'
import { editsOf, withEdit } from './edits.ts'
import { fieldRow, type RowHandle } from './field-row.ts'
import { kindOfField } from './file-kinds.ts'
import {
  type FormContext,
  type FormItem,
  fittingValues,
  isShown,
  NO_TEXTURE,
  textureChoice,
  versionsFor,
  withTexture,
} from './form-model.ts'
import { formatCredits } from './format.ts'
import type { ImageTarget } from './image-events.ts'
import { ImageField } from './image-field.ts'
import { sayFinding, t } from './l10n.ts'
import type { Images } from './list-files.ts'
import { PicturesField } from './pictures-field.ts'
import type { ImageSource } from './stage-image.ts'
import { stylePicture } from './style-pictures.ts'
import { ViewEdits } from './view-edits.ts'
import { ViewsField } from './views-field.ts'

/** What a control shows besides the form's values. */
export interface FormView {
  values: Params
  /** As they would be sent. */
  params: Params
  /** By field, in lists by field and place. */
  images: Images
  context: FormContext
}

/** What a control may do to its form. */
export interface FormEdits {
  change(values: Params): void
  setImage(field: string, image: ImageChoice | undefined): void
  /** Both at once: what a list holds may be files and addresses. */
  setList(values: Params, images: Images): void
  left(field: string): void
}

export interface FieldHandle {
  item: FormItem
  row: RowHandle
  show(view: FormView): void
  showFinding(finding: Finding | undefined): void
  /** What is missing, said quietly while nobody has asked for more. */
  showReason?(finding: Finding | undefined): void
  focus(): void
  image?: ImageTarget
}

/** Where a form's pictures come from, and what draws some of them. */
export interface FieldSources {
  images: ImageSource
  drawing?: Drawing
}

const SINGLE_LINE = 160

/** Makes the row of a field. `values()` gives the form's values at the time of a change. */
export function makeField(
  capability: Capability,
  item: FormItem,
  values: () => Params,
  edits: FormEdits,
  { images, drawing }: FieldSources,
): FieldHandle {
  const { field, widget } = item
  const { name, ui } = field
  const title = t(widget === 'texture' ? 'Texture' : ui.title)
  const set = (value: unknown) => edits.change(withValue(values(), name, value === '' ? undefined : value))
  const common = { label: title, testId: `field-${name}`, onBlur: () => edits.left(name) }
  const texts = { title, help: t(ui.help), note: ui.note ? t(ui.note) : undefined }
  const words = (value: string) => t(ui.values?.[value]?.title ?? value)
  const choices = (field.schema.enum ?? []).map((value) => ({ value: String(value), title: words(String(value)) }))
  const byDefault = field.serverDefault
  const finish = (
    row: RowHandle,
    control: { focus(): void },
    show: (view: FormView) => void,
    image?: ImageTarget,
  ): FieldHandle => ({
    item,
    row,
    image,
    show(view) {
      row.root.hidden = !isShown(field, view.params, view.context)
      if (!row.root.hidden) show(view)
    },
    showFinding: (finding) => row.showFinding(finding),
    focus: () => control.focus(),
  })

  switch (widget) {
    case 'prompt': {
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
    case 'image':
    case 'model': {
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
    case 'views':
    case 'pictures': {
      let seen: Pick<FormView, 'values' | 'images' | 'context'> | undefined
      const none = { values: values(), images: {}, context: NO_CONTEXT }
      const host = {
        state: () => seen ?? none,
        set: (next: Params, list: Images) => edits.setList(next, list),
        drawing,
      }
      const control = widget === 'views' ? new ViewsField(field, images, host) : new PicturesField(field, images, host)
      const row = fieldRow({ ...texts, label: 'above', control })
      const show = (view: FormView) => {
        seen = view
        control.show()
      }
      const handle = finish(row, control, show, control.slots)
      if (!(control instanceof ViewsField)) return handle
      return { ...handle, showReason: (finding) => control.showReason(finding && sayFinding(finding)) }
    }
    case 'edits': {
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
    case 'suggest': {
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
    case 'version': {
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
    case 'texture': {
      const all = [{ value: NO_TEXTURE, title: t('None') }, ...choices]
      const change = (choice: string) => edits.change(withTexture(values(), choice))
      const control = segmented({ ...common, onChange: change, choices: all })
      const row = fieldRow({ ...texts, label: 'beside', control })
      return finish(row, control, (view) => {
        control.offer([NO_TEXTURE, ...fittingValues(capability, field, view.params, view.context)])
        control.value = textureChoice(view.values)
      })
    }
    case 'segmented': {
      const change = (choice: string) => set(choice === byDefault ? undefined : choice)
      const isStyle = capability.id === stylizeModel.id
      const drawn = choices.map((one) => ({ ...one, picture: isStyle ? stylePicture(one.value) : undefined }))
      const control = segmented({ ...common, onChange: change, choices: drawn })
      const row = fieldRow({ ...texts, label: isStyle ? 'above' : 'beside', control })
      return finish(row, control, (view) => {
        control.offer(fittingValues(capability, field, view.params, view.context))
        control.value = asText(view.values[name] ?? byDefault)
      })
    }
    case 'select': {
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
    case 'switch': {
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
        const bare = name === 'pbr' && view.params.texture === false
        control.value = (view.values[name] ?? initial) === on
        control.disabled = bare && !control.value
        const changed = view.values[name] !== undefined && view.values[name] !== initial
        row.showHint(control.disabled ? t('Needs a texture.') : changed ? texts.help : undefined)
      })
    }
    case 'number':
    case 'seed': {
      const { minimum, maximum } = field.schema
      const unit = ui.unit ? t(ui.unit) : undefined
      const control =
        widget === 'seed'
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
    case 'numbers': {
      const change = (text: string) => set(parseNumbers(text))
      const control = textInput({ ...common, onChange: change, lines: 2, placeholder: t('Automatic') })
      const row = fieldRow({ ...texts, label: 'beside', control })
      return finish(row, control, (view) => {
        const value = view.values[name]
        const isSame = JSON.stringify(parseNumbers(control.value)) === JSON.stringify(value ?? '')
        if (!isSame) control.value = Array.isArray(value) ? value.join(' ') : asText(value)
      })
    }
    default: {
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
  }
}

/** Before a form is shown for the first time. */
const NO_CONTEXT: FormContext = { dialect: 'v3', now: 0, defaultModelVersion: '' }

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
