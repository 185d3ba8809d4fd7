// How the two dialects name and nest the catalogue's parameters on the wire: reading a body into the catalogue's names.
// Takes every form that the service takes. Source: protocol sheet, sections 2, 3 and 6.
import {
  type Capability,
  type Dialect,
  type Field,
  fieldsOf,
  fileInput,
  holdsFiles,
  VIEWS,
} from '../tripo/catalogue/index.ts'
import { isObject } from './body.ts'
import { ServiceError } from './codes.ts'

export type Body = Readonly<Record<string, unknown>>

/** What clients write for "not set". */
export const isUnset = (value: unknown) => value === undefined || value === null || value === '' || value === -1

export const dropUnset = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => !isUnset(value)))

const isFileList = (field: Field) => holdsFiles(field) && field.schema.type === 'array'
const isFile = (field: Field) => holdsFiles(field) && field.schema.type !== 'array'

/** v3's word for the four view slots. */
const SLOT_INPUTS = 'inputs'

/** A parameter that v3 knows by another name. */
export interface Alias {
  v3: string
  v2: string
}

/** The names v3 uses beside v2's: `model`, and `input` for the one thing a task works on. */
export function aliasesOf(capability: Capability): readonly Alias[] {
  const fields = fieldsOf(capability)
  const version = fields.find((field) => field.name === 'model_version')
  const input = capability.source?.field ?? fields.find(isFile)?.name
  return [...(version ? [{ v3: 'model', v2: version.name }] : []), ...(input ? [{ v3: 'input', v2: input }] : [])]
}

/** What v3 calls a parameter in its answers. */
export const v3NameOf = (capability: Capability, name: string): string =>
  aliasesOf(capability).find(({ v2 }) => v2 === name)?.v3 ?? name

/** v3's file string is an address, an upload's token or a task's id; v2's file object says which. */
function readFileText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (/^https?:/i.test(value)) return { url: value }
  if (/^(file_)?[\w-]{1,128}$/.test(value)) return { file_token: value }
  throw new ServiceError(
    1004,
    'input: must be an https address, a file token or a task id; file contents are not taken.',
  )
}

/** An input file as clients write it: unset members, a missing or wrong `type` are of no importance. */
function cleanFile(value: unknown, dialect: Dialect): unknown {
  const file = dialect === 'v3' ? readFileText(value) : value
  if (!isObject(file)) return file
  const { type, upload: _local, ...sources } = file
  return { ...(typeof type === 'string' ? { type } : {}), ...dropUnset(sources) }
}

/** A slot of a list that clients leave blank with `{}`, `""` or null. */
const cleanSlot = (value: unknown, dialect: Dialect): unknown =>
  value === null || value === '' ? {} : cleanFile(value, dialect)

/** v3's `inputs`: four strings by position, objects by view name, or the one task that drew the views. */
function readInputs(inputs: unknown): Body {
  const list = Array.isArray(inputs) ? inputs : [inputs]
  if (list.every((entry) => typeof entry === 'string' || entry === null)) return { files: list }
  if (!list.every(isObject)) throw new ServiceError(1004, 'inputs: must be four texts, or objects by view name.')
  const named: Body = Object.assign({}, ...list)
  if (named.task_id !== undefined) return { original_task_id: named.task_id }
  const stranger = Object.keys(named).find((name) => !VIEWS.some((slot) => slot === name))
  if (stranger !== undefined) {
    throw new ServiceError(1004, `inputs: ${stranger} is no view; name ${VIEWS.join(', ')}, or task_id.`)
  }
  return { files: VIEWS.map((slot) => named[slot] ?? '') }
}

/** Gives a v3 body v2's names. The v3 name wins where both are set. */
function fromV3(capability: Capability, body: Body): Body {
  const params: Record<string, unknown> = { ...body }
  for (const { v3, v2 } of aliasesOf(capability)) {
    if (params[v3] !== undefined) params[v2] = params[v3]
    delete params[v3]
  }
  const names = new Set(fieldsOf(capability).map((field) => field.name))
  if (names.has('files') && params[SLOT_INPUTS] !== undefined) {
    Object.assign(params, readInputs(params[SLOT_INPUTS]))
    delete params[SLOT_INPUTS]
  }
  if (capability.id === 'import_model') {
    if (params.file === undefined && params.file_token !== undefined) params.file = params.file_token
    delete params.file_token
  }
  // v3 has a name of its own for GLB
  if (capability.id === 'convert_model' && params.format === 'GLB') params.format = 'GLTF'
  return params
}

/** Reads a body into the catalogue's names: flat, without what is not set, with files as file objects. */
export function fromWire(capability: Capability, body: Body, dialect: Dialect): Body {
  const { type: _type, priority: _priority, ...rest } = body
  const named = dialect === 'v3' ? fromV3(capability, dropUnset(rest)) : dropUnset(rest)
  const { decode } = capability[dialect]
  const params: Record<string, unknown> = { ...dropUnset(decode ? decode(named) : named) }
  for (const field of fieldsOf(capability)) {
    const value = params[field.name]
    if (value === undefined) continue
    if (isFile(field)) params[field.name] = cleanFile(value, dialect)
    else if (isFileList(field) && Array.isArray(value)) {
      params[field.name] = value.map((entry) => cleanSlot(entry, dialect))
    }
  }
  return params
}

/** The names of a capability's parameters that hold input files. */
export const fileFields = (capability: Capability): readonly string[] =>
  fieldsOf(capability)
    .filter(holdsFiles)
    .map((field) => field.name)

/** The input files of checked parameters with their slots' names: `file`, and `files.0`, `files.1` ... for lists. */
export function fileSlots(capability: Capability, params: Body): readonly [slot: string, file: unknown][] {
  return fileFields(capability).flatMap((name): [string, unknown][] => {
    const value = params[name]
    if (!Array.isArray(value)) return value === undefined ? [] : [[name, value]]
    const filled = value.map((entry, index): [string, unknown] => [`${name}.${index}`, entry])
    return filled.filter(([, entry]) => Object.keys(fileInput(entry) ?? {}).some((key) => key !== 'type'))
  })
}
