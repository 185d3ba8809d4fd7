// The v3 wire: a path for each capability, `model` for the version, `input` for the image. Source: protocol sheet,
// section 6.
import { type Capability, type FileInput, fieldsOf, fileInput } from '../catalogue/index.ts'
import { unsupported } from '../failures.ts'
import { type DialectSpec, imageFields, wireFile } from './dialect.ts'

/** The version that must be named although the caller named none. */
const defaultVersion = (capability: Capability) =>
  fieldsOf(capability).find((field) => field.ui.widget === 'version')?.serverDefault

/**
 * An image as `input` takes it: an address or a v3 token is a bare string. Any other token would be read as a task id
 * there, so it goes as a file object, like references into the service's storage.
 */
function placeImage(body: Record<string, unknown>, name: string, file: FileInput): void {
  const wire = wireFile(file)
  const plain = file.url ?? (file.file_token?.startsWith('file_') ? file.file_token : undefined)
  delete body[name]
  if (plain !== undefined && name === 'file') body.input = plain
  else body[name] = wire
}

export const v3: DialectSpec = {
  id: 'v3',
  balancePath: '/account/balance',
  batchPath: '/tasks/list',
  uploadPath: '/files',
  uploadToken: 'file_token',
  taskPath: (taskId) => `/tasks/${encodeURIComponent(taskId)}`,
  usagePath: (limit, offset) => `/account/usage?limit=${limit}&offset=${offset}`,
  create(type, capability, params) {
    if (!capability) throw unsupported(`“${type.slice(0, 60)}”`, 'v3')
    const { model_version: named, ...rest } = params
    const model = named ?? defaultVersion(capability)
    const body: Record<string, unknown> = model === undefined ? rest : { model, ...rest }
    for (const name of imageFields(capability)) {
      const file = fileInput(params[name])
      if (file) placeImage(body, name, file)
    }
    return { path: capability.v3.path, body }
  },
}
