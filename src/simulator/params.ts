// From a task-creation body to checked, complete parameters, by the catalogue alone. Takes what real clients send
// (empty strings and -1 for "not set", unknown fields, files without a type) and refuses what the service refuses.
import {
  acceptsField,
  type Capability,
  checkRequest,
  DEFAULT_MODEL_VERSION,
  type Dialect,
  type Field,
  fieldsOf,
  isTextured,
  lineOf,
  MAX_SEED,
  modelVersion,
  mostFaces,
  type Params,
} from '../tripo/catalogue/index.ts'
import { isObject } from './body.ts'
import { ServiceError } from './codes.ts'
import { moderate } from './policy.ts'
import type { Random } from './random.ts'

type Body = Readonly<Record<string, unknown>>

/** What clients write for "not set". */
const isUnset = (value: unknown) => value === undefined || value === null || value === '' || value === -1

/** A field that v3 knows by another name or in another form. */
interface Alias {
  v3: string
  v2: string
}

const isImage = (field: Field) => field.ui.widget === 'image'

/** The names v3 uses beside v2's: `model`, and `input` for the one input file. */
export function aliasesOf(capability: Capability): readonly Alias[] {
  const fields = fieldsOf(capability)
  const version = fields.find((field) => field.ui.widget === 'version')
  const image = fields.find(isImage)
  return [...(version ? [{ v3: 'model', v2: version.name }] : []), ...(image ? [{ v3: 'input', v2: image.name }] : [])]
}

/** v3's `input` string is an address, an upload's token or a task's id; v2's file object says which. */
function readInput(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (/^https?:/i.test(value)) return { url: value }
  if (/^(file_)?[\w-]{1,128}$/.test(value)) return { file_token: value }
  throw new ServiceError(
    1004,
    'input: must be an https address, a file token or a task id; file contents are not taken.',
  )
}

/** Gives a v3 body v2's names. The v3 name wins where both are set. */
function fromV3(capability: Capability, body: Body): Body {
  const params: Record<string, unknown> = { ...body }
  for (const { v3, v2 } of aliasesOf(capability)) {
    const value = params[v3]
    delete params[v3]
    if (value !== undefined) params[v2] = v3 === 'input' ? readInput(value) : value
  }
  if (capability.category === 'generate' && params.model_version === undefined) {
    throw new ServiceError(1004, 'model: is required; name a model version.')
  }
  return params
}

/** An input file as clients write it: unset members, a missing or wrong `type` are of no importance. */
function cleanFile(value: unknown): unknown {
  if (!isObject(value)) return value
  const { type, upload: _local, ...sources } = value
  const set = Object.entries(sources).filter(([, source]) => !isUnset(source))
  return { ...(typeof type === 'string' ? { type } : {}), ...Object.fromEntries(set) }
}

function checkVersion(params: Body, dialect: Dialect): void {
  const name = params.model_version
  if (typeof name !== 'string') return
  const version = modelVersion(name)
  const refused = version && !version.dialects.includes(dialect) && ['current', 'preview'].includes(version.status)
  if (!version || refused) throw new ServiceError(2017, `${name} is not a model version of this task.`)
}

/** The P series must not even hear of some fields: an explicit false is refused (protocol sheet, sections 3 and 6). */
function checkStrictFields(capability: Capability, params: Body): void {
  const line = lineOf(params)
  if (line !== 'P1' && line !== 'P2') return
  for (const field of fieldsOf(capability)) {
    if (params[field.name] !== undefined && !acceptsField(field, params)) {
      throw new ServiceError(1004, `${field.name}: ${String(params.model_version)} does not take this parameter.`)
    }
  }
}

/** Large face limits are clamped silently rather than refused (protocol sheet, section 3). */
function clampFaces(params: Body): Body {
  const { face_limit: limit } = params
  const version = modelVersion(String(params.model_version ?? DEFAULT_MODEL_VERSION))
  if (typeof limit !== 'number' || !version) return params
  return { ...params, face_limit: Math.min(limit, mostFaces(version, params)) }
}

/** Fills in the service's defaults and draws the seeds that were left out. */
function complete(capability: Capability, params: Params, random: Random): Params {
  const full: Record<string, unknown> = { ...params }
  const fields = fieldsOf(capability)
  for (const field of fields) {
    if (full[field.name] !== undefined || !acceptsField(field, params)) continue
    if (field.ui.widget === 'seed') full[field.name] = Math.floor(random() * (MAX_SEED + 1))
    else if (field.serverDefault !== undefined) full[field.name] = field.serverDefault
  }
  // pbr forces texture, as the price says
  if (full.texture === false && isTextured(full)) full.texture = true
  return full
}

export interface ReadTask {
  /** As checked: what was asked, for the price. */
  asked: Params
  /** With defaults and seeds. */
  full: Params
}

/**
 * Reads the body of a task creation.
 * @throws ServiceError naming the field, with the dialect's name for it
 */
export function readParams(capability: Capability, body: Body, dialect: Dialect, random: Random): ReadTask {
  const { type: _type, priority: _priority, ...rest } = body
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => !isUnset(value)))
  const named = dialect === 'v3' ? fromV3(capability, set) : set
  const images = new Set(
    fieldsOf(capability)
      .filter(isImage)
      .map((field) => field.name),
  )
  const params: Body = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, images.has(name) ? cleanFile(value) : value]),
  )
  checkVersion(params, dialect)
  checkStrictFields(capability, params)
  const { params: asked, findings } = checkRequest(capability, clampFaces(params), { dialect })
  const error = findings.find((finding) => finding.severity === 'error')
  if (error) {
    const alias = dialect === 'v3' && aliasesOf(capability).find(({ v2 }) => v2 === error.field)
    throw new ServiceError(error.code ?? 1004, `${alias ? alias.v3 : error.field}: ${error.message}`)
  }
  moderate(asked.prompt)
  return { asked, full: complete(capability, asked, random) }
}
