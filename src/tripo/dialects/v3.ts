// The v3 wire: a path for each capability, `model` for the version, `input` and `inputs` for its sources. Source:
// docs/protocol.md#routes, docs/protocol.md#october-2026.
import { phrase } from '../../text/index.ts'
import { type Capability, countSources, fieldsOf, fileInput, type Params } from '../catalogue/index.ts'
import { unsupported } from '../failures.ts'
import { type DialectSpec, wireFiles } from './dialect.ts'
import { V3, v3Words } from './words.ts'

/** The version that must be named although the caller named none. */
const defaultVersion = (capability: Capability) =>
  fieldsOf(capability).find((field) => field.ui.widget === 'version')?.serverDefault

/**
 * A file as `input` and `inputs` take it: an address, a token and a task's id are bare strings, a reference into the
 * service's storage stays an object.
 */
function plainInput(value: unknown): unknown {
  const { url, file_token: token, task_id: task, object } = fileInput(value) ?? {}
  return url ?? token ?? task ?? (object === undefined ? value : { object })
}

/** A slot of a list; the one left out is an empty text. */
const plainSlot = (value: unknown): unknown => (countSources(fileInput(value) ?? {}) === 0 ? '' : plainInput(value))

/** What a task works on, by v3's words. */
function placeInputs(capability: Capability, params: Params): Record<string, unknown> {
  const { input, inputs, viewsTask } = v3Words(capability)
  const body: Record<string, unknown> = { ...params }
  const remove = (name: string | undefined): unknown => {
    const value = name === undefined ? undefined : body[name]
    if (name !== undefined) delete body[name]
    return value
  }
  const one = remove(input?.name)
  const list = remove(inputs)
  const task = remove(viewsTask)
  if (one !== undefined) body[V3.input] = plainInput(one)
  // One reference goes as `input`, also where several were possible.
  else if (Array.isArray(list) && list.length === 1 && input !== undefined) body[V3.input] = plainInput(list[0])
  else if (Array.isArray(list)) body[V3.inputs] = list.map(plainSlot)
  if (task !== undefined) body[V3.inputs] = [{ [V3.task]: task }]
  return body
}

export const v3: DialectSpec = {
  id: 'v3',
  balancePath: '/account/balance',
  batchPath: '/tasks/list',
  uploads: {
    multipart: { path: '/files', token: 'file_token' },
    presign: '/files/presign',
    credentials: '/files/upload-credentials',
    modelsByMultipart: true,
  },
  taskPath: (taskId) => `/tasks/${encodeURIComponent(taskId)}`,
  usagePath: (limit, offset) => `/account/usage?limit=${limit}&offset=${offset}`,
  create(type, capability, params) {
    if (!capability) throw unsupported(phrase('“{0}”', type.slice(0, 60)), 'v3')
    const { encode } = capability.v3
    const files = wireFiles(capability, params)
    const { model_version: named, ...rest } = encode ? encode(files) : files
    const model = named ?? defaultVersion(capability)
    const body = placeInputs(capability, rest)
    return { path: capability.v3.path, body: model === undefined ? body : { [V3.version]: model, ...body } }
  },
}
