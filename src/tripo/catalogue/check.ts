// Checking a request against the catalogue before anything is spent: schema, model version, cross-field rules.
import { Check } from 'typebox/schema'
import type { Capability, CheckContext, Field, Finding, Params } from './capability.ts'
import { checkSource } from './check-source.ts'
import { acceptsField, cleanParams, countSources, fieldsOf, fileInput, holdsFiles } from './fields.ts'
import { modelVersion } from './versions.ts'

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

function checkField(field: Field, params: Params): Finding | undefined {
  const value = params[field.name]
  const { title } = field.ui
  const error = (message: string): Finding => ({ severity: 'error', field: field.name, message, code: 1004 })
  if (value === undefined) return field.required ? error(missing(field)) : undefined
  if (!Check(field.schema, value)) return error(sentenceFor(field, value))
  if (!acceptsField(field, params)) {
    const version = modelVersion(String(params.model_version))?.title ?? 'This version'
    return error(`${version} does not take “${title}”. Leave it out or choose another model version.`)
  }
  if (!holdsFiles(field)) return undefined
  const message = Array.isArray(value)
    ? value.map((entry) => faultOfFile(entry, title, 0)).find((fault) => fault !== undefined)
    : faultOfFile(value, title, 1)
  return message === undefined ? undefined : error(message)
}

/** What is wrong with a file input; a slot of a list may be empty, so that it has `least` 0 sources. */
function faultOfFile(value: unknown, title: string, least: 0 | 1): string | undefined {
  const file = fileInput(value)
  const sources = file ? countSources(file) : 0
  if (!file || sources > 1 || sources < least) return `${title}: name exactly one of a file, a URL or an upload.`
  if (file.url !== undefined && !/^https?:\/\/[^\s/]+/i.test(file.url)) {
    return `${title}: the URL must start with https://, and the service must be able to reach it.`
  }
  return undefined
}

/**
 * Checks parameters as the service will, and tells the way out of each mistake.
 * @param params by wire name; may hold unset values and unknown fields
 * @param context the dialect the request is going to be sent in, and the task it works on when that was looked up
 */
export function checkRequest(capability: Capability, params: Params, context: CheckContext): CheckResult {
  const cleaned = cleanParams(capability, params)
  const findings: Finding[] = []
  for (const field of fieldsOf(capability)) {
    const finding = checkField(field, cleaned)
    if (finding) findings.push(finding)
  }
  const bad = new Set(findings.map((finding) => finding.field))
  for (const rule of capability.rules) {
    const finding = rule(cleaned, context)
    if (finding && !bad.has(finding.field)) findings.push(finding)
  }
  const { source } = context
  if (source && capability.source && cleaned[capability.source.field] !== undefined) {
    const finding = checkSource(capability, source, cleaned)
    if (finding) findings.push(finding)
  }
  return { params: cleaned, findings, ok: findings.every((finding) => finding.severity !== 'error') }
}
