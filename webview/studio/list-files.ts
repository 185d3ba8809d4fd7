// Fields that hold several files: four named views, or a list of pictures. A form stores chosen files among its images under
// `<field>.<place>`, and web URLs in its values; here both are one list. No DOM.
import type { ImageChoice } from '../../src/protocol/studio.ts'
import {
  type Capability,
  type Field,
  type FileInput,
  fieldsOf,
  fileInput,
  findCapability,
  holdsList,
  type Params,
  VIEWS,
} from '../../src/tripo/catalogue/index.ts'
import { withValue } from './drafts.ts'
import type { FormContext } from './form-model.ts'

/** Images of one form, by field, in lists by field and place: `file`, `files.2`. */
export type Images = Readonly<Record<string, ImageChoice | undefined>>

/** What stands in one place. */
export type Entry = ImageChoice | { url: string } | undefined

export const isChoice = (entry: Entry): entry is ImageChoice => entry !== undefined && 'upload' in entry

/** How many places a list has: all of them at once, or as many as can be added. */
const placesOf = ({ ui, schema }: Field): number => (ui.widget === 'views' ? VIEWS.length : (schema.maxItems ?? 1))

export const placeOf = (field: Field, index: number): string => `${field.name}.${index}`

/** What a list holds, by place; pictures without gaps. */
export function entriesOf(field: Field, values: Params, images: Images): readonly Entry[] {
  const value: unknown = values[field.name]
  const given: readonly unknown[] = Array.isArray(value) ? value : []
  const all = Array.from({ length: placesOf(field) }, (_, index): Entry => {
    const url = fileInput(given[index])?.url
    return images[placeOf(field, index)] ?? (url === undefined ? undefined : { url })
  })
  return field.ui.widget === 'views' ? all : all.filter((entry) => entry !== undefined)
}

/** A form's values and images with this in a list. */
export function withEntries(
  field: Field,
  values: Params,
  entries: readonly Entry[],
): { values: Params; images: Images } {
  const places = Array.from({ length: placesOf(field) }, (_, index) => entries[index])
  const urls = places.map((entry) => (entry && !isChoice(entry) ? entry : {}))
  const last = urls.findLastIndex((entry) => 'url' in entry)
  const kept = field.ui.widget === 'views' ? urls : urls.slice(0, last + 1)
  const images = places.map((entry, index) => [placeOf(field, index), isChoice(entry) ? entry : undefined])
  return { values: withValue(values, field.name, last < 0 ? undefined : kept), images: Object.fromEntries(images) }
}

/** How a request names a picture: by the task that drew it where the API and the account know it, else by its file. */
export function fileOf(entry: Entry, field: Field, { dialect, service }: FormContext): FileInput {
  if (!entry) return {}
  if (!isChoice(entry)) return { url: entry.url }
  const { task, upload } = entry
  const isNamed = field.schema.takesTask === true && dialect === 'v3' && task !== undefined && task.view === undefined
  return isNamed && task.service === service ? { task_id: task.id } : { upload }
}

/**
 * The one task that drew all views of a list, each in its place and as it was drawn: it stands for the files, which then
 * need not be sent. Undefined where there is none, or where the account does not know it.
 */
export function taskOfViews(entries: readonly Entry[], { service }: FormContext): string | undefined {
  const tasks = entries.map((entry, index) => {
    const task = isChoice(entry) && entry.problem === undefined ? entry.task : undefined
    return task !== undefined && task.view === VIEWS[index] && task.service === service ? task.id : undefined
  })
  const [first] = tasks
  return tasks.length === VIEWS.length && tasks.every((id) => id === first) ? first : undefined
}

/** The parameter that takes such a task in the place of the views. */
export const taskField = ({ source }: Capability, { ui }: Field): string | undefined =>
  ui.widget === 'views' && source?.accepts.some(drawsViews) ? source.field : undefined

/** Whether a capability draws an object from four sides. */
const drawsViews = (id: string): boolean => findCapability(id)?.outputs.includes('multiview_images') === true

/** The parameters of a form with its lists as they are sent. */
export function withLists(capability: Capability, params: Params, images: Images, context: FormContext): Params {
  const next: Record<string, unknown> = { ...params }
  for (const field of fieldsOf(capability)) {
    if (!holdsList(field.ui)) continue
    const entries = entriesOf(field, params, images)
    const source = taskField(capability, field)
    const task = source === undefined ? undefined : taskOfViews(entries, context)
    delete next[field.name]
    if (source !== undefined) delete next[source]
    if (source !== undefined && task !== undefined) next[source] = task
    else if (entries.some((entry) => entry !== undefined))
      next[field.name] = entries.map((entry) => fileOf(entry, field, context))
  }
  return next
}

/** The list with two places changed for each other. */
export function swapped(entries: readonly Entry[], from: number, to: number): readonly Entry[] {
  const next = [...entries]
  next[from] = entries[to]
  next[to] = entries[from]
  return next
}
