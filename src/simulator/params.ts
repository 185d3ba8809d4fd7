// Turns a task-creation body into checked, complete parameters, using only the catalogue. Accepts what real clients send (empty
// strings and -1 for "not set", unknown fields, files without a type) and rejects what the service rejects.
import {
  acceptsField,
  type Capability,
  checkRequest,
  DEFAULT_MODEL_VERSION,
  type Dialect,
  fieldsOf,
  isMeant,
  isOffered,
  isTextured,
  lineOf,
  MAX_SEED,
  modelVersion,
  mostFaces,
  type Params,
  stageOf,
} from '../tripo/catalogue/index.ts'
import { isObject } from './body.ts'
import { ServiceError } from './codes.ts'
import type { Random } from './random.ts'
import { type Body, fromWire, v3NameOf } from './wire.ts'

/** Whether a capability's version is one of the generators'. */
const isGenerator = (capability: Capability) => fieldsOf(capability).some((field) => field.ui.widget === 'version')

function checkVersion(capability: Capability, params: Body, { dialect, now }: Moment): void {
  const name = params.model_version
  const field = fieldsOf(capability).find((entry) => entry.name === 'model_version')
  if (typeof name !== 'string' || !field) return
  const unknown = new ServiceError(2017, `${name} is not a model version of this task.`)
  if (!isGenerator(capability)) {
    const values: readonly unknown[] | undefined = field.schema.enum
    const life = field.schema.lifespans?.[name] ?? {}
    if (stageOf(life, now) === 'retired') throw new ServiceError(2015, `${name} is retired.`)
    if (values && (!values.includes(name) || !isOffered(life, dialect, now))) throw unknown
    return
  }
  const version = modelVersion(name)
  const refused = version && !version.dialects.includes(dialect) && ['current', 'preview'].includes(version.status)
  if (!version || refused) throw unknown
}

/** The P series must not even hear of some fields: an explicit false is refused (docs/protocol.md#generation). */
function checkStrictFields(capability: Capability, params: Body, dialect: Dialect): void {
  const line = lineOf(params)
  if (line !== 'P1' && line !== 'P2') return
  for (const field of fieldsOf(capability)) {
    if (params[field.name] !== undefined && !acceptsField(field, params, dialect)) {
      throw new ServiceError(1004, `${field.name}: ${String(params.model_version)} does not take this parameter.`)
    }
  }
}

/** Large face limits are clamped silently rather than refused (docs/protocol.md#model-versions). */
function clampFaces(capability: Capability, params: Body): Body {
  const { face_limit: limit } = params
  const version = isGenerator(capability) && modelVersion(String(params.model_version ?? DEFAULT_MODEL_VERSION))
  if (typeof limit !== 'number' || !version) return params
  return { ...params, face_limit: Math.min(limit, mostFaces(version, params)) }
}

/** Defaults that depend on more than the parameter (docs/protocol.md#post-processing). */
function dependentDefaults(capability: Capability, params: Params, dialect: Dialect): Params {
  if (capability.id === 'texture_model' && dialect === 'v3') return { model_version: 'v3.0-20250812' }
  const isFbx = capability.id === 'convert_model' && (params.format === 'FBX' || params.quad === true)
  return isFbx ? { texture_format: 'PNG' } : {}
}

/** Fills in the service's defaults and draws the seeds that were left out. */
function complete(capability: Capability, params: Params, dialect: Dialect, random: Random): Params {
  const full: Record<string, unknown> = { ...dependentDefaults(capability, params, dialect), ...params }
  const fields = fieldsOf(capability)
  for (const field of fields) {
    if (full[field.name] !== undefined || !acceptsField(field, params, dialect) || !isMeant(field, params)) continue
    if (field.ui.widget === 'seed') full[field.name] = Math.floor(random() * (MAX_SEED + 1))
    else if (field.serverDefault !== undefined) full[field.name] = field.serverDefault
  }
  // pbr forces texture, as the price says
  if (full.texture === false && isTextured(full)) full.texture = true
  return full
}

/** Every text that is shown to moderation: prompts, also those of single views. */
export function promptsOf(params: Params): readonly unknown[] {
  const edits: readonly unknown[] = Array.isArray(params.prompts) ? params.prompts : []
  return [params.prompt, params.text_prompt, ...edits.map((edit) => (isObject(edit) ? edit.prompt : undefined))]
}

/** The dialect of a request, and when it came (milliseconds since 1970). */
interface Moment {
  dialect: Dialect
  now: number
}

export interface ReadTask {
  /** As checked: what was asked, for the price. */
  asked: Params
  /** With defaults and seeds. */
  full: Params
}

/**
 * Reads the body of a task creation.
 * @param now when it came, in milliseconds since 1970
 * @throws ServiceError naming the field, with the dialect's name for it
 */
export function readParams(
  capability: Capability,
  body: Body,
  dialect: Dialect,
  random: Random,
  now: number,
): ReadTask {
  const moment = { dialect, now }
  const params = fromWire(capability, body, dialect)
  if (dialect === 'v3' && isGenerator(capability) && params.model_version === undefined) {
    throw new ServiceError(1004, 'model: is required; name a model version.')
  }
  checkVersion(capability, params, moment)
  checkStrictFields(capability, params, dialect)
  const { params: asked, findings } = checkRequest(capability, clampFaces(capability, params), moment)
  const error = findings.find((finding) => finding.severity === 'error')
  if (error) {
    const field = dialect === 'v3' ? v3NameOf(capability, error.field) : error.field
    throw new ServiceError(error.code ?? 1004, `${field}: ${error.message}`)
  }
  return { asked, full: complete(capability, asked, dialect, random) }
}
