// How the two dialects name and nest the catalogue's parameters: translates a body into the catalogue's names. Accepts every form
// that the service accepts. Source: docs/protocol.md#uploads, docs/protocol.md#generation, docs/protocol.md#post-processing.
import {
  type Capability,
  type Dialect,
  type Field,
  fieldsOf,
  fileInput,
  holdsFiles,
  VIEWS,
} from '../tripo/catalogue/index.ts'
import { V3, v3Words } from '../tripo/dialects/words.ts'
import { isObject } from './body.ts'
import { ServiceError } from './codes.ts'

export type Body = Readonly<Record<string, unknown>>

/** What clients write for "not set". */
export const isUnset = (value: unknown) => value === undefined || value === null || value === '' || value === -1

export const dropUnset = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => !isUnset(value)))

const isFileList = (field: Field) => holdsFiles(field) && field.schema.type === 'array'
const isFile = (field: Field) => holdsFiles(field) && field.schema.type !== 'array'

/** A parameter that v3 knows by another name. */
export interface Alias {
  v3: string
  v2: string
}

/** The names v3 uses beside v2's: `model`, and `input` for the one thing a task works on. */
export function aliasesOf(capability: Capability): readonly Alias[] {
  const { version, input, viewsTask } = v3Words(capability)
  const one = input?.name ?? viewsTask
  return [...(version ? [{ v3: V3.version, v2: version }] : []), ...(one ? [{ v3: V3.input, v2: one }] : [])]
}

/** What v3 calls a parameter in its answers. */
export function v3NameOf(capability: Capability, name: string): string {
  const { inputs, viewsTask } = v3Words(capability)
  if (name === inputs || name === viewsTask) return V3.inputs
  return aliasesOf(capability).find(({ v2 }) => v2 === name)?.v3 ?? name
}

const TOKEN = /^file_[\w-]{1,128}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** v3's string for a file is an address, an upload's token, or a task's bare id. */
function readFileText(value: unknown, word: string): unknown {
  if (typeof value !== 'string') return value
  if (/^https?:/i.test(value)) return { url: value }
  if (TOKEN.test(value)) return { file_token: value }
  if (UUID.test(value)) return { task_id: value }
  throw new ServiceError(
    1004,
    `${word}: must be an https address, a file token or a task id; file contents are not taken.`,
  )
}

/** An input file as clients write it: unset members, a missing or wrong `type` are of no importance. */
function cleanFile(value: unknown, dialect: Dialect, word: string = V3.input): unknown {
  const file = dialect === 'v3' ? readFileText(value, word) : value
  if (!isObject(file)) return file
  const { type, upload: _local, ...sources } = file
  return { ...(typeof type === 'string' ? { type } : {}), ...dropUnset(sources) }
}

/** A slot of a list that clients leave blank with `{}`, `""` or null. */
const cleanSlot = (value: unknown, dialect: Dialect): unknown =>
  value === null || value === '' ? {} : cleanFile(value, dialect, V3.inputs)

const isView = (name: string) => VIEWS.some((slot) => slot === name)
/** Members of a file's descriptor, as the JS SDK sends it. */
const DESCRIPTOR = ['type', 'file_token', 'url', 'object']

/** `inputs` of a request for views: four by position, objects by view name, or the one task that drew the views. */
function readViews(list: readonly unknown[], names: { files: string; task: string }): Body {
  const objects = list.filter(isObject)
  const named: Body = Object.assign({}, ...objects.filter((entry) => Object.keys(entry).some(isView)))
  const task = objects.find((entry) => entry[V3.task] !== undefined)?.[V3.task]
  if (task !== undefined) return { [names.task]: task }
  const stranger = objects.flatMap(Object.keys).find((name) => !isView(name) && !DESCRIPTOR.includes(name))
  if (stranger !== undefined) {
    throw new ServiceError(1004, `inputs: ${stranger} is no view; name ${VIEWS.join(', ')}, or task_id.`)
  }
  if (Object.keys(named).length > 0) return { [names.files]: VIEWS.map((slot) => named[slot] ?? '') }
  return { [names.files]: list }
}

/** What `inputs` means: views, or references to draw from. */
function readInputs(capability: Capability, inputs: unknown): Body {
  const { inputs: files, viewsTask } = v3Words(capability)
  const list = Array.isArray(inputs) ? inputs : [inputs]
  if (files === undefined) throw new ServiceError(1004, 'inputs: this takes one input.')
  if (!list.every((entry) => entry === null || typeof entry === 'string' || isObject(entry))) {
    throw new ServiceError(1004, 'inputs: must be texts, files, or objects by view name.')
  }
  return viewsTask === undefined ? { [files]: list } : readViews(list, { files, task: viewsTask })
}

/** Gives a v3 body the catalogue's names. The v3 name wins where both are set; words that v3 is not known to take are refused. */
function fromV3(capability: Capability, body: Body): Body {
  const words = v3Words(capability)
  const { [V3.version]: version, [V3.input]: input, [V3.inputs]: inputs, ...rest } = body
  const params: Record<string, unknown> = {}
  const own = [words.inputs, words.viewsTask, words.input?.name].filter((name) => name !== undefined)
  for (const [name, value] of Object.entries(rest)) {
    const older = words.older[name]
    if (older === undefined && own.includes(name)) {
      throw new ServiceError(1004, `${name}: API v3 does not read this here; send ${V3.input} or ${V3.inputs}.`)
    }
    params[older ?? name] = value
  }
  if (version !== undefined && words.version !== undefined) params[words.version] = version
  if (inputs !== undefined) Object.assign(params, readInputs(capability, inputs))
  const one = words.input?.name ?? words.viewsTask
  if (input !== undefined && one !== undefined) params[one] = input
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
