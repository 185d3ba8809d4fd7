// Checking a request against the catalogue before anything is spent: schema, model version, cross-field rules.

import { Check } from 'typebox/schema'
import { literals, message, type Phrase, phrase, type Words } from '../../text/index.ts'
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
import { findCapability } from './find.ts'
import { lifeWords } from './lifespan.ts'
import { type Dialect, modelVersion } from './versions.ts'

export interface CheckResult {
  /** Cleaned parameters: what will be sent. */
  params: Params
  findings: readonly Finding[]
  /** True when no finding is an error. */
  ok: boolean
}

const count = (value: unknown) => (typeof value === 'string' ? [...value].length : 0)

const missing = ({ ui }: Field): Words => ui.missing ?? phrase('{0} is missing. Add it.', phrase(ui.title))

/** A sentence for a value that does not fit its schema. */
function sentenceFor(field: Field, value: unknown): Words {
  const title = phrase(field.ui.title)
  const { type, minLength, maxLength, minimum, maximum, enum: values } = field.schema
  if (values) return phrase('{0} must be one of: {1}.', title, values.join(', '))
  if (type === 'string' && typeof value === 'string') {
    if (minLength !== undefined && count(value) < minLength) return missing(field)
    return phrase('{0} has {1} characters; at most {2} are allowed. Shorten it.', title, count(value), maxLength ?? 0)
  }
  if (type === 'integer' && typeof value === 'number') {
    if (!Number.isInteger(value)) return phrase('{0} must be a whole number.', title)
    return phrase('{0} must lie between {1} and {2}.', title, minimum ?? '', maximum ?? '')
  }
  if (type === 'number' && typeof value === 'number')
    return phrase('{0} must lie between {1} and {2}.', title, minimum ?? '', maximum ?? '')
  if (type === 'array' && Array.isArray(value)) {
    const { minItems: least = 0, maxItems: most = Number.POSITIVE_INFINITY } = field.schema
    if (value.length < least || value.length > most) {
      return least === most
        ? phrase('{0}: exactly {1} entries are needed, not {2}.', title, least, value.length)
        : phrase('{0}: {1} to {2} entries are needed, not {3}.', title, least, most, value.length)
    }
    return phrase('{0}: an entry is not of the right kind.', title)
  }
  const kinds: Record<string, string> = literals({
    string: 'a text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    object: 'a file, an https address or an upload',
    array: 'a list',
  })
  return phrase('{0} must be {1}.', title, phrase(kinds[String(type)] ?? literals('of another kind')))
}

/** What is to be said of a value that the service takes away, or that only the other API has. */
function checkLife(field: Field, value: unknown, { dialect, now }: Known): Finding | undefined {
  const life = typeof value === 'string' ? field.schema.lifespans?.[value] : undefined
  if (!life) return undefined
  const wordFor = (id: string) => field.ui.values?.[id]?.title ?? id
  const next = life.replacedBy === undefined ? undefined : phrase(wordFor(life.replacedBy))
  const words = lifeWords(life, { title: phrase(wordFor(String(value))), next, dialect, now })
  return words && { ...words, field: field.name, ...(words.severity === 'error' ? { code: 2015 } : {}) }
}

/** A context with its day. */
interface Known {
  dialect: Dialect
  now: number
}

function checkField(field: Field, params: Params, context: Known): Finding | undefined {
  const value = params[field.name]
  const title = phrase(field.ui.title)
  const error = (words: Words): Finding => ({
    severity: 'error',
    field: field.name,
    ...message(words),
    code: 1004,
  })
  if (value === undefined) return field.required ? error(missing(field)) : undefined
  const life = checkLife(field, value, context)
  if (life?.severity === 'error') return life
  if (!Check(field.schema, value)) return error(sentenceFor(field, value))
  const { dialect } = context
  if (field.schema.dialects && !field.schema.dialects.includes(dialect)) {
    return error(phrase('API {0} does not know “{1}”. Leave it out.', dialect, title))
  }
  if (!acceptsField(field, params, dialect)) {
    const version = modelVersion(String(params.model_version))?.title ?? phrase('This version')
    return error(phrase('{0} does not take “{1}”. Leave it out or choose another model version.', version, title))
  }
  if (!isMeant(field, params) && !isDefault(field, value)) {
    return {
      severity: 'warning',
      field: field.name,
      ...message(phrase('{0} counts for nothing here and is ignored.', title)),
    }
  }
  if (!holdsFiles(field)) return life
  const fault = Array.isArray(value)
    ? value.map((entry) => faultOfFile(field, entry, 0, dialect)).find((found) => found !== undefined)
    : faultOfFile(field, value, 1, dialect)
  return fault === undefined ? undefined : error(fault)
}

/** What is wrong with a file input; a slot of a list may be empty, so that it has `least` 0 sources. */
function faultOfFile({ ui, schema }: Field, value: unknown, least: 0 | 1, dialect: Dialect): Phrase | undefined {
  const title = phrase(ui.title)
  const file = fileInput(value)
  const sources = file ? countSources(file) : 0
  if (!file || sources > 1 || sources < least)
    return phrase('{0}: name exactly one of a file, a URL or an upload.', title)
  if (file.url !== undefined && !/^https?:\/\/[^\s/]+/i.test(file.url)) {
    return phrase('{0}: the URL must start with https://, and the service must be able to reach it.', title)
  }
  if (file.task_id !== undefined && (!schema.takesTask || dialect === 'v2')) {
    const words = schema.takesTask
      ? '{0}: API {1} takes no task in the place of a file. Download the picture and choose it.'
      : '{0}: The service takes no task in the place of a file. Download the picture and choose it.'
    return phrase(words, title, dialect)
  }
  return undefined
}

/** What is to be said of a capability that only one API has, or that goes on a day. It stands beside no parameter. */
function checkOffer(capability: Capability, { dialect, now }: Known): Finding | undefined {
  const { title, retires, replacedBy, dialects } = capability
  const other = findCapability(replacedBy ?? '')?.title ?? replacedBy
  const instead = other === undefined ? phrase('It cannot be made here.') : phrase('Use “{0}” instead.', phrase(other))
  const words = lifeWords({ retires, dialects }, { title: phrase('“{0}”', phrase(title)), instead, dialect, now })
  return words && { ...words, field: '', ...(words.severity === 'error' ? { code: 2002 as const } : {}) }
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
    const finding = rule(cleaned, { ...context, ...known }, cleaned)
    if (finding && !bad.has(finding.field)) findings.push(finding)
  }
  const { source } = context
  if (source && capability.source && cleaned[capability.source.field] !== undefined) {
    const finding = checkSource(capability, source, cleaned, { ...context, ...known })
    if (finding) findings.push(finding)
  }
  return { params: cleaned, findings, ok: findings.every((finding) => finding.severity !== 'error') }
}
