// Checking a request against the catalogue before anything is spent: schema, model version, cross-field rules.
import { Check } from 'typebox/schema'
import type { Capability, CheckContext, Field, Finding, Params } from './capability.ts'
import { checkSource } from './check-source.ts'
import {
  acceptsField,
  cleanParams,
  countSources,
  fieldsOf,
  fileInput,
  holdsFiles,
  isDefault,
  isMeant,
} from './fields.ts'
import { lifeWords } from './lifespan.ts'
import { findCapability } from './list.ts'
import { type Dialect, modelVersion } from './versions.ts'

export interface CheckResult {
  /** Cleaned parameters: what will be sent. */
  params: Params
  findings: readonly Finding[]
  /** True when no finding is an error. */
  ok: boolean
}

const count = (value: unknown) => (typeof value === 'string' ? [...value].length : 0)

const missing = ({ ui }: Field) => ui.missing ?? `${ui.title} is missing. Add it.`

/** A sentence for a value that does not fit its schema. */
function sentenceFor(field: Field, value: unknown): string {
  const { title } = field.ui
  const { type, minLength, maxLength, minimum, maximum, enum: values } = field.schema
  if (values) return `${title} must be one of: ${values.join(', ')}.`
  if (type === 'string' && typeof value === 'string') {
    if (minLength !== undefined && count(value) < minLength) return missing(field)
    return `${title} has ${count(value)} characters; at most ${maxLength} are allowed. Shorten it.`
  }
  if (type === 'integer' && typeof value === 'number') {
    if (!Number.isInteger(value)) return `${title} must be a whole number.`
    return `${title} must lie between ${minimum} and ${maximum}.`
  }
  if (type === 'number' && typeof value === 'number') return `${title} must lie between ${minimum} and ${maximum}.`
  if (type === 'array' && Array.isArray(value)) {
    const { minItems: least = 0, maxItems: most = Number.POSITIVE_INFINITY } = field.schema
    if (value.length < least || value.length > most) {
      return `${title}: ${least === most ? `exactly ${least}` : `${least} to ${most}`} entries are needed, not ${value.length}.`
    }
    return `${title}: an entry is not of the right kind.`
  }
  const kinds: Record<string, string> = {
    string: 'a text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    object: 'a file, an https address or an upload',
    array: 'a list',
  }
  return `${title} must be ${kinds[String(type)] ?? 'of another kind'}.`
}

/** What is to be said of a value that the service takes away, or that only the other API has. */
function checkLife(field: Field, value: unknown, { dialect, now }: Known): Finding | undefined {
  const life = typeof value === 'string' ? field.schema.lifespans?.[value] : undefined
  if (!life) return undefined
  const wordFor = (id: string) => field.ui.values?.[id]?.title ?? id
  const next = life.replacedBy === undefined ? undefined : wordFor(life.replacedBy)
  const words = lifeWords(life, { title: wordFor(String(value)), next, dialect, now })
  return words && { ...words, field: field.name, ...(words.severity === 'error' ? { code: 2015 } : {}) }
}

/** A context with its day. */
interface Known {
  dialect: Dialect
  now: number
}

function checkField(field: Field, params: Params, context: Known): Finding | undefined {
  const value = params[field.name]
  const { title } = field.ui
  const error = (message: string): Finding => ({ severity: 'error', field: field.name, message, code: 1004 })
  if (value === undefined) return field.required ? error(missing(field)) : undefined
  const life = checkLife(field, value, context)
  if (life?.severity === 'error') return life
  if (!Check(field.schema, value)) return error(sentenceFor(field, value))
  const { dialect } = context
  if (field.schema.dialects && !field.schema.dialects.includes(dialect)) {
    return error(`API ${dialect} does not know “${title}”. Leave it out.`)
  }
  if (!acceptsField(field, params, dialect)) {
    const version = modelVersion(String(params.model_version))?.title ?? 'This version'
    return error(`${version} does not take “${title}”. Leave it out or choose another model version.`)
  }
  if (!isMeant(field, params) && !isDefault(field, value)) {
    return { severity: 'warning', field: field.name, message: `${title} counts for nothing here and is ignored.` }
  }
  if (!holdsFiles(field)) return life
  const message = Array.isArray(value)
    ? value.map((entry) => faultOfFile(field, entry, 0, dialect)).find((fault) => fault !== undefined)
    : faultOfFile(field, value, 1, dialect)
  return message === undefined ? undefined : error(message)
}

/** What is wrong with a file input; a slot of a list may be empty, so that it has `least` 0 sources. */
function faultOfFile({ ui: { title }, schema }: Field, value: unknown, least: 0 | 1, dialect: Dialect) {
  const file = fileInput(value)
  const sources = file ? countSources(file) : 0
  if (!file || sources > 1 || sources < least) return `${title}: name exactly one of a file, a URL or an upload.`
  if (file.url !== undefined && !/^https?:\/\/[^\s/]+/i.test(file.url)) {
    return `${title}: the URL must start with https://, and the service must be able to reach it.`
  }
  if (file.task_id !== undefined && (!schema.takesTask || dialect === 'v2')) {
    const why = schema.takesTask ? `API ${dialect} takes` : 'The service takes'
    return `${title}: ${why} no task in the place of a file. Download the picture and choose it.`
  }
  return undefined
}

/** What is to be said of a capability that only one API has, or that goes on a day. It stands beside no parameter. */
function checkOffer(capability: Capability, { dialect, now }: Known): Finding | undefined {
  const { title, retires, replacedBy, dialects } = capability
  const words = lifeWords({ retires, dialects }, { title: `“${title}”`, dialect, now })
  if (!words) return undefined
  const instead =
    replacedBy === undefined
      ? 'It cannot be made here.'
      : `Use “${findCapability(replacedBy)?.title ?? replacedBy}” instead.`
  const message =
    words.severity === 'error'
      ? words.message.replace(/Choose (?:another one|a newer version)\.$/, instead)
      : words.message
  return {
    severity: words.severity,
    field: '',
    message,
    ...(words.severity === 'error' ? { code: 2002 as const } : {}),
  }
}

/**
 * Checks parameters as the service will, and tells the way out of each mistake.
 * @param params by wire name; may hold unset values and unknown fields
 * @param context the dialect the request is going to be sent in, the day, and the task it works on when that was looked up
 */
export function checkRequest(capability: Capability, params: Params, context: CheckContext): CheckResult {
  const known = { dialect: context.dialect, now: context.now }
  const cleaned = cleanParams(capability, params, context.dialect)
  const findings: Finding[] = []
  const offer = checkOffer(capability, known)
  if (offer) findings.push(offer)
  for (const field of fieldsOf(capability)) {
    const finding = checkField(field, cleaned, known)
    if (finding) findings.push(finding)
  }
  const bad = new Set(findings.flatMap(({ severity, field }) => (severity === 'error' ? [field] : [])))
  for (const rule of capability.rules) {
    const finding = rule(cleaned, { ...context, ...known })
    if (finding && !bad.has(finding.field)) findings.push(finding)
  }
  const { source } = context
  if (source && capability.source && cleaned[capability.source.field] !== undefined) {
    const finding = checkSource(capability, source, cleaned, { ...context, ...known })
    if (finding) findings.push(finding)
  }
  return { params: cleaned, findings, ok: findings.every((finding) => finding.severity !== 'error') }
}
