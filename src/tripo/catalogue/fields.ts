// Reads a capability's schema: its fields with hints; and cleans what callers, forms and old clients send.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { Capability, Field, FieldSchema, Params } from './capability.ts'
import { FILE_SOURCES, FileInput } from './schema.ts'
import { DEFAULT_MODEL_VERSION, type Dialect, type ModelLine, modelVersion } from './versions.ts'

const Limit = Type.Optional(Type.Number())
const DescribedField = Type.Object({
  ui: Type.Object({ title: Type.String(), help: Type.String(), group: Type.Enum(['main', 'advanced']) }),
  type: Type.Optional(Type.String()),
  enum: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number()]))),
  minLength: Limit,
  maxLength: Limit,
  minimum: Limit,
  maximum: Limit,
  minItems: Limit,
  maxItems: Limit,
})
const isField = (schema: Type.TSchema): schema is FieldSchema => Check(DescribedField, schema)

const known = new WeakMap<Capability, readonly Field[]>()

/** The fields of a capability in form order. Read once: forms and checks ask for them all the time. */
export function fieldsOf(capability: Capability): readonly Field[] {
  const fields = known.get(capability) ?? readFields(capability)
  known.set(capability, fields)
  return fields
}

function readFields(capability: Capability): readonly Field[] {
  const required = new Set<string>(capability.parameters.required ?? [])
  return Object.entries(capability.parameters.properties).map(([name, schema]) => {
    if (!isField(schema)) throw new TypeError(`Parameter ${name} of ${capability.id} has no hint`)
    const { ui, lines, serverDefault } = schema
    return { name, schema, ui, required: required.has(name), lines, serverDefault }
  })
}

/** The model line a request is for, or undefined when its version is not known here. */
export const lineOf = (params: Params): ModelLine | undefined =>
  modelVersion(typeof params.model_version === 'string' ? params.model_version : DEFAULT_MODEL_VERSION)?.line

/** Whether the version a request asks for knows this field at all; without a dialect: in either one. */
export function acceptsField(field: Field, params: Params, dialect?: Dialect): boolean {
  const { lines, v3Lines = lines, dialects = ['v2', 'v3'] } = field.schema
  if (dialect !== undefined && !dialects.includes(dialect)) return false
  const line = lineOf(params)
  const accepts = (list: readonly ModelLine[] | undefined) => !list || !line || list.includes(line)
  if (dialect === undefined) return accepts(lines) || accepts(v3Lines)
  return accepts(dialect === 'v3' ? v3Lines : lines)
}

/** Whether a field means anything beside the others, such as a quality that only one version of textures has. */
export function isMeant({ schema: { beside } }: Field, params: Params): boolean {
  return beside === undefined || beside.values.includes(String(params[beside.field]))
}

/** Whether a file is a picture or a model, which another parameter may say. */
export function fileKindOf({ ui, schema }: Field, params: Params): 'image' | 'model' {
  const isModel = ui.widget === 'model' || (schema.kindFrom !== undefined && params[schema.kindFrom] === 'model')
  return isModel ? 'model' : 'image'
}

const isUnset = (field: Field, value: unknown) =>
  value === undefined ||
  value === null ||
  (value === '' && !field.required) ||
  (value === -1 && field.schema.type === 'integer')

/** Whether a value says no more than leaving the field out. */
export const isDefault = (field: Field, value: unknown) => value === (field.serverDefault ?? false)

/**
 * Cleans parameters: drops what is not set (`undefined`, `null`, `""`, -1), drops fields the model version (or the
 * dialect) does not know when their value is the default anyway, and maps the client reference's boolean `compress` to the wire's word.
 * Unknown fields pass.
 */
export function cleanParams(capability: Capability, params: Params, dialect?: Dialect): Params {
  const cleaned: Record<string, unknown> = {}
  const fields = new Map(fieldsOf(capability).map((field) => [field.name, field]))
  const set = Object.entries(params).map(([name, value]): [string, unknown] => {
    const only = fields.get(name)?.schema.enum
    const isSwitch = only?.length === 1 && typeof value === 'boolean'
    return isSwitch ? [name, value ? only?.[0] : undefined] : [name, value]
  })
  for (const [name, value] of set) {
    const field = fields.get(name)
    if (field && isUnset(field, value)) continue
    if (!field && value === undefined) continue
    const isKnown = !field || (acceptsField(field, params, dialect) && isMeant(field, params))
    if (field && !isKnown && isDefault(field, value)) continue
    cleaned[name] = value
  }
  return cleaned
}

/** Whether a parameter holds an input file, or a list of them. */
export const holdsFiles = ({ ui }: Field): boolean => ui.widget === 'image' || ui.widget === 'model' || holdsList(ui)

/** Whether it holds several files: four views in their places, or pictures one after the other. */
export const holdsList = ({ widget }: Field['ui']): boolean => widget === 'views' || widget === 'pictures'

/** The file input that a parameter holds, when it is one. */
export const fileInput = (value: unknown): FileInput | undefined => (Check(FileInput, value) ? value : undefined)

/** How many sources a file input names; a good one names exactly one. */
export const countSources = (file: FileInput) => FILE_SOURCES.filter((source) => file[source] !== undefined).length
