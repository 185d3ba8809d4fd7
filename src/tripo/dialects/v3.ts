// The v3 wire: a path for each capability, `model` for the version, `input` for the one file. Source: protocol sheet,
// section 6.
import { type Capability, fieldsOf, fileInput } from '../catalogue/index.ts'
import { unsupported } from '../failures.ts'
import { type DialectSpec, wireFiles } from './dialect.ts'

/** The version that must be named although the caller named none. */
const defaultVersion = (capability: Capability) =>
  fieldsOf(capability).find((field) => field.ui.widget === 'version')?.serverDefault

/** v3's own tokens; any other would be read as a task's id where a bare string is allowed. */
const isV3Token = (token: string | undefined) => token?.startsWith('file_') === true

/**
 * The one file as `input` takes it: an address or a v3 token is a bare string. What cannot be one stays a file object,
 * like references into the service's storage.
 */
function placeInput({ file, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { url, file_token } = fileInput(file) ?? {}
  const plain = url ?? (isV3Token(file_token) ? file_token : undefined)
  if (plain !== undefined) return { ...rest, input: plain }
  return file === undefined ? rest : { ...rest, file }
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
    if (!capability) throw unsupported(`“${type.slice(0, 60)}”`, 'v3')
    const { encode } = capability.v3
    const files = wireFiles(capability, params)
    const { model_version: named, ...rest } = encode ? encode(files) : files
    const model = named ?? defaultVersion(capability)
    return { path: capability.v3.path, body: placeInput(model === undefined ? rest : { model, ...rest }) }
  },
}
