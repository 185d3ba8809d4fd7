// What a form shows and sends, computed from the catalogue's fields and a draft. No DOM: all of it is plain data.
import type { Account } from '../../src/protocol/studio.ts'
import {
  acceptsField,
  type Capability,
  checkRequest,
  type Dialect,
  type Field,
  type FieldHint,
  type Finding,
  fieldsOf,
  isMeant,
  MODEL_VERSIONS,
  type ModelVersion,
  modelVersion,
  type Params,
} from '../../src/tripo/catalogue/index.ts'
import { withValue } from './drafts.ts'
import { fileOf, type Images, withLists } from './list-files.ts'

export type Widget = NonNullable<FieldHint['widget']> | 'switched'

/** How a field is shown, where the catalogue does not say: after its schema. */
export function widgetOf({ ui, schema }: Field): Widget {
  if (ui.switchedBy) return 'switched'
  if (ui.widget) return ui.widget
  if (schema.enum) return schema.enum.length === 1 ? 'switch' : 'select'
  if (schema.type === 'boolean') return 'switch'
  return schema.type === 'integer' ? 'number' : 'text'
}

/** The choice of none of a field's values, where it has a switch. */
export const NONE = 'none'

/** A field and its switch are one choice to a person, such as None, Standard, Detailed for textures. */
export function switchedChoice({ name, ui, serverDefault }: Field, values: Params): string {
  if (ui.switchedBy && values[ui.switchedBy.field] === false) return NONE
  return String(values[name] ?? serverDefault)
}

/** The values after a choice. None also switches off what would switch it on again, and bill it. */
export function withSwitched(field: Field, values: Params, choice: string): Params {
  const { field: own = '', along = [] } = field.ui.switchedBy ?? {}
  const all = (from: Params, names: readonly string[], value: unknown) =>
    names.reduce((next, name) => withValue(next, name, value), from)
  if (choice === NONE) return all(withValue(values, field.name, undefined), [own, ...along], false)
  const was = switchedChoice(field, values) === NONE ? [own, ...along] : [own]
  return withValue(all(values, was, undefined), field.name, choice === field.serverDefault ? undefined : choice)
}

/** One row of a form: a field, with others that it speaks for. */
export interface FormItem {
  field: Field
  widget: Widget
  covers: readonly Field[]
}

/** The rows of a form by group, in catalogue order. */
export function formItems(capability: Capability): Readonly<Record<FieldHint['group'], readonly FormItem[]>> {
  const fields = fieldsOf(capability)
  const items = fields.flatMap((field): FormItem[] => {
    if (field.ui.saidBy !== undefined) return []
    return [{ field, widget: widgetOf(field), covers: fields.filter(({ ui }) => ui.saidBy === field.name) }]
  })
  return {
    main: items.filter((item) => item.field.ui.group === 'main'),
    advanced: items.filter((item) => item.field.ui.group === 'advanced'),
  }
}

/** The versions this capability can ask for in this dialect, in the catalogue's order: what its check does not refuse. */
export function versionsFor(
  capability: Capability,
  { dialect, now }: Pick<FormContext, 'dialect' | 'now'>,
): readonly ModelVersion[] {
  return MODEL_VERSIONS.filter((version) => {
    const { findings } = checkRequest(capability, { model_version: version.id }, { dialect, now })
    return !findings.some((finding) => finding.field === 'model_version' && finding.severity === 'error')
  })
}

/** Whether requests go, or would go with a key, to the service itself: neither the sandbox nor a custom server. */
export const isLive = ({ mode, region }: Account): boolean =>
  mode !== 'sandbox' && (region === undefined || region === 'global' || region === 'china')

/** What a form needs to know beside its own values. */
export interface FormContext {
  dialect: Dialect
  /** Milliseconds since 1970. */
  now: number
  defaultModelVersion: string
  /** The account is one of the service itself, which ignores what others still do. */
  isLive?: boolean
  /** Who takes requests now: tasks are known to one of them. */
  service?: 'sandbox' | 'service'
}

/**
 * The parameters a form stands for: its values, the images, the version it shows. What the chosen version does not take
 * stays in the draft, for when another one is chosen, and is left out here.
 * @param images by field, in lists by field and place
 */
export function requestParams(capability: Capability, values: Params, images: Images, context: FormContext): Params {
  const fields = fieldsOf(capability)
  const params: Record<string, unknown> = { ...withLists(capability, values, images, context) }
  for (const field of fields) {
    const image = images[field.name]
    if (image) params[field.name] = fileOf(image, field, context)
    // What the person sees chosen is what is sent.
    const { name, ui } = field
    if (ui.start !== undefined && !field.required && params[name] === undefined) params[name] = ui.start
  }
  if (params.model_version === undefined && fields.some(({ ui }) => ui.widget === 'version')) {
    params.model_version = context.defaultModelVersion
  }
  const version = { model_version: params.model_version }
  for (const field of fields) if (!isAccepted(field, version, context)) delete params[field.name]
  // What stands beside a value that is not chosen waits in the draft, too.
  for (const field of fields) if (!isMeant(field, params)) delete params[field.name]
  return params
}

/** Whether version, API and account do something with a field. */
const isAccepted = (field: Field, params: Params, { dialect, isLive }: FormContext): boolean =>
  acceptsField(field, params, dialect) && !(isLive && field.schema.isIgnoredLive)

/** Why the version does not show some fields, as `{ version: 'P1', titles: ['Quad mesh', ...] }`; undefined if it shows all. */
export function leftOut(
  items: readonly FormItem[],
  params: Params,
  { dialect, isLive }: FormContext,
): { version: string; titles: string[] } | undefined {
  const isElse = ({ schema }: Field) => schema.dialects?.includes(dialect) === false || (isLive && schema.isIgnoredLive)
  const titles = items
    .filter(({ field }) => !isElse(field) && !acceptsField(field, params, dialect))
    .map((item) => item.field.ui.title)
  if (titles.length === 0) return undefined
  return { version: modelVersion(String(params.model_version))?.title ?? String(params.model_version), titles }
}

/**
 * The findings to show. That something required is still missing is only said once the person tried, or left the field
 * after writing in it.
 */
export function shownFindings(
  findings: readonly Finding[],
  capability: Capability,
  params: Params,
  wasTried: (field: string) => boolean,
): readonly Finding[] {
  // Where words are needed unless something else is there, a rule says so; nobody has to read it in an empty form.
  const isNeeded = ({ required, ui }: Field) => required || ui.widget === 'prompt'
  const required = new Set(fieldsOf(capability).flatMap((field) => (isNeeded(field) ? [field.name] : [])))
  const isEmpty = (value: unknown) => value === undefined || (typeof value === 'string' && value.trim() === '')
  return findings.filter(({ field }) => !required.has(field) || !isEmpty(params[field]) || wasTried(field))
}

/** Whether a field has a row now: version, API and account do something with it, and it means something beside what is chosen. */
export const isShown = (field: Field, params: Params, context: FormContext): boolean =>
  isAccepted(field, params, context) && isMeant(field, params)

/**
 * The values of a field that would not be refused beside the others: of the rest nobody should have to find out. The one
 * that is chosen stays, with what is found about it.
 */
export function fittingValues(
  capability: Capability,
  field: Field,
  params: Params,
  { dialect, now }: FormContext,
): string[] {
  const { name, schema } = field
  return (schema.enum ?? field.ui.suggestions ?? []).map(String).filter((value) => {
    if (params[name] === value) return true
    const { findings } = checkRequest(capability, { ...params, [name]: value }, { dialect, now })
    return !findings.some((finding) => finding.field === name && finding.severity === 'error')
  })
}
